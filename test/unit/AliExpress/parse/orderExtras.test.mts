import {
	simplifyOrder,
	toOrderItem,
	toSimpleOrder,
} from '../../../../nodes/AliExpress/parse/order/order.ts';
import {
	parseReceipt,
	parseUnmasking,
	simplifyReceipt,
	toReceiptItem,
	withPlainText,
} from '../../../../nodes/AliExpress/parse/order/orderAddress.ts';
import {
	parseOrderDetail,
	toOrderDetailItem,
	withPlainBuyer,
} from '../../../../nodes/AliExpress/parse/order/orderDetail.ts';
import { parseFunds, toFundItem } from '../../../../nodes/AliExpress/parse/order/orderFund.ts';
import {
	parseOrderList,
	parseSlimOrderList,
} from '../../../../nodes/AliExpress/parse/order/orderList.ts';
import { parseNotes } from '../../../../nodes/AliExpress/parse/store.ts';
import { parsePendingReviews } from '../../../../nodes/AliExpress/parse/review/reviewPending.ts';
import { parseJson, type JsonObject } from '../../../../nodes/wire/json.ts';
import { opened, survivesMutations } from './mutations.mts';

const masked = { includeBuyerData: false, pseudonymKey: 'secret', nowMs: Date.UTC(2026, 9, 2) };
const plain = { ...masked, includeBuyerData: true };
const usd = (amount: string) => ({ amount, currency: 'USD' });
const USD = { currency_code: 'USD' };

describe('order list', () => {
	test('survives whatever is done to a body', () => {
		const line = { child_id: 2, product_id: 3, product_unit_price: { amount: '1.00', ...USD } };
		const order = {
			order_id: 8100000000000001,
			order_status: 'FINISH',
			gmt_create: '2026-10-01 12:12:12',
			pay_amount: { amount: '12.34', ...USD },
			product_list: [line],
		};
		survivesMutations({
			body: { result: { success: true, total_count: 1, current_page: 1, target_list: [order] } },
			items: (value) => parseOrderList(value, 1).orders.map((raw) => toOrderItem(raw, masked)),
		});
	});

	test('the short way to a simplified order leads where the long one does', () => {
		const line = {
			product_id: 3,
			product_name: 'Earbuds',
			product_count: '2',
			product_price: { cent: 1234, cent_factor: 100, currency: USD },
			product_img_url: 'https://ae01.alicdn.com/kf/a.jpg',
			sku_code: 'EARBUD-01',
			memo: 'Ring twice',
		};
		const order = {
			order_id: 8100000000000001,
			order_status: 'WAIT_SELLER_SEND_GOODS',
			gmt_create: '2026-10-01 12:12:12',
			gmt_pay_time: '2026-10-01 12:20:00',
			gmt_modified: '2026-10-01 13:00:00',
			pay_amount: { amount: '12.34', ...USD },
			left_send_good_day: 3,
			left_send_good_hour: '5',
			order_detail_url: 'https://trade.aliexpress.com/1',
			buyer_signer_fullname: 'Test Buyer',
			buyer_info: { login_id: 'us1', country: 'US' },
			receipt_address: { country: 'DE' },
			product_list: [line],
		};
		survivesMutations({
			body: { result: { success: true, total_count: 1, current_page: 1, target_list: [order] } },
			items: (value) =>
				parseOrderList(value, 1).orders.flatMap((raw) =>
					[masked, plain].map((choice) => {
						const short = toSimpleOrder(raw, choice);
						expect(short).toEqual(simplifyOrder(toOrderItem(raw, choice), choice));
						return short;
					}),
				),
		});
	});
});

