import {
	parseFreightCosts,
	parseFreightSettings,
	toFreightCostItem,
	toFreightSettingsItem,
} from '../../../../nodes/AliExpress/parse/logistics/freight.ts';
import {
	parseServices,
	simplifyService,
	toServiceItem,
} from '../../../../nodes/AliExpress/parse/logistics/logisticsService.ts';
import {
	parseSellerAddresses,
	simplifySellerAddress,
	toSellerAddressItem,
} from '../../../../nodes/AliExpress/parse/logistics/sellerAddress.ts';
import {
	parseShipments,
	simplifyShipment,
	toShipmentItem,
} from '../../../../nodes/AliExpress/parse/logistics/shipment.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { survivesMutations } from './mutations.mts';

const masked = { includeBuyerData: false, pseudonymKey: 'secret' };
const plain = { ...masked, includeBuyerData: true };

describe('shipments', () => {
	const ONLINE: JsonObject = {
		is_success: true,
		error_desc: null,
		total_page: 1,
		current_page: 1,
		result_list: [
			{
				online_logistics_id: '9223372036854775001',
				lp_number: 'LP00123456789012',
				internationallogistics_id: 'RX123456789CN',
				logistics_status: 'WAREHOUSE_SEND_GOODS_SUCCESS',
				order_id: 8100000000000001,
				logistics_fee: { cent: 350, amount: '3.50', currency_code: 'CNY' },
				logistics_fee_list: [{ cent: 49, amount: '0.49', currency_code: 'USD' }],
			},
			{ online_logistics_id: 4, order_id: 8100000000000001 },
		],
	};
	const ORDERS: JsonObject = {
		result: {
			success: true,
			total_page: 2,
			result_list: [
				{
					logistics_order_id: 5,
					logistics_status: 'CLOSED',
					international_logistics_num: 'RX2',
					trade_order_id: 8100000000000001,
					gmt_create: '2026-11-01 08:00:00',
				},
			],
		},
	};

	test('online shipments prefer the list of fees', () => {
		const [raw] = parseShipments(ONLINE, 1).shipments;
		if (!raw) throw new Error('No shipment was read');
		const item = toShipmentItem(raw, 'UTC');
		expect(item).toEqual({
			shipmentId: '9223372036854775001',
			lpNumber: 'LP00123456789012',
			orderId: '8100000000000001',
			trackingNumber: 'RX123456789CN',
			status: 'WAREHOUSE_SEND_GOODS_SUCCESS',
			fee: { amount: '0.49', currency: 'USD' },
			fees: [{ amount: '0.49', currency: 'USD' }],
		});
		expect(item).toMatchObject(simplifyShipment(item));
	});

	test('logistics orders have times, in the zone that was chosen', () => {
		const { shipments, totalPages } = parseShipments(ORDERS, 1);
		expect(totalPages).toBe(2);
		expect(shipments.map((raw) => toShipmentItem(raw, 'Asia/Shanghai'))).toEqual([
			{
				shipmentId: '5',
				orderId: '8100000000000001',
				trackingNumber: 'RX2',
				status: 'CLOSED',
				createdAt: '2026-11-01T00:00:00.000Z',
				createdAtPlatform: '2026-11-01 08:00:00',
			},
		]);
	});

	test('a row that nothing tells apart is refused', () => {
		const body = { ...ONLINE, result_list: [{ order_id: 1 }] };
		expect(() => parseShipments(body, 1)).toThrow('result_list[0]');
	});

	test('a first page without rows is no page when a total says otherwise; a later one is', () => {
		const body: JsonObject = { is_success: true, total_page: 3 };
		expect(() => parseShipments(body, 1)).toThrow('"result_list" of the answer is missing');
		expect(parseShipments(body, 4).shipments).toEqual([]);
		expect(parseShipments({ is_success: true, total_page: 0 }, 1).shipments).toEqual([]);
	});

	test('no changed body loses shipments silently', () => {
		const items = (body: JsonObject) =>
			parseShipments(body, 1).shipments.map((raw) => toShipmentItem(raw, 'UTC'));
		for (const body of [ONLINE, ORDERS]) survivesMutations({ body, items });
	});
});

