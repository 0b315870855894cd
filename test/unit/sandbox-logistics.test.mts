import type { JsonObject, JsonValue } from '../sandbox/json.mts';
import { currentVersion } from '../sandbox/shop/orders.mts';
import type { Order } from '../sandbox/shop/orders.mts';
import { FULL_SHOP } from '../sandbox/shop/shopOptions.mts';
import { DAY_MS, objectIn, openShop, rowsIn, START_MS } from './sandboxCall.mts';
import type { ReadShop } from './sandboxCall.mts';

const NEWER = 'aliexpress.asf.shipment.tracking.get';
const OLDER = 'aliexpress.logistics.redefining.querytrackingresult';
const SHIPMENTS = 'aliexpress.logistics.redefining.getonlinelogisticsinfo';
const SHIPMENT_ORDERS = 'aliexpress.logistics.querylogisticsorderdetail';
const CALCULATE = 'aliexpress.freight.redefining.calculatefreight';

let shop: ReadShop;
const open = async (options: Parameters<typeof openShop>[0] = {}) => {
	shop = await openShop(options);
};
afterEach(() => shop.sandbox.close());

function sent(): Order {
	const { id } = shop.sandbox.shop.placeOrder();
	shop.sandbox.shop.payOrder(id);
	return shop.sandbox.shop.shipOrder(id);
}

const numberOf = (order: Order) => String(currentVersion(order).trackingNumber);
const olderParams = (order: Order): Record<string, JsonValue> => ({
	logistics_no: numberOf(order),
	origin: 'ESCROW',
	out_ref: order.id,
	service_name: order.serviceCode,
	to_area: order.buyer.country,
});

describe('tracking', () => {
	test('events appear as time goes on, newest first, with customs among them', async () => {
		await open();
		const order = sent();
		const codes = async () =>
			rowsIn((await shop.read(OLDER, olderParams(order))).details).map((row) => row.action_code);
		expect(await codes()).toEqual(['CONSIGN']);
		shop.atMs += 7 * DAY_MS;
		expect((await codes()).slice(0, 2)).toEqual(['LH_DEPART', 'CC_EX_SUCCESS']);
		shop.atMs += 9 * DAY_MS;
		const all = await codes();
		expect(all[0]).toBe('GTMS_SIGNED');
		expect(all).toEqual(expect.arrayContaining(['CC_IM_SUCCESS', 'GTMS_DELIVERING']));
	});

	test('the newer method tells the same in a language and in milliseconds', async () => {
		await open();
		const order = sent();
		shop.atMs += 16 * DAY_MS;
		const eventsOf = async (params: Record<string, JsonValue>) => {
			const result = objectIn((await shop.read(NEWER, params)).result);
			expect(result).toMatchObject({ success: true });
			return rowsIn(objectIn(result.data).details);
		};
		const english = await eventsOf({ tradeOrderId: order.id, locale: 'en_US' });
		const chinese = await eventsOf({ mailNo: numberOf(order), locale: 'zh_CN' });
		const older = rowsIn((await shop.read(OLDER, olderParams(order))).details);
		expect(english.map((row) => row.trackingCodeDesc)).toEqual(older.map((row) => row.event_desc));
		expect(chinese.map((row) => row.time)).toEqual(english.map((row) => row.time));
		expect(english.at(-1)?.time).toBe(START_MS);
		expect(chinese[0]?.trackingCodeDesc).toBe('已签收');
	});

	test('the older method wants number, order, service and destination to fit', async () => {
		await open();
		const order = sent();
		const ok = olderParams(order);
		for (const wrong of [
			{ origin: 'OTHER' },
			{ out_ref: '1' },
			{ logistics_no: 'LP1' },
			{ service_name: 'EMS' },
			{ to_area: 'XX' },
		]) {
			const answer = await shop.read(OLDER, { ...ok, ...wrong });
			expect(answer).toMatchObject({ result_success: false, error_desc: expect.any(String) });
		}
		for (const name of Object.keys(ok)) {
			expect((await shop.read(OLDER, { ...ok, [name]: '' })).code).toBe('MissingParameter');
		}
	});

	test('a parcel that is not there, or not sent', async () => {
		await open();
		const { id } = shop.sandbox.shop.placeOrder();
		const order = sent();
		for (const params of [
			{ tradeOrderId: id },
			{ tradeOrderId: order.id, mailNo: 'LP1' },
			{ mailNo: 'LP1' },
			{},
		] as Array<Record<string, JsonValue>>) {
			const { result } = await shop.read(NEWER, params);
			expect(result).toMatchObject({ success: false, errorCode: 'TRACKING_NOT_FOUND' });
		}
	});

	test('a journey can be set; the zone of its texts is an option', async () => {
		await open({ answers: { zones: { tracking: 'utc' } } });
		const order = sent();
		shop.sandbox.shop.setTracking(order.id, [
			{ atMs: START_MS, actionCode: 'GTMS_DEL_FAILURE', en: 'Failed', zh: '失败', address: '' },
			{ atMs: START_MS + DAY_MS, actionCode: 'GTMS_SIGNED', en: 'Done', zh: '成', address: 'X' },
		]);
		const { details } = await shop.read(OLDER, olderParams(order));
		expect(details).toEqual([
			expect.objectContaining({
				action_code: 'GTMS_DEL_FAILURE',
				event_date: '2026-10-20 04:00:00',
				signed_name: '',
			}),
		]);
	});

	test('some parcels of a full shop are missed at the door, some turned back', async () => {
		await open({ shop: FULL_SHOP });
		const codes = new Set<string>();
		for (const { id } of shop.sandbox.shop.orders) {
			for (const event of shop.sandbox.shop.tracking(id, shop.atMs) ?? []) {
				codes.add(event.actionCode);
			}
		}
		expect([...codes]).toEqual(
			expect.arrayContaining([
				'GTMS_DEL_FAILURE',
				'GSTA_INFORM_BUYER',
				'CC_IM_FAILURE',
				'RT_RETURN',
			]),
		);
	});
});

