import type { Failure } from './failures.mts';
import type { Banned } from './limits.mts';

/** What the documentation and recorded answers say that a code means. */
export type RefusalKind =
	| 'signature'
	| 'clock'
	| 'appKey'
	| 'token'
	| 'refreshToken'
	| 'authorizationCode'
	| 'appType'
	| 'authorization'
	| 'tooOften'
	| 'dayUsedUp'
	| 'address'
	| 'permission'
	| 'unknownMethod'
	| 'parameters'
	| 'service'
	| 'method';

/** A refusal that is known from documentation or from recorded answers. */
export interface KnownRefusal extends Failure {
	kind: RefusalKind;
	/** Of limits: who is refused. */
	bans?: Banned;
}

const ban = 'this ban will last {seconds} seconds';
const topBan = 'This ban will last for {seconds} more seconds';
const topLimit = (name: string, bans: Banned): KnownRefusal => ({
	kind: 'tooOften',
	code: '7',
	message: 'App Call Limited',
	subCode: name,
	subMessage: topBan,
	bans,
});

/** Limits: of an app, of an app for one method, of a method, of a user or seller, of an address. */
const LIMITS: readonly KnownRefusal[] = [
	...(
		[
			['ApiCallLimit', 'Api access frequency exceeds the limit.', 'address'],
			['ApiCallLimits', 'Api access frequency exceeds the limit.', 'address'],
			['AppApiCallLimit', 'The frequency of app access to the api exceeds the limit.', 'app'],
			['appapicalllimit', 'The frequency of app access to the api exceeds the limit.', 'app'],
			['UserCallLimit', 'User call frequency exceeds the limit.', 'account'],
			['SellerCallLimit', 'Seller call frequency exceeds the limit.', 'account'],
			['IpCallLimit', 'Too many calls of this address.', 'address'],
		] as const
	).map(
		([code, words, bans]): KnownRefusal => ({
			kind: 'tooOften',
			type: 'ISV',
			code,
			message: `${words} ${ban}`,
			bans,
		}),
	),
	topLimit('accesscontrol.limited-by-api-access-count', 'address'),
	topLimit('accesscontrol.limited-by-app-access-count', 'app'),
	topLimit('accesscontrol.limited-by-app-api-access-count', 'app'),
	topLimit('accesscontrol.limited-by-dynamic-access-count', 'address'),
	topLimit('isv.access-limited-by-app-access-count', 'app'),
	topLimit('isp.call-limited', 'address'),
	{
		kind: 'tooOften',
		code: '8',
		message: `App Call Exceeds Limited Frequency. ${topBan}`,
		bans: 'app',
	},
	{
		kind: 'tooOften',
		type: 'ISP',
		code: '901',
		message:
			'E901: The request is too frequent or the requested functionality is temporarily disabled.',
		bans: 'address',
	},
	{
		kind: 'tooOften',
		type: 'ISP',
		code: 'E901',
		message: 'The request is too frequent.',
		bans: 'address',
	},
	{
		kind: 'tooOften',
		type: 'ISV',
		code: 'SomethingNew',
		message: `Refused: ${ban}`,
		bans: 'address',
	},
	{
		kind: 'dayUsedUp',
		type: 'ISV',
		code: 'AppCallLimit',
		message: 'App call count exceeds the daily limit',
	},
	{
		kind: 'dayUsedUp',
		code: '7',
		message: 'App Call Limited',
		subCode: 'accesscontrol.limited-by-app-access-count',
	},
	{
		kind: 'dayUsedUp',
		code: '7',
		message: 'App Call Limited',
		subCode: 'isv.access-limited-by-app-access-count',
	},
];

type Row = readonly [
	kind: RefusalKind,
	type: Failure['type'],
	code: string,
	message: string,
	subCode?: string,
];

