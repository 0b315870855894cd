import { list } from '../../gateway/envelope.mts';
import { pacificText } from '../../gateway/time.mts';
import type { JsonObject } from '../../json.mts';
import { amountText } from '../catalogue/articlePrices.mts';
import type { AlibabaProduct } from '../catalogue/products.mts';
import { imageUrl } from './productInfo.mts';

type PriceType = 'sku_price' | 'ladder_price' | 'fob_price';

const PRICE_TYPES: readonly PriceType[] = ['ladder_price', 'fob_price', 'sku_price'];

/** A product as the first interface shows it; every third is sold by inquiry, at FOB prices. */
export function productView(product: AlibabaProduct): JsonObject {
	const priceType = PRICE_TYPES[product.index % PRICE_TYPES.length] ?? 'sku_price';
	const isSourcing = priceType === 'fob_price';
	return {
		product_id: product.scrambledId,
		subject: product.titles.en ?? product.titles.zh,
		description: `<p>${product.titles.en ?? product.titles.zh}</p>`,
		language: 'ENGLISH',
		category_id: product.categoryId,
		group_id: product.groupId,
		product_type: isSourcing ? 'sourcing' : 'wholesale',
		price_type: priceType,
		status: product.state === 'pending' ? 'auditing' : 'approved',
		display: product.state === 'online' ? 'Y' : 'N',
		gmt_modified: pacificText(product.modifiedAtMs),
		keywords: list('string', [product.modelNumber]),
		main_image: { images: list('string', [imageUrl(product)]) },
		attributes: list('product_attribute', [
			{ attribute_id: 3, attribute_name: 'Model Number', value_name: product.modelNumber },
		]),
		...(isSourcing
			? { sourcing_trade: sourcingTrade(product) }
			: { wholesale_trade: wholesaleTrade(product) }),
		product_sku: {
			sku_attributes: skuAttributes(product),
			skus: list('sku_definition', skuViews(product, priceType)),
		},
	};
}

/** The one attribute that tells the variants apart. Its id is that of the category's colours. */
const COLOR_ID = 191288010;

/** What the variants differ in; the seller has given the second value a name of his own. */
function skuAttributes({ skus }: AlibabaProduct): JsonObject {
	const values = skus.map(({ color }, place) => ({
		value_id: place + 1,
		system_value_name: color,
		...(place === 1 && { custom_value_name: `${color} (matte)` }),
	}));
	return list('sku_attribute', [
		{
			attribute_id: COLOR_ID,
			attribute_name: 'Color',
			values: list('sku_attribute_value', values),
		},
	]);
}

function sourcingTrade({ tiers, currency, moq, unit }: AlibabaProduct): JsonObject {
	const cents = tiers.map((tier) => tier.cents);
	return {
		fob_currency: currency,
		fob_min_price: amountText(Math.min(...cents)),
		fob_max_price: amountText(Math.max(...cents)),
		fob_unit_type: unit,
		min_order_quantity: String(moq),
		min_order_unit_type: unit,
		delivery_port: 'Ningbo',
		delivery_time: '15 days',
		payment_methods: list('string', ['T/T', 'L/C']),
		supply_quantity: '50000',
	};
}

function wholesaleTrade({ tiers, moq, unit, weightGrams, templateId }: AlibabaProduct): JsonObject {
	return {
		price: amountText(tiers[0]?.cents ?? 0),
		min_order_quantity: moq,
		unit_type: unit,
		sale_type: 'normal',
		handling_time: 7,
		weight: (weightGrams / 1000).toFixed(3),
		volume: '7200',
		package_size: '30x20x12',
		shipping_line_template_id: templateId,
		deliver_periods: list(
			'deliver_period',
			tiers.map(({ quantity }) => ({ quantity, process_period: 7 })),
		),
	};
}

function skuViews({ skus, tiers }: AlibabaProduct, priceType: PriceType): JsonObject[] {
	return skus.map((sku, place) => ({
		sku_id: sku.id,
		sku_code: sku.code,
		attr2_value: JSON.stringify({ [COLOR_ID]: place + 1 }),
		inventory_dto_list: list('product_inventory_dto', [
			{ inventory: sku.stock, inventory_code: 'CN_MAIN' },
		]),
		bulk_discount_prices: list(
			'bulk_discount_price',
			priceType === 'fob_price'
				? []
				: tiers.map(({ quantity, cents }) => ({
						start_quantity: quantity,
						price: amountText(cents + (priceType === 'sku_price' ? place * 10 : 0)),
					})),
		),
	}));
}
