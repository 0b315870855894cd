import {
	simplifyOrder,
	toOrderItem,
	toSimpleOrder,
} from '../../../../nodes/AliExpress/parse/order/order.ts';
import {
	parseOrderDetail,
	toOrderDetailItem,
} from '../../../../nodes/AliExpress/parse/order/orderDetail.ts';
import { parseOrderList } from '../../../../nodes/AliExpress/parse/order/orderList.ts';
import { pictureAddress, webAddress } from '../../../../nodes/AliExpress/parse/webAddress.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';

const NOW_MS = Date.parse('2026-10-02T00:00:30.000Z');
const choice = { includeBuyerData: false, pseudonymKey: 'secret', nowMs: NOW_MS };

function listed(order: JsonObject) {
	const [raw] = parseOrderList({ result: { target_list: [{ order_id: 1, ...order }] } }).orders;
	if (!raw) throw new Error('No order was read');
	return toOrderItem(raw, choice);
}

function detailed(order: JsonObject) {
	return toOrderDetailItem(parseOrderDetail({ target: { id: 1, ...order } }), choice);
}

const lines = (...maps: unknown[]) =>
	maps.map((extend_map, index) => ({ child_id: index + 1, extend_map }) as JsonObject);
const SEMI = '{"orderBusinessModel":"SEMI_CHOICE_SELF"}';
const POP = '{"a":1,"orderBusinessModel":"POP"}';

describe('the times of an order', () => {
	it('come one after the other in the hour that occurs twice in autumn', () => {
		const times = {
			gmt_create: '2026-11-01 01:10:00',
			gmt_pay_time: '2026-11-01 01:40:00',
			gmt_update: '2026-11-01 01:50:00',
			gmt_send_goods_time: '2026-11-01 01:20:00',
		};
		expect(listed(times)).toMatchObject({
			createdAt: '2026-11-01T08:10:00.000Z',
			paidAt: '2026-11-01T08:40:00.000Z',
			updatedAt: '2026-11-01T08:50:00.000Z',
			// After the payment, so in its second pass; after the placing it would be in its first.
			sentAt: '2026-11-01T09:20:00.000Z',
		});
		const { gmt_pay_time: _, ...unpaid } = { ...times, gmt_send_goods_time: '2026-11-01 01:05:00' };
		expect(listed(unpaid)).toMatchObject({ sentAt: '2026-11-01T09:05:00.000Z' });
	});
});

describe('the model of an order', () => {
	it.each([
		[[SEMI], 'SEMI_CHOICE_SELF', true],
		[[SEMI, SEMI], 'SEMI_CHOICE_SELF', true],
		[[SEMI, '{}'], 'SEMI_CHOICE_SELF', true],
		[[SEMI, POP], undefined, true],
		[[POP], 'POP', false],
		[[POP, null], 'POP', undefined],
		[['{"orderBusinessModel":"CHOICE_SEMI"}'], 'CHOICE_SEMI', true],
		[['{"orderBusinessModel":"SEMINAR"}'], 'SEMINAR', false],
		[[{ orderBusinessModel: 'SEMI_CHOICE_SELF' }], 'SEMI_CHOICE_SELF', true],
		[['{"orderBusinessModel":""}'], undefined, undefined],
		[['{"orderBusinessModel":{}}'], undefined, undefined],
		[['{"orderBusinessModel":'], undefined, undefined],
		[['orderBusinessModel'], undefined, undefined],
		[['{}'], undefined, undefined],
		[[], undefined, undefined],
	])('of the lines %j is %p, semi-managed: %p', (maps, businessModel, isSemiManaged) => {
		for (const item of [
			listed({ product_list: lines(...maps) }),
			detailed({ child_order_list: lines(...maps) }),
		]) {
			expect(item.businessModel).toBe(businessModel);
			expect(item.isSemiManaged).toBe(isSemiManaged);
			expect(simplifyOrder(item).isSemiManaged).toBe(isSemiManaged);
		}
	});

	it('stands at each line that says it', () => {
		const { products } = listed({ product_list: lines(SEMI, '{}', POP) });
		expect(products.map(({ isSemiManaged }) => isSemiManaged)).toEqual([true, undefined, false]);
		expect(products[2]).toMatchObject({ businessModel: 'POP' });
	});
});

