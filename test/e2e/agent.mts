import { z } from 'zod';

const answerSchema = z.object({
	result: z.unknown(),
	error: z.object({ message: z.string() }).optional(),
});
const toolsSchema = z.object({
	tools: z.array(
		z.object({
			name: z.string(),
			inputSchema: z.object({ properties: z.record(z.unknown()).optional() }),
		}),
	),
});
const contentSchema = z.object({
	content: z.array(z.object({ text: z.string().optional() })),
	isError: z.boolean().optional(),
});

/** A tool as an agent sees it: its name, and the names of what it may fill in. */
export interface Tool {
	name: string;
	parameters: string[];
}

/** An agent's side of the Model Context Protocol. */
export interface Agent {
	tools(): Promise<Tool[]>;
	/** The text that a tool answers. Rejects when it answers an error. */
	call(tool: string, values: Record<string, string>): Promise<string>;
}

/** The JSON of an answer that may come as a stream of events. */
function jsonIn(text: string): unknown {
	const data = /^data: (.*)$/m.exec(text)?.[1];
	return JSON.parse(data ?? text);
}

/**
 * Introduces itself to a server of the protocol.
 *
 * @param url the address that n8n's MCP Server Trigger shows.
 */
export async function openAgent(url: string): Promise<Agent> {
	let session: string | undefined;
	let id = 0;
	async function send(method: string, params: object, isRequest = true): Promise<unknown> {
		id += 1;
		const response = await fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				...(session !== undefined && { 'mcp-session-id': session }),
			},
			body: JSON.stringify({ jsonrpc: '2.0', method, params, ...(isRequest && { id }) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method}: ${response.status} ${text.slice(0, 300)}`);
		session ??= response.headers.get('mcp-session-id') ?? undefined;
		if (!isRequest) return undefined;
		const { result, error } = answerSchema.parse(jsonIn(text));
		if (error) throw new Error(`${method}: ${error.message}`);
		return result;
	}
	await send('initialize', {
		protocolVersion: '2025-03-26',
		capabilities: {},
		clientInfo: { name: 'end-to-end-test', version: '1' },
	});
	await send('notifications/initialized', {}, false);
	return {
		async tools() {
			const { tools } = toolsSchema.parse(await send('tools/list', {}));
			return tools.map(({ name, inputSchema }) => ({
				name,
				parameters: Object.keys(inputSchema.properties ?? {}),
			}));
		},
		async call(name, values) {
			const answer = await send('tools/call', { name, arguments: values });
			const { content, isError } = contentSchema.parse(answer);
			const text = content.map((part) => part.text ?? '').join('\n');
			if (isError) throw new Error(`The tool answered: ${text}`);
			return text;
		},
	};
}