describe('slim list', () => {
	const body = {
		result: {
			total_item: 1,
			order_list: [
				{
					order_id: 8100000000000001,
					order_status: 'WAIT_SELLER_SEND_GOODS',
					gmt_create: '2026-10-01 12:12:12',
					gmt_modified: '2026-10-01 13:00:00',
					biz_type: 'AE_COMMON',
					memo: 'Ring twice',
					product_list: [
						{
							child_id: 8100000000000002,
							product_id: 1005000000000000,
							product_name: 'Earbuds',
							product_count: 2,
							product_unit_price: '12.34',
							product_unit_price_cur: 'USD',
						},
					],
				},
			],
		},
	};
	const items = (value: JsonObject) =>
		parseSlimOrderList(value, 1).orders.map((raw) => toOrderItem(raw, masked));

	test('has the items of the other list, without a buyer', () => {
		const [item] = items(opened(body));
		expect(simplifyOrder(item!)).toEqual({
			orderId: '8100000000000001',
			status: 'WAIT_SELLER_SEND_GOODS',
			createdAt: '2026-10-01T19:12:12.000Z',
			updatedAt: '2026-10-01T20:00:00.000Z',
			products: [
				{
					productId: '1005000000000000',
					name: 'Earbuds',
					quantity: 2,
					unitPrice: usd('12.34'),
				},
			],
			productCount: 1,
		});
		expect(JSON.stringify(item)).not.toContain('Ring twice');
	});

	test('the source stays as it was written', () => {
		const [raw] = parseSlimOrderList(opened(body), 1).orders;
		expect(raw?.source).toEqual(body.result.order_list[0]);
	});

	test('a price as object is read too', () => {
		const value = structuredClone(body) as unknown as JsonObject;
		const line = (value.result as typeof body.result).order_list[0]!.product_list[0]!;
		Object.assign(line, { product_unit_price: { amount: '1.00', ...USD } });
		expect(items(value)[0]?.products[0]?.unitPrice).toEqual(usd('1.00'));
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({ body, items });
	});
});

describe('address', () => {
	const address = {
		contact_person: 'G*** K***',
		mobile_no: '55501***',
		detail_address: '1 Te*** Street',
		address2: 'Flat 2',
		city: 'Testville',
		province: 'Test Province',
		zip: '00000',
		country: 'PL',
		country_name: 'Poland',
		cpf_no: '123.456.789-00',
		fax_area: '0571-77',
		fax_number: '8800-4711',
		phone_number: '5550100199',
		oaid: 'OAID-SECRET',
	};
	const body = { result: address };

	test('all but the country is masked unless asked for', () => {
		const item = toReceiptItem('1', parseReceipt(body), masked);
		const shown = JSON.stringify(item);
		for (const [key, value] of Object.entries(address)) {
			if (!key.startsWith('country')) expect(shown).not.toContain(value);
		}
		expect(item).toMatchObject({ orderId: '1', country: 'PL', countryName: 'Poland' });
		expect(simplifyReceipt(item)).not.toHaveProperty('taxNumber');
		const open = toReceiptItem('1', parseReceipt(body), plain);
		expect(open).toMatchObject({ city: 'Testville', taxNumber: '123.456.789-00' });
		expect(JSON.stringify(open)).not.toContain('OAID');
	});

	test('what the platform unmasks takes the place of what it masked', () => {
		const outcome = parseUnmasking({
			result_code: 200,
			result_info: 'success',
			result_obj: { buyer_signer_fullname: 'Test Buyer', mobile_no: '5550100100', address2: '' },
		});
		if (!outcome.ok) throw new Error('Nothing was unmasked');
		const receipt = withPlainText(parseReceipt(body), outcome.plain);
		expect(toReceiptItem('1', receipt, plain)).toMatchObject({
			contactPerson: 'Test Buyer',
			mobile: '5550100100',
			street: '1 Te*** Street',
			street2: 'Flat 2',
		});
		const detail = parseOrderDetail({ target: { id: 1, receipt_address: address } });
		expect(toOrderDetailItem(withPlainBuyer(detail, outcome.plain), plain)).toMatchObject({
			buyer: { name: 'Test Buyer' },
			address: { mobile: '5550100100', street2: 'Flat 2' },
		});
	});

	test.each([
		[{ result_code: 500, result_info: 'No permission' }, '500: No permission'],
		[{ result_code: 500, result_obj: {} }, '500'],
		[{ result_obj: null }, ''],
		[{ result: { result_code: '7', result_info: 'x' } }, '7: x'],
	])('%j is no unmasking', (value, said) => {
		expect(parseUnmasking(value as JsonObject)).toEqual({ ok: false, said });
	});

	test.each([{}, { result: null }, { result: {} }, { result: { a: 1 } }, { result: 'x' }])(
		'%j is no address',
		(value) => {
			expect(() => parseReceipt(value as JsonObject)).toThrow('"result"');
		},
	);

	test('survives whatever is done to a body', () => {
		survivesMutations({
			body,
			items: (value) => [toReceiptItem('1', parseReceipt(value), masked)],
		});
	});
});

