import { NodeApiError, NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { runItems } from '../../nodes/AliExpress/actions/catalog.ts';
import type { Client } from '../../nodes/client/client.ts';
import { QuotaUnavailable } from '../../nodes/quota/store.ts';
import type { JsonObject, JsonValue } from '../../nodes/wire/json.ts';
import { clientOf, contextOf, NODE, quotaRefusal, type SeenCall } from './context.mts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const MANY = { resource: 'order', operation: 'getAll' };
const REVIEWS = { resource: 'review', operation: 'getAll' };

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW_MS));
afterEach(() => jest.restoreAllMocks());

const query = (call: SeenCall | undefined) => call?.params.param_aeop_order_query as JsonObject;
const reviewQuery = (call: SeenCall | undefined) =>
	call?.params.trade_evaluation_request as JsonObject;

const orderRows = (from: number, count: number): JsonObject[] =>
	Array.from({ length: count }, (_, index) => ({ order_id: String(from + index) }));

const page = (rows: JsonValue[], totalPages?: number): JsonObject => ({
	result: { success: true, target_list: rows, ...(totalPages && { total_page: totalPages }) },
});

/** A shop with `total` orders that answers page by page. */
function shop(total: number, withTotals = true) {
	return (call: SeenCall): JsonObject => {
		const { current_page: number, page_size: size } = query(call) as Record<string, number>;
		const start = ((number ?? 1) - 1) * (size ?? 1);
		const count = Math.max(0, Math.min(size ?? 0, total - start));
		const pages = Math.ceil(total / (size ?? 1));
		return page(orderRows(start + 1, count), withTotals ? pages : undefined);
	};
}

async function failureOf(run: Promise<unknown>): Promise<NodeApiError | NodeOperationError> {
	try {
		await run;
	} catch (reason) {
		if (reason instanceof NodeApiError || reason instanceof NodeOperationError) return reason;
		throw reason;
	}
	throw new Error('The run went through');
}

const ids = async (context: IExecuteFunctions, client: Client) =>
	(await runItems(context, client)).map(({ json }) => json.orderId);