describe('shipments', () => {
	test('both methods list the same parcels, page by page and by filters', async () => {
		await open({ shop: { seedOrders: 60, seedDays: 30 } });
		const { orders } = shop.sandbox.shop;
		const expected = orders.filter((order) => currentVersion(order).trackingNumber);
		expect(expected.length).toBeGreaterThan(20);
		const found: JsonObject[] = [];
		for (let page = 1; page <= 20; page += 1) {
			const answer = await shop.read(SHIPMENTS, { current_page: page, page_size: 7 });
			expect(answer).toMatchObject({
				is_success: true,
				total_page: Math.ceil(expected.length / 7),
			});
			found.push(...rowsIn(answer.result_list));
		}
		expect(new Set(found.map((row) => row.order_id)).size).toBe(expected.length);
		const [first] = found;
		const one = await shop.read(SHIPMENTS, { order_id: String(first?.order_id) });
		expect(one.result_list).toEqual([first]);
		expect(first).toMatchObject({
			lp_number: expect.stringMatching(/^LP\d{14}$/),
			logistics_fee: { amount: expect.any(String), currency_code: 'CNY', cent: expect.any(Number) },
		});
		const other = objectIn(
			(await shop.read(SHIPMENT_ORDERS, { trade_order_id: String(first?.order_id) })).result,
		);
		expect(rowsIn(other.result_list)).toEqual([
			expect.objectContaining({
				logistics_order_id: first?.online_logistics_id,
				international_logistics_num: first?.internationallogistics_id,
			}),
		]);
		const closed = await shop.read(SHIPMENTS, { logistics_status: 'CLOSED', page_size: 100 });
		expect(rowsIn(closed.result_list).every((row) => row.logistics_status === 'CLOSED')).toBe(true);
		const later = await shop.read(SHIPMENTS, { gmt_create_start_str: '2026-10-20 00:00:00' });
		expect(later.result_list).toEqual([]);
		const bad = { gmt_create_start_str: '2026-10-20' };
		expect((await shop.read(SHIPMENTS, bad)).code).toBe('InvalidParameter');
		expect(await shop.read(SHIPMENTS, { current_page: 0 })).toMatchObject({ is_success: false });
	});
});

