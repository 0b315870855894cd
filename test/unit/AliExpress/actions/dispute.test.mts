import { NodeOperationError } from 'n8n-workflow';

import { runItems } from '../../../../nodes/AliExpress/actions/catalog.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { clientOf, contextOf, type SeenCall } from '../../../client/context.mts';

const LIST = 'aliexpress.issue.issuelist.get';
const DETAIL = 'aliexpress.issue.detail.get';
const MANY = { resource: 'dispute', operation: 'getAll' };
const GET = { resource: 'dispute', operation: 'get', disputeId: '9223372036854775001' };

const row = {
	issue_id: '9223372036854775001',
	order_id: 2,
	parent_order_id: 8100000000000001,
	buyer_login_id: 'gkowalczyk77',
};
const listOf = (...rows: JsonObject[]): JsonObject => ({
	data_list: rows,
	total_item: rows.length,
});
const detail: JsonObject = { result_object: { id: row.issue_id, buyer_login_id: 'gkowalczyk77' } };
const reply = ({ method }: SeenCall) => (method === LIST ? listOf(row) : detail);

async function run(parameters: Record<string, unknown>, answer: Parameters<typeof clientOf>[0]) {
	const { client, calls } = clientOf(answer);
	const items = (await runItems(contextOf([parameters]).context, client)).map(({ json }) => json);
	return { items, calls };
}

async function refusalOf(
	parameters: Record<string, unknown>,
	answer: Parameters<typeof clientOf>[0] = reply,
) {
	const { client, calls } = clientOf(answer);
	const { context } = contextOf([parameters]);
	const reason: unknown = await runItems(context, client).catch((thrown: unknown) => thrown);
	if (!(reason instanceof NodeOperationError)) throw new Error('The run was not refused');
	return { message: reason.message, calls };
}

describe('dispute list', () => {
	test('filters go out, dates in the chosen zone', async () => {
		const filters = {
			status: 'processing',
			orderId: '8100000000000001',
			buyerLoginId: 'gkowalczyk77',
			createdAfter: '2026-11-01T00:00:00Z',
			createdBefore: '2026-11-02T00:00:00Z',
		};
		const { calls, items } = await run(
			{ ...MANY, filters, options: { zone: 'Asia/Shanghai' } },
			reply,
		);
		expect(calls[0]?.params).toEqual({
			query_dto: {
				issue_status: 'processing',
				order_no: 8100000000000001,
				buyer_login_id: 'gkowalczyk77',
				create_time_start: '2026-11-01 08:00:00',
				create_time_end: '2026-11-02 08:00:00',
				current_page: 1,
				page_size: 50,
			},
		});
		expect(JSON.stringify(items)).not.toContain('gkowalczyk77');
	});

	test('reads on until the total is reached', async () => {
		const { calls, items } = await run({ ...MANY, returnAll: true }, (_, number) => ({
			data_list: Array.from({ length: number === 3 ? 1 : 50 }, (__, index) => ({
				issue_id: number * 100 + index,
			})),
			total_item: 101,
		}));
		expect(items).toHaveLength(101);
		expect(calls).toHaveLength(3);
	});

	test.each([
		[{ filters: { orderId: 'x' } }, 'order ID'],
		[{ filters: { status: 'a b' } }, 'status'],
		[{ filters: { createdAfter: '2026-11-02', createdBefore: '2026-11-01' } }, 'is not before'],
	])('%j is refused before a call', async (parameters, words) => {
		const { message, calls } = await refusalOf({ ...MANY, ...parameters });
		expect(message).toContain(words);
		expect(calls).toEqual([]);
	});
});

describe('one dispute', () => {
	test('the buyer is looked up in the order, and not put out', async () => {
		const { items, calls } = await run({ ...GET, orderId: '8100000000000001' }, reply);
		expect(calls.map(({ method }) => method)).toEqual([LIST, DETAIL]);
		expect(calls[0]?.params).toMatchObject({ query_dto: { order_no: 8100000000000001 } });
		expect(calls[1]?.sent).toBe('{"buyer_login_id":"gkowalczyk77","issue_id":9223372036854775001}');
		expect(items).toMatchObject([{ disputeId: '9223372036854775001' }]);
		expect(JSON.stringify(items)).not.toContain('gkowalczyk77');
	});

	test('the login id of the buyer saves a call', async () => {
		const options = { buyerLoginId: 'gkowalczyk77', includeBuyerData: true };
		const { calls, items } = await run({ ...GET, options }, reply);
		expect(calls.map(({ method }) => method)).toEqual([DETAIL]);
		expect(items).toMatchObject([{ buyer: { loginId: 'gkowalczyk77' } }]);
	});

	test('without order and login it is refused before a call', async () => {
		const { message, calls } = await refusalOf(GET);
		expect(message).toBe('AliExpress asks for the buyer of a dispute');
		expect(calls).toEqual([]);
		expect((await refusalOf({ ...GET, disputeId: 'x' })).message).toContain('dispute ID');
	});

	test.each([
		[listOf({ ...row, issue_id: 5 }), 'The order has no such dispute'],
		[listOf({ ...row, buyer_login_id: 'g***7' }), 'does not tell the login ID'],
		[listOf({ ...row, buyer_login_id: null }), 'does not tell the login ID'],
	])('%j: the detail is not asked in vain', async (answer, words) => {
		const asked = { ...GET, orderId: '8100000000000001' };
		const { message, calls } = await refusalOf(asked, () => answer);
		expect(message).toContain(words);
		expect(calls).toHaveLength(1);
	});
});