const OTHERS: readonly Row[] = [
	[
		'signature',
		'ISV',
		'IncompleteSignature',
		'The request signature does not conform to platform standards',
	],
	['signature', undefined, '24', 'Missing signature'],
	['signature', undefined, '25', 'Invalid signature'],
	['signature', undefined, '25', 'Invalid signature', 'isv.invalid-signature'],
	['clock', 'ISV', 'InvalidTimestamp', 'The timestamp is out of the allowed range'],
	['clock', undefined, '30', 'Missing timestamp'],
	['clock', undefined, '31', 'Invalid timestamp', 'isv.invalid-timestamp'],
	['appKey', 'ISV', 'InvalidAppKey', 'The specified App Key is invalid'],
	['appKey', 'ISV', 'InvalidAppkey', 'The specified App Key is invalid'],
	['appKey', undefined, '28', 'Missing app Key'],
	['appKey', undefined, '29', 'Invalid app Key'],
	['appKey', undefined, '29', 'Invalid app Key', 'isv.appkey-not-exists'],
	['appKey', undefined, '27', 'Invalid app Key', 'isv.appkey not exists'],
	['token', 'ISV', 'IllegalAccessToken', 'The specified access token is invalid or expired'],
	['token', undefined, '26', 'Missing session'],
	['token', undefined, '27', 'Invalid session', 'invalid-sessionkey'],
	['token', undefined, '27', 'Invalid session', 'isv.session-key-expired'],
	[
		'refreshToken',
		'ISV',
		'IllegalRefreshToken',
		'The specified refresh token is invalid or expired',
	],
	['authorizationCode', 'ISV', 'InvalidCode', 'Invalid authorization code'],
	['appType', 'ISV', 'AUTH_TYPE_UNSUPPORTED', 'The type of the app is not supported'],
	['authorization', undefined, '15', 'Remote service error', 'isv.account-migration-check-fail'],
	['authorization', 'ISV', 'isv.402', 'Invalid authorization code'],
	['authorization', undefined, '15', 'Remote service error', 'isv.invalid-authorization'],
	['address', 'ISV', 'AppWhiteIpLimit', 'The source IP is not in the IP whitelist of the app'],
	['address', undefined, '11', 'Insufficient isv permissions', 'isv.permission-ip-whitelist-limit'],
	['address', undefined, '11', 'Insufficient isv permissions', 'isv.ip-not-allowed'],
	[
		'permission',
		'ISV',
		'InsufficientPermission',
		'Insufficient permission to access this resource',
	],
	['permission', 'ISP', '15', 'Remote service error', 'isv.insufficient-permission'],
	['permission', undefined, '15', 'Remote service error', 'isv.permission-of-order-denied'],
	[
		'permission',
		undefined,
		'11',
		'Insufficient isv permissions',
		'isv.permission-api-package-limit',
	],
	['permission', undefined, '12', 'Insufficient user permissions'],
	['permission', undefined, '13', 'Insufficient partner permissions'],
	['unknownMethod', 'ISV', 'InvalidApiPath', 'The specified API path is invalid'],
	['unknownMethod', undefined, '22', 'Invalid method', 'isv.invalid-method'],
	['parameters', 'ISV', 'MissingParameter', 'A mandatory parameter is not supplied'],
	['parameters', 'ISV', 'InvalidParameter', 'A parameter of the request is invalid'],
	['parameters', 'ISV', 'UnsupportedParamMapping', 'The parameter cannot be mapped'],
	['parameters', 'ISV', 'UnsupportedHTTPMethod', 'The HTTP method is not supported'],
	['parameters', undefined, '40', 'Missing required arguments', 'isv.missing-parameter:product_id'],
	['parameters', undefined, '41', 'Invalid arguments'],
	['parameters', undefined, '15', 'Remote service error', 'isv.order-not-exist'],
	['service', 'ISP', 'ServiceTimeout', 'Service timeout'],
	['service', 'ISP', 'ServiceUnavailable', 'Service temporarily unavailable'],
	['service', 'SYSTEM', 'InternalError', 'Internal error'],
	['service', 'ISP', 'UnknownRuntimeException', 'Unknown runtime exception'],
	['service', 'SYSTEM', 'SystemError', 'System error'],
	['service', 'ISP', 'HsfTimeoutException', 'The call of the service took too long'],
	['service', undefined, '10', 'Service currently unavailable'],
	['service', 'ISP', '15', 'Remote service error'],
	['service', undefined, '15', 'Remote service error', 'isp.unknown-error'],
	['service', undefined, '15', 'Remote service error', 'isp.top-remote-service-unavailable'],
	['method', undefined, '15', 'Remote service error', 'BUSINESS_CATEGORY_NOT_EXIST'],
];

/** Every refusal that is known, under each code of its kind. */
export const REFUSALS: readonly KnownRefusal[] = [
	...LIMITS,
	...OTHERS.map(([kind, type, code, message, subCode]) => ({
		kind,
		code,
		message,
		...(type === undefined ? {} : { type }),
		...(subCode === undefined ? {} : { subCode }),
	})),
];

/** A refusal as one line, to name a test by. */
export function nameOf({ code, subCode, message }: Failure): string {
	return [code, subCode, message].filter((text) => text !== undefined).join(' ');
}
