import { blockOf } from '../../../nodes/quota/settle.ts';
import { readAnswer } from '../../../nodes/wire/answer.ts';
import { openEnvelope } from '../../../nodes/wire/envelope.ts';
import {
	failureOf,
	LONGEST_PAUSE_MS,
	type Cause,
	type Failure,
} from '../../../nodes/wire/failure.ts';
import { parseJson, type JsonValue } from '../../../nodes/wire/json.ts';
import type { Answer } from '../../../nodes/wire/send.ts';
import { openAnswer } from '../../../nodes/AlibabaCom/protocol/open.ts';
import { withSeconds } from '../../sandbox/gateway/failures.mts';
import {
	FORMS_OF_METHOD,
	REFUSAL_FORMS,
	refusalText,
	type RefusalForm,
} from '../../sandbox/gateway/refusalForms.mts';
import {
	nameOf,
	REFUSALS,
	type KnownRefusal,
	type RefusalKind,
} from '../../sandbox/gateway/refusals.mts';

const CAUSES: Record<RefusalKind, Cause> = {
	signature: 'signature',
	clock: 'clock',
	appKey: 'appKey',
	token: 'token',
	refreshToken: 'refreshToken',
	authorizationCode: 'authorizationCode',
	appType: 'appType',
	authorization: 'authorization',
	tooOften: 'rateLimit',
	dayUsedUp: 'dayLimit',
	address: 'ip',
	permission: 'permission',
	unknownMethod: 'retired',
	parameters: 'input',
	service: 'service',
	method: 'business',
};
const SECONDS = 14_229;
const INNER_FORMS: readonly RefusalForm[] = ['response', 'returnResult', 'errorObject'];

function failureIn(body: JsonValue): Failure | undefined {
	const opened = openEnvelope(body);
	return opened.ok ? undefined : failureOf(opened.refusal);
}

/** A gateway's refusal with a code and words, as the client sees it. */
const refusedWith = (fields: Record<string, JsonValue>) => failureIn({ error_response: fields });

describe('every known refusal', () => {
	const cases = REFUSALS.flatMap((refusal) =>
		REFUSAL_FORMS.map((form) => ({ name: `${nameOf(refusal)}, ${form}`, refusal, form })),
	);

	/** What stands in the method's part of an answer without a field of the gateway is the method's own. */
	const isOfMethod = ({ type, subCode }: KnownRefusal, form: RefusalForm) =>
		FORMS_OF_METHOD.includes(form) ||
		(INNER_FORMS.includes(form) && type === undefined && subCode === undefined);

	it.each(cases)('$name', ({ refusal, form }) => {
		const told = withSeconds(refusal, SECONDS * 1_000);
		const failure = failureIn(parseJson(refusalText(form, told, 'a.b', 'r')));
		const { kind, code, subCode, message, subMessage = '' } = refusal;
		const isLimit = kind === 'tooOften' || kind === 'dayUsedUp';
		const isSure = isLimit || kind === 'service' || !isOfMethod(refusal, form);
		const isNumber = /^\d+$/.test(subCode ?? code);
		if (isSure && !(isNumber && isOfMethod(refusal, form) && !isLimit)) {
			expect(failure?.cause).toBe(CAUSES[kind]);
		} else if (isNumber) expect(failure?.cause).toBe('business');
		else expect(failure).toBeDefined();
		const isEndTold = /\{seconds\}/.test(message + subMessage);
		expect(failure?.banMs).toBe(isEndTold ? SECONDS * 1_000 : undefined);
		expect(failure?.message).toContain(message.split('{')[0]?.trim());
	});

	it.each(REFUSALS.filter(({ bans }) => bans))('%p closes those it is about', (refusal) => {
		const text = refusalText('flat', withSeconds(refusal, 60_000), 'a.b', 'r');
		const failure = failureIn(parseJson(text)) as Failure;
		const { account, isDayLimit } = blockOf(failure, 'shop 1');
		expect(account).toBe(refusal.bans === 'account' ? 'shop 1' : '*');
		expect(isDayLimit).toBe(false);
	});
});