describe('order list', () => {
	test('returns 50 with one call by default', async () => {
		const { client, calls } = clientOf(shop(170));
		expect(await ids(contextOf([MANY]).context, client)).toHaveLength(50);
		expect(calls).toHaveLength(1);
		expect(query(calls[0])).toEqual({
			create_date_start: '2026-05-26 06:00:00',
			create_date_end: '2026-11-22 05:00:00',
			current_page: 1,
			page_size: 50,
		});
	});

	test.each([true, false])('returns all, with totals: %p', async (withTotals) => {
		const { client, calls } = clientOf(shop(120, withTotals));
		const all = await ids(contextOf([{ ...MANY, returnAll: true }]).context, client);
		expect(all).toEqual(Array.from({ length: 120 }, (_, index) => String(index + 1)));
		expect(calls.map((call) => query(call).current_page)).toEqual([1, 2, 3]);
	});

	test('asks for no more rows than the limit', async () => {
		const { client, calls } = clientOf(shop(170));
		expect(await ids(contextOf([{ ...MANY, limit: 7 }]).context, client)).toHaveLength(7);
		expect(calls.map((call) => query(call).page_size)).toEqual([7]);
	});

	test('a limit may come as digits', async () => {
		const { client } = clientOf(shop(170));
		expect(await ids(contextOf([{ ...MANY, limit: ' 7 ' }]).context, client)).toHaveLength(7);
	});

	test.each([0, -1, 10.5, 'abc', '', '1e3', true, [5], { limit: 5 }, Number.NaN, 2 ** 53])(
		'the limit %p is refused before a call',
		async (limit) => {
			const { client, calls } = clientOf(shop(170));
			const reason = await failureOf(runItems(contextOf([{ ...MANY, limit }]).context, client));
			expect(reason).toBeInstanceOf(NodeOperationError);
			expect(reason.message).toBe('Limit must be a whole number of 1 or more');
			expect(reason.description).toContain('No call was spent.');
			expect(calls).toEqual([]);
		},
	);

	test('a limit over pages ends in the middle of a page', async () => {
		const { client, calls } = clientOf(shop(170));
		expect(await ids(contextOf([{ ...MANY, limit: 60 }]).context, client)).toHaveLength(60);
		expect(calls).toHaveLength(2);
	});

	test('rows that shift between pages come once', async () => {
		const pages = [
			page(orderRows(1, 50), 3),
			page(orderRows(48, 50), 3),
			page(orderRows(96, 10), 3),
		];
		const { client } = clientOf((_, number) => pages[number - 1] ?? page([]));
		const all = await ids(contextOf([{ ...MANY, returnAll: true }]).context, client);
		expect(new Set(all).size).toBe(105);
		expect(all).toHaveLength(105);
	});

	test('ends when pages bring nothing new, whatever the totals say', async () => {
		const { client, calls } = clientOf(() => page(orderRows(1, 50), 1000));
		const all = await ids(contextOf([{ ...MANY, returnAll: true }]).context, client);
		expect(all).toHaveLength(50);
		// None is asked for early before two answers agree that there is more.
		expect(calls).toHaveLength(2);
	});

	test('finished orders are asked for alone, with their own range', async () => {
		const { client, calls } = clientOf(() => page([]));
		const statuses = ['IN_ISSUE', 'FINISH', 'IN_CANCEL'];
		await runItems(contextOf([{ ...MANY, statuses }]).context, client);
		expect(calls.map(query)).toEqual([
			expect.objectContaining({
				order_status_list: ['IN_ISSUE', 'IN_CANCEL'],
				create_date_start: '2026-05-26 06:00:00',
			}),
			expect.objectContaining({ order_status: 'FINISH', create_date_start: '2026-10-23 06:00:00' }),
		]);
		expect(query(calls[1])).not.toHaveProperty('order_status_list');
	});

	test('only finished orders cost no other call', async () => {
		const { client, calls } = clientOf(() => page([]));
		await runItems(contextOf([{ ...MANY, statuses: ['FINISH'] }]).context, client);
		expect(calls.map((call) => query(call).order_status)).toEqual(['FINISH']);
	});

	test('dates become Pacific time; a date without zone is in the zone of the workflow', async () => {
		const { client, calls } = clientOf(() => page([]));
		const filters = {
			createdAfter: '2026-11-10T00:00:00',
			createdBefore: '2026-11-12T00:00:00Z',
			modifiedAfter: '2026-11-11T08:00:00.000+08:00',
			modifiedBefore: '2026-11-11 12:00:00',
		};
		await runItems(contextOf([{ ...MANY, filters }]).context, client);
		expect(query(calls[0])).toMatchObject({
			create_date_start: '2026-11-09 15:00:00',
			create_date_end: '2026-11-11 16:00:00',
			modified_date_start: '2026-11-10 16:00:00',
			modified_date_end: '2026-11-11 03:00:00',
		});
	});

	test('a bound in the repeated hour of autumn moves out of it', async () => {
		const { client, calls } = clientOf(() => page([]));
		for (const utcHour of ['08', '09']) {
			const at = `2026-11-01T${utcHour}:30:00Z`;
			const filters = { createdAfter: at, modifiedBefore: at };
			await runItems(contextOf([{ ...MANY, filters }]).context, client);
		}
		for (const call of calls) {
			expect(query(call)).toMatchObject({
				create_date_start: '2026-11-01 00:30:00',
				modified_date_end: '2026-11-01 02:30:00',
			});
		}
		expect(calls).toHaveLength(2);
	});

	test.each([
		[{ createdAfter: '2026-05-25T11:00:00Z' }, [], '180 days'],
		[{ createdBefore: '2025-01-01T00:00:00Z' }, [], '180 days'],
		[{ createdAfter: '2026-10-22T11:00:00Z' }, ['FINISH'], '30 days'],
		[{ createdAfter: '2026-10-22T11:00:00Z' }, ['IN_ISSUE', 'FINISH'], '30 days'],
		[
			{ createdAfter: '2026-11-20T00:00:00Z', createdBefore: '2026-11-19T00:00:00Z' },
			[],
			'Created',
		],
		[
			{ modifiedAfter: '2026-11-20T00:00:00Z', modifiedBefore: '2026-11-19T00:00:00Z' },
			[],
			'Modified',
		],
		[{ createdAfter: 'yesterday' }, [], 'Created After'],
		[{ createdAfter: '2026-11-22T13:00:00Z' }, [], '"Created After" is not before the present'],
		[{ modifiedAfter: '2027-01-01T00:00:00Z' }, [], '"Modified After" is not before the present'],
		[{ createdBefore: '2026-10-23T12:30:00Z' }, ['FINISH'], '30 days'],
	])('%j with %j is refused before a call', async (filters, statuses, words) => {
		const { client, calls } = clientOf(() => page([]));
		const reason = await failureOf(
			runItems(contextOf([{ ...MANY, filters, statuses }]).context, client),
		);
		expect(reason).toBeInstanceOf(NodeOperationError);
		expect(reason.message).toContain(words);
		expect(reason.description).toContain('No call was spent');
		expect(calls).toEqual([]);
	});

	test('a quota that ends in the middle hands over what came, and says so', async () => {
		const answer = shop(170);
		const { client } = clientOf((call, number) => {
			if (number === 3) throw quotaRefusal();
			return answer(call);
		});
		const { context, hints } = contextOf([{ ...MANY, returnAll: true }]);
		expect(await ids(context, client)).toHaveLength(100);
		expect(hints.map(({ message }) => message)).toEqual([
			"Limited to 100 orders by today's quota. The 40 calls a day are used up.",
		]);
	});

	test('a quota that refuses the first page is no empty list', async () => {
		const { client } = clientOf(() => {
			throw quotaRefusal();
		});
		const { context, hints } = contextOf([{ ...MANY, returnAll: true }]);
		const reason = await failureOf(runItems(context, client));
		expect(reason).toMatchObject({ httpCode: '429', context: { itemIndex: 0 } });
		expect(hints).toEqual([]);
	});

	test('any other refusal in the middle is thrown', async () => {
		const answer = shop(170);
		const { client } = clientOf((call, number) => {
			if (number < 2) return answer(call);
			throw new NodeApiError(NODE, {}, { message: 'Not available', httpCode: '503' });
		});
		const run = runItems(contextOf([{ ...MANY, returnAll: true }]).context, client);
		expect((await failureOf(run)).message).toBe('Not available');
	});

	test('simplified, full, raw and buyer data', async () => {
		const row = {
			order_id: 1,
			biz_type: 'AE_COMMON',
			buyer_login_id: 'gkowalczyk77',
			new_field: 'x',
		};
		const { client } = clientOf(() => page([row]));
		const { context } = contextOf([
			MANY,
			{ ...MANY, simplify: false },
			{ ...MANY, options: { includeRaw: true } },
			{ ...MANY, simplify: false, options: { includeRaw: true, includeBuyerData: true } },
			{ ...MANY, options: { includeBuyerData: true } },
		]);
		const [simple, full, raw, everything, simpleWithBuyer] = (await runItems(context, client)).map(
			({ json }) => json,
		);
		expect(simple).toEqual({
			orderId: '1',
			products: [],
			productCount: 0,
			buyerRef: expect.any(String),
		});
		expect(full).toMatchObject({ bizType: 'AE_COMMON', buyer: { loginId: 'g***7' } });
		expect(full).not.toHaveProperty('raw');
		expect(raw).toMatchObject({ orderId: '1', raw: { new_field: 'x', buyer_login_id: 'g***7' } });
		expect(everything).toMatchObject({ buyer: { loginId: 'gkowalczyk77' }, raw: row });
		expect(simpleWithBuyer).toEqual({ ...simple, buyer: { loginId: 'gkowalczyk77' } });
	});

	test('an answer of another shape names the field and takes nothing', async () => {
		const { client } = clientOf(() => page([{ order_id: 1 }, { order_id: 'Grzegorz' }]));
		const reason = await failureOf(runItems(contextOf([MANY]).context, client));
		expect(reason.description).toContain('result.target_list[1].order_id');
		expect(`${reason.message} ${reason.description}`).not.toContain('Grzegorz');
	});
});