describe('fund', () => {
	const part = {
		child_order_id: 8100000000000002,
		loan_status: 'loan_ok',
		wait_loan_reson: 'buyer_not_confirm',
		loan_amount: { amount: '12.34', cent: 1234, cent_factor: 100, ...USD },
		real_loan_amount: { cent: 1100, cent_factor: 100, ...USD },
		escrow_fee: { amount: '0.62', ...USD },
		affiliate_commission: { amount: '0.50', ...USD },
	};
	const order = {
		order_id: 8100000000000001,
		order_status: 'FINISH',
		amount_total: { amount: '12.34', ...USD },
		son_order_list: [part],
	};
	const body = { result: { total_item: 1, order_list: [order] } };
	const items = (value: JsonObject) => parseFunds(value, 1).funds.map(toFundItem);

	test('tells what was paid out per line', () => {
		expect(items(opened(body))).toEqual([
			{
				orderId: '8100000000000001',
				status: 'FINISH',
				amount: usd('12.34'),
				parts: [
					{
						childOrderId: '8100000000000002',
						loanStatus: 'loan_ok',
						waitReason: 'buyer_not_confirm',
						loanAmount: usd('12.34'),
						paidOut: usd('11.00'),
						escrowFee: usd('0.62'),
						affiliateCommission: usd('0.50'),
					},
				],
			},
		]);
	});

	test('no payout is an empty list only where the total agrees', () => {
		expect(items({ result: { total_item: 0 } })).toEqual([]);
		expect(() => items({ result: { total_item: 1 } })).toThrow('is missing');
		expect(() => items({ result: {} })).toThrow('is missing');
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({ body, items });
	});
});

describe('notes', () => {
	const body = {
		result: { error_code: 0, datas: [{ remark_id: 8100000000000001, content: 'Fragile' }] },
	};
	const items = (value: JsonObject) => parseNotes(value).map(({ fields }) => fields);

	test('are found by order', () => {
		expect(items(opened(body))).toEqual([{ remark_id: '8100000000000001', content: 'Fragile' }]);
	});

	test('no order needs to have one, but the answer has to be one of the method', () => {
		expect(items({ result: { error_code: 0 } })).toEqual([]);
		expect(items({ result: {} })).toEqual([]);
		expect(() => items({ result: { a: 1 } })).toThrow('is missing');
		expect(() => items({ request_id: 'x' })).toThrow('"result"');
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({ body, items, mayBeLeftOut: ['result', 'result.datas'] });
	});
});

describe('pending reviews', () => {
	const body = {
		result: {
			is_success: true,
			error_code: 0,
			error_message: null,
			total_item: 1,
			result_list: ['{"orderId":8100000000000001}'],
		},
	};
	const items = (value: JsonObject) =>
		parsePendingReviews(value, 1).pending.map(({ orderId }) => orderId);

	test('rows are JSON text and keep every digit', () => {
		const rows = ['{"orderId":9223372036854775001}', '{"orderId":"8100000000000001"}'];
		const value = { result: { is_success: true, total_item: 2, result_list: { json: rows } } };
		expect(items(value)).toEqual(['9223372036854775001', '8100000000000001']);
		const asObjects = '{"result":{"total_item":1,"result_list":[{"orderId":9223372036854775001}]}}';
		expect(items(parseJson(asObjects) as JsonObject)).toEqual(['9223372036854775001']);
	});

	test.each(['{broken', '{}', '[]', '"x"', '5', '{"orderId":"Grzegorz"}', '{"orderId":1.5}'])(
		'a row of the form %s is refused',
		(row) => {
			const value = { result: { total_item: 1, result_list: [row] } };
			expect(() => items(value)).toThrow('result_list[0]');
			expect(() => items(value)).not.toThrow('Grzegorz');
		},
	);

	test('survives whatever is done to a body', () => {
		survivesMutations({ body, items });
	});
});
