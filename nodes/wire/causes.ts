import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time/units';

/** Why a call brought no result. Every code of the platforms maps to one of these. */
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

/** The codes of the platforms that are known, as they spell them, and what they mean. */
const CAUSE_BY_CODE: Readonly<Record<string, Cause>> = {
	IncompleteSignature: 'signature',
	InvalidSignature: 'signature',
	'isv.invalid-signature': 'signature',
	'isv.missing-signature': 'signature',
	'24': 'signature',
	'25': 'signature',
	InvalidTimestamp: 'clock',
	IllegalTimestamp: 'clock',
	'isv.invalid-timestamp': 'clock',
	'isv.missing-timestamp': 'clock',
	'30': 'clock',
	'31': 'clock',
	InvalidAppKey: 'appKey',
	MissingAppKey: 'appKey',
	'isv.appkey-not-exists': 'appKey',
	'isv.invalid-app-key': 'appKey',
	'isv.missing-app-key': 'appKey',
	'28': 'appKey',
	'29': 'appKey',
	IllegalAccessToken: 'token',
	InvalidAccessToken: 'token',
	MissingAccessToken: 'token',
	'isv.missing-session': 'token',
	'invalid-sessionkey': 'token',
	'26': 'token',
	'27': 'token',
	IllegalRefreshToken: 'refreshToken',
	InvalidCode: 'authorizationCode',
	AUTH_TYPE_UNSUPPORTED: 'appType',
	'isv.402': 'authorization',
	'isv.invalid-authorization': 'authorization',
	'isv.account-migration-check-fail': 'authorization',
	ApiCallLimit: 'rateLimit',
	AppApiCallLimit: 'rateLimit',
	UserCallLimit: 'rateLimit',
	SellerCallLimit: 'rateLimit',
	'7': 'rateLimit',
	'8': 'rateLimit',
	'901': 'rateLimit',
	E901: 'rateLimit',
	AppCallLimit: 'dayLimit',
	AppWhiteIpLimit: 'ip',
	'isv.permission-ip-whitelist-limit': 'ip',
	'isv.ip-not-allowed': 'ip',
	InsufficientPermission: 'permission',
	'isv.insufficient-permission': 'permission',
	'isv.permission-api-package-limit': 'permission',
	InvalidApiPath: 'retired',
	'isv.invalid-method': 'retired',
	'22': 'retired',
	MissingParameter: 'input',
	InvalidParameter: 'input',
	UnsupportedParamMapping: 'input',
	UnsupportedHTTPMethod: 'input',
	'isv.missing-parameter': 'input',
	'isv.invalid-parameter': 'input',
	'9': 'input',
	'21': 'input',
	'23': 'input',
	'32': 'input',
	'33': 'input',
	'34': 'input',
	'40': 'input',
	'41': 'input',
	ServiceTimeout: 'service',
	ServiceUnavailable: 'service',
	InternalError: 'service',
	UnknownRuntimeException: 'service',
	SystemError: 'service',
	EmptyAnswer: 'malformed',
};

/**
 * Codes that name only who refused (the service, the check of permissions); a sub code or the words
 * tell more: 15 "Remote service error" with `isv.insufficient-permission` is a missing permission.
 */
const CAUSE_BY_WIDE_CODE: Readonly<Record<string, Cause>> = {
	'10': 'service',
	'11': 'permission',
	'12': 'permission',
	'13': 'permission',
	'15': 'service',
};

// The platform is not consistent in its use of capitals.
const CAUSE_BY_LOWER_CODE = new Map(
	Object.entries(CAUSE_BY_CODE).map(([code, cause]) => [code.toLowerCase(), cause]),
);

/** Codes that say "too many calls", of whomever and for however long. */
const LIMIT_CODE =
	/(?:call|request|rate|flow|qps|frequency|traffic)-?(?:limit|control)|limited-by|limit-control|throttl|too-(?:many|fast|frequent)|(?:^|[.-])e?(?:901|429)$/;
/** The same in words. */
const LIMIT_WORDS =
	/ban will last|too (?:many (?:requests|calls)|frequent|fast)|too_fast|call limited|frequency.{0,40}exceed|exceed.{0,30}(?:frequency|(?:call|rate) limit)|rate limit|flow control|频繁|限流/i;
/** A limit that counts the calls of a day and not how fast they come. */
const DAY_CODE = /limited-by-app-access-count|(?:^|[.-])(?:daily|day)(?:$|[.-])/;
const DAY_WORDS = /\bdaily (?:call )?(?:limit|quota)|calls? (?:of|per|a) (?:the )?day\b/i;