describe('a known code beats a guess', () => {
	it.each<[string, JsonValue, string, Cause]>([
		['7 and a sub code that only looks like a parameter', 7, 'isv.some-new-limit', 'rateLimit'],
		['29 and a sub code of permissions', 29, 'isv.permission-of-app', 'appKey'],
		['22 and a sub code of the service', 22, 'isp.method-router-error', 'retired'],
		['25 and a sub code of the app key', 25, 'isv.appkey-signature-mismatch', 'signature'],
		['27 and an exact sub code', 27, 'isv.appkey-not-exists', 'appKey'],
		['InvalidParameter that speaks of a session', 'InvalidParameter', 'isv.session', 'input'],
	])('%s', (_name, code, sub_code, cause) => {
		expect(refusedWith({ code, sub_code, msg: 'm' })?.cause).toBe(cause);
	});

	it.each<[string, Record<string, JsonValue>, Cause]>([
		['an address in another spelling', { code: 11, sub_code: 'isv.app-ip-forbidden' }, 'ip'],
		['15 of a method about intellectual property', { code: 15, sub_code: 'IP_RIGHT' }, 'business'],
		[
			'a package of permissions',
			{ code: 11, sub_code: 'isv.permission-api-package-x' },
			'permission',
		],
		[
			'a wide code with a ban',
			{ code: 15, type: 'ISP', msg: 'this ban will last 5 seconds' },
			'rateLimit',
		],
		['a code that nobody knows', { code: 'SomethingElse', type: 'ISV', msg: 'no' }, 'input'],
		['15 of the caller', { code: 15, type: 'ISV', msg: 'no' }, 'business'],
		['a new code with capitals', { code: 'NEWAPICALLLIMITS' }, 'rateLimit'],
		['a new code of a method', { code: 'SYS_REQUEST_TOO_FAST' }, 'rateLimit'],
		['words alone', { code: 'X', msg: 'Requests are too frequent, slow down' }, 'rateLimit'],
		['Chinese words alone', { code: 'X', msg: '调用过于频繁，请稍后再试' }, 'rateLimit'],
		['a day in words', { code: 'NewCallLimit', msg: 'exceeds the daily limit' }, 'dayLimit'],
		[
			'a signature of a parcel is the method’s',
			{ code: 15, sub_code: 'SIGNATURE_REQUIRED' },
			'business',
		],
	])('where no code is known: %s', (_name, fields, cause) => {
		expect(refusedWith(fields)?.cause).toBe(cause);
	});

	it.each(['7', '15', '26', '27', '901'])('a method’s own code %s is business', (code) => {
		const body = { result: { success: false, error_code: code, error_message: 'no' } };
		expect(failureIn(body)?.cause).toBe('business');
	});

	it.each<[string, Cause]>([
		['isv.permission-of-some-kind', 'permission'],
		['isp.top-something-new', 'service'],
	])('%s without an entry of its own', (sub_code, cause) => {
		expect(refusedWith({ code: 15, sub_code })?.cause).toBe(cause);
	});
});

describe('how long', () => {
	it.each<[string, number | undefined]>([
		['this ban will last 1 seconds', 1_000],
		['This ban will last for 42 more seconds', 42_000],
		['this ban will last 2.5 seconds', 2_500],
		['this ban will last 5 minutes', 300_000],
		['You are blocked for 2 hours', 7_200_000],
		['Too many requests, retry after 30 seconds', 30_000],
		['the frequency exceeds the limit', undefined],
		['at most 5 calls in 1 second', undefined],
	])('"%s"', (msg, banMs) => {
		expect(refusedWith({ code: 'ApiCallLimit', msg })?.banMs).toBe(banMs);
	});

	it.each(['9'.repeat(20), '9'.repeat(400), '604801'])('%s seconds are a week', (seconds) => {
		const msg = `this ban will last ${seconds} seconds`;
		expect(refusedWith({ code: 'ApiCallLimit', msg })?.banMs).toBe(LONGEST_PAUSE_MS);
	});

	it('is told of limits alone', () => {
		const msg = 'Try again in 5 minutes';
		expect(refusedWith({ code: 'InvalidParameter', msg })).not.toHaveProperty('banMs');
	});

	it('takes no time on a hostile text', () => {
		const startedMs = performance.now();
		for (const piece of ['ban ', 'frequency ', 'exceed ', 'wait 1', ' ', '9', 'too many '])
			refusedWith({ code: 'X', msg: piece.repeat(10_000) });
		expect(performance.now() - startedMs).toBeLessThan(200);
	});
});

describe('whom a limit closes', () => {
	const HOURS_22 = 80_000_000;
	it.each<[string, Cause, number | undefined, string, boolean]>([
		['ApiCallLimit', 'rateLimit', undefined, '*', false],
		['ApiCallLimit', 'rateLimit', 600_000, '*', false],
		['ApiCallLimit', 'rateLimit', HOURS_22, '*', false],
		['AppApiCallLimit', 'rateLimit', undefined, '*', false],
		['AppApiCallLimit', 'rateLimit', HOURS_22, '*', false],
		// The calls of a day are those of one account; a ban that is told is that of the app.
		['AppCallLimit', 'dayLimit', undefined, 'shop', true],
		['AppCallLimit', 'dayLimit', 600_000, '*', false],
		['AppCallLimit', 'dayLimit', HOURS_22, '*', false],
		['UserCallLimit', 'rateLimit', undefined, 'shop', false],
		['UserCallLimit', 'rateLimit', 600_000, 'shop', false],
		['SellerCallLimit', 'rateLimit', HOURS_22, 'shop', false],
		['7 accesscontrol.limited-by-app-api-access-count', 'rateLimit', 1_000, '*', false],
	])('%s as %s for %p ms: %s, until the day ends: %p', (code, cause, banMs, account, isDay) => {
		const failure = { code, cause, message: '', ...(banMs !== undefined && { banMs }) };
		expect(blockOf(failure, 'shop')).toEqual({
			account,
			isDayLimit: isDay,
			...(banMs !== undefined && { banMs }),
		});
	});
});

