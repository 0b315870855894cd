import type { FreightOffer } from '../parse/logistics/freightOffer';
import { methodName, type LogisticsRule } from '../parse/logistics/logistics';
import type { PriceTier } from '../parse/price/ladder';
import type { ParsedPrice } from '../parse/price/price';
import type { QuotedOffer } from '../parse/price/quoteWarnings';
import type { ProductRow, ProductText } from '../parse/product/product';
import type { LeadTime, PriceRange, ProductFacts } from '../parse/product/productFacts';
import type { Moment } from '../parse/rows';
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
function tierItem(tier: PriceTier) {
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

/** A rule of logistics by quantity. Its freight is per piece or per shipment: no source says which. */
export function ruleItem(rule: LogisticsRule) {
	const { minQuantity, maxQuantity, method, minDays, maxDays, durationText, freightText } = rule;
	const { freightAmount: amount, freightCurrency: currency } = rule;
	const { zh: methodZh, en: methodEn } = methodName(method);
	return withoutNulls({
		minQuantity,
		maxQuantity,
		method,
		methodZh,
		methodEn,
		minDays,
		maxDays,
		durationText,
		freight: amount !== null && currency !== null ? { amount, currency } : null,
		freightText,
	});
}

/** How long the seller needs, by quantity. */
export function leadTimeItems(leadTimes: readonly LeadTime[]) {
	return leadTimes.length > 0 ? leadTimes.map((one) => withoutNulls({ ...one })) : null;
}

/** One way of sending with its fee for all pieces together. */
export function freightItem(offer: FreightOffer) {
	const { termName, tradeTerm, ...rest } = offer;
	return withoutNulls({
		...rest,
		tradeTerm: tradeTerm || null,
		termZh: termName.zh,
		termEn: termName.en,
	});
}

/** Both faces of a time, for an item. */
export function timeFields<N extends string>(name: N, { at, platform }: Moment) {
	return { [name]: at, [`${name}Platform`]: platform } as Record<N | `${N}Platform`, string | null>;
}

function textItem({ text, language, isFallback, available }: ProductText) {
	return text === '' ? null : { text, language, isFallback, available };
}

function list<T>(values: readonly T[]): readonly T[] | null {
	return values.length > 0 ? values : null;
}

/** What most workflows need of a product. */
export function simpleProduct(facts: ProductFacts) {
	const { productId, scrambledId, status, title, moq, unit, price, priceRange, images } = facts;
	const [first] = price.tiers;
	return withoutNulls({
		productId,
		scrambledId,
		title: title.text || null,
		titleLanguage: title.language,
		isTitleFallback: title.text === '' ? null : title.isFallback,
		status,
		minOrderQuantity: moq,
		unit,
		unitPrice: first ? { amount: first.price, currency: first.currency } : null,
		tradeTerm: first?.tradeTerm || null,
		priceRange: rangeItem(priceRange),
		imageUrl: images[0] ?? null,
	});
}

/** All that is known of a product. */
export function fullProduct(facts: ProductFacts) {
	const { title, description, moq, price, priceRange, skus, logistics, leadTimes } = facts;
	const { productId, scrambledId, status, unit, stock, categoryId, categoryName } = facts;
	const { modelNumber, shippingTemplateId, weightKilograms, images, url, attributes } = facts;
	return withoutNulls({
		productId,
		scrambledId,
		status,
		title: textItem(title),
		description: textItem(description),
		minOrderQuantity: moq,
		unit,
		...ladderFields(price),
		priceRange: rangeItem(priceRange),
		skus: list(skus.map((sku) => ({ ...sku, ladder: null }))),
		skuLadders: skuLadders(facts),
		logistics: logistics && {
			isDefault: logistics.isDefault,
			rules: logistics.rules.map(ruleItem),
			rejected: list(logistics.rejected),
		},
		leadTimes: leadTimeItems(leadTimes),
		stock,
		categoryId,
		categoryName,
		modelNumber,
		shippingTemplateId,
		weightKilograms,
		images: list(images),
		url,
		attributes: list(attributes),
		...timeFields('createdAt', facts.createdAt),
		...timeFields('modifiedAt', facts.modifiedAt),
	});
}

function rowFields(row: ProductRow) {
	const { productId, scrambledId, title, status, isOnline, categoryId, url, imageUrl } = row;
	return { productId, scrambledId, title, status, isOnline, categoryId, imageUrl, url };
}

/** What most workflows need of a product of a list. */
export function simpleRow(row: ProductRow) {
	return withoutNulls({ ...rowFields(row), modifiedAt: row.modifiedAt.at });
}

/** All that a list tells of a product. */
export function fullRow(row: ProductRow) {
	const { groupId, productType, keywords } = row;
	return withoutNulls({
		...rowFields(row),
		groupId,
		productType,
		keywords: list(keywords),
		...timeFields('createdAt', row.createdAt),
		...timeFields('modifiedAt', row.modifiedAt),
	});
}
