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
	readonly disputeId: string;
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
	const [product] = shop.products;
	const [promotion] = shop.promotions;
	return {
		sandbox,
		orderId: String(id),
		orderLineId: String(order?.lines[0]?.childId),
		productId: String(product?.id),
		categoryId: String(product?.categoryId),
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
		fields: ['code', 'error_desc', 'request_id', 'result_list', 'result_success'],
	},
	{
		resource: 'dispute',
		operation: 'getAll',
		fields: [
			'buyerRef',
			'childOrderId',
			'createdAt',
			'disputeId',
			'modifiedAt',
			'orderId',
			'reason',
			'status',
		],
	},
	{
		resource: 'dispute',
		operation: 'get',
		parameters: ({ disputeId, orderId }) => ({ disputeId, orderId }),
		fields: [
			'buyerRef',
			'createdAt',
			'deadlineAt',
			'detailStatus',
			'disputeId',
			'imageUrl',
			'orderId',
			'productId',
			'reason',
			'refundMax',
			'status',
		],
	},
	{
		resource: 'logistics',
		operation: 'getTracking',
		parameters: ofOrder,
		fields: [
			'events',
			'isDelivered',
			'lastEvent',
			'lastEventAt',
			'milestone',
			'milestones',
			'orderId',
			'trackingNumber',
		],
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
		fields: ['freight', 'isAvailable', 'serviceName', 'standardFreight'],
	},
	{
		resource: 'logistics',
		operation: 'getAddresses',
		fields: [
			'addressId',
			'city',
			'country',
			'isDefault',
			'kind',
			'name',
			'phone',
			'postcode',
			'province',
			'street',
		],
	},
	{
		resource: 'logistics',
		operation: 'getFreightSettings',
		parameters: () => TEMPLATE,
		fields: ['isDefault', 'settings', 'templateId', 'templateName'],
	},
	{
		resource: 'logistics',
		operation: 'getServices',
		parameters: ({ orderId, orderLineId }) => ({
			servicesOf: 'orderLines',
			orderId,
			orderLineIds: orderLineId,
		}),
		fields: ['code', 'deliveryMode', 'name', 'orderLineId'],
	},
	{
		resource: 'logistics',
		operation: 'getShipments',
		fields: ['fee', 'lpNumber', 'orderId', 'serviceCode', 'shipmentId', 'status', 'trackingNumber'],
	},
	{
		resource: 'order',
		operation: 'getAll',
		parameters: () => ({ statuses: ['FINISH', 'WAIT_SELLER_SEND_GOODS'], returnAll: true }),
		fields: [
			'amount',
			'businessModel',
			'buyerRef',
			'createdAt',
			'deadlineAt',
			'isSemiManaged',
			'orderId',
			'paidAt',
			'productCount',
			'products',
			'shipBy',
			'status',
			'updatedAt',
			'url',
		],
	},
	{
		resource: 'order',
		operation: 'get',
		parameters: ofOrder,
		fields: [
			'amount',
			'buyerCountry',
			'buyerRef',
			'createdAt',
			'deadlineAt',
			'orderId',
			'paidAt',
			'productCount',
			'products',
			'status',
			'updatedAt',
		],
	},
	{
		resource: 'order',
		operation: 'getAddress',
		parameters: ofOrder,
		fields: [
			'city',
			'contactPerson',
			'country',
			'mobile',
			'orderId',
			'phone',
			'province',
			'street',
			'zip',
		],
	},
	{
		resource: 'order',
		operation: 'getFund',
		parameters: ofOrder,
		fields: ['amount', 'hasPayout', 'orderId', 'parts', 'status'],
	},
	{
		resource: 'order',
		operation: 'getNotes',
		parameters: ({ orderIds }) => ({ orderIds }),
		fields: ['hasNote', 'note', 'orderId'],
	},
	{
		resource: 'price',
		operation: 'get',
		parameters: ({ productId }) => ({ productId, itemPer: 'sku' }),
		fields: [
			'discountPrice',
			'nationalPrices',
			'price',
			'productId',
			'skuCode',
			'skuId',
			'skuKey',
			'stock',
			'title',
			'variant',
		],
	},
	{
		resource: 'product',
		operation: 'getAll',
		parameters: () => ({ statuses: [] }),
		fields: [
			'createdAt',
			'groupId',
			'imageUrl',
			'maxPrice',
			'minPrice',
			'productId',
			'status',
			'title',
			'updatedAt',
			'url',
		],
	},
	{
		resource: 'product',
		operation: 'get',
		parameters: ofProduct,
		fields: [
			'categoryId',
			'imageUrl',
			'maxPrice',
			'minPrice',
			'productId',
			'skuCount',
			'status',
			'stock',
			'title',
			'url',
		],
	},
	{
		resource: 'product',
		operation: 'getCategories',
		fields: ['categoryId', 'isLeaf', 'level', 'name', 'names'],
	},
	{
		resource: 'product',
		operation: 'getCategoryAttributes',
		parameters: ({ categoryId }) => ({ categoryId }),
		fields: [
			'attributeId',
			'inputType',
			'isKey',
			'isRequired',
			'isSku',
			'name',
			'requiredInCountries',
			'showType',
			'units',
			'values',
		],
	},
	{
		resource: 'product',
		operation: 'getFreightTemplates',
		fields: ['isDefault', 'name', 'templateId'],
	},
	{
		resource: 'product',
		operation: 'getGroups',
		fields: ['groupId', 'hasChildren', 'level', 'name', 'parentGroupId', 'parentName'],
	},
	{
		resource: 'product',
		operation: 'getStatus',
		parameters: ofProduct,
		fields: ['productId', 'status'],
	},
	{
		resource: 'promotion',
		operation: 'getAll',
		fields: [
			'endsAt',
			'endsAtPlatform',
			'name',
			'promotionId',
			'startsAt',
			'startsAtPlatform',
			'status',
		],
	},
	{
		resource: 'promotion',
		operation: 'getCoupons',
		fields: [
			'couponId',
			'endsAt',
			'minOrderAmount',
			'name',
			'perBuyer',
			'released',
			'startsAt',
			'status',
			'total',
			'value',
		],
	},
	{
		resource: 'promotion',
		operation: 'getProducts',
		parameters: ({ promotionId }) => ({ promotionId }),
		fields: ['productId', 'promotionId'],
	},
	{
		resource: 'quota',
		operation: 'getStatus',
		fields: [
			'authorization',
			'breaker',
			'byPurpose',
			'callsPerDay',
			'day',
			'forecast',
			'left',
			'reserved',
			'resetsAt',
			'scope',
			'spending',
			'used',
			'usedPercent',
		],
	},
	{
		resource: 'quota',
		operation: 'plan',
		parameters: () => ({
			reads: ['orders', 'reviews'],
			pollEveryMinutes: 1,
			activeHours: 24,
			callsByActions: 30,
		}),
		fields: [
			'actionShare',
			'advice',
			'byList',
			'callsByActions',
			'callsPerDay',
			'callsPerDayIfEveryPollRead',
			'fits',
			'ofDay',
			'orderCallsPerDay',
			'orderCapacityPerDay',
			'orderDelayEstimate',
			'readEveryMinutes',
			'readsPerDay',
			'triggerShare',
		],
	},
	{
		resource: 'review',
		operation: 'getAll',
		parameters: () => ({ returnAll: true }),
		fields: [
			'buyerRef',
			'modifiedAt',
			'orderId',
			'parentOrderId',
			'productId',
			'reviewedAt',
			'sentiment',
			'stars',
			'text',
			'ticket',
		],
	},
	{ resource: 'review', operation: 'getPending', fields: ['orderId'] },
	{
		resource: 'store',
		operation: 'getProfile',
		fields: [
			'country',
			'currency',
			'productLimit',
			'productsInReview',
			'productsLeft',
			'productsOnline',
			'sellerId',
		],
	},
	{
		resource: 'store',
		operation: 'getLinkedShops',
		fields: [
			'businessType',
			'channel',
			'channelSellerId',
			'currency',
			'globalCurrency',
			'sellerId',
			'shopName',
		],
	},
];
