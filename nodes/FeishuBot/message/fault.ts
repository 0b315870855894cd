import { z } from 'zod';

import type { Refusal } from './checked';

/** What can happen to a request on its way. */
export type Fault =
	| 'cancelledBefore'
	| 'cancelledDuring'
	| 'timeout'
	| 'unreachable'
	| 'blocked'
	| 'interrupted';

// n8n replaces messages that contain a system error code, so none may stand in these words.
export const FAULT_WORDS: Record<Fault, Refusal & { httpCode: string }> = {
	cancelledBefore: {
		message: 'The execution was cancelled before the message was sent',
		description: 'Nothing was sent.',
		httpCode: '499',
	},
	cancelledDuring: {
		message: 'The execution was cancelled while the message was being sent',
		description: 'The message may stand in the group already.',
		httpCode: '499',
	},
	timeout: {
		message: 'Feishu did not answer within 20 seconds',
		description:
			'The message may stand in the group already. Look into the group before you run the node again; with Retry On Fail n8n sends it again by itself.',
		httpCode: '504',
	},
	unreachable: {
		message: 'The host of the webhook could not be reached',
		description:
			'Nothing was sent. Check the host in the webhook URL, and the network and proxy settings of n8n.',
		httpCode: '503',
	},
	blocked: {
		message: 'n8n does not allow requests to the host of the webhook',
		description:
			'Nothing was sent. The host has a private address; let the administrator of n8n add it to the allowed hosts (N8N_SSRF_ALLOWED_HOSTNAMES).',
		httpCode: '403',
	},
	interrupted: {
		message: 'The connection to Feishu broke before an answer came',
		description:
			'The message may stand in the group already. Look into the group before you run the node again; with Retry On Fail n8n sends it again by itself.',
		httpCode: '502',
	},
};

const NEVER_LEFT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

const TRACE = z.object({
	name: z.string().optional().catch(undefined),
	code: z.string().optional().catch(undefined),
});

/**
 * Classes what the HTTP helper threw by its code and name only. Its message and its nested request
 * hold the webhook address, so nothing else of it is read or passed on.
 */
export function faultOf(thrown: unknown, cancelled: boolean): Fault {
	if (cancelled) return 'cancelledDuring';
	const trace = traceOf(thrown);
	if (trace.names.some((name) => name.startsWith('SsrfBlocked'))) return 'blocked';
	if (trace.codes.some((code) => TIMED_OUT.has(code))) return 'timeout';
	if (trace.codes.some((code) => NEVER_LEFT.has(code))) return 'unreachable';
	return 'interrupted';
}

function traceOf(thrown: unknown): { codes: string[]; names: string[] } {
	const codes: string[] = [];
	const names: string[] = [];
	// n8n wraps some errors once or twice; deeper chains are not worth following.
	let current: unknown = thrown;
	for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
		const { code, name } = TRACE.parse({ ...current, name: current.constructor.name });
		if (code) codes.push(code);
		if (name) names.push(name);
		current = current.cause;
	}
	return { codes, names };
}
