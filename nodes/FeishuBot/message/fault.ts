import { z } from 'zod';

import { oneLine } from '../../wire/text';
import type { Refusal } from './checked';
import { cutText } from './text';

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
		message: 'The host of Feishu could not be reached',
		description:
			'Nothing was sent. Check the address in the credential, and the network and proxy settings of n8n.',
		httpCode: '503',
	},
	blocked: {
		message: 'n8n does not allow requests to the host of Feishu',
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

/** A refusal by Feishu. `httpCode` classes it the way n8n knows (401 sign, 429 throttled …). */
export interface ServiceRefusal extends Refusal {
	httpCode: string;
	/** Feishu's code; absent when the answer held none. */
	code?: number;
	throttled: boolean;
}

/**
 * Codes that mean "too many messages": of a bot (11232) and of a group (11233, 230020), and of whatever
 * stands in front of both (99991400).
 */
const LIMIT_CODES: ReadonlySet<number> = new Set([11232, 11233, 230020, 99991400]);
/** Feishu's words for a limit, which it also gives under other codes, e.g. `9499 too many request`. */
const LIMIT_WORDS =
	/too (?:many (?:request|message|call)|frequent|fast)|(?:frequency|rate|qps|call)[ _-]?limit|throttl|flow control|频率|频繁|限流|流控/i;
/** A code that Feishu gives for whatever it does not like about a request. */
const BAD_REQUEST = 9499;
const TOO_MANY_REQUESTS = 429;

const MAX_WORDS_BYTES = 200;

interface Remedy {
	what: string;
	todo: string;
	httpCode: string;
}

const WRONG_APP: Remedy = {
	what: 'Feishu does not know this app',
	todo: 'Check App ID and App Secret in the credential against the developer console.',
	httpCode: '401',
};

const NO_PERMISSION: Remedy = {
	what: 'The app lacks a permission',
	todo: 'Give it "Send messages as the app" (im:message:send_as_bot) in the developer console and release a version.',
	httpCode: '403',
};

const REMEDIES: Record<number, Remedy> = {
	[BAD_REQUEST]: {
		what: 'Feishu could not read the message',
		todo: 'The message type or its structure is not valid. Check the card or post JSON against the Feishu card builder.',
		httpCode: '400',
	},
	19001: {
		what: 'Feishu does not accept a parameter of the message',
		todo: 'Check the card or post JSON, and that the webhook URL in the credential is complete.',
		httpCode: '400',
	},
	19021: {
		what: 'Feishu does not accept the signature',
		todo: "Check the secret in the credential against the one under the bot's security settings (leave it empty if the bot has none), and that the clock of the n8n server is right: a signature is valid for one hour.",
		httpCode: '401',
	},
	19022: {
		what: 'Feishu does not accept messages from this IP address',
		todo: "Add the public IP address of the n8n server to the IP list under the bot's security settings.",
		httpCode: '403',
	},
	19024: {
		what: "The message holds none of the bot's keywords",
		todo: "Put one of the words from the bot's security settings into the message, or into the option Keyword of this node.",
		httpCode: '400',
	},
	19036: {
		what: 'The message is too large for Feishu',
		todo: 'Send less text or fewer elements: a message may have 20 KB.',
		httpCode: '413',
	},
	10003: WRONG_APP,
	10014: WRONG_APP,
	99991672: NO_PERMISSION,
	230027: NO_PERMISSION,
	230001: {
		what: 'Feishu does not accept the receiver or the card',
		todo: 'Check Receiver and its kind: a chat has an ID that begins with oc_, a person one with ou_.',
		httpCode: '400',
	},
	230002: {
		what: 'The app is not in this chat',
		todo: 'Add the bot of the app to the group under Settings > Bots.',
		httpCode: '403',
	},
	230006: {
		what: 'The app has no bot',
		todo: 'Switch the ability Bot on in the developer console and release a version of the app.',
		httpCode: '403',
	},
	230013: {
		what: 'The app may not write to this person',
		todo: 'Put the person into the availability of the app in the developer console and release a version.',
		httpCode: '403',
	},
	230099: {
		what: 'Feishu could not make a card of this JSON',
		todo: 'Check it in the Feishu card builder.',
		httpCode: '400',
	},
};

/** The remedy of every limit. */
export const LIMIT: Remedy = {
	what: 'Feishu throttles messages of this bot',
	todo: 'A bot may send 5 messages a second and 100 a minute, and Feishu is busy at full and half hours. Try again later, or send fewer messages.',
	httpCode: '429',
};

const WRONG_WEBHOOK: Remedy = {
	what: 'Feishu does not know this webhook',
	todo: "The bot was removed from the group or the webhook URL in the credential is wrong. Copy the URL from the bot's settings again.",
	httpCode: '404',
};

/**
 * Whether an answer says "too many": nothing was sent then, and the same message may be tried again. A
 * known code that means something else beats the words.
 *
 * @param code Feishu's code; undefined where the answer holds none.
 */
export function isLimit(code: number | undefined, words: string, httpStatus: number): boolean {
	if (httpStatus === TOO_MANY_REQUESTS || (code !== undefined && LIMIT_CODES.has(code)))
		return true;
	const isOpen = code !== undefined && (code === BAD_REQUEST || REMEDIES[code] === undefined);
	return isOpen && LIMIT_WORDS.test(words);
}

function remedyOf(code: number, words: string, httpStatus: number): Remedy | undefined {
	if (isLimit(code, words, httpStatus)) return LIMIT;
	const isWrongWebhook = code === 19001 && /access token invalid/i.test(words);
	return isWrongWebhook ? WRONG_WEBHOOK : REMEDIES[code];
}

/** Feishu's own words, which name the element or field that it does not like. */
function quoted(words: string, secrets: string[]): string {
	const shown = secrets
		.filter((secret) => secret !== '')
		.reduce((text, secret) => text.replaceAll(secret, '***'), oneLine(words));
	return cutText(shown, MAX_WORDS_BYTES);
}

/**
 * Feishu's code in words, with what to do about it and what Feishu itself says.
 *
 * @param serviceText Feishu's own short text; tells limits and the two meanings of 19001 apart.
 * @param secrets texts hidden from it: a proxy may have written the address into the answer.
 */
export function remedyFor(
	code: number,
	serviceText: string,
	httpStatus: number,
	secrets: string[],
): ServiceRefusal {
	const remedy = remedyOf(code, serviceText, httpStatus);
	const throttled = remedy === LIMIT;
	const words = quoted(serviceText, secrets);
	if (remedy) {
		const { what, todo, httpCode } = remedy;
		const description = words === '' ? todo : `${todo} Feishu says: ${words}`;
		return { message: `${what} (code ${code})`, description, httpCode, code, throttled };
	}
	return {
		message: `Feishu did not send the message (code ${code})`,
		description: `Feishu says: ${words || 'nothing more'}. Look the code up in Feishu's documentation of custom bots.`,
		httpCode: String(httpStatus),
		code,
		throttled,
	};
}
