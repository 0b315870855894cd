import type { JsonObject } from '../../json.mts';
import { amountText } from '../catalogue/articlePrices.mts';
import { categoryPath } from '../catalogue/categories.mts';
import type { AlibabaProduct, ProductState } from '../catalogue/products.mts';
import { textIn } from './find.mts';

const LOCALES: Readonly<Record<string, string>> = {
	zh: 'zh_CN',
	en: 'en_US',
	ar: 'ar_SA',
	es: 'es_ES',
	fr: 'fr_FR',
	de: 'de_DE',
	ru: 'ru_RU',
	ja: 'ja_JP',
	pt: 'pt_PT',
};

const AUDIT: Readonly<Record<ProductState, string>> = {
	online: 'approved',
	offline: 'approved',
	deleted: 'approved',
	draft: 'pending',
	pending: 'pending',
	failed: 'rejected',
};

/** A product as the second interface shows it to its seller. */
export function productInfo(product: AlibabaProduct, locale: string): JsonObject {
	const { text, language } = textIn(product.titles, locale);
	const stock = product.skus.reduce((sum, sku) => sum + sku.stock, 0);
	const skus = product.skus.map((sku) => ({
		sku_id: sku.id,
		sku_code: sku.code,
		sku_price: amountText(sku.cents),
		inventory: sku.stock,
		sale_attributes: [{ attribute_name: 'Color', attribute_value: sku.color }],
	}));
	// The list has been met in both places.
	const isInside = product.index % 4 !== 3;
	return {
		basic_info: {
			product_id: product.id,
			title: text,
			description: `<p>${text}</p>`,
			language: LOCALES[language],
			status: product.state === 'offline' ? 'offline' : 'online',
			audit_status: AUDIT[product.state],
			keywords: text.split(' ').slice(0, 3).join(' '),
			model_number: product.modelNumber,
			product_images: [imageUrl(product)],
			create_timestamp: product.createdAtMs,
			last_modified_timestamp: product.modifiedAtMs,
		},
		category_info: {
			category_id: product.categoryId,
			category_name: categoryPath(product.categoryId),
		},
		attributes: [
			{ attribute_name: 'Place of Origin', attribute_value: 'Zhejiang, China' },
			{ attribute_name: 'Model Number', attribute_value: product.modelNumber },
		],
		trade_info: {
			moq: product.moq,
			unit: product.unit,
			inventory: stock,
			price: priceView(product),
			...(isInside ? { sku_info: skus } : {}),
		},
		...(isInside ? {} : { sku_info: skus }),
		logistics_info: {
			shipping_template_id: product.templateId,
			weight: (product.weightGrams / 1000).toFixed(3),
			dimension: { length: '30', width: '20', height: '12' },
			tiered_lead_time: product.tiers.map(({ quantity }, place) => ({
				quantity,
				lead_time: 7 * (place + 1),
			})),
		},
	};
}

/** Tiers name their first quantity alone; a range has no quantities and two spellings of its ends. */
function priceView({ priceType, currency, tiers, index }: AlibabaProduct): JsonObject {
	const cents = tiers.map((tier) => tier.cents);
	const lowest = amountText(Math.min(...cents));
	const highest = amountText(Math.max(...cents));
	const range =
		index % 2 === 0 ? { min_price: lowest, max_price: highest } : { min: lowest, max: highest };
	if (priceType === 'RANGE') return { price_type: priceType, currency, range_price: range };
	return {
		price_type: priceType,
		currency,
		tiered_price: tiers.map((tier) => ({
			quantity: tier.quantity,
			price: amountText(tier.cents),
		})),
		range_price: { min_price: lowest, max_price: highest },
	};
}

export function imageUrl({ id }: AlibabaProduct): string {
	return `https://sc04.alicdn.invalid/kf/H${id}.jpg`;
}
