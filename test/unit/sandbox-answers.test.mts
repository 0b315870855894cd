import { callerOf } from '../sandbox/caller.mts';
import type { Caller } from '../sandbox/caller.mts';
import { textToSign, signatureOf } from '../sandbox/gateway/signature.mts';
import type { JsonObject } from '../sandbox/json.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';

const ORDER_LIST = 'aliexpress.trade.seller.orderlist.get';
const DETAIL = 'aliexpress.trade.new.redefining.findorderbyid';
const REVIEWS = 'aliexpress.evaluation.listorderevaluation.get';
const FIRST_PAGE = { param_aeop_order_query: '{"current_page":1,"page_size":20}' };
let sandbox: Sandbox;
let caller: Caller;

async function start(options: SandboxOptions = {}) {
	sandbox = await startSandbox({ limits: { perSecond: 1e6, perDay: 1e6 }, ...options });
	caller = callerOf(sandbox);
}
afterEach(() => sandbox.close());

async function rawText(params: Record<string, string>) {
	const all = {
		app_key: sandbox.app.appKey,
		timestamp: String(Date.now()),
		sign_method: 'sha256',
		session: caller.accessToken,
		...params,
	};
	const sign = signatureOf(textToSign(Object.entries(all), ''), sandbox.app.appSecret, 'sha256');
	const body = new URLSearchParams({ ...all, sign: String(sign) });
	return (await fetch(`${sandbox.url}/sync`, { method: 'POST', body })).text();
}

describe('envelopes', () => {
	test('wrapped without simplify, plain with it', async () => {
		await start();
		sandbox.shop.placeOrder({ goods: [{ product: 0 }] });
		const wrapped = await caller.sync(ORDER_LIST, FIRST_PAGE);
		const { result } = wrapped.aliexpress_trade_seller_orderlist_get_response as JsonObject;
		const { target_list: list } = result as JsonObject;
		const [row] = (list as JsonObject).aeop_order_item_dto as JsonObject[];
		expect(row?.product_list).toEqual({ order_product_dto: [expect.any(Object)] });
		const plain = await caller.sync(ORDER_LIST, { ...FIRST_PAGE, simplify: 'true' });
		expect(plain).toMatchObject({ code: '0', request_id: expect.any(String) });
		const [plainRow] = (plain.result as JsonObject).target_list as JsonObject[];
		expect(plainRow?.product_list).toEqual([expect.any(Object)]);
	});

	test('named lists stay wrapped under simplify when the option says so', async () => {
		await start({ answers: { keepWrapped: ['product_list'] } });
		sandbox.shop.placeOrder();
		const { result } = await caller.sync(ORDER_LIST, { ...FIRST_PAGE, simplify: 'true' });
		const [row] = (result as JsonObject).target_list as JsonObject[];
		expect(row?.product_list).toHaveProperty('order_product_dto');
	});

	test.each([
		['missing', undefined],
		['object', {}],
		['array', []],
	] as const)('an empty list can be %s', async (emptyLists, expected) => {
		await start({ answers: { emptyLists } });
		const { result } = await caller.sync(ORDER_LIST, { ...FIRST_PAGE, simplify: 'true' });
		expect((result as JsonObject).target_list).toEqual(expected);
	});

	test('ids keep every digit as JSON numbers', async () => {
		await start();
		sandbox.shop.placeOrder({ id: 9_007_199_254_740_993n, goods: [{ product: 0 }] });
		expect(await rawText({ method: ORDER_LIST, ...FIRST_PAGE })).toContain(
			'"order_id":9007199254740993,',
		);
		const param1 = '{"order_id":9007199254740993}';
		expect(await rawText({ method: DETAIL, param1 })).toContain('"id":9007199254740993,');
		const neighbour = await caller.sync(DETAIL, {
			param1: '{"order_id":9007199254740992}',
			simplify: 'true',
		});
		expect(neighbour.code).toBe('InsufficientPermission');
		sandbox.settings.answers.idsAsText = true;
		expect(await rawText({ method: DETAIL, param1 })).toContain('"id":"9007199254740993"');
	});
});

