import { offerItem, rangeItem, ruleItem } from '../../items/productItems';
import { quoteFor } from '../../parse/price/quote';
import { withoutNulls } from '../../parse/withoutNulls';
import { marketFields, productIdField, quantityField, viewOption } from '../fields';
import type { Operation } from '../operation';
import { quantityOf, withRaw } from '../parameters';
import { readProduct } from '../readProduct';
import { factsOfSku, priceNotes, skuOption } from './facts';

/** What a quantity costs, under which term, and what the price leaves out. */
export const quote = {
	name: 'Quote',
	value: 'quote',
	action: 'Quote price for quantity',
	description:
		'Costs one call. Calculate unit price and total of a quantity, with trade term, logistics and what is not included.',
	profiles: ['productDetail', 'openPlatform', 'top'],
	fields: () => [productIdField(), quantityField(), ...marketFields()],
	options: () => [skuOption(), viewOption()],
	async run(context, api, index) {
		const quantity = quantityOf(context, index);
		const { facts: all, productId, source } = await readProduct(context, api, index);
		const facts = factsOfSku(context, index, all);
		const { price, logistics, moq } = facts;
		const quoted = quoteFor(quantity, { price, logistics, moq, notes: priceNotes(facts) });
		const offers = quoted.offers.map(offerItem);
		const item = withoutNulls({
			productId: facts.productId ?? productId,
			title: facts.title.text || null,
			quantity,
			minOrderQuantity: quoted.minimum,
			// One offer is the answer; of several none may be picked unasked.
			...(offers.length === 1 && offers[0]),
			offers,
			priceRange: rangeItem(facts.priceRange),
			logistics: logistics && quoted.logistics.map(ruleItem),
			isDefaultLogistics: logistics && quoted.isDefaultLogistics,
			warnings: quoted.warnings,
			text: quoted.text,
		});
		return [withRaw(context, index, item, source)];
	},
} satisfies Operation;
