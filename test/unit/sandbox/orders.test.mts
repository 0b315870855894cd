import { type Caller, callerOf } from '../../sandbox/caller.mts';
import { pacificText } from '../../sandbox/gateway/time.mts';
import type { JsonObject, JsonValue } from '../../sandbox/json.mts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.mts';
import { currentVersion, type Order } from '../../sandbox/shop/orders.mts';
import { FULL_SHOP } from '../../sandbox/shop/shopOptions.mts';
import { DAY_MS, objectIn, openShop, type ReadShop, rowsIn, START_MS } from './sandboxCall.mts';

describe('order lists', () => {
	const DAY_MS = 86_400_000;
	const START_MS = Date.UTC(2026, 9, 20, 12);
	let nowMs = START_MS;
	let sandbox: Sandbox;
	let caller: Caller;

	async function start(options: SandboxOptions = {}) {
		nowMs = START_MS;
		sandbox = await startSandbox({
			now: () => nowMs,
			limits: { perSecond: 1e6, perDay: 1e6 },
			...options,
			answers: { emptyLists: 'array', ...options.answers },
		});
		caller = callerOf(sandbox);
	}
	afterEach(() => sandbox.close());

	const idsIn = (result: JsonObject) =>
		(result.target_list as JsonObject[]).map(({ order_id }) => String(order_id));

	async function idsOf(query: Record<string, unknown>) {
		return idsIn(await caller.orders(query));
	}

	describe('statuses', () => {
		test('FINISH is left out unless it is the only status asked for, with a create range', async () => {
			await start();
			const open = sandbox.shop.placeOrder();
			const done = sandbox.shop.placeOrder();
			sandbox.shop.payOrder(done.id);
			sandbox.shop.finishOrder(done.id);
			const range = { create_date_start: pacificText(nowMs - DAY_MS) };
			expect(await idsOf({})).toEqual([String(open.id)]);
			expect(await idsOf({ order_status: 'FINISH' })).toEqual([]);
			expect(await idsOf({ order_status: 'FINISH', ...range })).toEqual([String(done.id)]);
			const both = { order_status_list: ['FINISH', 'PLACE_ORDER_SUCCESS'], ...range };
			expect(await idsOf(both)).toEqual([String(open.id)]);
			sandbox.settings.answers.finishRule = 'explicit';
			expect(await idsOf(both)).toHaveLength(2);
		});

		test('a running payout shows as FINISH in the list and as itself in the detail', async () => {
			await start();
			const { id } = sandbox.shop.placeOrder();
			sandbox.shop.payOrder(id);
			sandbox.shop.finishOrder(id, { payoutRuns: true });
			const range = { create_date_start: pacificText(nowMs - DAY_MS) };
			const { target_list: rows } = await caller.orders({ order_status: 'FINISH', ...range });
			expect((rows as JsonObject[])[0]).toMatchObject({ order_status: 'FINISH' });
			const detail = await caller.sync('aliexpress.trade.new.redefining.findorderbyid', {
				simplify: 'true',
				param1: `{"order_id":${id}}`,
			});
			expect(detail.target).toMatchObject({ order_status: 'FUND_PROCESSING' });
		});
	});

	describe('windows and pages', () => {
		test('open orders for 180 days, finished ones for 30', async () => {
			await start();
			const { shop } = sandbox;
			const recent = shop.placeOrder({ createdAtMs: nowMs - 179 * DAY_MS });
			shop.placeOrder({ createdAtMs: nowMs - 181 * DAY_MS });
			const finished = [29, 31].map((days) =>
				shop.placeOrder({ createdAtMs: nowMs - days * DAY_MS }),
			);
			for (const { id } of finished) shop.cancelOrder(id);
			expect(await idsOf({})).toEqual([String(recent.id)]);
			const create_date_start = pacificText(nowMs - 200 * DAY_MS);
			expect(await idsOf({ order_status: 'FINISH', create_date_start })).toEqual([
				String(finished[0]?.id),
			]);
		});

		test('create and modified ranges are whole seconds with both ends included', async () => {
			await start();
			const { id } = sandbox.shop.placeOrder({ createdAtMs: nowMs + 999 });
			sandbox.shop.payOrder(id, { atMs: nowMs + 60_500 });
			nowMs += 120_000;
			const at = (offsetMs: number) => pacificText(START_MS + offsetMs);
			const inCreate = { create_date_start: at(0), create_date_end: at(0) };
			expect(await idsOf(inCreate)).toHaveLength(1);
			expect(await idsOf({ create_date_start: at(1000) })).toHaveLength(0);
			const changed = { modified_date_start: at(60_000), modified_date_end: at(60_000) };
			expect(await idsOf(changed)).toHaveLength(1);
			expect(await idsOf({ modified_date_end: at(59_000) })).toHaveLength(0);
		});

		test('pages hold at most 50 rows, newest first, and tell the totals', async () => {
			await start({ shop: { bigIds: true } });
			for (let placed = 0; placed < 7; placed += 1) {
				sandbox.shop.placeOrder({ createdAtMs: nowMs + placed * 1000 });
			}
			nowMs += 10_000;
			const first = await caller.orders({ page_size: 3 });
			expect(first).toMatchObject({ total_count: 7, total_page: 3, current_page: 1, page_size: 3 });
			const pages = [first];
			for (const page of [2, 3])
				pages.push(await caller.orders({ page_size: 3, current_page: page }));
			const expected = sandbox.shop.orders.map(({ id }) => String(id)).reverse();
			expect(pages.flatMap(idsIn)).toEqual(expected);
			expect(await caller.orders({ page_size: 51 })).toMatchObject({ success: false });
			expect(await caller.orders({ current_page: 0 })).toMatchObject({ success: false });
		});

		test('rows that shift between pages repeat or skip', async () => {
			await start({ shop: { shiftRows: 2 } });
			for (let placed = 0; placed < 20; placed += 1) sandbox.shop.placeOrder();
			const seconds: string[] = [];
			for (let asked = 0; asked < 12; asked += 1) {
				seconds.push((await idsOf({ page_size: 5, current_page: 2 }))[0] ?? '');
			}
			expect(new Set(seconds).size).toBeGreaterThan(1);
		});

		test('late rows enter the list after their delay with their true times', async () => {
			await start();
			const { id } = sandbox.shop.placeOrder({ visibleInMs: 300_000 });
			expect(await idsOf({})).toEqual([]);
			nowMs += 300_000;
			const { target_list: rows } = await caller.orders({});
			expect((rows as JsonObject[])[0]).toMatchObject({ gmt_create: pacificText(START_MS) });
			sandbox.shop.payOrder(id, { visibleInMs: 60_000 });
			const unpaid = await caller.orders({ order_status: 'PLACE_ORDER_SUCCESS' });
			expect(unpaid.total_count).toBe(1);
			nowMs += 60_000;
			expect((await caller.orders({ order_status: 'WAIT_SELLER_SEND_GOODS' })).total_count).toBe(1);
		});
	});

	describe('daylight saving', () => {
		test('a filter in the repeated autumn hour is read one way or the other', async () => {
			const daylight = Date.UTC(2026, 10, 1, 8, 30);
			await start();
			nowMs = daylight + DAY_MS;
			sandbox.shop.placeOrder({ createdAtMs: daylight });
			const from = { create_date_start: '2026-11-01 01:30:00' };
			expect(await idsOf(from)).toEqual([]);
			sandbox.settings.answers.ambiguousHour = 'daylight';
			expect(await idsOf(from)).toHaveLength(1);
		});
	});

	describe('total_count', () => {
		const count = async () => (await caller.orders({ page_size: 1 })).total_count;
		const place = (orders: number) => {
			for (let i = 0; i < orders; i++) sandbox.shop.placeOrder();
		};

		test('leaves out the internal class, whose rows are listed all the same', async () => {
			await start({ shop: { internalPart: 0.5 } });
			place(40);
			const internal = sandbox.shop.orders.filter(({ isInternal }) => isInternal).length;
			expect(internal).toBeGreaterThan(5);
			const answer = await caller.orders({});
			expect(answer.total_count).toBe(40 - internal);
			expect(idsIn(answer)).toHaveLength(40);
		});

		test('can be absent, with the number of pages', async () => {
			await start({ answers: { orderCount: 'absent' } });
			place(3);
			const answer = await caller.orders({});
			expect(answer).not.toHaveProperty('total_count');
			expect(answer).not.toHaveProperty('total_page');
			expect(idsIn(answer)).toHaveLength(3);
		});

		test('can be wrong in one answer of twenty, or in each, by a twentieth at most', async () => {
			await start({ answers: { orderCount: 'wrongAtTimes' } });
			place(40);
			const asked = async () => await Promise.all(Array.from({ length: 200 }, count));
			const wrong = (await asked()).filter((one) => one !== 40);
			expect(wrong.length).toBeGreaterThan(2);
			expect(wrong.length).toBeLessThan(25);
			sandbox.settings.answers.orderCount = 'wrongByPart';
			const always = await asked();
			expect(always).not.toContain(40);
			for (const one of [...wrong, ...always]) expect([38, 39, 41, 42]).toContain(one);
		});

		test('falls when an order is closed, which only FINISH lists from then on', async () => {
			await start();
			const { id } = sandbox.shop.placeOrder();
			place(1);
			expect(await count()).toBe(2);
			nowMs += 60_000;
			sandbox.shop.cancelOrder(id);
			expect(await count()).toBe(1);
			const finished = { order_status: 'FINISH', create_date_start: pacificText(nowMs - DAY_MS) };
			expect(await idsOf(finished)).toEqual([String(id)]);
		});
	});
});