describe('one order', () => {
	const GET = { resource: 'order', operation: 'get' };

	test('sends every digit of the id', async () => {
		const { client, calls } = clientOf(() => ({ target: { id: '9223372036854775001' } }));
		const { context } = contextOf([{ ...GET, orderId: ' 9223372036854775001 ' }]);
		const [item] = await runItems(context, client);
		expect(calls[0]?.method).toBe('aliexpress.trade.new.redefining.findorderbyid');
		expect(calls[0]?.sent).toBe('{"param1":{"order_id":9223372036854775001}}');
		expect(item?.json).toEqual({ orderId: '9223372036854775001', products: [], productCount: 0 });
	});

	test.each(['', '0', '12a', '-1', '1.5', '9223372036854775808', 9223372036854775001, true])(
		'%p is refused before a call',
		async (orderId) => {
			const { client, calls } = clientOf(() => ({}));
			const reason = await failureOf(runItems(contextOf([{ ...GET, orderId }]).context, client));
			expect(reason.message).toBe('The order ID is not an ID');
			expect(calls).toEqual([]);
		},
	);
});

describe('reviews', () => {
	const none = () => ({ target_list: [] });

	test('reads the last 30 days by default', async () => {
		const { client, calls } = clientOf(none);
		await runItems(contextOf([REVIEWS]).context, client);
		expect(reviewQuery(calls[0])).toEqual({
			start_valid_date: '2026-10-23 05:00:00',
			end_valid_date: '2026-11-22 05:00:00',
		});
	});

	test.each([
		['zh', '订单 1 的 2 星评价：Слабо'],
		['es', 'Reseña de 2 estrellas del pedido 1: Слабо'],
		['tlh', '2-star review for order 1: Слабо'],
		[undefined, '2-star review for order 1: Слабо'],
	])('tickets in the language %p', async (ticketLanguage, title) => {
		const row = { order_id: 2, parent_order_id: 1, buyer_evaluation: 2, buyer_feedback: 'Слабо' };
		const { client } = clientOf(() => ({ target_list: [row] }));
		const parameters = { ...REVIEWS, options: { ticketLanguage } };
		const [item] = await runItems(contextOf([parameters]).context, client);
		expect(item?.json.ticket).toMatchObject({ title });
	});

	test('filters go out as the platform wants them, dates in the chosen zone', async () => {
		const { client, calls } = clientOf(none);
		const filters = {
			productId: '1005000000000001',
			parentOrderIds: '9223372036854775001, 2\n3 2',
			validAfter: '2026-11-01T00:00:00Z',
			validBefore: '2026-11-02T00:00:00Z',
		};
		const parameters = { ...REVIEWS, stars: [1, 2], filters, options: { zone: 'Asia/Shanghai' } };
		await runItems(contextOf([parameters]).context, client);
		expect(reviewQuery(calls[0])).toEqual({
			buyer_product_ratings: [1, 2],
			start_valid_date: '2026-11-01 08:00:00',
			end_valid_date: '2026-11-02 08:00:00',
			product_id: 1005000000000001,
			parent_order_ids: ['9223372036854775001', 2, 3],
		});
		expect(calls[0]?.sent).toContain('[9223372036854775001,2,3]');
	});

	test('given orders are looked up whenever they were reviewed', async () => {
		const { client, calls } = clientOf(none);
		await runItems(contextOf([{ ...REVIEWS, filters: { parentOrderIds: '5' } }]).context, client);
		expect(reviewQuery(calls[0])).toEqual({ parent_order_ids: [5] });
	});

	test.each([
		[{ stars: [0] }, 'Stars go from 1 to 5'],
		[{ stars: ['2.5'] }, 'Stars go from 1 to 5'],
		[{ filters: { productId: 'abc' } }, 'The product ID is not an ID'],
		[{ filters: { parentOrderIds: '1,x' } }, 'The order ID is not an ID'],
		[
			{ filters: { parentOrderIds: Array.from({ length: 51 }, (_, id) => String(id + 1)) } },
			'There are more than 50 order IDs',
		],
		[{ filters: { validAfter: '2026-11-02', validBefore: '2026-11-01' } }, 'is not before'],
		[{ filters: { validAfter: '2026-11-23' } }, '"Valid After" is not before the present'],
		[{ filters: { productId: 0 } }, 'The product ID is not an ID'],
		[{ filters: { parentOrderIds: { id: '1' } } }, 'The order ID is not an ID'],
		[{ filters: { parentOrderIds: true } }, 'The order ID is not an ID'],
		[{ filters: { parentOrderIds: 0 } }, 'The order ID is not an ID'],
		[{ filters: { parentOrderIds: ' , ' } }, 'The order ID is not an ID'],
		[{ filters: { parentOrderIds: ['1', { id: '2' }] } }, 'The order ID is not an ID'],
		[{ limit: 0 }, 'Limit must be'],
	])('%j is refused before a call', async (parameters, message) => {
		const { client, calls } = clientOf(none);
		const reason = await failureOf(
			runItems(contextOf([{ ...REVIEWS, ...parameters }]).context, client),
		);
		expect(reason.message).toContain(message);
		expect(calls).toEqual([]);
	});

	test('warns once when the window may be cut, and respects the limit', async () => {
		const rows = Array.from({ length: 100 }, (_, index) => ({
			order_id: index + 1,
			parent_order_id: index + 1,
			buyer_evaluation: '1',
		}));
		const { client } = clientOf(() => ({ target_list: rows }));
		const { context, hints } = contextOf([
			{ ...REVIEWS, limit: 3 },
			{ ...REVIEWS, returnAll: true },
		]);
		expect(await runItems(context, client)).toHaveLength(103);
		expect(hints).toHaveLength(1);
		expect(hints[0]?.message).toContain('100 reviews');
	});

	test('the buyer stands in simplified reviews only when asked for', async () => {
		const row = { order_id: 1, parent_order_id: 2, buyer_login_id: 'gkowalczyk77' };
		const { client } = clientOf(() => ({ target_list: [row] }));
		const asked = { ...REVIEWS, options: { includeBuyerData: true } };
		const [masked, shown] = await runItems(contextOf([REVIEWS, asked]).context, client);
		expect(masked?.json).not.toHaveProperty('buyer');
		expect(shown?.json.buyer).toEqual({ loginId: 'gkowalczyk77' });
	});

	test('fewer rows give no hint', async () => {
		const { client } = clientOf(() => ({ target_list: [{ order_id: 1, parent_order_id: 2 }] }));
		const { context, hints } = contextOf([REVIEWS]);
		const [item] = await runItems(context, client);
		expect(item?.json.ticket).toMatchObject({ dedupeKey: 'review:2:1' });
		expect(hints).toEqual([]);
	});
});

