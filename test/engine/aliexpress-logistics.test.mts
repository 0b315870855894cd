import type { SandboxOptions } from '../sandbox/sandbox.mts';
import { byId, ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

const NEWER = 'aliexpress.asf.shipment.tracking.get';
const OLDER = 'aliexpress.logistics.redefining.querytrackingresult';
const ORDER = 'aliexpress.trade.new.redefining.findorderbyid';
const DAY_MS = 86_400_000;

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

/** A shop with orders that were sent some days ago, so that their parcels have got that far. */
async function open(options: SandboxOptions = {}, daysAgo: number[] = [20, 3]) {
	reads = await openReads({ ...options, shop: { bigIds: true, ...options.shop } });
	const { shop } = reads.sandbox;
	const orders = daysAgo.map((days) => {
		const atMs = Date.now() - days * DAY_MS;
		const { id } = shop.placeOrder({ createdAtMs: atMs - DAY_MS });
		shop.payOrder(id, { atMs: atMs - DAY_MS / 2 });
		shop.shipOrder(id, { atMs });
		return shop.orders.find((order) => order.id === id)!;
	});
	return { shop, orders };
}

const tracking = {
	resource: 'logistics',
	operation: 'getTracking',
	orderId: byId('={{ $json.id }}'),
};

test('Get Tracking tells milestones of each item, and goes on after one without an answer', async () => {
	const { orders } = await open();
	const inputs = [{ id: String(orders[0]?.id) }, { id: 'no id' }, { id: String(orders[1]?.id) }];
	const output = outputOf(await reads.runOn(tracking, inputs));
	const [first] = ofItem(output, 0);
	const [last] = ofItem(output, 2);
	expect(ofItem(output, 1)).toMatchObject([{ error: 'The order ID is not an ID' }]);
	expect(first).toMatchObject({ orderId: String(orders[0]?.id) });
	expect(first).not.toHaveProperty('source');
	expect(first?.milestones).toEqual(
		expect.arrayContaining(['declared', 'pickedUp', 'exportCustomsCleared', 'arrivedInCountry']),
	);
	expect(last?.milestones).not.toContain('arrivedInCountry');
	expect(reads.methodsCalled()).toEqual([ORDER, NEWER, ORDER, NEWER]);
});

test.each([['auto'], ['older']])(
	'both tracking methods tell the same milestones (%s)',
	async (how) => {
		const answers = how === 'auto' ? { retiredMethods: [OLDER] } : {};
		const { shop, orders } = await open({ answers }, [20]);
		const order = orders[0]!;
		const at = (days: number) => Date.now() - days * DAY_MS;
		shop.setTracking(order.id, [
			{
				atMs: at(9),
				actionCode: 'CC_IM_SUCCESS',
				en: 'Import customs clearance complete',
				zh: '',
				address: 'X',
			},
			{ atMs: at(8), actionCode: 'GTMS_DELIVERING', en: 'Out for delivery', zh: '', address: 'X' },
			{ atMs: at(7), actionCode: 'GTMS_DEL_FAILURE', en: 'Delivery failed', zh: '', address: 'X' },
			{
				atMs: at(6),
				actionCode: 'GTMS_SIGNED',
				en: `Delivered to ${order.buyer.lastName}`,
				zh: '',
				address: order.buyer.street,
				signedName: order.buyer.lastName,
			},
		]);
		const options = { trackingMethod: how, includeRaw: true };
		const asked = { ...tracking, simplify: false, options };
		const [item] = outputOf(await reads.run(asked, [{ id: String(order.id) }]));
		expect(item?.json).toMatchObject({
			source: how === 'older' ? 'older' : 'newer',
			milestone: 'signed',
			milestones: ['customsCleared', 'outForDelivery', 'deliveryFailed', 'signed'],
			isDelivered: true,
		});
		if (how === 'older') {
			expect(JSON.stringify(item)).not.toContain(order.buyer.street);
			expect(JSON.stringify(item)).not.toContain(order.buyer.lastName);
		}
	},
);

test('without the newer method the older one is asked, with what the order tells', async () => {
	const { orders } = await open({ answers: { retiredMethods: [NEWER] } }, [20]);
	const output = outputOf(await reads.run(tracking, [{ id: String(orders[0]?.id) }]));
	expect(output[0]?.json).toMatchObject({
		isDelivered: expect.any(Boolean),
		carrierUrl: expect.any(String),
	});
	expect(output[0]?.json.milestones).toContain('arrivedInCountry');
	expect(reads.methodsCalled()).toEqual([ORDER, NEWER, OLDER]);
});

test('Get Shipments reads both lists, filters, and keeps each item apart', async () => {
	const { orders } = await open();
	const shipments = {
		resource: 'logistics',
		operation: 'getShipments',
		shipmentKind: '={{ $json.kind }}',
		filters: { orderId: byId('={{ $json.id }}') },
	};
	const inputs = [
		{ kind: 'online', id: String(orders[0]?.id) },
		{ kind: 'online', id: 'x' },
		{ kind: 'logisticsOrder', id: String(orders[1]?.id) },
	];
	const output = outputOf(await reads.runOn(shipments, inputs));
	expect(ofItem(output, 0)).toMatchObject([
		{
			orderId: String(orders[0]?.id),
			trackingNumber: expect.stringMatching(/^LP/),
			fee: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'CNY' },
		},
	]);
	expect(ofItem(output, 1)).toMatchObject([{ error: 'The order ID is not an ID' }]);
	expect(ofItem(output, 2)).toMatchObject([
		{ orderId: String(orders[1]?.id), createdAt: expect.stringMatching(/Z$/) },
	]);
});

