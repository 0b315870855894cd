import type { ProductRow, ProductText } from '../parse/product';
import type { ProductFacts } from '../parse/productFacts';
import type { Moment } from '../parse/rows';
import { withoutNulls } from '../parse/withoutNulls';
import { leadTimeItems, ruleItem } from './logisticsItems';
import { ladderFields, rangeItem, skuLadders } from './priceItems';

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