describe('quota', () => {
	const STATUS = { resource: 'quota', operation: 'getStatus' };
	const status = {
		dayInShanghai: '2026-11-22',
		callsPerDay: 200,
		used: 7,
		left: 193,
		resetsAtMs: Date.parse('2026-11-22T16:00:00Z'),
		spending: [{ spender: 'Orders', purpose: 'trigger' as const, calls: 7 }],
		blockedUntilMs: Date.parse('2026-11-22T12:15:00Z'),
	};

	test('shows the counter without a call', async () => {
		const { client, calls } = clientOf(() => ({}), status);
		const { context, hints } = contextOf([STATUS]);
		const [item] = await runItems(context, client);
		expect(item?.json).toMatchObject({
			day: '2026-11-22',
			used: 7,
			left: 193,
			resetsAt: '2026-11-22T16:00:00.000Z',
			blockedUntil: '2026-11-22T12:15:00.000Z',
			spending: status.spending,
			scope: 'bridge',
		});
		expect(calls).toEqual([]);
		expect(hints).toEqual([]);
	});

	test('says when the count is this process only', async () => {
		const { client } = clientOf(() => ({}), status, 'process');
		const { context, hints } = contextOf([STATUS, STATUS]);
		await runItems(context, client);
		expect(hints).toHaveLength(1);
	});

	test('an unreachable counter is named with its remedy', async () => {
		const { client } = clientOf(() => ({}), status);
		const open = async () => {
			const opened = await client.open();
			const refuse = () => Promise.reject(new QuotaUnavailable('No counter', 'Activate it'));
			return { ...opened, quota: { ...opened.quota, status: refuse } };
		};
		const reason = await failureOf(runItems(contextOf([STATUS]).context, { ...client, open }));
		expect(reason).toMatchObject({ message: 'No counter', description: 'Activate it' });
	});
});

