import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

import { printJson } from '../json.mts';
import type { JsonValue } from '../json.mts';

/** One request, read to its end. `ip` is the peer's address without the IPv6 prefix. */
export interface WebRequest {
	method: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: Buffer;
	ip: string;
}

/** How an answer travels: as it is, after a delay, as a broken connection, or never. */
export type Delivery =
	| { kind: 'plain' }
	| { kind: 'slow'; delayMs: number }
	| { kind: 'reset' }
	| { kind: 'hang' };

export interface WebAnswer {
	status: number;
	headers: Record<string, string>;
	body: string | Buffer;
	delivery?: Delivery;
}

/** An answer with a JSON body. Status 200 unless given. */
export function jsonAnswer(value: JsonValue, status = 200): WebAnswer {
	return {
		status,
		headers: { 'content-type': 'application/json;charset=UTF-8' },
		body: printJson(value),
	};
}

/** An answer with an HTML body. */
export function htmlAnswer(body: string, status = 200): WebAnswer {
	return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** Names under which programs on this machine ask for the sandbox; the last one is Docker's. */
const OWN_NAMES = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\]|host\.docker\.internal)(?::\d+)?$/i;

/**
 * Whether a request asks for this machine by name. A page of somebody else that has its own name lead here
 * (DNS rebinding) is of one origin with the sandbox to a browser, but asks for that name.
 */
export function asksForThisMachine({ host = '' }: IncomingHttpHeaders): boolean {
	return OWN_NAMES.test(host);
}

/** Reads a request. Rejects when the body exceeds 4 MB or the peer goes away. */
export async function readRequest(request: IncomingMessage): Promise<WebRequest> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > 4 * 1024 * 1024) throw new Error('Request body over 4 MB');
		chunks.push(chunk);
	}
	const url = new URL(request.url ?? '/', 'http://sandbox.invalid');
	return {
		method: request.method ?? 'GET',
		path: url.pathname,
		query: url.searchParams,
		headers: request.headers,
		body: Buffer.concat(chunks),
		ip: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
	};
}

/** Sends an answer the way its delivery says. */
export function deliver(answer: WebAnswer, response: ServerResponse): void {
	const delivery = answer.delivery ?? { kind: 'plain' };
	if (delivery.kind === 'hang') return;
	if (delivery.kind === 'reset') {
		response.socket?.resetAndDestroy();
		return;
	}
	const write = () => {
		if (response.destroyed) return;
		response.writeHead(answer.status, answer.headers);
		response.end(answer.body);
	};
	if (delivery.kind === 'plain') write();
	else {
		const timer = setTimeout(write, delivery.delayMs);
		response.on('close', () => clearTimeout(timer));
	}
}
