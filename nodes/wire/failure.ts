import { DAY_MS } from '../time/units';
import { banMsIn, causeIn, causeOfWideCode, type Cause } from './causes';
import type { Refusal } from './envelope';

export type { Cause };

/** A call that brought no result, with everything the message and the next step need. */
export interface Failure {
	cause: Cause;
	/** The platform's code, or the name of what happened on the way. */
	code: string;
	/** The platform's own words; may be empty. */
	message: string;
	requestId?: string;
	/** How long a limit answer says that calls are refused, in milliseconds; at most a week. */
	banMs?: number;
	/** Set when something on the way said so and not the platform, e.g. a proxy with a status of 429. */
	isFromBetween?: true;
	/** Until when nothing leaves that a limit answer is about, ms UTC; known once it is kept. */
	pausedUntilMs?: number;
	/** What the user reads in place of the usual words for the cause; plain text without secrets. */
	words?: { message: string; description: string };
}

/** The longest pause any platform imposes. Whatever an answer says, nothing is closed for longer. */
export const LONGEST_PAUSE_MS = 7 * DAY_MS;

/** "Remote service error". */
const REMOTE = '15';

/** Whether the platform refused for too many calls. */
export function isLimitAnswer({ cause }: Pick<Failure, 'cause'>): boolean {
	return cause === 'rateLimit' || cause === 'dayLimit';
}

/** Whether the calls of the platform's day are used up, so that the pause is over when the day is. */
export function isDayUsedUp({ cause, banMs }: Pick<Failure, 'cause' | 'banMs'>): boolean {
	// What is told in seconds is sharper than the kind of the code.
	return cause === 'dayLimit' && banMs === undefined;
}

/** The codes of a refusal, the sharper one first. */
function codesOf({ subCode, code, layer }: Refusal): string[] {
	const codes = subCode === undefined ? [code] : [subCode, code];
	// A number of the business layer is the method's own; those that are known are the gateway's.
	return layer === 'business' ? codes.filter((one) => !/^\d+$/.test(one)) : codes;
}

/** What is left to say when no code is known and no rule of kind fits. */
function broadCause({ code, subCode, type, layer }: Refusal): Cause {
	// With code 15 the method was reached, and says in a sub code of its own what it did not like.
	const isOfMethod = code === REMOTE && (subCode !== undefined || type === 'ISV');
	if (layer === 'business' || isOfMethod) return 'business';
	const isOfService = type === 'ISP' || type === 'SYSTEM';
	return causeOfWideCode(code) ?? (isOfService ? 'service' : 'input');
}

/**
 * Says what a refusal is: the one place that decides it, for both platforms, all calls and the tests of
 * credentials. The exact sub code counts first, then the exact code, then rules of kind (`…CallLimit`,
 * `limited-by-…`, a ban told in words): a code that is known beats a guess.
 */
export function failureOf(refusal: Refusal): Failure {
	const { code, subCode, layer, requestId } = refusal;
	const message = [refusal.message, refusal.subMessage].filter(Boolean).join(' – ');
	const banMs = banMsIn(message);
	const known = causeIn({
		codes: codesOf(refusal),
		words: message,
		isOfMethod: layer === 'business' || code === REMOTE,
		isEndTold: banMs !== undefined,
	});
	const cause = known ?? broadCause(refusal);
	return {
		cause,
		code: subCode ? `${code} ${subCode}` : code,
		message,
		...(requestId && { requestId }),
		...(isLimitAnswer({ cause }) &&
			banMs !== undefined && { banMs: Math.min(banMs, LONGEST_PAUSE_MS) }),
	};
}