describe('items', () => {
	const GET = { resource: 'order', operation: 'get' };

	test('results are paired with the item they come from', async () => {
		const { client } = clientOf(shop(3));
		const { context } = contextOf([
			{ ...MANY, limit: 2 },
			{ ...MANY, limit: 1 },
		]);
		const results = await runItems(context, client);
		expect(results.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
		]);
	});

	test('goes on after an item without a result when asked to', async () => {
		const { client } = clientOf(() => ({ target: { id: 5 } }));
		const { context } = contextOf(
			[
				{ ...GET, orderId: 'x' },
				{ ...GET, orderId: '5' },
			],
			true,
		);
		const results = await runItems(context, client);
		expect(results).toEqual([
			{
				json: { error: 'The order ID is not an ID', description: expect.any(String) },
				pairedItem: { item: 0 },
			},
			{ json: expect.objectContaining({ orderId: '5' }), pairedItem: { item: 1 } },
		]);
	});

	test.each([
		['the user', () => ({ target: { id: 5 } }), 'x'],
		['the platform', () => Promise.reject(quotaRefusal()) as never, '6'],
	])('a refusal of %s carries the index of its item', async (_, reply, orderId) => {
		const { client } = clientOf(({ sent }) =>
			sent.includes(':5}') ? { target: { id: 5 } } : reply(),
		);
		const { context } = contextOf([
			{ ...GET, orderId: '5' },
			{ ...GET, orderId },
		]);
		expect((await failureOf(runItems(context, client))).context.itemIndex).toBe(1);
	});

	test('an unknown operation is named', async () => {
		const { client } = clientOf(() => ({}));
		const { context } = contextOf([{ resource: 'order', operation: 'delete' }]);
		expect((await failureOf(runItems(context, client))).message).toContain('"delete"');
	});
});
