import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { runItems } from '../../../../nodes/AliExpress/actions/catalog.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import {
	clientOf,
	contextOf,
	NODE,
	quotaRefusal,
	type SeenCall,
} from '../../../client/context.mts';

const NEWER = 'aliexpress.asf.shipment.tracking.get';
const OLDER = 'aliexpress.logistics.redefining.querytrackingresult';
const ORDER = 'aliexpress.trade.new.redefining.findorderbyid';
const TRACKING = { resource: 'logistics', operation: 'getTracking', orderId: '8100000000000001' };

const newerAnswer = (...events: JsonObject[]): JsonObject => ({
	result: { success: true, data: { details: events } },
});
const olderAnswer = (...events: JsonObject[]): JsonObject => ({
	result_success: true,
	details: events,
});
const orderAnswer = (...numbers: string[]): JsonObject => ({
	target: {
		id: '8100000000000001',
		logistic_info_list: numbers.map((number) => ({
			logistics_no: number,
			logistics_type_code: `SERVICE_OF_${number}`,
		})),
		receipt_address: { country: 'UK' },
	},
});
const signed = { action_code: 'GTMS_SIGNED', event_date: '2026-11-10 09:30:00' };
const delivered = { time: 1762765800000, trackingCodeDesc: 'Delivered' };

function refusal(cause: string, httpCode: string) {
	return new NodeApiError(NODE, { code: 'X', cause }, { message: `Refused: ${cause}`, httpCode });
}

/** Answers by method; a function may throw to refuse. */
function platform(answers: Record<string, () => JsonObject>) {
	return clientOf(({ method }) => {
		const answer = answers[method];
		if (!answer) throw new Error(`No call of ${method} was expected`);
		return answer();
	});
}

const run = async (
	parameters: Record<string, unknown>,
	{ client, calls }: ReturnType<typeof clientOf>,
) => {
	const { context, hints } = contextOf([parameters]);
	const items = (await runItems(context, client)).map(({ json }) => json);
	return { items, methods: calls.map(({ method }) => method), calls, hints };
};

async function refusedBefore(parameters: Record<string, unknown>, words: string): Promise<void> {
	const seen = clientOf(() => ({}));
	const { context } = contextOf([parameters]);
	const reason: unknown = await runItems(context, seen.client).catch((thrown: unknown) => thrown);
	expect(reason).toBeInstanceOf(NodeOperationError);
	expect(String((reason as Error).message)).toContain(words);
	expect(seen.calls).toEqual([]);
}

