import type { IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';

/** How long a request may take before it counts as unanswered. */
const REQUEST_TIMEOUT_MS = 20_000;

/** What came back: an HTTP answer of any status, or why there is none. */
export type Answer =
	| {
			kind: 'answer';
			status: number;
			text: string;
			/** Its date, ms UTC. */
			serverAtMs?: number;
			/** When to ask again, as the header says it: seconds or a date. */
			retryAfter?: string;
	  }
	| { kind: 'neverSent' | 'forbidden' | 'unreachable' | 'timeout' | 'cancelled' };

/** One POST. The body is text that is already encoded. */
export interface PostRequest {
	url: string;
	contentType: 'application/x-www-form-urlencoded' | 'application/json';
	body: string;
	headers?: Record<string, string>;
	cancelSignal?: AbortSignal;
}

/** One GET. The parameters are in the address. */
export interface GetRequest {
	url: string;
	headers?: Record<string, string>;
	cancelSignal?: AbortSignal;
}

/** A request to a platform. */
export type ServiceRequest = ({ method: 'POST' } & PostRequest) | ({ method: 'GET' } & GetRequest);

/** The one n8n function that is needed, so that tests can hand in their own. */
export interface HttpHelper {
	httpRequest(options: IHttpRequestOptions): Promise<unknown>;
}

/** What n8n hands back for `returnFullResponse`. Read by hand: zod would cost as much as signing. */
interface FullResponse {
	statusCode: number;
	body: unknown;
	headers?: { date?: unknown; 'retry-after'?: unknown };
}

function isFullResponse(value: unknown): value is FullResponse {
	return (
		typeof value === 'object' &&
		value !== null &&
		'statusCode' in value &&
		typeof value.statusCode === 'number'
	);
}

const text = z.string().optional().catch(undefined);
const thrown = z.object({ code: text, name: text, message: text });

// These say that no request went out, so the platform cannot have counted the call.
const NEVER_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	// The certificate is refused before the request goes out.
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** n8n's own no, before anything goes out: a list in the credential, or an address that it guards. */
const FORBIDDEN = /^(?:Domain not allowed|No allowed domains specified)/;
const FORBIDDEN_NAME = /^SsrfBlocked/;

/** What was thrown, from the outside in. */
function layersOf(reason: unknown): Array<z.infer<typeof thrown>> {
	const layers: Array<z.infer<typeof thrown>> = [];
	let current: unknown = reason;
	// n8n and axios wrap the system's code in up to three layers.
	for (let depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth++) {
		const parsed = thrown.safeParse(current);
		if (parsed.success) layers.push(parsed.data);
		current = 'cause' in current ? current.cause : undefined;
	}
	return layers;
}

function kindOf(reason: unknown, cancelSignal: AbortSignal | undefined): Answer {
	if (cancelSignal?.aborted) return { kind: 'cancelled' };
	const layers = layersOf(reason);
	const isForbidden = layers.some(
		({ name = '', message = '' }) => FORBIDDEN_NAME.test(name) || FORBIDDEN.test(message),
	);
	if (isForbidden) return { kind: 'forbidden' };
	const codes = layers.flatMap(({ code }) => code ?? []);
	if (codes.some((code) => NEVER_SENT.has(code))) return { kind: 'neverSent' };
	if (codes.some((code) => TIMED_OUT.has(code))) return { kind: 'timeout' };
	return { kind: 'unreachable' };
}

/** What differs between the two kinds of request. */
function contentOf(request: ServiceRequest): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	if (request.method === 'GET') return { headers: { ...request.headers } };
	const { body, headers, contentType } = request;
	return { body, headers: { ...headers, 'Content-Type': `${contentType}; charset=utf-8` } };
}

/**
 * Sends one request through n8n, which brings its proxy, address guard and tracing with it.
 * Never throws: what goes wrong on the way is told by `kind`, without the request in it, since
 * n8n's own errors carry the body and with it token and signature.
 */
export async function send(http: HttpHelper, request: ServiceRequest): Promise<Answer> {
	try {
		const response = await http.httpRequest({
			method: request.method,
			url: request.url,
			...contentOf(request),
			// As text, because n8n would parse JSON and round 64-bit ids.
			encoding: 'text',
			timeout: REQUEST_TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			...(request.cancelSignal && { abortSignal: request.cancelSignal }),
		});
		if (!isFullResponse(response)) return { kind: 'unreachable' };
		const { statusCode, body, headers } = response;
		const serverAtMs = Date.parse(String(headers?.date ?? ''));
		const retryAfter = headers?.['retry-after'];
		return {
			kind: 'answer',
			status: statusCode,
			text: typeof body === 'string' ? body : '',
			...(Number.isFinite(serverAtMs) && { serverAtMs }),
			...(typeof retryAfter === 'string' && { retryAfter }),
		};
	} catch (reason) {
		return kindOf(reason, request.cancelSignal);
	}
}

/** Sends one POST; see `send`. */
export async function post(http: HttpHelper, request: PostRequest): Promise<Answer> {
	return await send(http, { method: 'POST', ...request });
}
