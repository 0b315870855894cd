import type { PriceTier } from '../parse/ladder';
import type { ParsedPrice } from '../parse/price';
import type { PriceRange, ProductFacts } from '../parse/productFacts';
import type { QuotedOffer } from '../parse/quoteWarnings';
import { withoutNulls } from '../parse/withoutNulls';

function termFields({ tradeTerm, namedPlace, ...tier }: Omit<PriceTier, 'price'>) {
	const { termZh, termEn, freightIncluded, insuranceIncluded, dutyIncluded } = tier;
	return {
		tradeTerm: tradeTerm || null,
		namedPlace,
		termZh,
		termEn,
		freightIncluded,
		insuranceIncluded,
		dutyIncluded,
	};
}

/** One step of a ladder. What the trade term leaves open is absent. */
export function tierItem(tier: PriceTier) {
	const { minQuantity, maxQuantity, price: amount, currency } = tier;
	return withoutNulls({
		minQuantity,
		maxQuantity,
		unitPrice: { amount, currency },
		...termFields(tier),
	});
}

/** A ladder, and what of it could not be read. */
export function ladderFields({ tiers, rejected }: ParsedPrice) {
	return {
		tiers: tiers.map(tierItem),
		rejectedPrices: rejected.length > 0 ? rejected : null,
	};
}

/** A price that has to be asked for. */
export function rangeItem(range: PriceRange | null) {
	return range && withoutNulls({ ...range });
}

/** The ladders of the variants, where they differ. */
export function skuLadders({ pricesDifferBySku, skus }: ProductFacts) {
	if (!pricesDifferBySku) return null;
	return skus.map(({ skuId, skuCode, ladder, attributes }) => ({
		skuId,
		skuCode,
		attributes,
		tiers: (ladder?.tiers ?? []).map(tierItem),
	}));
}

/** The price of the quantity under one offer. */
export function offerItem(offer: QuotedOffer) {
	const { unitPrice, total, currency, notIncluded } = offer;
	return withoutNulls({
		unitPrice: { amount: unitPrice, currency },
		total: { amount: total, currency },
		...termFields(offer),
		notIncluded,
	});
}
