import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { runItems } from '../../nodes/AliExpress/actions/catalog.ts';
import type { JsonObject } from '../../nodes/wire/json.ts';
import { clientOf, contextOf, NODE, quotaRefusal, type SeenCall } from './context.mts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const LIGHT = { resource: 'order', operation: 'getAll', light: true };
const ADDRESS = { resource: 'order', operation: 'getAddress', orderId: '8100000000000001' };
const FUND = { resource: 'order', operation: 'getFund', orderId: '8100000000000001' };
const NOTES = { resource: 'order', operation: 'getNotes' };
const DETAIL = { resource: 'order', operation: 'get', orderId: '8100000000000001' };
const PENDING = { resource: 'review', operation: 'getPending' };
const SLIM = 'aliexpress.trade.redefining.findorderlistsimplequery';
const RECEIPT = 'aliexpress.trade.redefining.findorderreceiptinfo';
const DECRYPT = 'aliexpress.trade.seller.order.decrypt';

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW_MS));
afterEach(() => jest.restoreAllMocks());

async function run(parameters: Record<string, unknown>, reply: (call: SeenCall) => JsonObject) {
	const { client, calls } = clientOf(reply);
	const { context, hints } = contextOf([parameters]);
	const items = (await runItems(context, client)).map(({ json }) => json);
	return { items, calls, hints };
}

async function refusalOf(
	parameters: Record<string, unknown>,
	reply: (call: SeenCall) => JsonObject = () => ({}),
) {
	const { client, calls } = clientOf(reply);
	try {
		await runItems(contextOf([parameters]).context, client);
	} catch (reason) {
		if (reason instanceof NodeOperationError || reason instanceof NodeApiError) {
			return { reason, calls };
		}
		throw reason;
	}
	throw new Error('The run went through');
}

describe('light list', () => {
	const page = (rows: JsonObject[], total: number): JsonObject => ({
		result: { total_item: total, order_list: rows },
	});

	test('asks the list without buyers, page by page, finished orders apart', async () => {
		const rows = Array.from({ length: 50 }, (_, index) => ({ order_id: index + 1 }));
		const parameters = { ...LIGHT, statuses: ['IN_ISSUE', 'FINISH'], returnAll: true };
		const { items, calls } = await run(parameters, ({ params: { param1 } }) => {
			const { page: number, order_status: status } = param1 as JsonObject;
			if (status === 'FINISH') return page([{ order_id: 60 }], 1);
			return number === 1 ? page(rows, 51) : page([{ order_id: 51 }], 51);
		});
		expect(items).toHaveLength(52);
		expect(new Set(calls.map(({ method }) => method))).toEqual(new Set([SLIM]));
		expect(calls.map(({ params }) => params.param1)).toEqual([
			expect.objectContaining({ page: 1, page_size: 50, order_status_list: ['IN_ISSUE'] }),
			expect.objectContaining({ page: 2, page_size: 50 }),
			expect.objectContaining({ page: 1, order_status: 'FINISH' }),
		]);
	});

	test.each(['modifiedAfter', 'modifiedBefore'])('refuses %s before a call', async (name) => {
		const filters = { [name]: '2026-11-20T00:00:00Z' };
		const { reason, calls } = await refusalOf({ ...LIGHT, filters });
		expect(reason.message).toContain('light list');
		expect(reason.description).toContain('No call was spent');
		expect(calls).toEqual([]);
	});

	test('the page size can be lowered, not raised', async () => {
		const options = { pageSize: 20 };
		const { calls } = await run({ ...LIGHT, options }, () => page([], 0));
		expect(calls[0]?.params.param1).toMatchObject({ page_size: 20 });
		const { calls: none } = await refusalOf({ ...LIGHT, options: { pageSize: 51 } });
		expect(none).toEqual([]);
	});
});