test('Get Shipments reads on over pages', async () => {
	await open({ shop: { seedOrders: 160, seedDays: 40 } }, []);
	const sent = reads.sandbox.shop.orders.filter(({ versions }) =>
		versions.some(({ trackingNumber }) => trackingNumber !== undefined),
	);
	const asked = { resource: 'logistics', operation: 'getShipments', returnAll: true };
	const output = outputOf(await reads.run(asked));
	expect(new Set(output.map(({ json }) => json.orderId)).size).toBe(sent.length);
	expect(reads.methodsCalled()).toHaveLength(Math.ceil(sent.length / 50));
});

test('Get Services lists those of the shop, of an order, of its lines, and carriers', async () => {
	const { orders } = await open({}, [3]);
	const order = orders[0]!;
	const services = {
		resource: 'logistics',
		operation: 'getServices',
		servicesOf: '={{ $json.of }}',
		orderId: byId(String(order.id)),
		orderLineIds: String(order.lines[0]?.childId),
	};
	const kinds = ['shop', 'moon', 'order', 'orderLines', 'package', 'domestic'];
	const output = outputOf(
		await reads.runOn(
			services,
			kinds.map((of) => ({ of })),
		),
	);
	expect(ofItem(output, 0)).toEqual(
		expect.arrayContaining([expect.objectContaining({ code: 'EMS', maxProcessDays: 7 })]),
	);
	expect(ofItem(output, 1)).toMatchObject([{ error: 'There are no services of "moon"' }]);
	for (const item of [2, 3, 4, 5]) {
		expect(ofItem(output, item).length).toBeGreaterThan(0);
		expect(ofItem(output, item).every(({ code }) => typeof code === 'string')).toBe(true);
	}
	expect(ofItem(output, 3)[0]?.orderLineId).toBe(String(order.lines[0]?.childId));
	expect(reads.methodsCalled()).toHaveLength(5);
});