describe('tracking', () => {
	test('a number that is known costs one call', async () => {
		const seen = platform({ [NEWER]: () => newerAnswer(delivered) });
		const { items, calls } = await run({ ...TRACKING, trackingNumber: ' LP001 ' }, seen);
		expect(items).toMatchObject([{ trackingNumber: 'LP001', milestone: 'signed' }]);
		expect(calls.map(({ sent }) => sent)).toEqual([
			'{"mailNo":"LP001","tradeOrderId":8100000000000001,"locale":"en_US"}',
		]);
	});

	test('without a number all parcels of the order are tracked', async () => {
		const seen = platform({
			[ORDER]: () => orderAnswer('LP001', 'LP002', 'LP001'),
			[NEWER]: () => newerAnswer(delivered),
		});
		const { items, methods } = await run(TRACKING, seen);
		expect(items.map(({ trackingNumber }) => trackingNumber)).toEqual(['LP001', 'LP002']);
		expect(methods).toEqual([ORDER, NEWER, NEWER]);
	});

	test('an order without shipments gives one item without events, and says so', async () => {
		const { items, hints } = await run(TRACKING, platform({ [ORDER]: () => orderAnswer() }));
		expect(items).toEqual([
			{ orderId: '8100000000000001', isDelivered: false, milestones: [], events: [] },
		]);
		expect(hints[0]?.message).toContain('no shipment yet');
	});

	test.each([
		['no events', () => newerAnswer()],
		[
			'a missing permission',
			() => {
				throw refusal('permission', '403');
			},
		],
		[
			'a retired method',
			() => {
				throw refusal('retired', '404');
			},
		],
		[
			'a refusal of the method',
			() => {
				throw refusal('business', '422');
			},
		],
	])('%s: the older method is asked with service and country of the order', async (_, answer) => {
		const seen = platform({
			[NEWER]: answer,
			[ORDER]: () => orderAnswer('LP001'),
			[OLDER]: () => olderAnswer(signed),
		});
		const { items, methods, calls } = await run({ ...TRACKING, trackingNumber: 'LP001' }, seen);
		expect(items).toMatchObject([{ milestone: 'signed', events: [{ code: 'GTMS_SIGNED' }] }]);
		expect(methods).toEqual([NEWER, ORDER, OLDER]);
		expect(calls[2]?.params).toEqual({
			logistics_no: 'LP001',
			origin: 'ESCROW',
			out_ref: 8100000000000001,
			service_name: 'SERVICE_OF_LP001',
			to_area: 'UK',
		});
	});

	test('service and country given by the user save the look-up', async () => {
		const seen = platform({ [OLDER]: () => olderAnswer(signed) });
		const options = { trackingMethod: 'older', serviceCode: 'EMS', country: 'SRB' };
		const asked = { ...TRACKING, trackingNumber: 'LP001', options };
		const { methods, calls } = await run(asked, seen);
		expect(methods).toEqual([OLDER]);
		expect(calls[0]?.params).toMatchObject({ service_name: 'EMS', to_area: 'SRB' });
	});

	test.each([
		['429', 'quota'],
		['401', 'token'],
		['503', 'service'],
	])('a refusal %s is not of the method and costs no second one', async (httpCode, cause) => {
		const seen = platform({
			[NEWER]: () => {
				throw refusal(cause, httpCode);
			},
		});
		await expect(run({ ...TRACKING, trackingNumber: 'LP001' }, seen)).rejects.toThrow(cause);
		expect(seen.calls).toHaveLength(1);
	});

	test('a parcel that neither knows has no events; one that both refuse is refused', async () => {
		const refuse = () => {
			throw refusal('business', '422');
		};
		const asked = { ...TRACKING, trackingNumber: 'LP001' };
		const order = { [ORDER]: () => orderAnswer('LP001') };
		const none = platform({ ...order, [NEWER]: () => newerAnswer(), [OLDER]: refuse });
		expect((await run(asked, none)).items).toMatchObject([{ events: [], milestones: [] }]);
		const both = platform({ ...order, [NEWER]: refuse, [OLDER]: refuse });
		await expect(run(asked, both)).rejects.toThrow('Refused: business');
	});

	test('a parcel that is not of the order tells what to give', async () => {
		const seen = platform({ [NEWER]: () => newerAnswer(), [ORDER]: () => orderAnswer('LP002') });
		await expect(run({ ...TRACKING, trackingNumber: 'LP001' }, seen)).rejects.toThrow(
			'The order does not tell the Service Code of this parcel',
		);
	});

	test('a quota that ends in the middle hands over the parcels so far', async () => {
		let asked = 0;
		const seen = platform({
			[ORDER]: () => orderAnswer('LP001', 'LP002'),
			[NEWER]: () => {
				asked += 1;
				if (asked > 1) throw quotaRefusal();
				return newerAnswer(delivered);
			},
		});
		const { items, hints } = await run(TRACKING, seen);
		expect(items).toHaveLength(1);
		expect(hints[0]?.message).toContain('Limited to 1 parcels');
	});

	test.each([
		[{ orderId: 'x' }, 'The order ID is not an ID'],
		[{ trackingNumber: 'LP 001' }, 'tracking number'],
		[{ trackingNumber: { a: 1 } }, 'tracking number'],
		[{ options: { locale: 'english' } }, 'language'],
		[{ options: { country: 'Poland' } }, 'country code'],
	])('%j is refused before a call', async (parameters, words) => {
		await refusedBefore({ ...TRACKING, ...parameters }, words);
	});
});

