import { idText } from './productId';
import { noFacts, textIn, type PriceRange, type ProductFacts, type Sku } from './productFacts';
import { readQuantity } from './quantity';
import {
	momentOf,
	moneyOf,
	numberAt,
	objectAt,
	rowsAt,
	textAt,
	textsAt,
	type Fields,
} from './rows';
import { ladderFrom } from './skuPrices';
import { fieldsOf } from './written';

function attributesOf(fields: Fields, name: string) {
	return rowsAt(fields, name).flatMap((row) => {
		const [key, value] = [textAt(row, 'attribute_name'), textAt(row, 'attribute_value')];
		return key === null || value === null ? [] : [{ name: key, value }];
	});
}

function skuOf(row: Fields, currency: string | null): Sku {
	return {
		skuId: idText(row.sku_id) ?? null,
		skuCode: textAt(row, 'sku_code'),
		price: moneyOf(row.sku_price, currency),
		stock: numberAt(row, 'inventory'),
		attributes: attributesOf(row, 'sale_attributes'),
		ladder: null,
	};
}

/** A ladder of tiers makes the range beside it superfluous. */
function rangeOf(price: Fields, currency: string | null): PriceRange | null {
	const range = fieldsOf(price.range_price);
	if (!range) return null;
	const min = moneyOf(range.min_price ?? range.min, currency);
	const max = moneyOf(range.max_price ?? range.max, currency);
	return min || max ? { min, max, tradeTerm: null, namedPlace: null } : null;
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
		price: ladder,
		priceRange: ladder.tiers.length > 0 ? null : rangeOf(price, currency),
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
