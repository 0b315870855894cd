import { isJsonObject, type JsonObject } from '../../wire/envelope';
import type { JsonValue } from '../../wire/json';
import { readCount, readRows } from './answerRows';
import { readOrder, type OrderPage } from './orderList';
import { listOf, object, readShape } from './shape';

/** The slim list writes amount and currency of a price as two fields, the other lists as an object. */
function withPrice(line: JsonObject): JsonObject {
	const { product_unit_price: written, product_unit_price_cur: currency, ...rest } = line;
	if (written === undefined || isJsonObject(written)) return line;
	const product_unit_price = { amount: written, currency_code: currency ?? null };
	return { ...rest, product_unit_price };
}

function withPrices(order: JsonObject, at: string): JsonObject {
	const lines = readShape(listOf(object), order.product_list, `${at}.product_list`);
	const product_list: JsonValue[] = lines.map((line) => withPrice(line ?? {}));
	return { ...order, product_list };
}

/**
 * Reads a page of `aliexpress.trade.redefining.findorderlistsimplequery`, the list without buyers.
 *
 * @param page number of the page; a first page without rows is refused when the total says otherwise.
 * @throws TypeError that names the field of the wrong shape and nothing of its content.
 */
export function parseSlimOrderList(value: JsonObject, page: number): OrderPage {
	const rows = readRows(value, {
		field: 'order_list',
		within: ['result'],
		total: 'total_item',
		isFirstPage: page === 1,
	});
	const orders = rows.map(({ source, at }) => ({
		...readOrder(withPrices(source, at), at),
		source,
	}));
	const totalCount = readCount(value, ['result'], 'total_item');
	return { orders, ...(totalCount !== undefined && { totalCount }) };
}