describe('refusals under HTTP 200', () => {
	test('error_response on /sync, flat under simplify', async () => {
		await start();
		expect(await caller.sync('no.such.method')).toEqual({
			error_response: {
				type: 'ISV',
				code: 'InvalidApiPath',
				msg: expect.any(String),
				request_id: expect.any(String),
			},
		});
		expect(await caller.sync('no.such.method', { simplify: 'true' })).toMatchObject({
			type: 'ISV',
			code: 'InvalidApiPath',
			message: expect.any(String),
		});
	});

	test('missing and malformed parameters', async () => {
		await start();
		const codeOf = async (params: Record<string, string>) =>
			(await caller.sync(ORDER_LIST, { simplify: 'true', ...params })).code;
		expect(await codeOf({})).toBe('MissingParameter');
		expect(await codeOf({ param_aeop_order_query: '{' })).toBe('InvalidParameter');
		expect(await codeOf({ param_aeop_order_query: '[]' })).toBe('InvalidParameter');
		const iso = { current_page: 1, page_size: 5, create_date_start: '2026-01-01T00:00:00Z' };
		expect(await codeOf({ param_aeop_order_query: JSON.stringify(iso) })).toBe('InvalidParameter');
		expect(await codeOf({ session: '' })).toBe('MissingParameter');
	});

	test("somebody else's order", async () => {
		await start();
		const { id } = sandbox.shopOf('2000000002').placeOrder();
		const answer = await caller.sync(DETAIL, { simplify: 'true', param1: `{"order_id":${id}}` });
		expect(answer.code).toBe('InsufficientPermission');
	});

	test('a buyer token is no seller token', async () => {
		await start();
		const { accessToken } = sandbox.issueTokens({ buyer: true });
		const answer = await caller.sync(ORDER_LIST, { simplify: 'true', session: accessToken });
		expect(answer.code).toBe('InsufficientPermission');
	});
});

describe('reviews', () => {
	const DAY_MS = 86_400_000;
	let nowMs = Date.UTC(2026, 8, 1, 12);
	const rowsOf = async (request: Record<string, unknown>) => {
		const answer = await caller.sync(REVIEWS, {
			simplify: 'true',
			trade_evaluation_request: JSON.stringify(request),
		});
		return answer.target_list as JsonObject[];
	};

	test('only effective ones, by valid date and stars, keyed by child and parent order', async () => {
		await start({ now: () => nowMs, answers: { emptyLists: 'array' } });
		const { id } = sandbox.shop.placeOrder({ goods: [{ product: 0 }, { product: 1 }] });
		sandbox.shop.writeReview({ orderId: id, stars: 5 });
		sandbox.shop.writeReview({ orderId: id, stars: 1, text: '😡 &', validInMs: 2 * DAY_MS });
		expect(await rowsOf({})).toHaveLength(1);
		nowMs += 2 * DAY_MS;
		expect(await rowsOf({})).toHaveLength(2);
		const window = {
			start_valid_date: '2026-09-03 05:00:00',
			end_valid_date: '2026-09-03 05:00:00',
		};
		const [bad, ...more] = await rowsOf(window);
		expect(more).toEqual([]);
		expect(bad).toMatchObject({
			parent_order_id: Number(id),
			order_id: Number(id) + 2,
			buyer_evaluation: '1',
			buyer_feedback: '😡 &',
			buyer_fb_date: '2026-09-01 05:00:00',
		});
		expect(await rowsOf({ buyer_product_ratings: [1, 2] })).toHaveLength(1);
		expect(await rowsOf({ buyer_product_ratings: [3] })).toHaveLength(0);
		expect(await rowsOf({ parent_order_ids: [Number(id)] })).toHaveLength(2);
	});

	test('an edit moves the modification time only; a row limit keeps the newest', async () => {
		await start({ now: () => nowMs });
		const { id } = sandbox.shop.placeOrder({ goods: [{ product: 0 }, { product: 1 }] });
		const { childId } = sandbox.shop.writeReview({ orderId: id, stars: 2 });
		sandbox.shop.writeReview({ orderId: id, stars: 4, validInMs: 1000 });
		nowMs += DAY_MS;
		const [before] = await rowsOf({ buyer_product_ratings: [2] });
		sandbox.shop.editReview(childId, { stars: 1 });
		const [after] = await rowsOf({ buyer_product_ratings: [1] });
		expect(after?.valid_date).toBe(before?.valid_date);
		expect(after?.gmt_modified).not.toBe(before?.gmt_modified);
		sandbox.settings.answers.reviewRowLimit = 1;
		expect(await rowsOf({})).toEqual([expect.objectContaining({ buyer_evaluation: '4' })]);
	});
});
