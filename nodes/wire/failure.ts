import type { Refusal } from './envelope';

/** Why a call brought no result. Every code of the platform maps to one of these. */
export type Cause =
	| 'signature'
	| 'clock'
	| 'appKey'
	| 'token'
	| 'refreshToken'
	| 'authorizationCode'
	| 'appType'
	| 'authorization'
	| 'rateLimit'
	| 'dayLimit'
	| 'ip'
	| 'permission'
	| 'retired'
	| 'input'
	| 'service'
	| 'business'
	| 'timeout'
	| 'unreachable'
	| 'neverSent'
	| 'forbidden'
	| 'cancelled'
	| 'malformed';

/** A call that brought no result, with everything the message and the next step need. */
export interface Failure {
	cause: Cause;
	/** The platform's code, or the name of what happened on the way. */
	code: string;
	/** The platform's own words; may be empty. */
	message: string;
	requestId?: string;
	/** How long the platform says it will refuse, in milliseconds. */
	banMs?: number;
	/** What the user reads in place of the usual words for the cause; plain text without secrets. */
	words?: { message: string; description: string };
}

/** The codes of the platform that are known, as it spells them, and what they mean. */
export const CAUSE_BY_CODE: Readonly<Record<string, Cause>> = {
	IncompleteSignature: 'signature',
	InvalidSignature: 'signature',
	'24': 'signature',
	'25': 'signature',
	InvalidTimestamp: 'clock',
	IllegalTimestamp: 'clock',
	'30': 'clock',
	'31': 'clock',
	InvalidAppKey: 'appKey',
	InvalidAppkey: 'appKey',
	MissingAppKey: 'appKey',
	'28': 'appKey',
	'29': 'appKey',
	IllegalAccessToken: 'token',
	InvalidAccessToken: 'token',
	MissingAccessToken: 'token',
	'26': 'token',
	'27': 'token',
	IllegalRefreshToken: 'refreshToken',
	InvalidCode: 'authorizationCode',
	AUTH_TYPE_UNSUPPORTED: 'appType',
	'isv.402': 'authorization',
	'isv.invalid-authorization': 'authorization',
	'isv.account-migration-check-fail': 'authorization',
	ApiCallLimit: 'rateLimit',
	UserCallLimit: 'rateLimit',
	SellerCallLimit: 'rateLimit',
	'7': 'rateLimit',
	'8': 'rateLimit',
	AppCallLimit: 'dayLimit',
	AppWhiteIpLimit: 'ip',
	InsufficientPermission: 'permission',
	'isv.insufficient-permission': 'permission',
	'11': 'permission',
	'12': 'permission',
	'13': 'permission',
	InvalidApiPath: 'retired',
	'22': 'retired',
	MissingParameter: 'input',
	InvalidParameter: 'input',
	UnsupportedParamMapping: 'input',
	'40': 'input',
	'41': 'input',
	ServiceTimeout: 'service',
	ServiceUnavailable: 'service',
	InternalError: 'service',
	'10': 'service',
	'15': 'business',
	EmptyAnswer: 'malformed',
};

// The platform is not consistent in its use of capitals.
const CAUSE_BY_LOWER_CODE = new Map(
	Object.entries(CAUSE_BY_CODE).map(([code, cause]) => [code.toLowerCase(), cause]),
);

const BAN_SECONDS = /ban will last (?:for )?(\d+)(?: more)? second/i;

function causeOfCode(code: string | undefined, layer: Refusal['layer']): Cause | undefined {
	// A number of the business layer is the method's own; the table holds those of the gateway.
	if (!code || (layer === 'business' && /^\d+$/.test(code))) return undefined;
	const known = CAUSE_BY_LOWER_CODE.get(code.toLowerCase());
	if (known) return known;
	if (/permission/i.test(code)) return 'permission';
	if (/^isp\./i.test(code)) return 'service';
	return /^isv\./i.test(code) ? 'input' : undefined;
}

function causeOf({ code, subCode, type, layer }: Refusal): Cause {
	// The sub code is the sharper one: 15 "Remote service error" with `isv.insufficient-permission`
	// is a missing permission, not a passing fault of the service.
	const known = causeOfCode(subCode, layer) ?? causeOfCode(code, layer);
	if (known) return known;
	if (layer === 'business') return 'business';
	return type === 'ISP' || type === 'SYSTEM' ? 'service' : 'input';
}

/** Names the cause of a refusal, and how long the platform says it will last. */
export function failureOf(refusal: Refusal): Failure {
	const message = [refusal.message, refusal.subMessage].filter(Boolean).join(' – ');
	const banSeconds = BAN_SECONDS.exec(message)?.[1];
	return {
		cause: causeOf(refusal),
		code: refusal.subCode ? `${refusal.code} ${refusal.subCode}` : refusal.code,
		message,
		...(refusal.requestId && { requestId: refusal.requestId }),
		...(banSeconds !== undefined && { banMs: Number(banSeconds) * 1_000 }),
	};
}
