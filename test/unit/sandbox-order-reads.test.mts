import type { JsonValue } from '../sandbox/json.mts';
import type { Order } from '../sandbox/shop/orders.mts';
import { DAY_MS, objectIn, openShop, rowsIn } from './sandboxCall.mts';
import type { ReadShop } from './sandboxCall.mts';

const LIST = 'aliexpress.trade.seller.orderlist.get';
const SLIM = 'aliexpress.trade.redefining.findorderlistsimplequery';
const DETAIL = 'aliexpress.trade.new.redefining.findorderbyid';
const ADDRESS = 'aliexpress.trade.redefining.findorderreceiptinfo';
const DECRYPT = 'aliexpress.trade.seller.order.decrypt';
const LOANS = 'aliexpress.trade.redefining.findloanlistquery';
const NOTES = 'aliexpress.merchant.redefining.queryremarks';

let shop: ReadShop;
const open = async (options: Parameters<typeof openShop>[0] = {}) => {
	shop = await openShop(options);
};
afterEach(() => shop.sandbox.close());

const param1 = (order: Pick<Order, 'id'>) => ({ param1: { order_id: order.id } });

describe('buyer data', () => {
	const everywhere = async (order: Order) =>
		JSON.stringify(
			[
				await shop.read(LIST, { param_aeop_order_query: { current_page: 1, page_size: 5 } }),
				await shop.read(DETAIL, param1(order)),
				await shop.read(ADDRESS, param1(order)),
			],
			(_, part: unknown) => (typeof part === 'bigint' ? String(part) : part),
		);

	test('arrives whole, or masked with the decrypt call as the way to it', async () => {
		await open();
		const order = shop.sandbox.shop.placeOrder();
		const { firstName, street, mobile, loginId } = order.buyer;
		const whole = await everywhere(order);
		for (const value of [street, mobile, loginId]) expect(whole).toContain(value);
		shop.sandbox.settings.answers.buyerData = 'masked';
		const masked = await everywhere(order);
		for (const value of [street, mobile]) expect(masked).not.toContain(value);
		expect(masked).toContain(loginId);
		const { result } = await shop.read(ADDRESS, param1(order));
		const { oaid, contact_person } = objectIn(result);
		expect(contact_person).toMatch(/^.\*\*\* .\*\*\*$/u);
		const answer = await shop.read(DECRYPT, { orderId: order.id, oaid: String(oaid) });
		expect(answer).toMatchObject({
			result_code: 200,
			result_obj: { first_name: firstName, mobile_no: mobile, detail_address: street },
		});
		const wrong = await shop.read(DECRYPT, { orderId: order.id, oaid: 'oaid-1' });
		expect(wrong.result_obj).toBeUndefined();
		expect((await shop.read(DECRYPT, { orderId: order.id })).code).toBe('MissingParameter');
	});

	test('decrypting has a permission of its own', async () => {
		await open({ answers: { withoutPermissions: ['decrypt'] } });
		const order = shop.sandbox.shop.placeOrder();
		const params = { orderId: order.id, oaid: `oaid-${order.id}` };
		expect((await shop.read(DECRYPT, params)).code).toBe('InsufficientPermission');
		expect((await shop.read(ADDRESS, param1(order))).code).toBe('0');
	});

	test('the address names the country; the detail holds the same', async () => {
		await open();
		const order = shop.sandbox.shop.placeOrder({
			buyer: { ...shop.sandbox.shop.placeOrder().buyer, country: 'BR', taxNumber: '000-1' },
		});
		const { result } = await shop.read(ADDRESS, param1(order));
		expect(result).toMatchObject({ country: 'BR', country_name: 'Brazil', cpf_no: '000-1' });
		const { target } = await shop.read(DETAIL, param1(order));
		expect(objectIn(target).receipt_address).toMatchObject({ cpf_no: '000-1' });
	});
});

describe('slim list', () => {
	const slim = async (query: Record<string, JsonValue> = {}) =>
		shop.read(SLIM, { param1: { page: 1, page_size: 50, ...query } });

	test('the same orders as the list, without anything of the buyer but the memo', async () => {
		await open({ shop: { seedOrders: 30, seedDays: 100 } });
		const { result } = await slim();
		const { result: full } = await shop.read(LIST, {
			param_aeop_order_query: { current_page: 1, page_size: 50 },
		});
		const rows = rowsIn(objectIn(result).order_list);
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.map((row) => row.order_id)).toEqual(
			rowsIn(objectIn(full).target_list).map((row) => row.order_id),
		);
		expect(objectIn(result).total_item).toBe(rows.length);
		expect(Object.keys(rows[0] ?? {}).join()).not.toMatch(/buyer|signer/);
		expect(rowsIn(rows[0]?.product_list)[0]).toMatchObject({
			product_unit_price: expect.stringMatching(/^\d+\.\d\d$/),
			product_unit_price_cur: 'USD',
		});
		const finished = await slim({
			order_status: 'FINISH',
			create_date_start: '2026-10-01 00:00:00',
		});
		const ended = rowsIn(objectIn(finished.result).order_list);
		expect(ended.every((row) => row.order_status === 'FINISH')).toBe(true);
	});

	test('both page fields, at most 50', async () => {
		await open();
		expect((await slim({ page_size: 51 })).code).toBe('InvalidParameter');
		expect((await slim({ page_size: null })).code).toBe('MissingParameter');
		expect((await slim({ page: 0 })).code).toBe('InvalidParameter');
	});

	test('an option makes the create range mandatory in both lists', async () => {
		await open({ answers: { createRange: 'required' } });
		expect((await slim()).code).toBe('MissingParameter');
		expect((await slim({ create_date_start: '2026-10-01 00:00:00' })).code).toBe('0');
	});
});