describe('order reads', () => {
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
			const trade = await shop.read(
				'aliexpress.trade.redefining.findordertradeinfo',
				param1(order),
			);
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
});

describe('logistics', () => {
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
			expect(english.map((row) => row.trackingCodeDesc)).toEqual(
				older.map((row) => row.event_desc),
			);
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
				logistics_fee: {
					amount: expect.any(String),
					currency_code: 'CNY',
					cent: expect.any(Number),
				},
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
			expect(rowsIn(closed.result_list).every((row) => row.logistics_status === 'CLOSED')).toBe(
				true,
			);
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
			const asked = {
				tradeOrderId: id,
				locale: 'en_US',
				tradeOrderItemIdList: [lines[0]!.childId],
			};
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
				return answer.code === '0'
					? rowsIn(answer.aeop_freight_calculate_result_d_t_o_list)
					: answer;
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
});

describe('size', () => {
	let shop: ReadShop;
	afterEach(() => shop.sandbox.close());

	const LIST = 'aliexpress.trade.seller.orderlist.get';
	const page = async (query: Record<string, string | number>) => {
		const answer = await shop.read(LIST, {
			param_aeop_order_query: { current_page: 1, page_size: 50, ...query },
		});
		return objectIn(answer.result);
	};

	describe('a full shop', () => {
		test('holds every status, big ids, and orders over months', async () => {
			shop = await openShop({ shop: FULL_SHOP });
			const { orders, products, reviews, disputes, notes } = shop.sandbox.shop;
			expect(orders).toHaveLength(2000);
			const statuses = new Set(orders.map((order) => currentVersion(order).status));
			expect([...statuses].toSorted()).toEqual([
				'ARCHIVE',
				'FINISH',
				'FUND_PROCESSING',
				'IN_CANCEL',
				'IN_FROZEN',
				'IN_ISSUE',
				'PAYMENT_PROCESSING',
				'PLACE_ORDER_SUCCESS',
				'RISK_CONTROL',
				'RISK_CONTROL_HOLD',
				'SELLER_PART_SEND_GOODS',
				'WAIT_BUYER_ACCEPT_GOODS',
				'WAIT_COMPLETE_ADDRESS',
				'WAIT_GROUP',
				'WAIT_GROUP_SUCCESS',
				'WAIT_SELLER_EXAMINE_MONEY',
				'WAIT_SELLER_SEND_GOODS',
			]);
			expect(orders.some(({ id }) => id > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true);
			expect(new Set(orders.map(({ id }) => id)).size).toBe(2000);
			const oldest = Math.min(...orders.map(({ createdAtMs }) => createdAtMs));
			expect(START_MS - oldest).toBeGreaterThan(120 * DAY_MS);
			expect(orders.every(({ versions }) => versions.every((v) => v.changedAtMs <= START_MS))).toBe(
				true,
			);
			expect(orders.some(({ lines }) => lines.length === 3)).toBe(true);
			expect(products).toHaveLength(508);
			expect(new Set(products.flatMap(({ skus }) => skus.map(({ id }) => id))).size).toBe(
				products.flatMap(({ skus }) => skus).length,
			);
			expect(products.some(({ skus }) => skus[0]?.attributes === '<none>')).toBe(true);
			expect(products.some(({ skus }) => skus[0]?.attributes.includes(';'))).toBe(true);
			expect(reviews).toHaveLength(300);
			expect(new Set(reviews.map(({ stars }) => stars)).size).toBe(5);
			expect(new Set(disputes.map(({ status }) => status)).size).toBe(3);
			expect(notes.size).toBeGreaterThan(50);
		});

		test('follows from the seed, and is built only when it is looked at', async () => {
			const some = { ...FULL_SHOP, seedOrders: 400, seedReviews: 60, seedDisputes: 12 };
			shop = await openShop({ shop: some });
			const texts: string[] = [];
			for (const seed of [3, 3, 4]) {
				const other = await startSandbox({ now: () => START_MS, seed, shop: some });
				const { placeOrder, orders, reviews, disputes, products } = other.shop;
				placeOrder();
				texts.push(
					JSON.stringify([orders, reviews, disputes, products], (_, part: unknown) =>
						typeof part === 'bigint' ? String(part) : part,
					),
				);
				expect(orders).toHaveLength(401);
				await other.close();
			}
			expect(texts[0]).toBe(texts[1]);
			expect(texts[0]).not.toBe(texts[2]);
			let filled = 0;
			const { shop: lazy } = shop.sandbox;
			lazy.fillLater(() => void (filled += 1));
			expect(lazy.promotions.length).toBeGreaterThan(0);
			expect(filled).toBe(0);
			expect(lazy.order(1n)).toBeUndefined();
			expect(lazy.orders).toHaveLength(0);
			expect(filled).toBe(1);
		});
	});

	describe('orders at scale', () => {
		test('a hundred thousand orders in pages, each once, newest first', async () => {
			shop = await openShop({ shop: { scaleOrders: 100_000 } });
			expect(await page({})).toMatchObject({ total_count: 100_000, total_page: 2000 });
			const seen = new Set<string>();
			const times: string[] = [];
			for (const current_page of [1, 2, 999, 1999, 2000]) {
				const rows = rowsIn((await page({ current_page })).target_list);
				expect(rows).toHaveLength(50);
				for (const row of rows) seen.add(String(row.order_id));
				times.push(...rows.map((row) => String(row.gmt_create)));
			}
			expect(seen.size).toBe(250);
			expect(times).toEqual(times.toSorted().reverse());
			expect((await page({ current_page: 2001 })).target_list).toEqual([]);
			const [one] = rowsIn((await page({ current_page: 1234 })).target_list);
			const { target } = await shop.read('aliexpress.trade.new.redefining.findorderbyid', {
				param1: { order_id: String(one?.order_id) },
			});
			expect(target).toMatchObject({ id: one?.order_id, gmt_create: one?.gmt_create });
			expect(shop.sandbox.shop.orders).toHaveLength(0);
		});

		test('statuses and windows filter them; orders placed later come first', async () => {
			shop = await openShop({ shop: { scaleOrders: 1000, scaleDays: 10 } });
			const unpaid = await page({ order_status: 'PLACE_ORDER_SUCCESS' });
			expect(unpaid.total_count).toBe(250);
			const day = await page({
				create_date_start: '2026-10-18 21:00:00',
				create_date_end: '2026-10-19 20:59:59',
			});
			expect(day.total_count).toBe(100);
			shop.atMs += 1000;
			const { id } = shop.sandbox.shop.placeOrder();
			const rows = rowsIn((await page({ page_size: 3 })).target_list);
			expect(rows[0]?.order_id).toBe(Number(id));
			const next = rowsIn((await page({ page_size: 3, current_page: 2 })).target_list);
			expect(new Set([...rows, ...next].map((row) => row.order_id)).size).toBe(6);
			const buyer = String(next[0]?.buyer_login_id);
			const own = rowsIn((await page({ buyer_login_id: buyer })).target_list);
			expect(own.every((row) => row.buyer_login_id === buyer)).toBe(true);
			expect((await page({})).total_count).toBe(1001);
		});

		test('scale and seeded orders do not go together', async () => {
			shop = await openShop();
			const both = startSandbox({ shop: { scaleOrders: 5, seedOrders: 5 } });
			await expect(both).rejects.toThrow('not both');
		});
	});
});
