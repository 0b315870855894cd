import type { Fields } from '../../../wire/reading';
import { numberAt, rowsAt, textAt } from '../rows';
import { skuIdText } from './productId';

/** The stock of a variant in a warehouse. */
export interface Stock {
	skuId: string | null;
	skuCode: string | null;
	/** A warehouse of the seller, or the country it is shipped from. */
	warehouse: string | null;
	quantity: number | null;
	unit: string | null;
}

/** Reads `result`, as the seller sees it. */
export function readSellerStock(result: Fields): Stock[] {
	return rowsAt(result, 'data_list').map((row) => ({
		skuId: skuIdText(row.sku_id) ?? null,
		skuCode: textAt(row, 'sku_outer_id', 'sku_code'),
		warehouse: textAt(row, 'inventory_code'),
		quantity: numberAt(row, 'inventory'),
		unit: null,
	}));
}

/** Reads `result`, as a buyer sees it. */
export function readBuyerStock(result: Fields): Stock[] {
	return rowsAt(result, 'result_data').flatMap((place) =>
		rowsAt(place, 'inventory_list').map((row) => ({
			skuId: skuIdText(row.sku_id) ?? null,
			skuCode: null,
			warehouse: textAt(place, 'shipping_from'),
			quantity: numberAt(row, 'inventory_count'),
			unit: textAt(row, 'inventory_unit'),
		})),
	);
}