describe('shipments', () => {
	const SHIPMENTS = { resource: 'logistics', operation: 'getShipments' };
	const rows = (from: number, count: number) =>
		Array.from({ length: count }, (_, index) => ({ online_logistics_id: from + index }));
	const online = (list: JsonObject[], pages?: number): JsonObject => ({
		is_success: true,
		result_list: list,
		...(pages !== undefined && { total_page: pages }),
	});

	test('filters go out under the names of each list', async () => {
		const filters = {
			orderId: '8100000000000001',
			trackingNumber: 'RX123456789CN',
			domesticNumber: 'SF1234',
			status: 'CLOSED',
			createdAfter: '2026-11-01T00:00:00Z',
			createdBefore: '2026-11-02T00:00:00Z',
		};
		const options = { zone: 'Asia/Shanghai' };
		const of = async (shipmentKind: string, more = {}) => {
			const seen = clientOf(() => ({
				...online([], 0),
				result: { success: true, result_list: [] },
			}));
			const asked = { ...SHIPMENTS, shipmentKind, filters: { ...filters, ...more }, options };
			return (await run(asked, seen)).calls[0];
		};
		const dates = {
			gmt_create_start_str: '2026-11-01 08:00:00',
			gmt_create_end_str: '2026-11-02 08:00:00',
			logistics_status: 'CLOSED',
			current_page: 1,
			page_size: 50,
		};
		expect(await of('online', { lpNumber: 'LP001', logisticsOrderId: '7' })).toMatchObject({
			method: 'aliexpress.logistics.redefining.getonlinelogisticsinfo',
			params: {
				...dates,
				order_id: 8100000000000001,
				international_logistics_id: 'RX123456789CN',
				china_logistics_id: 'SF1234',
				logistics_order_code: 'LP001',
				logistics_order_id: 7,
			},
		});
		expect((await of('logisticsOrder'))?.params).toEqual({
			...dates,
			trade_order_id: 8100000000000001,
			international_logistics_num: 'RX123456789CN',
			domestic_logistics_num: 'SF1234',
		});
	});

	test.each([3, undefined])('returns all pages, with totals %p', async (pages) => {
		const seen = clientOf(({ params }: SeenCall) => {
			const page = Number(params.current_page);
			return online(rows(page * 100, page === 3 ? 10 : 50), pages);
		});
		const { items, calls } = await run({ ...SHIPMENTS, returnAll: true }, seen);
		expect(items).toHaveLength(110);
		expect(calls).toHaveLength(3);
	});

	test.each([
		[{ filters: { createdAfter: '2026-11-02', createdBefore: '2026-11-01' } }, 'is not before'],
		[{ filters: { orderId: 'x' } }, 'The order ID is not an ID'],
		[{ filters: { logisticsOrderId: 'x' } }, 'logistics order ID'],
		[{ filters: { status: 'a b' } }, 'status'],
		[{ shipmentKind: 'logisticsOrder', filters: { lpNumber: 'LP001' } }, 'LP number'],
	])('%j is refused before a call', async (parameters, words) => {
		await refusedBefore({ ...SHIPMENTS, ...parameters }, words);
	});
});

describe('services', () => {
	const SERVICES = { resource: 'logistics', operation: 'getServices', orderId: '8100000000000001' };
	const list = { is_success: true, result_list: [{ code: 'EMS' }] };

	test.each([
		[{ servicesOf: 'shop' }, 'aliexpress.logistics.redefining.listlogisticsservice', {}],
		[
			{ servicesOf: 'domestic' },
			'aliexpress.logistics.redefining.qureywlbdomesticlogisticscompany',
			{},
		],
		[
			{ servicesOf: 'order', options: { goodsWeight: 0.5, goodsLength: 20 } },
			'aliexpress.logistics.redefining.getonlinelogisticsservicelistbyorderid',
			{ order_id: 8100000000000001, goods_weight: '0.5', goods_length: 20, locale: 'en_US' },
		],
		[
			{ servicesOf: 'orderLines', orderLineIds: '1, 9223372036854775002' },
			'aliexpress.asf.order.shipping.service.get',
			{
				tradeOrderId: 8100000000000001,
				tradeOrderItemIdList: [1, '9223372036854775002'],
				locale: 'en_US',
			},
		],
		[
			{ servicesOf: 'package', orderLineIds: ['1'] },
			'aliexpress.asf.package.shipping.service.get',
			{ tradeOrderId: 8100000000000001, tradeOrderItemIdList: [1], locale: 'en_US' },
		],
	])('%j', async (parameters, method, params) => {
		const field = method.includes('package') ? 'shipmentProviderList' : 'orderShippingServiceList';
		const data = { [field]: [{ shipmentServiceCode: 'EMS', shipmentProviderCode: 'EMS' }] };
		const isAsf = method.includes('.asf.');
		const seen = clientOf(() => (isAsf ? { result: { success: true, data } } : list));
		const { items, calls } = await run({ ...SERVICES, ...parameters }, seen);
		expect(items).toEqual([{ code: 'EMS' }]);
		expect(calls).toMatchObject([{ method, params }]);
	});

	test.each([
		[{ servicesOf: 'orderLines', orderLineIds: '' }, 'No order line was given'],
		[
			{ servicesOf: 'package', orderLineIds: Array.from({ length: 101 }, (_, n) => String(n + 1)) },
			'more than 100 order line IDs',
		],
		[{ servicesOf: 'order', options: { goodsWeight: 501 } }, 'Weight'],
		[{ servicesOf: 'order', options: { goodsLength: 1.5 } }, 'Length'],
		[{ servicesOf: 'moon' }, 'no services of "moon"'],
	])('%j is refused before a call', async (parameters, words) => {
		await refusedBefore({ ...SERVICES, ...parameters }, words);
	});
});

