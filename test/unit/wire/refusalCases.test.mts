import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Account } from '../../../nodes/AlibabaCom/account.ts';
import { alibabaProtocol } from '../../../nodes/AlibabaCom/protocol/protocol.ts';
import { parseOrderList } from '../../../nodes/AliExpress/parse/order/orderList.ts';
import { callForTokens } from '../../../nodes/client/tokenCall.ts';
import { ALIBABA_FREE_POLICY } from '../../../nodes/quota/policy.ts';
import { blockOf } from '../../../nodes/quota/settle.ts';
import { readAnswer } from '../../../nodes/wire/answer.ts';
import { isLimitAnswer } from '../../../nodes/wire/failure.ts';
import { parseJson, type JsonObject } from '../../../nodes/wire/json.ts';
import type { Answer } from '../../../nodes/wire/send.ts';

interface Case {
	input: JsonObject;
	expected: Record<string, unknown>;
}

const NOW_MS = Date.UTC(2026, 10, 22, 4);

function caseOf(name: string): Case {
	const path = join(__dirname, `../../fixtures/cases/${name}.json`);
	return parseJson(readFileSync(path, 'utf8')) as unknown as Case;
}

const answerOf = (body: JsonObject): Answer => ({
	kind: 'answer',
	status: 200,
	text: JSON.stringify(body),
});

/** All that is told of a refusal of AliExpress, in the words of the cases. */
function verdictOn(body: JsonObject) {
	const outcome = readAnswer(answerOf(body));
	if (outcome.ok) return { isRefused: false };
	const { failure } = outcome;
	const isLimit = isLimitAnswer(failure);
	return { ...failure, isLimit, ...(isLimit && { block: blockOf(failure, 'account-1') }) };
}

it.each([
	'business-error-lists',
	'limit-901',
	'limit-app-api-call',
	'limit-top7-day',
	'limit-top7-isv-sub-code',
	'top11-ip',
	'top29-appkey',
])('%s', (name) => {
	const { input, expected } = caseOf(name);
	const { note: _note, ...told } = expected;
	expect(verdictOn(input)).toMatchObject(told);
});

it('limit-app-api-call closes all accounts of the app', () => {
	expect(verdictOn(caseOf('limit-app-api-call').input)).toMatchObject({
		block: { account: '*', isDayLimit: false, banMs: 14_229_000 },
	});
});

it('business-error-lists keeps its words', () => {
	expect(verdictOn(caseOf('business-error-lists').input)).toMatchObject({
		message: 'For now, only sellers are supported',
		requestId: 'r',
	});
});

it('limit-absurd-seconds', () => {
	const account = { profile: 'openPlatform', policy: ALIBABA_FREE_POLICY } as Account;
	const answer = answerOf(caseOf('limit-absurd-seconds').input);
	expect(alibabaProtocol.readAnswer(answer, account, NOW_MS)).toMatchObject({
		ok: false,
		failure: {
			cause: 'rateLimit',
			banMs: 604_800_000,
			words: { message: expect.stringContaining('2026-11-29 12:00 Beijing time') },
		},
	});
});

it('empty-list-as-empty-text-in-wrapper', () => {
	const { input } = caseOf('empty-list-as-empty-text-in-wrapper');
	expect(parseOrderList(input).orders).toEqual([]);
	// A list that the total contradicts is still refused.
	const result = { ...(input.result as JsonObject), total_count: 3 };
	expect(() => parseOrderList({ result }, 1)).toThrow('target_list');
});

async function tokensIn(body: JsonObject) {
	const http = {
		httpRequest: async () => ({ statusCode: 200, body: JSON.stringify(body), headers: {} }),
	};
	const app = { appKey: '1', appSecret: 's', restUrl: 'http://127.0.0.1' };
	const grant = { path: '/auth/token/refresh' as const, refreshToken: 'old' };
	return await callForTokens(http, app, grant, NOW_MS);
}

it('token-answer-odd-detail', async () => {
	expect(await tokensIn(caseOf('token-answer-odd-detail').input)).toEqual({
		ok: true,
		tokens: { accessToken: 'a', refreshToken: 'r' },
	});
});

describe('a token answer', () => {
	const tokens = { access_token: 'a', refresh_token: 'r' };

	it.each<[string, JsonObject]>([
		['a unit', { expires_in: '2592000s' }],
		['less than nothing', { expires_in: -1, refresh_expires_in: '-1' }],
		['the word null', { expires_in: 'null', seller_id: 'null', account_platform: 'NULL' }],
		['a list', { expires_in: [2_592_000], seller_id: ['2000000001'], account_platform: [] }],
		['an object', { expire_time: { time: 1 }, user_id: {} }],
		['a moment in seconds', { expire_time: 1_795_000_000 }],
		['a moment that is over', { expire_time: NOW_MS - 1, refresh_token_valid_time: 5 }],
		['more than a life', { expires_in: 1e30, refresh_token_valid_time: 1e300 }],
		['yes and no', { expires_in: true, seller_id: false }],
		['blank texts', { expires_in: ' ', account_platform: '', user_id: '' }],
	])('with %s in place of a detail still gives the tokens', async (_name, odd) => {
		expect(await tokensIn({ ...tokens, ...odd })).toEqual({
			ok: true,
			tokens: { accessToken: 'a', refreshToken: 'r' },
		});
	});

	it('keeps the details that are right beside an odd one', async () => {
		const body = { ...tokens, expires_in: '60', expire_time: 'soon', seller_id: 2000000001 };
		expect(await tokensIn(body)).toEqual({
			ok: true,
			tokens: {
				accessToken: 'a',
				refreshToken: 'r',
				sellerId: '2000000001',
				expiresAtMs: NOW_MS + 60_000,
				lifetimeMs: 60_000,
			},
		});
	});

	it.each([undefined, null, '', 'null', ['r'], 7])(
		'with %p for the refresh token keeps the old one',
		async (refresh_token) => {
			const body = { access_token: ' a\u0000', refresh_token: refresh_token as never };
			expect(await tokensIn(body)).toMatchObject({
				tokens: { accessToken: 'a', refreshToken: 'old' },
			});
		},
	);

	it.each<JsonObject>([{}, { access_token: 'null' }, { access_token: ['a'] }])(
		'%p holds no tokens',
		async (body) => {
			expect(await tokensIn({ user_id: '1', ...body })).toMatchObject({
				failure: { cause: 'malformed', message: 'The answer holds no access token.' },
			});
		},
	);
});