describe('the deadline of a status', () => {
	const HOUR_MS = 3_600_000;

	it.each([
		['PLACE_ORDER_SUCCESS', 36 * HOUR_MS, '2026-10-03T12:00:00.000Z'],
		['WAIT_BUYER_ACCEPT_GOODS', '7200000', '2026-10-02T02:00:00.000Z'],
		['IN_ISSUE', -HOUR_MS, '2026-10-01T23:00:00.000Z'],
		['SOMETHING_NEW', HOUR_MS, '2026-10-02T01:00:00.000Z'],
		['PLACE_ORDER_SUCCESS', 0, undefined],
		['PLACE_ORDER_SUCCESS', 1, undefined],
		['PLACE_ORDER_SUCCESS', -1, undefined],
		['PLACE_ORDER_SUCCESS', 9_007_199_254_740_991, undefined],
		['PLACE_ORDER_SUCCESS', 'soon', undefined],
		['PLACE_ORDER_SUCCESS', null, undefined],
		['FINISH', HOUR_MS, undefined],
		['ARCHIVE', -HOUR_MS, undefined],
	])('%s with %p ms left is %p', (order_status, timeout_left_time, deadlineAt) => {
		const item = listed({ order_status, timeout_left_time });
		expect(item.deadlineAt).toBe(deadlineAt);
		expect(item).not.toHaveProperty('shipBy');
		expect(simplifyOrder(item).deadlineAt).toBe(deadlineAt);
	});

	it.each(['FINISH', 'ARCHIVE'])(
		'is none of an order that has ended, also in detail: %s',
		(status) => {
			const over_time_left = '2026-10-01 10:00:00';
			const of = (order_status: string) => detailed({ order_status, over_time_left });
			expect(of('IN_CANCEL').deadlineAt).toBe('2026-10-01T17:00:00.000Z');
			expect(of(status)).not.toHaveProperty('deadlineAt');
			expect(of(status)).not.toHaveProperty('deadlineAtPlatform');
		},
	);

	it('means shipping while the order waits for it, also when that is late', () => {
		const order_status = 'WAIT_SELLER_SEND_GOODS';
		const left = { left_send_good_day: 1, left_send_good_hour: 0, left_send_good_min: 0 };
		const inADay = '2026-10-03T00:00:00.000Z';
		expect(listed({ order_status, ...left })).toMatchObject({
			shipBy: inADay,
			deadlineAt: inADay,
		});
		const none = { left_send_good_day: 0, left_send_good_hour: 0, left_send_good_min: 0 };
		const late = '2026-10-01T22:00:00.000Z';
		expect(listed({ order_status, ...none, timeout_left_time: -2 * HOUR_MS })).toMatchObject({
			shipBy: late,
			deadlineAt: late,
		});
	});

	it('is the same in the simplified order that is read by itself', () => {
		const target_list = [
			{
				order_id: 1,
				order_status: 'IN_CANCEL',
				timeout_left_time: HOUR_MS,
				product_list: lines(SEMI),
			},
		];
		const [raw] = parseOrderList({ result: { target_list } }).orders;
		if (!raw) throw new Error('No order was read');
		expect(toSimpleOrder(raw, choice)).toEqual(simplifyOrder(toOrderItem(raw, choice)));
		expect(toSimpleOrder(raw, choice)).toMatchObject({
			deadlineAt: '2026-10-02T01:00:00.000Z',
			isSemiManaged: true,
		});
	});
});

describe('refund and dispute of an order', () => {
	const refund_info = {
		refund_status: 'refund_ok',
		refund_type: 'issue_refund',
		refund_reason: 'Not received',
		refund_time: '2026-10-01 10:00:00',
		refund_cash_amt: { amount: '12.00', cent: 1200, cent_factor: 100, currency_code: 'USD' },
		refund_coupon_amt: { cent: 50, cent_factor: 100, currency: { currency_code: 'USD' } },
	};
	const refunded = {
		refundStatus: 'refund_ok',
		refundType: 'issue_refund',
		refundReason: 'Not received',
		refundedAt: '2026-10-01T17:00:00.000Z',
		refundedAtPlatform: '2026-10-01 10:00:00',
		refundAmount: { amount: '12.00', currency: 'USD' },
		refundCoupon: { amount: '0.50', currency: 'USD' },
	};
	const issue = {
		issue_status: 'IN_ISSUE',
		issue_model: 'w',
		issue_time: '2026-09-30 10:00:00',
	};
	const disputed = {
		issueStatus: 'IN_ISSUE',
		issueMode: 'w',
		issueAt: '2026-09-30T17:00:00.000Z',
		issueAtPlatform: '2026-09-30 10:00:00',
	};

	it('stand at the order and at its lines', () => {
		const line = { child_order_id: 2, refund_info, child_issue_info: issue };
		const item = detailed({ refund_info, issue_info: issue, child_order_list: [line] });
		expect(item).toMatchObject({ ...refunded, ...disputed });
		expect(item.products).toEqual([{ childOrderId: '2', ...refunded, ...disputed }]);
	});

	it('leave out what is not said', () => {
		const odd = { refund_cash_amt: 'all', refund_coupon_amt: 5, refund_time: '' };
		const item = detailed({ refund_info: odd, issue_info: 'x', issue_status: 'NO_ISSUE' });
		expect(item).toEqual({
			orderId: '1',
			issueStatus: 'NO_ISSUE',
			products: [],
			productCount: 0,
			shipments: [],
			history: [],
		});
	});
});