describe('freight', () => {
	const FREIGHT = {
		resource: 'logistics',
		operation: 'calculateFreight',
		templateId: '10000100001',
		country: 'US',
		count: 2,
		weight: 0.25,
		length: 20,
		width: '15',
		height: 10,
		price: '12.3',
		currency: 'USD',
	};
	const field = 'aeop_freight_calculate_result_d_t_o_list';
	const costs = () => ({ result_success: true, [field]: [{ service_name: 'EMS' }] });

	test('the parcel goes out exact, the price as amount and in the smallest unit', async () => {
		const options = { packBaseUnit: 1, packAddUnit: 1, packAddWeight: '0.2' };
		const { calls, items } = await run({ ...FREIGHT, options }, clientOf(costs));
		expect(items).toEqual([{ serviceName: 'EMS', isAvailable: false }]);
		expect(calls[0]?.params).toEqual({
			freight_template_id: 10000100001,
			country: 'US',
			count: 2,
			weight: '0.25',
			length: 20,
			width: 15,
			height: 10,
			product_price: { amount: '12.3', cent: 1230, currency_code: 'USD' },
			is_custom_pack_weight: true,
			pack_base_unit: 1,
			pack_add_unit: 1,
			pack_add_weight: '0.2',
		});
	});

	test.each([
		['1200', 'JPY', { amount: '1200', cent: 1200, currency_code: 'JPY' }],
		['0.10', 'EUR', { amount: '0.10', cent: 10, currency_code: 'EUR' }],
		[9.99, 'USD', { amount: '9.99', cent: 999, currency_code: 'USD' }],
	])('a price of %p %s', async (price, currency, product_price) => {
		const { calls } = await run({ ...FREIGHT, price, currency }, clientOf(costs));
		expect(calls[0]?.params).toMatchObject({ product_price });
	});

	test.each([
		[{ templateId: '' }, 'The template ID is not an ID'],
		[{ country: '' }, '"Country" is missing'],
		[{ country: 'usa!' }, 'country code'],
		[{ count: 0 }, 'Pieces'],
		[{ count: 1.5 }, 'Pieces'],
		[{ weight: 0 }, '"Weight" is missing'],
		[{ weight: -1 }, 'Weight'],
		[{ length: 701 }, 'Length'],
		[{ height: 'tall' }, 'Height'],
		[{ price: '' }, '"Product Price" is missing'],
		[{ price: 'free' }, 'Product Price'],
		[{ price: '1.234' }, 'more decimals than USD'],
		[{ price: '1.5', currency: 'JPY' }, 'more decimals than JPY'],
		[{ currency: 'dollar' }, 'currency'],
		[{ options: { packAddUnit: 1 } }, 'Custom weight is not complete'],
	])('%j is refused before a call', async (parameters, words) => {
		await refusedBefore({ ...FREIGHT, ...parameters }, words);
	});

	test('settings are read by the id of the template', async () => {
		const seen = clientOf(() => ({ is_success: true, template_name: 'Free' }));
		const asked = { resource: 'logistics', operation: 'getFreightSettings', templateId: '7' };
		const { items, calls } = await run(asked, seen);
		expect(items).toEqual([{ templateId: '7', templateName: 'Free', settings: [] }]);
		expect(calls[0]?.params).toEqual({ template_id: 7 });
	});
});

describe('seller addresses', () => {
	const ADDRESSES = { resource: 'logistics', operation: 'getAddresses' };
	const row = { address_id: 1, name: 'Zhang Wei Ming', phone: '57188880000' };
	const answer = ({ method }: SeenCall): JsonObject =>
		method.includes('.asf.')
			? { result: { success: true, data: { pickupSellerAddressList: [{ addressId: 2 }] } } }
			: { result_success: true, sender_seller_address_list: [row] };

	test('masked by default, in raw too; plain when asked for', async () => {
		const shown = async (options: Record<string, unknown>) =>
			JSON.stringify((await run({ ...ADDRESSES, options }, clientOf(answer))).items);
		for (const secret of ['Zhang', '57188880000']) {
			expect(await shown({ includeRaw: true })).not.toContain(secret);
			expect(await shown({ includeRaw: true, includeBuyerData: true })).not.toContain(secret);
			expect(await shown({ includePersonalData: true })).toContain(secret);
		}
	});

	test('both methods are asked their own way', async () => {
		const older = await run({ ...ADDRESSES, addressKinds: ['sender'] }, clientOf(answer));
		expect(older.calls[0]?.params).toEqual({ seller_address_query: ['sender'] });
		const options = { addressMethod: 'newer', locale: 'zh_CN' };
		const newer = await run({ ...ADDRESSES, options }, clientOf(answer));
		expect(newer.calls).toMatchObject([
			{
				method: 'aliexpress.asf.seller.address.get',
				params: { locale: 'zh_CN', addressType: 'pickup,refund' },
			},
		]);
		expect(newer.items).toEqual([{ addressId: '2', kind: 'pickup' }]);
	});

	test('the newer method has no sender addresses', async () => {
		const options = { addressMethod: 'newer' };
		await refusedBefore({ ...ADDRESSES, addressKinds: ['sender'], options }, 'newer method');
		await refusedBefore({ ...ADDRESSES, addressKinds: 'sender,moon' }, 'older method');
	});
});
