import { CATEGORIES } from '../sandbox/shop/categories.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';
import type { Example } from './example.mts';

const DAY_MS = 86_400_000;

/** A shop in which every operation finds something. */
export interface World {
	readonly sandbox: Sandbox;
	/** Text ids of an order that was sent, and of a line of it. */
	readonly orderId: string;
	readonly orderLineId: string;
	readonly productId: string;
	readonly categoryId: string;
	readonly topCategoryId: string;
	readonly disputeId: string;
	/** Of an order that waits to be sent, and of one that is paid out. */
	readonly unsentOrderId: string;
	readonly paidOutOrderId: string;
	readonly promotionId: string;
	/** Orders of which some have a note. */
	readonly orderIds: readonly string[];
}

/** The shop to open a sandbox with. */
export const WORLD: SandboxOptions = {
	shop: {
		seedOrders: 60,
		seedDays: 20,
		seedProducts: 120,
		seedReviews: 20,
		seedNotes: 5,
		bigIds: true,
	},
	limits: { perSecond: 1_000, perDay: 5_000 },
};

/** Adds to a sandbox what it does not have from the start, and names what operations are asked about. */
export function worldOf(sandbox: Sandbox, nowMs: number): World {
	const { shop } = sandbox;
	const placedAtMs = nowMs - 12 * DAY_MS;
	const { id } = shop.placeOrder({ createdAtMs: placedAtMs });
	shop.payOrder(id, { atMs: placedAtMs + 3_600_000 });
	shop.shipOrder(id, { atMs: placedAtMs + DAY_MS });
	const dispute = shop.openDispute({ orderId: id, text: 'Broken', atMs: nowMs - 2 * DAY_MS });
	const order = shop.orders.find((one) => one.id === id);
	const unsent = shop.placeOrder({ createdAtMs: nowMs - DAY_MS });
	shop.payOrder(unsent.id, { atMs: nowMs - DAY_MS / 2 });
	const paidOut = shop.placeOrder({ createdAtMs: placedAtMs });
	shop.payOrder(paidOut.id, { atMs: placedAtMs + 3_600_000 });
	shop.shipOrder(paidOut.id, { atMs: placedAtMs + DAY_MS });
	shop.finishOrder(paidOut.id, { atMs: nowMs - DAY_MS });
	const [reviewed] = shop.reviews;
	if (reviewed)
		shop.editReview(reviewed.childId, { followUp: 'Still fine', sellerReply: 'Thanks' });
	const [product] = shop.products;
	const [promotion] = shop.promotions;
	return {
		sandbox,
		orderId: String(id),
		orderLineId: String(order?.lines[0]?.childId),
		unsentOrderId: String(unsent.id),
		paidOutOrderId: String(paidOut.id),
		productId: String(product?.id),
		categoryId: String(product?.categoryId),
		topCategoryId: String(CATEGORIES.find(({ level }) => level === 1)?.id),
		disputeId: String(dispute.id),
		promotionId: String(promotion?.id),
		orderIds: [String(id), ...[...shop.notes.keys()].slice(0, 3).map(String)],
	};
}

const ofOrder = ({ orderId }: World) => ({ orderId });
const ofProduct = ({ productId }: World) => ({ productId });
const TEMPLATE = { templateId: '10000100002' };

