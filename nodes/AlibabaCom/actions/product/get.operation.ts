import { isSimplified, simplifyField } from '../../../action/fields';
import { fullProduct, simpleProduct } from '../../items/productItems';
import { marketFields, productIdField, viewOption } from '../fields';
import type { Operation } from '../operation';
import { withRaw } from '../parameters';
import { readProduct } from '../readProduct';

/** One product with price ladder, texts and logistics, as far as the profile has them. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get product',
	description: 'Costs one call. Retrieve a product with its prices, texts and logistics.',
	profiles: ['productDetail', 'openPlatform', 'top'],
	fields: () => [productIdField(), ...marketFields(), simplifyField()],
	options: () => [viewOption()],
	async run(context, api, index) {
		const { facts, productId, source } = await readProduct(context, api, index);
		const read = isSimplified(context, index) ? simpleProduct(facts) : fullProduct(facts);
		// An answer without the ID is still about the product that was asked for.
		const item = facts.productId || facts.scrambledId ? read : { productId, ...read };
		return [withRaw(context, index, item, source)];
	},
};