describe('address', () => {
	const address = { contact_person: 'Te*** Bu***', city: 'Testville', country: 'PL', oaid: 'KEY' };
	const unmasked = { contact_person: 'Test Buyer', mobile_no: '5550100100' };
	const reply = ({ method }: SeenCall): JsonObject =>
		method === RECEIPT
			? { result: address }
			: { result_code: 200, result_info: 'success', result_obj: unmasked };
	const ASKED = { includeBuyerData: true, decryptBuyerData: true };

	test('is masked and costs one call', async () => {
		const { items, calls } = await run(ADDRESS, reply);
		expect(items).toEqual(
			[{ orderId: '8100000000000001', country: 'PL', contactPerson: 'T***', city: 'T***e' }].map(
				(item) => expect.objectContaining({ ...item, contactPerson: expect.any(String) }),
			),
		);
		expect(JSON.stringify(items)).not.toContain('Testville');
		expect(calls.map(({ sent }) => sent)).toEqual(['{"param1":{"order_id":8100000000000001}}']);
	});

	test('is decrypted only behind the buyer data', async () => {
		const options = { decryptBuyerData: true };
		const { calls } = await run({ ...ADDRESS, options }, reply);
		expect(calls.map(({ method }) => method)).toEqual([RECEIPT]);
		const asked = await run({ ...ADDRESS, options: ASKED }, reply);
		expect(asked.calls.map(({ method }) => method)).toEqual([RECEIPT, DECRYPT]);
		expect(asked.calls[1]?.sent).toBe('{"orderId":8100000000000001,"oaid":"KEY"}');
		expect(asked.items[0]).toMatchObject({
			contactPerson: 'Test Buyer',
			mobile: '5550100100',
			city: 'Testville',
		});
	});

	test('the order in detail is decrypted too', async () => {
		const target = { id: 5, oaid: 'KEY', buyer_signer_fullname: 'T*** B***' };
		const { items, calls } = await run(
			{ ...DETAIL, simplify: false, options: ASKED },
			({ method }): JsonObject => (method === DECRYPT ? { result_obj: unmasked } : { target }),
		);
		expect(calls).toHaveLength(2);
		expect(items[0]).toMatchObject({ address: { contactPerson: 'Test Buyer' } });
	});

	const target = { id: 5, oaid: 'KEY', buyer_signer_fullname: 'T*** B***' };
	const refusal = (cause: string) =>
		new NodeApiError(NODE, { code: 'X', cause }, { message: 'No', httpCode: '403' });
	const throwing = (reason: Error) => () => {
		throw reason;
	};

	test.each([
		['has no key', undefined, 'This order cannot be decrypted'],
		['is refused', () => ({ result_code: 500, result_info: 'Not allowed' }), '500: Not allowed'],
		['may not be decrypted', throwing(refusal('permission')), 'No.'],
		['comes when the calls are spent', throwing(quotaRefusal()), 'used up'],
	] as Array<[string, (() => JsonObject) | undefined, string]>)(
		'an order that %s is kept, and told',
		async (_, decrypt, why) => {
			const oaid = decrypt === undefined ? null : 'KEY';
			const answers: Record<string, () => JsonObject> = {
				[RECEIPT]: () => ({ result: { ...address, oaid } }),
				[DECRYPT]: decrypt ?? throwing(new Error('No call was expected')),
			};
			for (const asked of [ADDRESS, { ...DETAIL, simplify: false }]) {
				const { items, hints } = await run({ ...asked, options: ASKED }, ({ method }) =>
					answers[method] ? answers[method]() : { target: { ...target, oaid } },
				);
				expect(items).toMatchObject([{ orderId: expect.any(String), isDecrypted: false }]);
				expect(hints[0]?.message).toContain('stays masked');
				expect(hints[0]?.message).toContain(why);
			}
		},
	);

	test('an item says that it was decrypted, and nothing where that was not asked for', async () => {
		const asked = await run({ ...ADDRESS, options: ASKED }, reply);
		expect(asked.items[0]).toMatchObject({ isDecrypted: true });
		expect((await run(ADDRESS, reply)).items[0]).not.toHaveProperty('isDecrypted');
	});

	test('a cancelled execution ends while the buyer is decrypted', async () => {
		const { reason } = await refusalOf({ ...ADDRESS, options: ASKED }, ({ method }) => {
			if (method === DECRYPT) throw refusal('cancelled');
			return { result: address };
		});
		expect(reason.message).toBe('No');
	});
});

