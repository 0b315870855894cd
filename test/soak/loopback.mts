import type { Sandbox } from '../sandbox/sandbox.mts';

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

/** The sandbox without a socket in between: a socket has an order of its own, and no run is repeated. */
export interface Loopback {
	/** What the platform says now. @throws an error with the system's code when the connection breaks. */
	post(options: HttpOptions): HttpAnswer;
}

const IP = '127.0.0.1';

/** A way to the sandbox that takes no time. */
export function openLoopback(sandbox: Pick<Sandbox, 'answer'>): Loopback {
	return {
		post({ url, body = '', headers = {} }) {
			const { pathname, searchParams } = new URL(url);
			const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
			const answer = sandbox.answer({
				method: 'POST',
				path: pathname,
				query: searchParams,
				headers: Object.fromEntries(lowered) as Record<string, string>,
				body: Buffer.from(body),
				ip: IP,
			});
			const kind = answer.delivery?.kind ?? 'plain';
			if (kind === 'reset') throw networkFailure('ECONNRESET');
			if (kind !== 'plain') throw new Error(`No time passes here for an answer that is "${kind}"`);
			return { statusCode: answer.status, body: String(answer.body), headers: {} };
		},
	};
}
