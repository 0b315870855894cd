import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';

/** The parts of express's request that n8n's webhook contexts offer to nodes. */
export type HostedRequest = IncomingMessage & {
	path: string;
	originalUrl: string;
	query: Record<string, string>;
	params: Record<string, string>;
	contentType?: string;
	rawBody?: Buffer;
	body?: unknown;
};

/** The parts of express's response that nodes use. */
export interface HostedResponse extends ServerResponse {
	status(code: number): HostedResponse;
	set(name: string, value: string): HostedResponse;
	header(name: string, value: string): HostedResponse;
	json(body: unknown): HostedResponse;
	send(body?: unknown): HostedResponse;
	sendStatus(code: number): HostedResponse;
}

/** A body n8n refuses with 422 before the node sees the request. */
export class UnreadableBodyError extends Error {}

/** Gives Node's request what express and n8n add to it; the body is not read yet. */
export const toHostedRequest = (message: IncomingMessage): HostedRequest => {
	const url = new URL(message.url ?? '/', 'http://localhost');
	const contentType = message.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
	return Object.assign(message, {
		path: url.pathname,
		originalUrl: message.url ?? '/',
		query: Object.fromEntries(url.searchParams),
		params: {},
		contentType,
	});
};

const isReadByN8n = (contentType: string | undefined, nodeVersion: number): boolean =>
	nodeVersion <= 1 ||
	['application/json', 'text/plain', 'application/x-www-form-urlencoded'].includes(
		contentType ?? '',
	);

/**
 * Reads the body as n8n's body-parser does: the raw bytes, and the parsed body for JSON, forms and
 * plain text. Multipart and XML bodies are left unread.
 *
 * @throws UnreadableBodyError on JSON that is none
 */
export const readBody = async (request: HostedRequest, nodeVersion: number): Promise<void> => {
	const { contentType } = request;
	if (contentType?.startsWith('multipart/') || !isReadByN8n(contentType, nodeVersion)) return;
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	request.rawBody = Buffer.concat(chunks);
	if (request.rawBody.length === 0) return;
	const text = request.rawBody.toString('utf8').replace(/^\ufeff/, '');
	if (contentType === 'application/x-www-form-urlencoded') {
		request.body = parseForm(text, undefined, undefined, { maxKeys: 1000 });
	} else if (contentType === 'text/plain') {
		request.body = text;
	} else if (contentType === 'application/json') {
		try {
			request.body = JSON.parse(text) as unknown;
		} catch (error) {
			throw new UnreadableBodyError('Failed to parse request body', { cause: error });
		}
	}
};

/** Gives Node's response the express methods nodes call. */
export const toHostedResponse = (message: ServerResponse): HostedResponse => {
	const response = message as HostedResponse;
	const answer = (contentType: string, body: string): HostedResponse => {
		if (!response.hasHeader('content-type')) response.setHeader('content-type', contentType);
		response.end(body);
		return response;
	};
	const setHeader = (name: string, value: string): HostedResponse => {
		response.setHeader(name, value);
		return response;
	};
	return Object.assign(response, {
		status: (code: number) => Object.assign(response, { statusCode: code }),
		set: setHeader,
		header: setHeader,
		json: (body: unknown) => answer('application/json; charset=utf-8', JSON.stringify(body) ?? ''),
		send: (body: unknown = '') =>
			typeof body === 'string'
				? answer('text/html; charset=utf-8', body)
				: answer('application/json; charset=utf-8', JSON.stringify(body)),
		sendStatus: (code: number) => response.status(code).send(String(code)),
	});
};