/** Rules of kind for other codes that are not known. `AppIpLimit` is looked at as `app-ip-limit`. */
const KINDS: ReadonlyArray<readonly [RegExp, Cause]> = [
	[/permission|access-denied|forbidden/, 'permission'],
	[/^isp\.|(?:^|[.-])sys(?:tem)?-?(?:err|exception|fault|busy)|runtime-?exception/, 'service'],
	[/internal-(?:\w{1,20}-)?err|service-(?:err|unavailable|busy)|unknown-err/, 'service'],
	[/(?:service|request|read|rpc|hsf)-?time-?out/, 'service'],
	[/^isv\./, 'input'],
];
/** The same for the gateway alone: in a method `SIGNATURE_REQUIRED` is about a parcel. */
const KINDS_OF_GATEWAY: typeof KINDS = [
	[/(?:^|[.-])ip(?:$|[.-])|white-?ip|ip-?white/, 'ip'],
	[/timestamp/, 'clock'],
	[/app-?key/, 'appKey'],
	[/refresh-?token/, 'refreshToken'],
	[/access-?token|session/, 'token'],
	[/(?:missing|invalid|illegal|incomplete|wrong)-?sign|signature/, 'signature'],
	[/(?:invalid|unknown)-(?:api-)?method|(?:method|api)-not-(?:exist|found)/, 'retired'],
	...KINDS,
];

/** "This ban will last for 3600 more seconds". */
const BAN =
	/\b(?:ban|banned|blocked|limited|will last|paused?|wait|retry|try again)\b[^.\d]{0,40}(\d+(?:\.\d+)?)\s*(?:more\s+)?(ms\b|milli|s\b|sec|min|hour|day)/i;
const UNIT_MS: Readonly<Record<string, number>> = {
	ms: 1,
	milli: 1,
	s: SECOND_MS,
	sec: SECOND_MS,
	min: MINUTE_MS,
	hour: HOUR_MS,
	day: DAY_MS,
};
/** Words are searched up to here: they may echo any amount of text. */
const MAX_WORDS = 1_000;

/** `isv.missing-parameter:product_id` is `isv.missing-parameter`; some write blanks for hyphens. */
function bareCode(code: string): string {
	return code.replace(/:.*$/s, '').trim().replace(/\s+/g, '-');
}

/** A code in lower case with a hyphen between its words, however it was written. */
function hyphenated(code: string): string {
	return code
		.replace(/([a-z\d])([A-Z])/g, '$1-$2')
		.replace(/_/g, '-')
		.toLowerCase();
}

/** What a refusal says. */
interface Said {
	/** The sharpest first. */
	codes: readonly string[];
	/** The platform's own. */
	words: string;
	/** Whether the method was reached, so that codes which are not known are its own. */
	isOfMethod: boolean;
	/** Whether the words say how long a limit holds. */
	isEndTold: boolean;
}

/**
 * What codes and words say: the exact codes first, in the order given, then the rules of kind.
 *
 * @returns undefined when neither a known code nor a rule tells.
 */
export function causeIn({ codes, words, isOfMethod, isEndTold }: Said): Cause | undefined {
	const bare = codes.map(bareCode).filter((code) => code !== '');
	const parts = bare.map(hyphenated);
	const text = words.slice(0, MAX_WORDS);
	const says = (pattern: RegExp) => parts.some((code) => pattern.test(code));
	const known = bare.map((code) => CAUSE_BY_LOWER_CODE.get(code.toLowerCase())).find(Boolean);
	const isLimit = says(LIMIT_CODE) || LIMIT_WORDS.test(text);
	const kinds = isOfMethod ? KINDS : KINDS_OF_GATEWAY;
	const kind = isLimit ? 'rateLimit' : kinds.find(([pattern]) => says(pattern))?.[1];
	const cause = known ?? kind;
	// A limit that counts calls of a day and names no end is over when the day is.
	const isOfDay = !isEndTold && (says(DAY_CODE) || DAY_WORDS.test(text));
	return cause === 'rateLimit' && isOfDay ? 'dayLimit' : cause;
}

/** What a code says of itself when nothing sharper is known. */
export function causeOfWideCode(code: string): Cause | undefined {
	return Object.hasOwn(CAUSE_BY_WIDE_CODE, code) ? CAUSE_BY_WIDE_CODE[code] : undefined;
}

/**
 * How long the words say that calls are refused.
 *
 * @returns milliseconds, however many; undefined when they do not say.
 */
export function banMsIn(words: string): number | undefined {
	const [, number, unit = ''] = BAN.exec(words.slice(0, MAX_WORDS)) ?? [];
	if (number === undefined) return undefined;
	return Math.round(Number(number) * (UNIT_MS[unit.toLowerCase()] ?? SECOND_MS));
}
