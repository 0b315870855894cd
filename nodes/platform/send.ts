import type { IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';

/** How long a request may take before it counts as unanswered. */
const REQUEST_TIMEOUT_MS = 20_000;

/** What came back: an HTTP answer of any status (`serverAtMs`: its date, ms UTC), or why there is none. */
export type Answer =
	| { kind: 'answer'; status: number; text: string; serverAtMs?: number }
	| { kind: 'neverSent' | 'unreachable' | 'timeout' | 'cancelled' };

/** One POST. The body is text that is already encoded. */
export interface PostRequest {
	url: string;
	contentType: 'application/x-www-form-urlencoded' | 'application/json';
	body: string;
	headers?: Record<string, string>;
	cancelSignal?: AbortSignal;
}

/** The one n8n function that is needed, so that tests can hand in their own. */
export interface HttpHelper {
	httpRequest(options: IHttpRequestOptions): Promise<unknown>;
}

const fullResponse = z.object({
	statusCode: z.number(),
	body: z.unknown(),
	headers: z.object({ date: z.string().optional().catch(undefined) }).catch({}),
});
const thrown = z.object({ code: z.string().optional(), message: z.string().optional() });

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

function codesOf(reason: unknown): string[] {
	const codes: string[] = [];
	let current: unknown = reason;
	// n8n and axios wrap the system's code in up to three layers.
	for (let depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth++) {
		const parsed = thrown.safeParse(current);
		if (parsed.success && parsed.data.code) codes.push(parsed.data.code);
		current = 'cause' in current ? current.cause : undefined;
	}
	return codes;
}

function kindOf(reason: unknown, cancelSignal: AbortSignal | undefined): Answer {
	if (cancelSignal?.aborted) return { kind: 'cancelled' };
	const codes = codesOf(reason);
	if (codes.some((code) => NEVER_SENT.has(code))) return { kind: 'neverSent' };
	if (codes.some((code) => TIMED_OUT.has(code))) return { kind: 'timeout' };
	return { kind: 'unreachable' };
}

/**
 * Sends one POST through n8n, which brings its proxy, address guard and tracing with it.
 * Never throws: what goes wrong on the way is told by `kind`, without the request in it, since
 * n8n's own errors carry the body and with it token and signature.
 */
export async function post(http: HttpHelper, request: PostRequest): Promise<Answer> {
	try {
		const response = await http.httpRequest({
			method: 'POST',
			url: request.url,
			body: request.body,
			headers: { ...request.headers, 'Content-Type': `${request.contentType}; charset=utf-8` },
			// As text, because n8n would parse JSON and round 64-bit ids.
			encoding: 'text',
			timeout: REQUEST_TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			...(request.cancelSignal && { abortSignal: request.cancelSignal }),
		});
		const { statusCode, body, headers } = fullResponse.parse(response);
		const serverAtMs = Date.parse(headers.date ?? '');
		return {
			kind: 'answer',
			status: statusCode,
			text: typeof body === 'string' ? body : '',
			...(Number.isFinite(serverAtMs) && { serverAtMs }),
		};
	} catch (reason) {
		return kindOf(reason, request.cancelSignal);
	}
}
