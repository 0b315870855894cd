import type { Profile } from '../../nodes/AlibabaCom/profile.ts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import type { Example } from './example.mts';

/** A catalogue, and the profile in which it is asked about. */
export interface World {
	readonly sandbox: Sandbox;
	readonly profile: Profile;
}

const catalogue = ({ sandbox }: World) =>
	sandbox.alibaba.products.filter(({ state }) => state === 'online');

/** Products with the IDs that the profile knows: 24 characters on TOP, digits elsewhere. */
function ofProduct(world: World) {
	const product = catalogue(world).find(({ skus }) => skus.length > 1);
	const productId = world.profile === 'top' ? product?.scrambledId : String(product?.id);
	return { productId };
}

/** The one product whose freight the platform's documentation tells. */
const QUOTED = { productId: '123456789012345', quantity: 20_000, country: 'US' };

function ofOrder({ sandbox }: World) {
	const order = sandbox.alibaba.orders.find(({ parcel }) => (parcel?.events.length ?? 0) > 2);
	return { orderId: String(order?.id) };
}

/** Every operation of the Alibaba.com node; each is run in every profile that has a method for it. */
export const ALIBABA_COM: ReadonlyArray<Example<World>> = [
	{
		resource: 'logistics',
		operation: 'getOptions',
		parameters: ofProduct,
		fields: [
			'isDefault',
			'leadTimes',
			'minOrderQuantity',
			'productId',
			'rules',
			'shippingTemplateId',
			'weightKilograms',
		],
	},
	{
		resource: 'logistics',
		operation: 'calculate',
		parameters: () => QUOTED,
		fields: [
			'destinationCountry',
			'dispatchCountry',
			'durationText',
			'dutyIncluded',
			'fee',
			'maxDays',
			'minDays',
			'productId',
			'quantity',
			'shippingType',
			'termEn',
			'termZh',
			'tradeTerm',
			'vendorCode',
			'vendorName',
		],
	},
	{ resource: 'logistics', operation: 'getFreightTemplates', fields: ['name', 'templateId'] },
	{
		resource: 'logistics',
		operation: 'quote',
		parameters: () => QUOTED,
		fields: ['country', 'isDefault', 'options', 'productId', 'quantity', 'warnings'],
	},
	{
		resource: 'order',
		operation: 'get',
		parameters: ofOrder,
		fields: [
			'buyerCountry',
			'buyerName',
			'createdAt',
			'createdAtPlatform',
			'lines',
			'orderId',
			'shipmentFee',
			'status',
			'termEn',
			'termZh',
			'total',
			'tradeTerm',
		],
	},
	{
		resource: 'order',
		operation: 'getAll',
		parameters: () => ({ limit: 5 }),
		fields: [
			'createdAt',
			'createdAtPlatform',
			'modifiedAt',
			'modifiedAtPlatform',
			'orderId',
			'status',
		],
	},
	{
		resource: 'order',
		operation: 'getTracking',
		parameters: ofOrder,
		fields: ['carrier', 'currentEventCode', 'events', 'orderId', 'trackingNumber', 'url'],
	},
	{
		resource: 'price',
		operation: 'getLadder',
		parameters: ofProduct,
		fields: ['minOrderQuantity', 'priceRange', 'productId', 'tiers', 'title', 'unit', 'warnings'],
	},
	{
		resource: 'price',
		operation: 'quote',
		parameters: (world) => ({ ...ofProduct(world), quantity: 20_000 }),
		fields: [
			'dutyIncluded',
			'freightIncluded',
			'insuranceIncluded',
			'isDefaultLogistics',
			'logistics',
			'minOrderQuantity',
			'notIncluded',
			'offers',
			'priceRange',
			'productId',
			'quantity',
			'termEn',
			'termZh',
			'text',
			'title',
			'total',
			'tradeTerm',
			'unitPrice',
			'warnings',
		],
	},
	{
		resource: 'product',
		operation: 'get',
		parameters: ofProduct,
		fields: [
			'imageUrl',
			'isTitleFallback',
			'minOrderQuantity',
			'priceRange',
			'productId',
			'scrambledId',
			'status',
			'title',
			'titleLanguage',
			'tradeTerm',
			'unit',
			'unitPrice',
		],
	},
	{
		resource: 'product',
		operation: 'getAttributes',
		parameters: (world) => ({
			attributesOf: 'category',
			categoryId: String(catalogue(world)[0]?.categoryId),
		}),
		fields: [
			'allowsOwnValue',
			'allowsSeveralValues',
			'attributeId',
			'categoryId',
			'isRequired',
			'isSaleAttribute',
			'name',
			'values',
		],
	},
	{
		resource: 'product',
		operation: 'getCategories',
		fields: ['categoryId', 'childIds', 'isLeaf', 'level', 'name', 'nameZh'],
	},
	{
		resource: 'product',
		operation: 'getInventory',
		parameters: ofProduct,
		fields: ['productId', 'quantity', 'skuCode', 'skuId', 'warehouse'],
	},
	{
		resource: 'product',
		operation: 'getAll',
		parameters: () => ({ limit: 5 }),
		fields: [
			'categoryId',
			'imageUrl',
			'isOnline',
			'modifiedAt',
			'productId',
			'scrambledId',
			'status',
			'title',
			'url',
		],
	},
	{
		resource: 'product',
		operation: 'getStatus',
		parameters: ofProduct,
		fields: ['productId', 'status'],
	},
	{
		resource: 'product',
		operation: 'search',
		parameters: (world) =>
			world.profile === 'top'
				? { searchBy: 'title', term: 'case' }
				: { searchBy: 'model_number', term: catalogue(world)[0]?.modelNumber },
		fields: [
			'categoryId',
			'imageUrl',
			'isOnline',
			'isTitleFallback',
			'minOrderQuantity',
			'modifiedAt',
			'productId',
			'scrambledId',
			'status',
			'title',
			'titleLanguage',
			'unit',
			'unitPrice',
			'url',
		],
	},
	{
		resource: 'text',
		operation: 'get',
		parameters: ofProduct,
		fields: [
			'availableLanguages',
			'description',
			'descriptionLanguage',
			'isDescriptionFallback',
			'isTitleFallback',
			'language',
			'notes',
			'productId',
			'title',
			'titleLanguage',
		],
	},
];
