import type { Money } from '../../../wire/money';
import type { QuoteWarning } from '../../parse/price/quoteWarnings';
import type { ProductFacts } from '../../parse/product/productFacts';

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
