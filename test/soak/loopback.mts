import { Agent, request } from 'node:http';

/** A request as n8n's helper is asked for it; only what the package uses. */
export interface HttpOptions {
	url: string;
	body?: string;
	headers?: Record<string, string>;
	/** ms */
	timeout?: number;
	abortSignal?: AbortSignal;
}

export interface HttpAnswer {
	statusCode: number;
	body: string;
	headers: Record<string, string>;
}

/** A thrown reason that carries a system code, as n8n's HTTP helper throws it. */
export function networkFailure(code: string): Error {
	return Object.assign(new Error('The request brought no answer'), { code });
}

/** Real requests to a server in this process, one at a time, so that a run can be repeated. */
export interface Loopback {
	/** @throws an error with the system's code when the connection breaks. */
	post(options: HttpOptions): Promise<HttpAnswer>;
	close(): void;
}

export function openLoopback(): Loopback {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	let last: Promise<unknown> = Promise.resolve();
	const post = async ({ url, body = '', headers }: HttpOptions) =>
		await new Promise<HttpAnswer>((resolve, reject) => {
			const length = Buffer.byteLength(body);
			const sent = request(
				url,
				{ agent, method: 'POST', headers: { ...headers, 'content-length': length } },
				(response) => {
					const chunks: Buffer[] = [];
					response
						.on('data', (chunk: Buffer) => chunks.push(chunk))
						.on('error', reject)
						.on('end', () => {
							const text = Buffer.concat(chunks).toString('utf8');
							resolve({ statusCode: response.statusCode ?? 0, body: text, headers: {} });
						});
				},
			);
			sent.on('error', reject).end(body);
		});
	return {
		post: async (options) => {
			const mine = last.then(async () => await post(options));
			// The next one goes on whatever became of this one.
			last = mine.then(
				() => undefined,
				() => undefined,
			);
			return await mine;
		},
		close: () => agent.destroy(),
	};
}
