/** A refusal in one of the two gateway layers, as the platform words it. */
export interface Failure {
	code: string;
	message: string;
	/** Absent on the former gateway. */
	type?: 'ISV' | 'ISP' | 'SYSTEM';
	subCode?: string;
	subMessage?: string;
}

const TEXTS: Record<string, Pick<Failure, 'message' | 'type'>> = {
	IncompleteSignature: {
		message: 'The request signature does not conform to platform standards',
	},
	InvalidAppKey: { message: 'The specified App Key is invalid' },
	InvalidCode: { message: 'Invalid authorization code, the code may be used or expired' },
	IllegalAccessToken: { message: 'The specified access token is invalid or expired' },
	IllegalRefreshToken: { message: 'The specified refresh token is invalid or expired' },
	AppWhiteIpLimit: { message: 'The source IP is not in the IP whitelist of the app' },
	AppCallLimit: { message: 'App call count exceeds the daily limit' },
	InsufficientPermission: { message: 'Insufficient permission to access this resource' },
	InvalidApiPath: { message: 'The specified API path is invalid' },
	InvalidTimestamp: { message: 'The timestamp is out of the allowed range' },
	InvalidParameter: { message: 'A parameter of the request is invalid' },
	MissingParameter: { message: 'A parameter that is mandatory for this request is not supplied' },
	ServiceUnavailable: { message: 'Service temporarily unavailable', type: 'ISP' },
	InternalError: { message: 'Internal error', type: 'SYSTEM' },
	'isv.402': { message: 'Invalid authorization code' },
};

/** A refusal by its code, with the platform's text unless another is given. */
export function failureOf(code: string, message?: string): Failure {
	const known = TEXTS[code];
	return { code, message: message ?? known?.message ?? code, type: known?.type ?? 'ISV' };
}

/** The refusal for a frequency ban, naming the seconds left. */
export function banFailure(leftMs: number): Failure {
	const seconds = Math.max(1, Math.ceil(leftMs / 1000));
	return failureOf(
		'ApiCallLimit',
		`Api access frequency exceeds the limit. this ban will last ${seconds} seconds`,
	);
}

/** A refusal with the seconds left in place of `{seconds}`. */
export function withSeconds(failure: Failure, leftMs: number): Failure {
	const seconds = String(Math.max(1, Math.ceil(leftMs / 1000)));
	const { message, subMessage } = failure;
	return {
		...failure,
		message: message.replace('{seconds}', seconds),
		...(subMessage === undefined ? {} : { subMessage: subMessage.replace('{seconds}', seconds) }),
	};
}

const failures = new WeakMap<Error, Failure>();

/** Stops the handling of a call with this refusal. */
export function refuse(code: string, message?: string): never {
	const failure = failureOf(code, message);
	const error = new Error(`${code}: ${failure.message}`);
	failures.set(error, failure);
	throw error;
}

/** The refusal an error stands for; undefined when it is a defect of the sandbox itself. */
export function refusalIn(error: unknown): Failure | undefined {
	return error instanceof Error ? failures.get(error) : undefined;
}
