import type { INode } from 'n8n-workflow';
import fc from 'fast-check';

import { accountOf } from '../../../nodes/AlibabaCom/account.ts';
import { catalogProperties } from '../../../nodes/AlibabaCom/actions/catalog.ts';
import {
	platformLocale,
	isLanguageCode,
} from '../../../nodes/AlibabaCom/parse/product/language.ts';
import { readProductBuyer } from '../../../nodes/AlibabaCom/parse/product/productBuyer.ts';
import { readProductV1 } from '../../../nodes/AlibabaCom/parse/product/productV1.ts';
import { readProductV2 } from '../../../nodes/AlibabaCom/parse/product/productV2.ts';
import { holding } from '../../../nodes/AlibabaCom/parse/quantity.ts';
import { ladderFrom, mergedLadders } from '../../../nodes/AlibabaCom/parse/price/skuPrices.ts';
import { withoutNulls } from '../../../nodes/AlibabaCom/parse/withoutNulls.ts';
import { alibabaProtocol } from '../../../nodes/AlibabaCom/protocol/protocol.ts';
import { isNearExpiry } from '../../../nodes/client/access.ts';
import type { Answer } from '../../../nodes/wire/send.ts';

const node = { name: 'Alibaba.com' } as INode;
const KEYS = { appKey: ' 12345678 ', appSecret: 'helloworld' };
const DETAIL = { ...KEYS, profile: 'productDetail', gatewayUrl: 'https://gateway.example.com/' };
const OPEN = { ...KEYS, profile: 'openPlatform', accessToken: 'tok', refreshToken: 'ref' };

describe('the credential', () => {
	it('counts for the whole app key, at the gateway of its profile', () => {
		const open = accountOf(node, OPEN);
		expect(open).toMatchObject({
			appKey: '12345678',
			account: '*',
			baseUrl: 'https://openapi-api.alibaba.com/rest',
			tokenParameter: 'access_token',
			policy: { windows: { minute: 5 }, penaltyMs: 7 * 86_400_000 },
		});
		expect(accountOf(node, { ...OPEN, environment: 'sandbox' }).baseUrl).toBe(
			'https://openapi-api-sandbox.alibaba.com/rest',
		);
		expect(accountOf(node, { ...OPEN, profile: 'top' })).toMatchObject({
			baseUrl: 'https://eco.taobao.com/router/rest',
			tokenParameter: 'session',
			refreshToken: '',
		});
		const detail = accountOf(node, { ...DETAIL, accessToken: 'left over' });
		expect(detail).toMatchObject({ accessToken: '', baseUrl: 'https://gateway.example.com' });
		expect(isNearExpiry(detail, 0)).toBe(false);
	});

	it.each([
		['enterprise', {}, { minute: 30 }],
		['custom', { callsPerMinute: '12', callsPerSecond: 2 }, { minute: 12, second: 2 }],
		['custom', { callsPerSecond: 3 }, { second: 3 }],
		// No number at all is not "no limit": a breach costs a week.
		['custom', { callsPerMinute: 0, callsPerSecond: -4 }, { minute: 5 }],
		['of an older version', {}, { minute: 5 }],
	])('with the plan %s %p allows %p', (plan, numbers, windows) => {
		expect(accountOf(node, { ...DETAIL, plan, ...numbers }).policy.windows).toEqual(windows);
	});

	it.each([
		[{ ...DETAIL, appSecret: ' ' }, 'has no App Secret'],
		[{ ...DETAIL, gatewayUrl: '' }, 'cannot be used'],
		[{ ...DETAIL, gatewayUrl: 'http://gateway.example.com' }, 'cannot be used'],
		[{ ...OPEN, environment: 'custom', baseUrl: 'ftp://127.0.0.1' }, 'cannot be used'],
		[{ ...OPEN, accessToken: '', refreshToken: ' ' }, 'has no access token'],
		[{ ...OPEN, profile: 'top', environment: 'sandbox' }, 'no sandbox'],
	])('is refused: %p', (credential, message) => {
		expect(() => accountOf(node, credential)).toThrow(message);
	});

	it('takes http on this machine', () => {
		for (const host of ['127.0.0.1:4010', 'localhost', '[::1]:80']) {
			expect(accountOf(node, { ...DETAIL, gatewayUrl: `http://${host}/x` }).baseUrl).toContain(
				'/x',
			);
		}
	});
});