describe('partial views and payouts', () => {
	test('statuses and amounts alone', async () => {
		await open();
		const order = shop.sandbox.shop.placeOrder({ goods: [{ product: 0, sku: 0, count: 2 }] });
		shop.sandbox.shop.payOrder(order.id);
		const base = await shop.read('aliexpress.trade.redefining.findorderbaseinfo', param1(order));
		expect(base.result).toMatchObject({
			order_status: 'WAIT_SELLER_SEND_GOODS',
			fund_status: 'PAY_SUCCESS',
			loan_status: 'wait_loan',
		});
		const trade = await shop.read('aliexpress.trade.redefining.findordertradeinfo', param1(order));
		expect(rowsIn(objectIn(trade.result).child_order_list)[0]).toMatchObject({
			product_price: '18.99',
			product_price_cur: 'USD',
			init_order_amt: '37.98',
		});
		for (const params of [{ param1: { order_id: 5 } }, param1({ id: 8n })]) {
			const answer = await shop.read('aliexpress.trade.redefining.findorderbaseinfo', params);
			expect(answer.code).toBe('InsufficientPermission');
		}
	});

	const loans = async (query: Record<string, JsonValue> = {}) => {
		const answer = await shop.read(LOANS, { param1: query });
		return answer.code === '0' ? objectIn(answer.result) : answer;
	};

	test('what waits and what was paid out, per line', async () => {
		await open();
		const { shop: seller } = shop.sandbox;
		const waiting = seller.placeOrder({ goods: [{ product: 0, sku: 0 }] });
		seller.payOrder(waiting.id);
		seller.placeOrder();
		const done = seller.placeOrder({ goods: [{ product: 0, sku: 0 }] });
		seller.payOrder(done.id);
		seller.shipOrder(done.id);
		shop.atMs += DAY_MS;
		seller.finishOrder(done.id);
		expect(await loans()).toMatchObject({ total_item: 2 });
		const [row] = rowsIn((await loans({ loan_status: 'loan_ok' })).order_list);
		expect(row).toMatchObject({ order_id: Number(done.id) });
		expect(rowsIn(row?.son_order_list)[0]).toMatchObject({
			loan_amount: { amount: '18.99', cent: 1899, cent_factor: 100 },
			escrow_fee: { amount: '0.95' },
			affiliate_commission: { amount: '0.57' },
			real_loan_amount: { amount: '17.47' },
		});
		const today = { create_date_start: '10/20/2026', create_date_end: '10/20/2026' };
		expect(await loans(today)).toMatchObject({ total_item: 1 });
		const exact = { create_date_start: '10/21/2026 00:00:00' };
		expect(await loans(exact)).toMatchObject({ total_item: 0 });
		expect(await loans({ order_id: waiting.id })).toMatchObject({ total_item: 1 });
		expect((await loans({ create_date_start: '2026-10-20 00:00:00' })).code).toBe(
			'InvalidParameter',
		);
		expect((await loans({ loan_status: 'paid' })).code).toBe('InvalidParameter');
		expect((await loans({ page_size: 201 })).code).toBe('InvalidParameter');
	});

	test('notes of the seller on the orders that have one', async () => {
		await open();
		const { id } = shop.sandbox.shop.placeOrder();
		const other = shop.sandbox.shop.placeOrder();
		shop.sandbox.shop.writeNote(id, 'Gift "wrap" & card 礼物');
		const asked = { biz_type: 0, remark_ids: [id, other.id] };
		const { result } = await shop.read(NOTES, asked);
		expect(objectIn(result).datas).toEqual([
			{ remark_id: Number(id), content: 'Gift "wrap" & card 礼物' },
		]);
		expect((await shop.read(NOTES, { ...asked, biz_type: 1 })).code).toBe('InvalidParameter');
		expect((await shop.read(NOTES, { biz_type: 0 })).code).toBe('MissingParameter');
		const wrong = { ...asked, remark_ids: '5,6' };
		expect((await shop.read(NOTES, wrong)).code).toBe('InvalidParameter');
	});
});
