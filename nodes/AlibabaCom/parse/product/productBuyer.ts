import type { Fields } from '../../../wire/reading';
import { ladderFrom, mergedLadders } from '../price/skuPrices';
import { readQuantity } from '../quantity';
import { rowsAt, textAt, textsAt } from '../rows';
import { noFacts, textIn, type ProductFacts, type Sku } from './productFacts';
import { idText, skuIdText } from './productId';

function skuOf(row: Fields, currency: string | null): Sku {
	const steps = rowsAt(row, 'ladder_price');
	return {
		skuId: skuIdText(row.sku_id) ?? null,
		skuCode: null,
		price: null,
		stock: null,
		attributes: rowsAt(row, 'sku_attr_list').flatMap((one) => {
			const [name, value] = [textAt(one, 'attr_name_desc'), textAt(one, 'attr_value_desc')];
			return name === null || value === null ? [] : [{ name, value }];
		}),
		ladder: ladderFrom(steps, 'min_quantity', { currency, tradeTerm: '' }),
	};
}

/**
 * Reads anyone's product as a buyer sees it. The title is in English as far as the platform says.
 *
 * @param data `result_data`.
 * @throws TypeError that names the field, when a list is none.
 */
export function readProductBuyer(data: Fields, wanted: string): ProductFacts {
	const skus = rowsAt(data, 'skus').map((row) => skuOf(row, textAt(data, 'currency')));
	const ladders = skus.flatMap(({ ladder }) => ladder ?? []);
	const image = textAt(data, 'main_image');
	return {
		...noFacts(),
		productId: idText(data.product_id) ?? null,
		status: textAt(data, 'status'),
		title: textIn(data.title, 'en', wanted),
		description: textIn(data.description, 'en', wanted),
		moq: readQuantity(data.min_order_quantity) ?? null,
		price: mergedLadders(ladders),
		pricesDifferBySku: new Set(ladders.map(({ tiers }) => JSON.stringify(tiers))).size > 1,
		skus,
		categoryId: idText(data.category_id) ?? null,
		categoryName: textAt(data, 'category'),
		modelNumber: textAt(data, 'mode_id'),
		images: [...new Set([...(image === null ? [] : [image]), ...textsAt(data, 'images')])],
		url: textAt(data, 'detail_url'),
	};
}
