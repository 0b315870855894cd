import { fieldsOf, type Fields } from '../../../wire/reading';
import { ladderFrom } from '../price/skuPrices';
import { readQuantity } from '../quantity';
import { momentOf, moneyFrom, numberAt, objectAt, rowsAt, textAt, textsAt } from '../rows';
import {
	NO_RANGE,
	noFacts,
	readRange,
	textIn,
	type ProductFacts,
	type ReadRange,
	type Sku,
} from './productFacts';
import { idText, skuIdText } from './productId';

function attributesOf(fields: Fields, name: string) {
	return rowsAt(fields, name).flatMap((row) => {
		const [key, value] = [textAt(row, 'attribute_name'), textAt(row, 'attribute_value')];
		return key === null || value === null ? [] : [{ name: key, value }];
	});
}

function skuOf(row: Fields, currency: string | null): Sku {
	return {
		skuId: skuIdText(row.sku_id) ?? null,
		skuCode: textAt(row, 'sku_code'),
		price: moneyFrom(row.sku_price, currency),
		stock: numberAt(row, 'inventory'),
		attributes: attributesOf(row, 'sale_attributes'),
		ladder: null,
	};
}

function rangeOf(price: Fields, currency: string | null): ReadRange {
	const range = fieldsOf(price.range_price);
	const ends = range
		? { min: range.min_price ?? range.min, max: range.max_price ?? range.max }
		: { min: price.range_price, max: price.range_price };
	return readRange(ends, currency, { tradeTerm: null, namedPlace: null });
}

/**
 * Reads a product of the second interface of the Open Platform. It names no trade term with the price,
 * so the ladder has none.
 *
 * @param info `product_info`, one of them.
 * @throws TypeError that names the field, when a list is none.
 */
export function readProductV2(info: Fields, wanted: string): ProductFacts {
	const basic = objectAt(info, 'basic_info');
	const trade = objectAt(info, 'trade_info');
	const category = objectAt(info, 'category_info');
	const logistics = objectAt(info, 'logistics_info');
	const price = objectAt(trade, 'price');
	const currency = textAt(price, 'currency');
	const language = textAt(basic, 'language');
	const ladder = ladderFrom(rowsAt(price, 'tiered_price'), 'quantity', { currency, tradeTerm: '' });
	// A ladder of tiers makes the range beside it superfluous.
	const isLadder = ladder.tiers.length > 0;
	const { priceRange, rejected } = isLadder ? NO_RANGE : rangeOf(price, currency);
	// The list has been met in both places.
	const skus = [...rowsAt(trade, 'sku_info'), ...rowsAt(info, 'sku_info')];
	return {
		...noFacts(),
		productId: idText(basic.product_id) ?? null,
		status: textAt(basic, 'status'),
		title: textIn(basic.title, language, wanted),
		description: textIn(basic.description, language, wanted),
		moq: readQuantity(trade.moq) ?? null,
		unit: textAt(trade, 'unit'),
		price: { ...ladder, rejected: [...ladder.rejected, ...rejected] },
		priceRange,
		skus: skus.map((row) => skuOf(row, currency)),
		leadTimes: rowsAt(logistics, 'tiered_lead_time').map((row) => ({
			minQuantity: readQuantity(row.quantity) ?? null,
			days: numberAt(row, 'lead_time'),
		})),
		stock: numberAt(trade, 'inventory'),
		categoryId: idText(category.category_id) ?? null,
		categoryName: textAt(category, 'category_name'),
		modelNumber: textAt(basic, 'model_number'),
		shippingTemplateId: idText(logistics.shipping_template_id) ?? null,
		weightKilograms: textAt(logistics, 'weight'),
		images: textsAt(basic, 'product_images'),
		createdAt: momentOf(basic.create_timestamp),
		modifiedAt: momentOf(basic.last_modified_timestamp),
		attributes: attributesOf(info, 'attributes'),
	};
}