describe('services', () => {
	test.each([
		[
			'shop',
			{ field: 'result_list' },
			{
				result_success: true,
				result_list: [
					{
						service_name: 'CAINIAO_STANDARD',
						display_name: 'AliExpress Standard Shipping',
						logistics_company: 'Cainiao',
						tracking_no_regex: '^LP\\d+$',
						min_process_day: '1',
						max_process_day: 7,
						recommend_order: 1,
					},
				],
			},
			{
				code: 'CAINIAO_STANDARD',
				name: 'AliExpress Standard Shipping',
				company: 'Cainiao',
				minProcessDays: 1,
				maxProcessDays: 7,
				recommendedOrder: 1,
				trackingNumberPattern: '^LP\\d+$',
			},
		],
		[
			'order',
			{ field: 'result_list' },
			{ is_success: true, result_list: [{ code: 'EMS', name: 'EMS' }] },
			{ code: 'EMS', name: 'EMS' },
		],
		[
			'domestic',
			{ field: 'result_list' },
			{ result_success: true, result_list: [{ company_id: 100, company_code: 'SF', name: 'SF' }] },
			{ code: 'SF', name: 'SF', companyId: '100' },
		],
		[
			'order line',
			{ field: 'orderShippingServiceList', within: ['result', 'data'] },
			{
				result: {
					success: true,
					data: {
						orderShippingServiceList: [
							{
								tradeOrderItemId: '9223372036854775002',
								shipmentServiceCode: 'S',
								shipmentServiceName: 'Standard',
								shipmentServiceDeliveryMode: 'PICKUP',
							},
						],
					},
				},
			},
			{ code: 'S', name: 'Standard', orderLineId: '9223372036854775002', deliveryMode: 'PICKUP' },
		],
		[
			'package',
			{
				field: 'shipmentProviderList',
				within: ['result', 'data'],
				beside: ['unusableShipmentProviderList'],
			},
			{
				result: {
					success: true,
					data: {
						shipmentProviderList: [
							{ shipmentProviderCode: 'P', carrierInfoDTOList: [{ carrierCode: 'C' }] },
						],
						unusableShipmentProviderList: [{ shipmentProviderCode: 'Q' }],
					},
				},
			},
			{ code: 'P', carriers: [{ code: 'C' }] },
		],
	])('of a %s', (_, place, body, item) => {
		const rows = parseServices(body as JsonObject, place).map(toServiceItem);
		expect(rows).toEqual([item]);
		expect(Object.keys(simplifyService(rows[0] as never)).length).toBeLessThanOrEqual(10);
		survivesMutations({
			body: body as JsonObject,
			items: (changed) => parseServices(changed, place).map(toServiceItem),
			mayBeLeftOut: ['result_list', 'result.data', `result.data.${place.field}`],
		});
	});
});

describe('freight', () => {
	const COSTS: JsonObject = {
		result_success: true,
		result_error_desc: 'System error',
		aeop_freight_calculate_result_d_t_o_list: [
			{
				service_name: 'CAINIAO_STANDARD',
				error_code: 0,
				freight: { cent: 1234, amount: '12.34', currency_code: 'USD' },
				standard_freight: { cent: 2000, cent_factor: 100, currency_code: 'USD' },
			},
			{ service_name: 'EMS', error_code: 30001 },
		],
	};

	test('costs tell which service is not available', () => {
		expect(parseFreightCosts(COSTS).map(toFreightCostItem)).toEqual([
			{
				serviceName: 'CAINIAO_STANDARD',
				isAvailable: true,
				freight: { amount: '12.34', currency: 'USD' },
				standardFreight: { amount: '20.00', currency: 'USD' },
			},
			{ serviceName: 'EMS', isAvailable: false, refusalCode: '30001' },
		]);
	});

	test('no changed body loses costs silently', () => {
		survivesMutations({
			body: COSTS,
			items: (body) => parseFreightCosts(body).map(toFreightCostItem),
			mayBeLeftOut: ['aeop_freight_calculate_result_d_t_o_list'],
		});
	});

	const SETTINGS: JsonObject = {
		is_success: true,
		template_id: 1410065408,
		template_name: 'Free shipping',
		is_default: 'true',
		freight_setting_list: [
			{
				logistics_company: 'CAINIAO_STANDARD',
				all_free_shipping: 'N',
				free_shipping_country: 'RU US',
				standard_shipping_discount: 20,
			},
		],
	};

	test('settings carry the id that was asked for, since the answer cuts it to 32 bits', () => {
		expect(toFreightSettingsItem(parseFreightSettings(SETTINGS), '10000000000')).toEqual({
			templateId: '10000000000',
			templateName: 'Free shipping',
			isDefault: true,
			settings: [
				{
					company: 'CAINIAO_STANDARD',
					isFreeEverywhere: 'N',
					freeCountries: 'RU US',
					standardDiscount: '20',
				},
			],
		});
	});

	test('a setting that is no object is refused, one that is JSON text is read', () => {
		const read = (entry: string) =>
			parseFreightSettings({ ...SETTINGS, freight_setting_list: [entry] }).settings;
		expect(() => read('EMS')).toThrow(
			'The field "freight_setting_list[0]" of the answer is not an object.',
		);
		expect(() => read('{"logistics_company": "EM')).toThrow('is not an object');
		expect(read('{"logistics_company": "EMS"}')).toMatchObject([{ logistics_company: 'EMS' }]);
	});

	test('no changed body loses settings silently', () => {
		survivesMutations({
			body: SETTINGS,
			items: (body) => toFreightSettingsItem(parseFreightSettings(body), '1').settings,
			mayBeLeftOut: ['freight_setting_list'],
		});
	});
});