/** Every operation of the AliExpress node. */
export const ALIEXPRESS: ReadonlyArray<Example<World>> = [
	{
		resource: 'customRead',
		operation: 'read',
		parameters: () => ({
			method: 'aliexpress.logistics.redefining.listlogisticsservice',
			parameters: '{}',
		}),
		isAnswerItself: true,
	},
	{
		resource: 'dispute',
		operation: 'getAll',
	},
	{
		resource: 'dispute',
		operation: 'get',
		parameters: ({ disputeId, orderId }) => ({ disputeId, orderId }),
	},
	{
		resource: 'logistics',
		operation: 'getTracking',
		parameters: ofOrder,
		also: ({ orderId }) => [
			{ orderId, options: { trackingMethod: 'older', eventZone: 'Asia/Shanghai' } },
		],
		// Its carriers write words that the milestones know.
		unseen: ['milestoneInWords', 'events[].milestoneInWords'],
	},
	{
		resource: 'logistics',
		operation: 'calculateFreight',
		parameters: () => ({
			...TEMPLATE,
			country: 'BR',
			count: 1,
			weight: 0.3,
			length: 20,
			width: 15,
			height: 10,
			price: '12.34',
			currency: 'USD',
		}),
		unseen: ['refusalCode'],
	},
	{
		resource: 'logistics',
		operation: 'getAddresses',
	},
	{
		resource: 'logistics',
		operation: 'getFreightSettings',
		parameters: () => TEMPLATE,
		unseen: [
			'settings[].freeCountries',
			'settings[].standardCountries',
			'settings[].standardDiscount',
		],
	},
	{
		resource: 'logistics',
		operation: 'getServices',
		parameters: ({ orderId, orderLineId }) => ({
			servicesOf: 'orderLines',
			orderId,
			orderLineIds: orderLineId,
		}),
		also: ({ orderId }) => [
			{ servicesOf: 'shop' },
			{ servicesOf: 'order', orderId },
			{ servicesOf: 'domestic' },
		],
	},
	{
		resource: 'logistics',
		operation: 'getShipments',
		also: () => [{ shipmentKind: 'logisticsOrder' }, { shipmentKind: 'online' }],
	},
	{
		resource: 'order',
		operation: 'getAll',
		parameters: () => ({ statuses: ['FINISH', 'WAIT_SELLER_SEND_GOODS'], returnAll: true }),
	},
	{
		resource: 'order',
		operation: 'get',
		parameters: ofOrder,
		also: ({ unsentOrderId }) => [{ orderId: unsentOrderId }],
		unseen: ['products[].imageUrl', 'url'],
	},
	{
		resource: 'order',
		operation: 'getAddress',
		parameters: ofOrder,
		unseen: ['street2'],
	},
	{
		resource: 'order',
		operation: 'getFund',
		parameters: ofOrder,
		also: ({ paidOutOrderId }) => [{ orderId: paidOutOrderId }],
		unseen: [
			'parts[].refundAmount',
			'parts[].refunded',
			'parts[].releasedAtPlatform',
			'parts[].releasedAt',
		],
	},
	{
		resource: 'order',
		operation: 'getNotes',
		parameters: ({ orderIds }) => ({ orderIds }),
	},
	{
		resource: 'price',
		operation: 'get',
		parameters: ofProduct,
		// Only where prices by country are told as differences.
		unseen: [
			'nationalPriceType',
			'skus[].nationalPrices[].difference',
			'skus[].nationalPrices[].percentage',
		],
	},
	{
		resource: 'product',
		operation: 'getAll',
		parameters: () => ({ statuses: [] }),
	},
	{
		resource: 'product',
		operation: 'get',
		parameters: ofProduct,
	},
	{
		resource: 'product',
		operation: 'getCategories',
		also: ({ topCategoryId }) => [{ categoryId: topCategoryId }],
	},
	{
		resource: 'product',
		operation: 'getCategoryAttributes',
		parameters: ({ categoryId }) => ({ categoryId }),
	},
	{
		resource: 'product',
		operation: 'getFreightTemplates',
	},
	{
		resource: 'product',
		operation: 'getGroups',
	},
	{
		resource: 'product',
		operation: 'getStatus',
		parameters: ofProduct,
	},
	{
		resource: 'promotion',
		operation: 'getAll',
		unseen: ['type'],
	},
	{
		resource: 'promotion',
		operation: 'getCoupons',
	},
	{
		resource: 'promotion',
		operation: 'getProducts',
		parameters: ({ promotionId }) => ({ promotionId }),
	},
	{
		resource: 'quota',
		operation: 'check',
		parameters: () => ({ permissionGroups: ['trade', 'product'] }),
	},
	{
		resource: 'quota',
		operation: 'getStatus',
		// Only after limits of the platform, and for a credential that knows its end.
		unseen: ['blockedUntil', 'learnedCallsPerSecond', 'authorizationEndsAt'],
	},
	{
		resource: 'quota',
		operation: 'plan',
		parameters: () => ({
			reads: ['orders', 'reviews'],
			pollEveryMinutes: 1,
			activeHours: 24,
			callsByActions: 30,
			ordersPerDay: 300,
		}),
		also: () => [
			{ reads: ['disputes', 'finished'] },
			{ reads: ['changed', 'orders'] },
			{
				reads: ['orders'],
				watches: [
					'compliance',
					'health',
					'parcels',
					'products',
					'promotions',
					'sales',
					'shipping',
					'stock',
				],
			},
		],
	},
	{ resource: 'quota', operation: 'startCounting' },
	{
		resource: 'review',
		operation: 'getAll',
		parameters: () => ({ returnAll: true }),
	},
	{ resource: 'review', operation: 'getPending' },
	{
		resource: 'store',
		operation: 'getProfile',
	},
	{
		resource: 'store',
		operation: 'getLinkedShops',
	},
];
