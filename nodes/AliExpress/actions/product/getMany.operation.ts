import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isSimplified, limitOf } from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import type { PrintableJson } from '../../../wire/json';
import {
	parseProductList,
	simplifyListedProduct,
	toListedProductItem,
	type RawListedProduct,
} from '../../parse/productList';
import { readAnswer, withRaw } from '../answer';
import { optionsOf } from '../fields';
import type { Operation } from '../operation';
import { productListFields } from './fields';
import { productFilterOf, statusesOf } from './filter';
import { MAX_PAGE_SIZE, PRODUCT_LIST, productQuery } from './list';

interface Listed {
	product: RawListedProduct;
	status: string;
}

type Query = Readonly<Record<string, PrintableJson>>;

function pageReader(
	context: IExecuteFunctions,
	client: Client,
	query: Query,
	status: string,
	pageSize: number,
) {
	return async (page: number): Promise<Page<Listed>> => {
		const asked = {
			...query,
			product_status_type: status,
			current_page: page,
			page_size: pageSize,
		};
		const answer = await client.call(PRODUCT_LIST, { aeop_a_e_product_list_query: asked });
		const { products, totalPages } = readAnswer(context, () => parseProductList(answer, page));
		const isLast = totalPages ? page >= totalPages : products.length < pageSize;
		return { rows: products.map((product) => ({ product, status })), isLast };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const query = productQuery(productFilterOf(context, options.zone, index));
	const statuses = statusesOf(context, index);
	const limit = limitOf(context, index);
	const simplified = isSimplified(context, index);
	const pageSize = Math.min(limit ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE);
	const listed = paginate({
		parts: statuses.map((status) => pageReader(context, client, query, status, pageSize)),
		keyOf: ({ product }) => product.fields.product_id,
		limit,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'products', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const { product, status } of listed) {
		const item = toListedProductItem(product, status, options.zone);
		const shown = simplified ? simplifyListedProduct(item) : item;
		items.push(withRaw(shown, product.source, options));
	}
	return items;
}

/** Reads the product list, status by status. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many products',
	description:
		'Get the products of the shop by status, title, group or date: ID, title, price range, picture. Costs one call per 99 products of each status.',
	fields: productListFields,
	run,
};