describe('seller addresses', () => {
	const row = {
		address_id: 123456789012,
		is_default: 1,
		country: 'CN',
		province: 'Zhejiang',
		city: 'Hangzhou',
		name: 'Zhang Wei Ming',
		phone: '57188880000',
		mobile: '13800001111',
		street_address: '699 Wangshang Road',
		postcode: '310052',
		email: 'shop@example.com',
	};
	const OLDER: JsonObject = {
		result_success: true,
		sender_seller_address_list: [row],
		pickup_seller_address_list: [{ ...row, address_id: 2 }],
		refund_seller_address_list: [],
	};
	const NEWER: JsonObject = {
		result: {
			success: true,
			data: {
				pickupSellerAddressList: [
					{ addressId: 7, streetAddress: '699 Wangshang Road', defaultAddress: true },
				],
				refundSellerAddressList: [{ addressId: 8 }],
			},
		},
	};
	const ALL = ['sender', 'pickup', 'refund'] as const;

	test('are masked unless asked for, country, province and city apart', () => {
		const [raw] = parseSellerAddresses(OLDER, 'older', ALL);
		if (!raw) throw new Error('No address was read');
		const item = toSellerAddressItem(raw, masked);
		expect(item).toMatchObject({
			addressId: '123456789012',
			kind: 'sender',
			isDefault: true,
			country: 'CN',
			city: 'Hangzhou',
			name: 'Z***g',
			phone: '1***1',
			street: '6***d',
		});
		for (const secret of ['Zhang', '13800001111', '57188880000', '699', 'shop@', '310052']) {
			expect(JSON.stringify(item)).not.toContain(secret);
		}
		expect(toSellerAddressItem(raw, plain)).toMatchObject({
			name: 'Zhang Wei Ming',
			phone: '13800001111',
			landline: '57188880000',
		});
		expect(Object.keys(simplifySellerAddress(item)).length).toBeLessThanOrEqual(10);
	});

	test('of both methods, only the kinds asked for', () => {
		const idsOf = (body: JsonObject, from: 'newer' | 'older', kinds: typeof ALL | ['refund']) =>
			parseSellerAddresses(body, from, kinds).map((raw) => [
				raw.kind,
				toSellerAddressItem(raw, masked).addressId,
			]);
		expect(idsOf(OLDER, 'older', ALL)).toEqual([
			['sender', '123456789012'],
			['pickup', '2'],
		]);
		expect(idsOf(NEWER, 'newer', ALL)).toEqual([
			['pickup', '7'],
			['refund', '8'],
		]);
		expect(idsOf(NEWER, 'newer', ['refund'])).toEqual([['refund', '8']]);
	});

	test('no changed body loses addresses silently', () => {
		const items = (from: 'newer' | 'older') => (body: JsonObject) =>
			parseSellerAddresses(body, from, ALL).map((raw) => toSellerAddressItem(raw, masked));
		survivesMutations({ body: OLDER, items: items('older') });
		survivesMutations({ body: NEWER, items: items('newer'), mayBeLeftOut: ['result.data'] });
	});
});