describe('services, addresses and freight', () => {
	test('all services, and those that fit an order', async () => {
		await open();
		const { result_list, result_success } = await shop.read(
			'aliexpress.logistics.redefining.listlogisticsservice',
		);
		expect(result_success).toBe(true);
		expect(rowsIn(result_list)[0]).toMatchObject({
			service_name: 'CAINIAO_STANDARD',
			display_name: 'AliExpress Standard Shipping',
			recommend_order: 1,
		});
		const method = 'aliexpress.logistics.redefining.getonlinelogisticsservicelistbyorderid';
		const { id, lines } = shop.sandbox.shop.placeOrder();
		const fitting = async (goods_weight: string) =>
			rowsIn((await shop.read(method, { order_id: id, goods_weight })).result_list);
		expect((await fitting('0.5')).length).toBeGreaterThan((await fitting('12.5')).length);
		expect(await shop.read(method, { order_id: '1' })).toMatchObject({ is_success: false });
		const asked = { tradeOrderId: id, locale: 'en_US', tradeOrderItemIdList: [lines[0]!.childId] };
		const perLine = await shop.read('aliexpress.asf.order.shipping.service.get', asked);
		const { data } = objectIn(perLine.result);
		expect(rowsIn(objectIn(data).orderShippingServiceList)[0]).toMatchObject({
			tradeOrderItemId: String(lines[0]!.childId),
		});
		const alien = { ...asked, tradeOrderItemIdList: [5] };
		const packaged = 'aliexpress.asf.package.shipping.service.get';
		expect((await shop.read(packaged, alien)).result).toMatchObject({ success: false });
		expect((await shop.read(packaged, asked)).result).toMatchObject({ success: true });
		const { locale: _, ...without } = asked;
		expect((await shop.read(packaged, without)).code).toBe('MissingParameter');
		const companies = await shop.read(
			'aliexpress.logistics.redefining.qureywlbdomesticlogisticscompany',
		);
		expect(rowsIn(companies.result_list)[0]).toMatchObject({ company_code: 'SF' });
	});

	test('addresses of the kinds asked for, in either spelling', async () => {
		await open();
		const method = 'aliexpress.logistics.redefining.getlogisticsselleraddresses';
		const answer = await shop.read(method, { seller_address_query: ['sender', 'refund'] });
		expect(rowsIn(answer.sender_seller_address_list)).toHaveLength(1);
		expect(rowsIn(answer.refund_seller_address_list)).toHaveLength(1);
		expect(answer.pickup_seller_address_list).toBeUndefined();
		const wrong = { seller_address_query: ['home'] };
		expect((await shop.read(method, wrong)).code).toBe('InvalidParameter');
		const newer = 'aliexpress.asf.seller.address.get';
		const { data } = objectIn((await shop.read(newer, { addressType: 'pickup,refund' })).result);
		expect(rowsIn(objectIn(data).pickupSellerAddressList)[0]).toMatchObject({ country: 'CN' });
		const { result } = await shop.read(newer, { addressType: 'sender' });
		expect(result).toMatchObject({ success: false, errorCode: 'INVALID_PARAM' });
	});

	test('templates, their settings, and what they come to', async () => {
		await open();
		const templates = await shop.read('aliexpress.freight.redefining.listfreighttemplate');
		expect(templates).toMatchObject({ result_success: true, result_error_desc: 'System error' });
		const [free, heavy] = rowsIn(templates.aeop_freight_template_d_t_o_list);
		const setting = 'aliexpress.freight.redefining.getfreightsettingbytemplatequery';
		const { freight_setting_list, is_success } = await shop.read(setting, {
			template_id: String(free?.template_id),
		});
		expect(is_success).toBe(true);
		expect(rowsIn(freight_setting_list)[0]).toMatchObject({
			logistics_company: 'CAINIAO_STANDARD',
			free_shipping_country: 'US UK DE FR',
		});
		expect(await shop.read(setting, { template_id: 5 })).toMatchObject({ is_success: false });
		const priceOf = async (template: JsonObject | undefined, more: Record<string, JsonValue>) => {
			const answer = await shop.read(CALCULATE, {
				freight_template_id: String(template?.template_id),
				country: 'US',
				count: 2,
				weight: '0.5',
				length: 10,
				width: 10,
				height: 5,
				product_price: { amount: '10.00', cent: 1000, currency_code: 'USD' },
				...more,
			});
			return answer.code === '0' ? rowsIn(answer.aeop_freight_calculate_result_d_t_o_list) : answer;
		};
		expect(await priceOf(free, {})).toEqual([
			expect.objectContaining({ service_name: 'CAINIAO_STANDARD', error_code: 0 }),
			expect.objectContaining({ service_name: 'CAINIAO_ECONOMY' }),
		]);
		expect(await priceOf(heavy, {})).toEqual([
			expect.objectContaining({
				freight: { amount: '9.45', cent: 945, currency_code: 'USD' },
				standard_freight: { amount: '10.50', cent: 1050, currency_code: 'USD' },
			}),
			expect.anything(),
		]);
		expect(await priceOf(heavy, { country: 'KP' })).toEqual([
			{ service_name: 'CAINIAO_STANDARD', error_code: 30_001 },
			{ service_name: 'EMS', error_code: 30_001 },
		]);
		expect(await priceOf(heavy, { country: '' })).toMatchObject({ code: 'MissingParameter' });
		expect(await priceOf(heavy, { weight: 'heavy' })).toMatchObject({ code: 'InvalidParameter' });
		const none = await shop.read(CALCULATE, {
			freight_template_id: 5,
			country: 'US',
			count: 1,
			weight: '1',
		});
		expect(none).toMatchObject({ result_success: false, result_error_desc: expect.any(String) });
	});
});