test('Get Freight Settings and Calculate Freight go by template', async () => {
	await open({}, []);
	const template = { resource: 'logistics', templateId: byId('={{ $json.id }}') };
	const settings = { ...template, operation: 'getFreightSettings' };
	const ids = [{ id: '10000100001' }, { id: '77' }, { id: '10000100003' }];
	const output = outputOf(await reads.runOn(settings, ids));
	expect(ofItem(output, 0)).toMatchObject([
		{
			templateId: '10000100001',
			templateName: 'free shipping',
			isDefault: true,
			settings: [{ company: 'CAINIAO_STANDARD' }, { company: 'CAINIAO_ECONOMY' }],
		},
	]);
	expect(ofItem(output, 1)[0]).toHaveProperty('error');
	expect(ofItem(output, 2)).toMatchObject([{ templateName: '欧洲包邮' }]);

	const parcel = { count: 1, weight: 0.3, length: 20, width: 15, height: 10 };
	const price = { price: '12.34', currency: 'USD' };
	const calculate = { ...template, ...parcel, ...price, operation: 'calculateFreight' };
	const asked = { ...calculate, country: '={{ $json.country }}' };
	const costs = outputOf(
		await reads.runOn(asked, [
			{ id: '10000100002', country: 'BR' },
			{ id: '10000100002', country: 'Brazil' },
			{ id: '10000100002', country: 'AQ' },
		]),
	);
	expect(ofItem(costs, 0)).toEqual(
		expect.arrayContaining([
			expect.objectContaining({
				serviceName: 'EMS',
				isAvailable: true,
				freight: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'USD' },
			}),
		]),
	);
	expect(ofItem(costs, 1)).toMatchObject([{ error: expect.stringContaining('country code') }]);
	expect(ofItem(costs, 2).every(({ isAvailable }) => isAvailable === false)).toBe(true);
});

test('Get Addresses masks the shop, by either method', async () => {
	await open({}, []);
	const addresses = {
		resource: 'logistics',
		operation: 'getAddresses',
		addressKinds: '={{ $json.kinds }}',
		options: { addressMethod: '={{ $json.method }}', includeRaw: true },
	};
	const inputs = [
		{ kinds: [], method: 'older' },
		{ kinds: ['sender'], method: 'newer' },
		{ kinds: ['refund'], method: 'newer' },
	];
	const output = outputOf(await reads.runOn(addresses, inputs));
	const kinds = (item: number) => new Set(ofItem(output, item).map(({ kind }) => kind));
	expect(kinds(0)).toEqual(new Set(['sender', 'pickup', 'refund']));
	expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('newer method') }]);
	expect(kinds(2)).toEqual(new Set(['refund']));
	const plain = { ...addresses, options: { includePersonalData: true } };
	const [shown] = outputOf(await reads.run(plain, [{ kinds: ['sender'], method: 'older' }]));
	const { name, phone, street } = shown?.json as Record<string, string>;
	for (const secret of [name, phone, street]) {
		expect(secret).toEqual(expect.stringMatching(/./));
		expect(JSON.stringify(output)).not.toContain(secret);
	}
});

test.each([
	[{ envelope: 'wrapped' }],
	[{ envelope: 'plain', answers: { idsAsText: true } }],
	[{ answers: { keepWrapped: true, emptyLists: 'missing' } }],
] as SandboxOptions[][])('every operation reads %j', async (options) => {
	const { orders } = await open(options, [20]);
	const id = String(orders[0]?.id);
	const operations = [
		{ ...tracking, orderId: byId(id) },
		{ ...tracking, orderId: byId(id), options: { trackingMethod: 'older' } },
		{ resource: 'logistics', operation: 'getShipments' },
		{ resource: 'logistics', operation: 'getShipments', shipmentKind: 'logisticsOrder' },
		{ resource: 'logistics', operation: 'getServices' },
		{ resource: 'logistics', operation: 'getAddresses' },
		{ resource: 'logistics', operation: 'getFreightSettings', templateId: byId('10000100001') },
	];
	for (const operation of operations) {
		expect(outputOf(await reads.run(operation)).length).toBeGreaterThan(0);
	}
});