describe('requests', () => {
	const at = 1_700_000_000_000;
	const bodyOf = (credential: Record<string, unknown>, method: string, params = {}) => {
		const request = alibabaProtocol.requestOf(accountOf(node, credential), method, params, at);
		const query = request.method === 'GET' ? (request.url.split('?')[1] ?? '') : request.body;
		return { request, sent: Object.fromEntries(new URLSearchParams(query)) };
	};

	it('of the Open Platform put the path in front of the text that is signed', () => {
		const path = '/alibaba/icbu/product/get/v2';
		const { request, sent } = bodyOf(OPEN, path, { product_id: '1601206892606' });
		expect(request).toMatchObject({
			method: 'POST',
			url: 'https://openapi-api.alibaba.com/rest/alibaba/icbu/product/get/v2',
		});
		expect(sent).toMatchObject({ sign_method: 'sha256', timestamp: String(at), simplify: 'true' });
	});

	it('of the buyers are GET, with everything in the address', () => {
		const { request, sent } = bodyOf(OPEN, '/eco/buyer/product/description', {
			query_req: { product_id: '1601206892606', country: 'US' },
		});
		expect(request.method).toBe('GET');
		expect(sent.query_req).toBe('{"product_id":"1601206892606","country":"US"}');
		expect(sent.sign).toMatch(/^[0-9A-F]{64}$/);
	});

	it('of TOP tell the time in Beijing', () => {
		const { sent } = bodyOf({ ...OPEN, profile: 'top' }, 'alibaba.icbu.product.list');
		expect(sent).toMatchObject({
			timestamp: '2023-11-15 06:13:20',
			session: 'tok',
			v: '2.0',
			format: 'json',
			sign_method: 'md5',
		});
		expect(sent.sign).toMatch(/^[0-9A-F]{32}$/);
	});

	it('of the product detail profile cannot be given another time or version', () => {
		const params = { timestamp: '1', api_version: '1.0', method: 'x', app_key: 'y' };
		const { sent } = bodyOf(DETAIL, 'alibaba.product.get', params);
		expect(sent).toMatchObject({
			timestamp: String(at),
			api_version: '2.0',
			method: 'alibaba.product.get',
			app_key: '12345678',
		});
	});
});

describe('answers', () => {
	const nowMs = Date.UTC(2026, 10, 22, 4);
	const read = (status: number, text: string, serverAtMs?: number) => {
		const answer: Answer = { kind: 'answer', status, text, ...(serverAtMs && { serverAtMs }) };
		const outcome = alibabaProtocol.readAnswer(answer, accountOf(node, DETAIL), nowMs);
		if (outcome.ok) throw new Error('The answer was read as a result');
		return outcome.failure;
	};

	it.each([200, 403, 429])('a block without an end is one of a week, under HTTP %s', (status) => {
		for (const code of ['ApiCallLimit', 'AppCallLimit']) {
			const failure = read(status, `{"type":"ISV","code":"${code}","message":"limited"}`);
			expect(failure.cause).toBe('rateLimit');
			expect(failure.words?.message).toContain('until 2026-11-29 12:00 Beijing time');
			expect(failure.words?.description).toContain('It named no end');
		}
	});

	it('a bare 429 is the word of a proxy, and no block of a week', () => {
		const failure = read(429, 'Too many');
		expect(failure.isFromBetween).toBe(true);
		expect(failure.words).toBeUndefined();
	});

	it('a bare 401 is a refused signature, with the clocks compared where it has a date', () => {
		const refused = read(401, 'signature invalid');
		expect(refused.cause).toBe('signature');
		expect(refused.words?.description).toContain('the clocks could not be compared');
		const behind = read(401, 'signature invalid', nowMs + 12 * 60_000);
		expect(behind.words?.description).toContain('12 minutes behind that of Alibaba.com');
		const near = read(401, 'signature invalid', nowMs - 30_000);
		expect(near.words?.description).toContain('30 seconds apart, which is not the cause');
	});

	it('a busy service is one, whatever its page says', () => {
		expect(read(504, '<html>{"success":true}').cause).toBe('service');
	});
});

