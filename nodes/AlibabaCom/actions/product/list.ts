import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isSimplified, limitOf } from '../../../action/fields';
import { fieldsOf } from '../../../wire/reading';
import type { RequestParam } from '../../../wire/sign';
import { productRowItem } from '../../items/productItems';
import { readProductRow } from '../../parse/product/product';
import { rowsAt } from '../../parse/rows';
import type { Api } from '../operation';
import { readPages } from '../pages';
import { withRaw } from '../parameters';

/** The greatest page that the platform takes. */
const PAGE_SIZE = 30;

/** The own products that match, as items. */
export async function listProducts(
	context: IExecuteFunctions,
	api: Api,
	index: number,
	filters: Readonly<Record<string, RequestParam>>,
): Promise<IDataObject[]> {
	const limit = limitOf(context, index);
	const isSimple = isSimplified(context, index);
	const method = api.profile === 'top' ? 'alibaba.icbu.product.list' : '/alibaba/icbu/product/list';
	const rows = await readPages(context, {
		pageSize: PAGE_SIZE,
		limit,
		what: 'products',
		read: async (page) =>
			await api.find(method, {
				...filters,
				language: 'ENGLISH',
				current_page: page,
				page_size: PAGE_SIZE,
			}),
		open: (answer) => {
			const list = fieldsOf(answer.result) ?? answer;
			return { rows: rowsAt(list, 'products'), total: list.total_item };
		},
		keyOf: (row) => String(row.id ?? row.product_id),
	});
	return rows.map((row) =>
		withRaw(context, index, productRowItem(readProductRow(row), isSimple), row),
	);
}
