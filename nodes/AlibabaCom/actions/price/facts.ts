import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { collectionOf } from '../../../action/fields';
import type { Money } from '../../../wire/money';
import type { QuoteWarning } from '../../parse/price/quoteWarnings';
import type { ProductFacts } from '../../parse/product/productFacts';
import { writtenText } from '../../parse/rows';

const sum = (money: Money | null) => (money ? `${money.currency} ${money.amount}` : '…');

/** States of a product that nobody can order. */
const NOT_ONLINE = /off[-_ ]?line|draft|pending|audit(?:ing|_)|fail|reject|delete/i;

/** What has to be said about the price of a product, whatever the quantity. */
export function priceNotes(facts: ProductFacts): QuoteWarning[] {
	const { priceRange, pricesDifferBySku, status } = facts;
	const notes: QuoteWarning[] = [];
	if (status !== null && NOT_ONLINE.test(status)) {
		notes.push({
			code: 'notOnline',
			zh: `商品当前未上架（${status}），不能直接下单。`,
			en: `The product is not online (${status}) and cannot be ordered.`,
		});
	}
	if (priceRange) {
		const { min, max, tradeTerm, namedPlace } = priceRange;
		const term = [tradeTerm, namedPlace].filter((part) => part !== null).join(' ');
		const range = [`${sum(min)} – ${sum(max)}`, term].filter(Boolean).join(' ');
		notes.push({
			code: 'priceRange',
			zh: `该商品只有价格区间（${range}），不能直接下单，请向卖方询价。`,
			en: `The product has only a price range (${range}) and cannot be ordered at it: ask the seller.`,
		});
	}
	if (pricesDifferBySku) {
		notes.push({
			code: 'pricesDifferBySku',
			zh: '各规格价格不同，请用选项 SKU ID 选择规格。',
			en: 'The price depends on the variant: choose one with the option SKU ID.',
		});
	}
	return notes;
}

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
