import { ladderFields, rangeItem, skuLadders } from '../../items/productItems';
import { withoutNulls } from '../../parse/withoutNulls';
import { marketFields, productIdField, viewOption } from '../fields';
import type { Operation } from '../operation';
import { withRaw } from '../parameters';
import { readProduct } from '../readProduct';
import { factsOfSku, priceNotes, skuOption } from './facts';

/** All steps of the price with their trade terms. */
export const getLadder = {
	name: 'Get Ladder',
	value: 'getLadder',
	action: 'Get price ladder',
	description:
		'Costs one call. Retrieve the prices by quantity, each with its trade term and what it includes.',
	profiles: ['productDetail', 'openPlatform', 'top'],
	fields: () => [productIdField(), ...marketFields()],
	options: () => [skuOption(), viewOption()],
	async run(context, api, index) {
		const { facts: all, productId, source } = await readProduct(context, api, index);
		const facts = factsOfSku(context, index, all);
		const warnings = priceNotes(facts);
		const item = withoutNulls({
			productId: facts.productId ?? productId,
			title: facts.title.text || null,
			minOrderQuantity: facts.moq,
			unit: facts.unit,
			...ladderFields(facts.price),
			priceRange: rangeItem(facts.priceRange),
			skuLadders: skuLadders(facts),
			warnings: warnings.length > 0 ? warnings : null,
		});
		return [withRaw(context, index, item, source)];
	},
} satisfies Operation;
