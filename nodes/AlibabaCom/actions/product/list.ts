import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isSimplified, limitOf } from '../../../action/fields';
import { fieldsOf, type Fields } from '../../../wire/reading';
import type { JsonObject } from '../../../wire/json';
import type { RequestParam } from '../../../wire/sign';
import { fullRow, simpleRow } from '../../items/productItems';
import { readProductRow } from '../../parse/product/product';
import { rowsAt } from '../../parse/rows';
import type { Api } from '../operation';
import { readPages } from '../pages';
import { withRaw } from '../parameters';

/** The greatest page that the platform takes. */
export const PAGE_SIZE = 30;

/**
 * Asks for a page of the own products; pages count from 1.
 *
 * @returns undefined when nothing is found.
 */
export async function askProducts(
	api: Pick<Api, 'find' | 'profile'>,
	filters: Readonly<Record<string, RequestParam>>,
	page: number,
): Promise<JsonObject | undefined> {
	const method = api.profile === 'top' ? 'alibaba.icbu.product.list' : '/alibaba/icbu/product/list';
	const paging = { language: 'ENGLISH', current_page: page, page_size: PAGE_SIZE };
	return await api.find(method, { ...filters, ...paging });
}

/**
 * The rows of such a page, and how many there are in all.
 *
 * @throws TypeError when there is no list.
 */
export function openProducts(answer: JsonObject): { rows: Fields[]; total: unknown } {
	const list = fieldsOf(answer.result) ?? answer;
	return { rows: rowsAt(list, 'products'), total: list.total_item };
}

/** The own products that match, as items. */
export async function listProducts(
	context: IExecuteFunctions,
	api: Api,
	index: number,
	filters: Readonly<Record<string, RequestParam>>,
): Promise<IDataObject[]> {
	const limit = limitOf(context, index);
	const toItem = isSimplified(context, index) ? simpleRow : fullRow;
	const rows = await readPages(context, {
		pageSize: PAGE_SIZE,
		limit,
		what: 'products',
		read: async (page) => await askProducts(api, filters, page),
		open: openProducts,
		keyOf: (row) => String(row.id ?? row.product_id),
	});
	return rows.map((row) => withRaw(context, index, toItem(readProductRow(row)), row));
}
