import type { Failure } from '../gateway/failures.mts';
import { failureText } from '../gateway/envelope.mts';
import { printJson } from '../json.mts';
import type { JsonObject } from '../json.mts';

interface TopFailure {
	code: number;
	msg: string;
	subCode?: string;
}

/** The numbers of the former gateway for what the Open Platform names. */
const TOP_FAILURES: Readonly<Record<string, TopFailure>> = {
	ApiCallLimit: {
		code: 7,
		msg: 'App Call Limited',
		subCode: 'accesscontrol.limited-by-app-access-count',
	},
	UnsupportedHTTPMethod: { code: 9, msg: 'Http action not allowed' },
	ServiceUnavailable: { code: 10, msg: 'Service currently unavailable' },
	InsufficientPermission: { code: 11, msg: 'Insufficient isv permissions' },
	AppWhiteIpLimit: { code: 11, msg: 'Insufficient isv permissions', subCode: 'isv.ip-not-allowed' },
	InvalidApiPath: { code: 22, msg: 'Invalid method' },
	IncompleteSignature: { code: 25, msg: 'Invalid signature' },
	IllegalAccessToken: { code: 27, msg: 'Invalid session', subCode: 'invalid-sessionkey' },
	InvalidAppKey: { code: 29, msg: 'Invalid app Key' },
	InvalidTimestamp: { code: 31, msg: 'Invalid timestamp' },
	InvalidVersion: { code: 33, msg: 'Invalid version' },
	MissingParameter: { code: 40, msg: 'Missing required arguments' },
	InvalidParameter: { code: 41, msg: 'Invalid arguments' },
};

const BAN_WORDS = 'This ban will last for $1 more seconds';

/** The text of a refusal on the Open Platform: flat, with type, code and message. */
export function openPlatformFailure(failure: Failure, requestId: string): string {
	return failureText(failure, false, requestId);
}

/** The text of a refusal on TOP: wrapped, with a number. */
export function topFailure(failure: Failure, requestId: string): string {
	const { code, message, subCode } = failure;
	// With a number or a sub code it is worded for TOP already.
	if (subCode !== undefined || /^\d+$/.test(code)) return failureText(failure, true, requestId);
	const known = TOP_FAILURES[code] ?? { code: 15, msg: 'Remote service error', subCode: code };
	const details: JsonObject = {
		code: known.code,
		msg: known.msg,
		...(known.subCode === undefined ? {} : { sub_code: known.subCode }),
		sub_msg: message.replace(/^.*this ban will last (\d+) seconds$/, BAN_WORDS),
		request_id: requestId,
	};
	return printJson({ error_response: details });
}