describe('refusals of Alibaba.com', () => {
	it.each<[string, JsonValue]>([
		[
			'TOP',
			{
				error_response: {
					code: 15,
					msg: 'Remote service error',
					sub_code: 'isv.product-not-exist',
				},
			},
		],
		[
			'TOP with words',
			{
				error_response: {
					code: 15,
					sub_code: 'isv.biz-error',
					sub_msg: 'The product 1600 does not exist',
				},
			},
		],
		[
			'the Open Platform',
			{ type: 'ISV', code: 'B_PRODUCT_NOT_FOUND', message: 'm', request_id: 'r' },
		],
		[
			'the Open Platform, inside',
			{ a_response: { error_response: { code: 'InvalidParameter', msg: 'Product not found' } } },
		],
		['Chinese words', { error_response: { code: '15', sub_code: 'isv.x', sub_msg: '商品已下架' } }],
	])('about one product at the gateway are about the product: %s', (_name, body) => {
		expect(openAnswer(body)).toMatchObject({ ok: true, value: { absent_product: {} } });
	});

	it.each<[string, JsonValue, Cause]>([
		[
			'a method that is not found',
			{ code: 'InvalidApiPath', message: 'path /product/get not found' },
			'retired',
		],
		[
			'a missing permission',
			{ code: 'InsufficientPermission', message: 'item not exist' },
			'permission',
		],
		['an app key', { error_response: { code: 29, sub_code: 'isv.appkey-not-exists' } }, 'appKey'],
		[
			'a limit',
			{ code: 'ApiCallLimit', message: 'product not found; this ban will last 9 seconds' },
			'rateLimit',
		],
		['an order', { error_response: { code: 15, sub_code: 'isv.order-not-exist' } }, 'input'],
	])('that are not are told as what they are: %s', (_name, body, cause) => {
		expect(openAnswer(body)).toMatchObject({ ok: false, failure: { cause } });
	});

	it('says what is known of a code of a method, also when TOP wraps it', () => {
		const sub_code = 'BUSINESS_CATEGORY_NOT_EXIST';
		expect(
			openAnswer({ error_response: { code: 15, msg: 'Remote service error', sub_code } }),
		).toMatchObject({
			failure: {
				cause: 'business',
				words: { message: expect.stringContaining('no such category') },
			},
		});
	});
});

describe('under another status', () => {
	const answer = (status: number, text: string, more: Partial<Answer> = {}): Answer =>
		({ kind: 'answer', status, text, ...more }) as Answer;
	const failureAt = (...given: Parameters<typeof answer>) => {
		const outcome = readAnswer(answer(...given), undefined, Date.UTC(2026, 10, 22, 4));
		return outcome.ok ? undefined : outcome.failure;
	};
	const limit = JSON.stringify({
		type: 'ISV',
		code: 'AppApiCallLimit',
		message: 'this ban will last 9 seconds',
	});

	it.each([400, 403, 429, 503])('a limit answer is one under %d', (status) => {
		const failure = failureAt(status, limit);
		expect(failure).toMatchObject({ cause: 'rateLimit', code: 'AppApiCallLimit', banMs: 9_000 });
		expect(failure).not.toHaveProperty('isFromBetween');
	});

	it.each([
		'',
		'<html>',
		'{"message":"Too Many Requests"}',
		'{"error":"Too many requests"}',
		'{"code":429,"message":"slow down"}',
	])('429 with %p is the word of something in between', (text) => {
		expect(failureAt(429, text)).toMatchObject({ cause: 'rateLimit', isFromBetween: true });
	});

	it.each<[string, Partial<Answer>, number | undefined]>([
		['30', {}, 30_000],
		['0.5', {}, 500],
		['99999999999999999999', {}, 3_600_000],
		['Sun, 22 Nov 2026 04:00:20 GMT', {}, 20_000],
		['Sun, 22 Nov 2026 04:00:20 GMT', { serverAtMs: Date.UTC(2026, 10, 22, 4, 0, 15) }, 5_000],
		['Fri, 01 Jan 2100 00:00:00 GMT', {}, 3_600_000],
		['Sun, 22 Nov 2020 04:00:20 GMT', {}, undefined],
		['soon', {}, undefined],
		['-5', {}, undefined],
		['', {}, undefined],
	])('Retry-After %p with %p is %p ms', (retryAfter, more, banMs) => {
		expect(failureAt(429, '', { retryAfter, ...more })?.banMs).toBe(banMs);
	});

	it('what the platform says in seconds is sharper than the header', () => {
		expect(failureAt(429, limit, { retryAfter: '30' })?.banMs).toBe(9_000);
	});

	it.each<[number, string, Cause]>([
		[403, '{"error":"Forbidden"}', 'malformed'],
		[500, '{"success":false,"error_code":"X"}', 'malformed'],
		[503, '{"type":"ISV","code":"IllegalAccessToken"}', 'service'],
		[400, '{"success":false,"error_code":"X"}', 'business'],
		[400, '{"type":"ISV","code":"InvalidCode","message":"m"}', 'authorizationCode'],
		[500, '{"type":"SYSTEM","code":"InternalError","message":"m"}', 'service'],
	])('%d with %s is %s', (status, text, cause) => {
		expect(failureAt(status, text)?.cause).toBe(cause);
	});
});