describe('language codes', () => {
	it.each([
		['en', 'en_US'],
		['ar', 'ar_SA'],
		['pt', 'pt_PT'],
		['pt-BR', 'pt_BR'],
		['en_gb', 'en_GB'],
		['zh', 'zh_CN'],
	])('%s is %s on the platform', (code, locale) => {
		expect(platformLocale(code)).toBe(locale);
	});

	it('are told from other text, of any kind', () => {
		expect(isLanguageCode('not a code')).toBe(false);
		fc.assert(fc.property(fc.string(), (text) => typeof platformLocale(text) === 'string'));
	});
});

describe('ladders of variants', () => {
	const step = fc.record({
		quantity: fc.integer({ min: 1, max: 500 }),
		price: fc.integer({ min: 1, max: 900 }).map((cents) => (cents / 100).toFixed(2)),
	});

	it('become one in which each quantity finds the offers of every variant', () => {
		const ladder = fc.array(step, { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(
				fc.array(ladder, { minLength: 1, maxLength: 4 }),
				fc.integer({ min: 1, max: 600 }),
				(ladders, quantity) => {
					const terms = { currency: 'usd', tradeTerm: '' };
					const read = ladders.map((rows) => ladderFrom(rows, 'quantity', terms));
					const prices = (tiers: ReturnType<typeof ladderFrom>['tiers']) =>
						[...new Set(holding(tiers, quantity).map(({ price }) => Number(price)))].sort();
					expect(prices(mergedLadders(read).tiers)).toEqual(
						prices(read.flatMap(({ tiers }) => tiers)),
					);
				},
			),
		);
	});

	it('report steps that are none: no price, no quantity, no currency', () => {
		const rows = [
			{ quantity: 10, price: '0' },
			{ quantity: 0, price: '1.00' },
			{ quantity: '1,000', price: 1.5 },
			{ price: '1.00' },
		];
		const usd = ladderFrom(rows, 'quantity', { currency: 'USD', tradeTerm: '' });
		expect(usd.tiers).toHaveLength(1);
		expect(usd.tiers[0]).toMatchObject({ minQuantity: 1_000, price: '1.5', currency: 'USD' });
		expect(usd.rejected).toHaveLength(3);
		const none = ladderFrom(rows, 'quantity', { currency: null, tradeTerm: '' });
		expect(none).toMatchObject({ tiers: [], rejected: rows });
	});
});

describe('products of the platform', () => {
	it('are read without a throw but for lists that are none, whatever comes', () => {
		const anything = fc.dictionary(
			fc.constantFrom('basic_info', 'trade_info', 'skus', 'x'),
			fc.anything(),
		);
		for (const read of [readProductV1, readProductV2, readProductBuyer]) {
			fc.assert(
				fc.property(anything, (fields) => {
					try {
						read(fields, 'en');
					} catch (reason) {
						expect(String(reason)).toMatch(
							/TypeError: The field "\w+" of the answer is not a list/,
						);
					}
				}),
			);
		}
	});

	it('whose language nobody names are not claimed to be in the wanted one', () => {
		const { title } = readProductV2({ basic_info: { title: 'Case' } }, 'ar');
		expect(title).toMatchObject({ text: 'Case', language: null, isFallback: true });
	});

	it('have no price in a currency that nobody names', () => {
		const price = { price_type: 'TIERED', tiered_price: [{ quantity: 50, price: '3.69' }] };
		const facts = readProductV2({ trade_info: { price } }, 'en');
		expect(facts.price.tiers).toEqual([]);
		expect(facts.price.rejected).toHaveLength(1);
	});
});

describe('items', () => {
	it('hold no null at any depth, and keep what is false, zero or empty', () => {
		const value = { a: null, b: [{ c: undefined, d: 0 }], e: { f: null, g: '' }, h: false };
		expect(withoutNulls(value)).toEqual({ b: [{ d: 0 }], e: { g: '' }, h: false });
	});
});

describe('the fields of the node', () => {
	it('are built anew each time, with options last and a priority for every operation', () => {
		const first = catalogProperties();
		const second = catalogProperties();
		expect(second).toEqual(first);
		expect(first.filter((property) => second.includes(property))).toEqual([]);
		const resources = first.filter(({ name }) => name === 'operation');
		const operations = resources.flatMap(({ options }) => options ?? []);
		for (const name of ['priority', 'options']) {
			expect(first.filter((property) => property.name === name)).toHaveLength(operations.length);
		}
	});
});