describe('fund', () => {
	const order = (id: string) => ({ order_id: id, son_order_list: [{ child_order_id: 7 }] });

	test('is asked for by order', async () => {
		const { items, calls } = await run(FUND, () => ({
			result: { total_item: 1, order_list: [order('8100000000000001')] },
		}));
		expect(calls[0]?.params).toEqual({
			param1: { order_id: 8100000000000001, page: 1, page_size: 20 },
		});
		expect(items).toEqual([
			{ orderId: '8100000000000001', hasPayout: true, parts: [{ childOrderId: '7' }] },
		]);
	});

	test('payouts of other orders are not taken for those of this one', async () => {
		const { items } = await run(FUND, () => ({
			result: { total_item: 1, order_list: [order('5')] },
		}));
		expect(items).toEqual([{ orderId: '8100000000000001', hasPayout: false, parts: [] }]);
	});

	const others = (page: unknown) =>
		Array.from({ length: 20 }, (_, index) => order(String(Number(page) * 100 + index)));
	const pageOf = ({ params }: SeenCall) => (params.param1 as { page: number }).page;

	test('where all payouts are listed, the order is looked for on further pages', async () => {
		const found = await run(FUND, (call) => {
			const list = others(pageOf(call));
			if (pageOf(call) === 3) list[7] = order('8100000000000001');
			return { result: { total_item: 2_000, order_list: list } };
		});
		expect(found.calls.map(pageOf)).toEqual([1, 2, 3]);
		expect(found.items).toMatchObject([{ orderId: '8100000000000001', hasPayout: true }]);
	});

	test.each([
		['the list ends', { total_item: 45 }, 3, { hasPayout: false }],
		['there are more pages than are read', { total_item: 2_000 }, 5, {}],
		['no total tells the end', {}, 5, {}],
	])('when %s without it, no more is said than is known', async (_, total, calls, rest) => {
		const read = await run(FUND, (call) => ({
			result: { ...total, success: true, order_list: others(pageOf(call)) },
		}));
		expect(read.calls).toHaveLength(calls);
		expect(read.items).toEqual([{ orderId: '8100000000000001', parts: [], ...rest }]);
		expect(read.hints).toHaveLength('hasPayout' in rest ? 0 : 1);
	});

	test('when pages are ignored, or the quota ends, nothing is said either', async () => {
		const same = await run(FUND, () => ({ result: { total_item: 100, order_list: others(1) } }));
		expect(same.calls).toHaveLength(2);
		expect(same.items).toEqual([{ orderId: '8100000000000001', parts: [] }]);
		const spent = await run(FUND, (call) => {
			if (pageOf(call) > 1) throw quotaRefusal();
			return { result: { total_item: 100, order_list: others(1) } };
		});
		expect(spent.items).toEqual([{ orderId: '8100000000000001', parts: [] }]);
	});
});

describe('notes', () => {
	test('one item per order, in the order asked for', async () => {
		const { items, calls } = await run({ ...NOTES, orderIds: '3, 9223372036854775001' }, () => ({
			result: { datas: [{ remark_id: '9223372036854775001', content: 'Fragile' }] },
		}));
		expect(calls[0]?.sent).toBe('{"biz_type":0,"remark_ids":[3,9223372036854775001]}');
		expect(items).toEqual([
			{ orderId: '3', hasNote: false },
			{ orderId: '9223372036854775001', hasNote: true, note: 'Fragile' },
		]);
	});

	test.each([
		['', 'No order ID was given'],
		['abc', 'is not an ID'],
		[Array.from({ length: 101 }, (_, id) => String(id + 1)), 'There are more than 100 order IDs'],
	])('%p is refused before a call', async (orderIds, message) => {
		const { reason, calls } = await refusalOf({ ...NOTES, orderIds });
		expect(reason.message).toContain(message);
		expect(calls).toEqual([]);
	});
});

describe('pending reviews', () => {
	test('are read page by page up to the total', async () => {
		const all = Array.from({ length: 120 }, (_, index) => `{"orderId":${index + 1}}`);
		const { items, calls } = await run({ ...PENDING, returnAll: true }, ({ params }) => {
			const { current_page: page } = params.query_d_t_o as { current_page: number };
			const rows = all.slice((page - 1) * 50, page * 50);
			return { result: { is_success: true, total_item: 120, result_list: rows } };
		});
		expect(items).toHaveLength(120);
		expect(calls).toHaveLength(3);
	});

	test('orders are asked for as text with commas', async () => {
		const filters = { orderIds: '1, 9223372036854775001' };
		const { calls } = await run({ ...PENDING, filters, limit: 5 }, () => ({
			result: { is_success: true, total_item: 0 },
		}));
		expect(calls[0]?.params.query_d_t_o).toEqual({
			current_page: 1,
			page_size: 5,
			order_ids: '1,9223372036854775001',
		});
	});
});

describe('retired methods', () => {
	const retired = () => {
		throw new NodeApiError(
			NODE,
			{ code: 'InvalidApiPath' },
			{
				message: 'AliExpress no longer offers this method',
				description: 'Update this package.',
				httpCode: '404',
			},
		);
	};

	test('are told with method and successor', async () => {
		const { reason } = await refusalOf(FUND, retired);
		expect(reason.message).toBe('AliExpress no longer offers this method');
		expect(reason.description).toContain('aliexpress.trade.redefining.findloanlistquery');
		expect(reason.description).toContain(
			'successor is aliexpress.trade.new.redefining.findorderbyid',
		);
		expect(reason.description).toContain('Update this package.');
		expect(reason).toMatchObject({ httpCode: '404', context: { itemIndex: 0 } });
	});

	test('without a known successor, that is said', async () => {
		const { reason } = await refusalOf(DETAIL, retired);
		expect(reason.description).toContain('No successor of it is known');
	});
});

test('more items than a call takes arguments do not end the run', async () => {
	const rows = Array.from({ length: 150_000 }, (_, index) => ({ template_id: index + 1 }));
	const parameters = { resource: 'product', operation: 'getFreightTemplates' };
	const { items } = await run(parameters, () => ({
		result_success: true,
		aeop_freight_template_d_t_o_list: rows,
	}));
	expect(items).toHaveLength(rows.length);
});
