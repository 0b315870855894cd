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

/** Every product in turn: their prices and logistics come in all forms in which they have been met. */
const ofEveryProduct = (world: World) =>
	world.sandbox.alibaba.products
		.filter(({ state }) => state === 'online')
		.map(({ id, scrambledId }) => ({
			productId: world.profile === 'top' ? scrambledId : String(id),
		}));
const quantityOfEvery = (world: World) =>
	ofEveryProduct(world).map((product) => ({ ...product, quantity: 500 }));

/** The model numbers of products, of which some have a range of prices. */
const everyModelNumber = (world: World) => catalogue(world).map(({ modelNumber }) => modelNumber);
const failed = ({ sandbox }: World) =>
	sandbox.alibaba.products.find(({ state }) => state === 'failed');

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
		also: ofEveryProduct,
	},
	{
		resource: 'logistics',
		operation: 'calculate',
		parameters: () => QUOTED,
	},
	{ resource: 'logistics', operation: 'getFreightTemplates' },
	{
		resource: 'logistics',
		operation: 'quote',
		parameters: () => QUOTED,
		also: (world) => (world.profile === 'productDetail' ? quantityOfEvery(world) : []),
	},
	{
		resource: 'order',
		operation: 'get',
		parameters: ofOrder,
	},
	{
		resource: 'order',
		operation: 'getAll',
		parameters: () => ({ limit: 5 }),
	},
	{
		resource: 'order',
		operation: 'getTracking',
		parameters: ofOrder,
		// Only where the text of the platform says in which zone it is.
		unseen: ['events[].time'],
	},
	{
		resource: 'price',
		operation: 'getLadder',
		parameters: ofProduct,
		also: ofEveryProduct,
		// The ladders of variants are told without a trade term.
		unseen: [
			'skuLadders[].tiers[].tradeTerm',
			'skuLadders[].tiers[].namedPlace',
			'skuLadders[].tiers[].freightIncluded',
			'skuLadders[].tiers[].insuranceIncluded',
			'skuLadders[].tiers[].dutyIncluded',
		],
	},
	{
		resource: 'price',
		operation: 'quote',
		parameters: (world) => ({ ...ofProduct(world), quantity: 20_000 }),
		also: quantityOfEvery,
	},
	{
		resource: 'product',
		operation: 'get',
		parameters: ofProduct,
	},
	{
		resource: 'product',
		operation: 'getAttributes',
		parameters: (world) => ({
			attributesOf: 'category',
			categoryId: String(catalogue(world)[0]?.categoryId),
		}),
		also: (world) => [{ ...ofProduct(world), attributesOf: 'product' }],
	},
	{
		resource: 'product',
		operation: 'getCategories',
		also: ({ profile }) => (profile === 'top' ? [] : [{ categoryId: '15' }]),
	},
	{
		resource: 'product',
		operation: 'getInventory',
		parameters: ofProduct,
		also: (world) => [{ ...ofProduct(world), options: { view: 'buyer' } }],
	},
	{
		resource: 'product',
		operation: 'getAll',
		parameters: () => ({ limit: 5 }),
	},
	{
		resource: 'product',
		operation: 'getStatus',
		parameters: ofProduct,
		also: (world) => [{ productId: String(failed(world)?.id) }],
	},
	{
		resource: 'product',
		operation: 'search',
		parameters: (world) =>
			world.profile === 'top'
				? { searchBy: 'title', term: 'case' }
				: { searchBy: 'model_number', term: catalogue(world)[0]?.modelNumber },
		also: (world) =>
			world.profile === 'top'
				? []
				: everyModelNumber(world).map((term) => ({ searchBy: 'model_number', term })),
		// Only in the profile that has no search.
		unseen: ['tradeTerm', 'priceRange.tradeTerm', 'priceRange.namedPlace'],
	},
	{
		resource: 'text',
		operation: 'get',
		parameters: ofProduct,
	},
];