describe('addresses', () => {
	const NAME = 'A5093870000000000000000000000000D.jpg';

	it.each([
		['https://ae01.alicdn.com/kf/a.jpg', 'https://ae01.alicdn.com/kf/a.jpg'],
		['http://ae01.alicdn.com/kf/a.jpg', 'https://ae01.alicdn.com/kf/a.jpg'],
		['http://g03.a.alicdn.com/kf/a.gif', 'http://g03.a.alicdn.com/kf/a.gif'],
		['//www.aliexpress.com/x.html?id=1', 'https://www.aliexpress.com/x.html?id=1'],
		[' https://a.example/b.jpg\u0000', 'https://a.example/b.jpg'],
		['http://a.example/http://b.example/c.jpg', 'http://b.example/c.jpg'],
		['https://a.example/https://b.example/c.jpg', 'https://b.example/c.jpg'],
		['https://a.example/go?to=https://b.example/', 'https://a.example/go?to=https://b.example/'],
		['https://例え.example/b.jpg', 'https://例え.example/b.jpg'],
		['javascript:alert(1)', undefined],
		['/kf/a.jpg', undefined],
		['a.jpg', undefined],
		['https://', undefined],
		['//', undefined],
		['', undefined],
		[undefined, undefined],
	])('%p is %p', (written, address) => {
		expect(webAddress(written)).toBe(address);
		expect(pictureAddress(written)).toBe(address);
	});

	it.each([
		[NAME, `https://ae01.alicdn.com/kf/${NAME}`],
		['HTB1abcdefghijklmnopq.png', 'https://ae01.alicdn.com/kf/HTB1abcdefghijklmnopq.png'],
		['photo of the goods.jpg', undefined],
		['../../../../../../etc/passwd.jpg', undefined],
	])('the name of a picture, %p, is %p', (written, address) => {
		expect(webAddress(written)).toBeUndefined();
		expect(pictureAddress(written)).toBe(address);
	});

	it('of a picture come from where one stands', () => {
		const line = { child_id: 1, snapshot_small_photo_path: `http://ae01.alicdn.com/kf/${NAME}` };
		for (const name of [NAME, 'null', 'odd name', null]) {
			const [shown] = detailed({ child_order_list: [{ ...line, product_img_url: name }] }).products;
			expect(shown?.imageUrl).toBe(`https://ae01.alicdn.com/kf/${NAME}`);
		}
	});
});

describe('the autumn hour', () => {
	// 01:50 is in the first pass, so what happened after it at 01:10 is in the second one.
	it('leaves no order changed before it was created', () => {
		const times = { gmt_create: '2026-11-01 01:50:00', gmt_modified: '2026-11-01 01:10:00' };
		for (const item of [listed(times), detailed(times)]) {
			expect(item).toMatchObject({
				createdAt: '2026-11-01T08:50:00.000Z',
				updatedAt: '2026-11-01T09:10:00.000Z',
			});
		}
		const paid = { ...times, gmt_pay_time: '2026-11-01 01:05:00' };
		expect(listed(paid)).toMatchObject({
			paidAt: '2026-11-01T09:05:00.000Z',
			updatedAt: '2026-11-01T09:10:00.000Z',
		});
	});
});

describe('a list of one', () => {
	it.each([
		{
			target_list: {
				order_dto: { order_id: 7, product_list: { order_product_dto: { child_id: 8 } } },
			},
		},
		{ target_list: { order_id: 7, product_list: { child_id: 8 } } },
		{ target_list: [{ order_id: 7, product_list: [{ child_id: 8 }] }] },
	] as JsonObject[])('is read from %j', (result) => {
		const { orders } = parseOrderList({ result: { ...result, success: true, total_count: 1 } });
		expect(orders.map((raw) => toOrderItem(raw, choice))).toEqual([
			{ orderId: '7', products: [{ childOrderId: '8' }], productCount: 1 },
		]);
	});
});
