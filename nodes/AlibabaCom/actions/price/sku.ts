import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { collectionOf } from '../../../action/fields';
import type { ProductFacts } from '../../parse/product/productFacts';
import { writtenText } from '../../parse/rows';

/** `SKU ID`: which variant is meant. */
export function skuOption(): INodeProperties {
	return {
		displayName: 'SKU ID',
		name: 'skuId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12000012345678',
		description: 'ID or code of a variant, for products whose prices depend on it',
	};
}

/**
 * The facts with the ladder of the variant that the item names; all facts when it names none.
 *
 * @throws NodeOperationError when the product has no such variant.
 */
export function factsOfSku(
	context: IExecuteFunctions,
	index: number,
	facts: ProductFacts,
): ProductFacts {
	const wanted = writtenText(collectionOf(context, 'options', index).skuId);
	if (wanted === undefined) return facts;
	const sku = facts.skus.find(({ skuId, skuCode }) => skuId === wanted || skuCode === wanted);
	if (!sku) {
		throw new NodeOperationError(context.getNode(), 'The product has no variant with this SKU ID', {
			description: 'See Product: Get with Simplify off for the IDs of its variants.',
		});
	}
	return { ...facts, price: sku.ladder ?? facts.price, pricesDifferBySku: false, skus: [sku] };
}
