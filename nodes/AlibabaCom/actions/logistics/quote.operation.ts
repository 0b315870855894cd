import type { IExecuteFunctions } from 'n8n-workflow';

import { freightItem, ruleItem } from '../../items/productItems';
import { freightWarnings } from '../../parse/logistics/freightOffer';
import { overlapWarnings } from '../../parse/price/quoteWarnings';
import { holding } from '../../parse/quantity';
import { countryField, languageField, productIdField, quantityField } from '../fields';
import type { Api, Operation } from '../operation';
import { countryOf, productIdOf, quantityOf, withRaw } from '../parameters';
import { readProduct } from '../readProduct';
import { calculateFreight } from './freight';

const PER_WHAT = {
	zh: '来源未说明运费按件还是按票计算，请向卖方确认。',
	en: 'The source does not say whether the freight is per piece or per shipment: ask the seller.',
};
const NO_RULE = {
	zh: '没有适用于此数量的物流方式，请向卖方确认。',
	en: 'No way of sending is given for this quantity: ask the seller.',
};
const DEFAULT_RULE = {
	zh: '商品没有按数量给出物流方式，此处为默认物流，请向卖方确认。',
	en: 'The product gives no logistics by quantity; the default stands here: ask the seller.',
};

/** The rules of the product that hold for the quantity. */
async function fromRules(context: IExecuteFunctions, api: Api, index: number, quantity: number) {
	const country = countryOf(context, index);
	const { facts, productId, source } = await readProduct(context, api, index);
	const { rules: all, isDefault } = facts.logistics ?? { rules: [], isDefault: false };
	const rules = holding(all, quantity);
	const warnings = [
		...(rules.length === 0 ? [NO_RULE] : []),
		...(isDefault ? [DEFAULT_RULE] : []),
		...overlapWarnings(rules),
		...(rules.some(({ freightAmount }) => freightAmount !== null) ? [PER_WHAT] : []),
	];
	const options = rules.map(ruleItem);
	return withRaw(
		context,
		index,
		{ productId: facts.productId ?? productId, quantity, country, isDefault, options, warnings },
		source,
	);
}

/** What the platform calculates for the quantity; the fee is for all pieces together. */
async function fromPlatform(context: IExecuteFunctions, api: Api, index: number, quantity: number) {
	const { id: productId } = productIdOf(context, index);
	const country = countryOf(context, index);
	const { offers, source } = await calculateFreight(context, api, '/shipping/freight/calculate', {
		product_id: productId,
		quantity,
		destination_country: country,
		dispatch_location: 'CN',
	});
	const warnings = [...(offers.length === 0 ? [NO_RULE] : []), ...freightWarnings(offers)];
	const options = offers.map(freightItem);
	return withRaw(context, index, { productId, quantity, country, options, warnings }, source);
}

/** How a quantity is sent to a country, and for how much. */
export const quote = {
	name: 'Quote',
	value: 'quote',
	action: 'Quote logistics for quantity',
	description:
		'Costs one call. Find out how a quantity can be sent to a country, how long it takes and the freight.',
	profiles: ['productDetail', 'openPlatform', 'top'],
	fields: () => [
		productIdField(),
		quantityField(),
		countryField('The country of destination'),
		languageField(),
	],
	async run(context, api, index) {
		const quantity = quantityOf(context, index);
		const read = api.profile === 'productDetail' ? fromRules : fromPlatform;
		return [await read(context, api, index, quantity)];
	},
} satisfies Operation;
