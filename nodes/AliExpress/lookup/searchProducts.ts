import type { INodeListSearchItems } from 'n8n-workflow';

import { PRODUCT_LIST } from '../actions/product/family';
import { isSearchable } from '../actions/product/list';
import {
	parseProductList,
	type ProductPage,
	type RawListedProduct,
} from '../parse/product/productList';
import { productUrl } from '../parse/webAddress';
import { matches, type Ask, type Search } from './listSearch';

/** Products that are on sale first; what is not listed is found by its number. */
const STATUSES = ['onSelling', 'offline'] as const;
const PAGE_SIZE = 50;
/** Shorter texts match nearly everything; they only narrow what is there. */
const MIN_LETTERS = 3;

type Status = (typeof STATUSES)[number];

function entryOf({ fields }: RawListedProduct, status: Status): INodeListSearchItems {
	const name = fields.subject ?? fields.product_id;
	return {
		name: status === 'offline' ? `${name} (offline)` : name,
		value: fields.product_id,
		url: productUrl(fields.product_id),
	};
}

async function pageOf(ask: Ask, status: Status, page: number, title: string): Promise<ProductPage> {
	const query = {
		product_status_type: status,
		current_page: page,
		page_size: PAGE_SIZE,
		...(title !== '' && { subject: title }),
	};
	return await ask(PRODUCT_LIST, { aeop_a_e_product_list_query: query }, (answer) =>
		parseProductList(answer, page),
	);
}

function isWhole({ products, totalPages }: ProductPage): boolean {
	return totalPages === undefined ? products.length < PAGE_SIZE : totalPages <= 1;
}

/**
 * A page of a status. When the first page of what is on sale holds all of it, what is typed is looked
 * up there, so that typing costs nothing in a small shop.
 */
async function found(ask: Ask, status: Status, page: number, filter: string) {
	const isSearch = filter.length >= MIN_LETTERS && isSearchable(filter);
	const isHere = isSearch && status === STATUSES[0] && isWhole(await pageOf(ask, status, 1, ''));
	const isAsked = isSearch && !isHere;
	const { products, totalPages } = await pageOf(ask, status, page, isAsked ? filter : '');
	const entries = products.map((product) => entryOf(product, status));
	const results = isAsked
		? entries
		: entries.filter(({ name, value }) => matches(filter, name, String(value)));
	return { results, isLast: totalPages ? page >= totalPages : products.length < PAGE_SIZE };
}

function positionOf(token: string | undefined): { status: Status; page: number } {
	const [status, page] = (token ?? '').split(':');
	const known = STATUSES.find((entry) => entry === status) ?? STATUSES[0];
	return { status: known, page: Number(page ?? 1) || 1 };
}

/** Products by title or number. A status without a match is passed over to the next. */
export const searchProducts: Search = async (ask, filter, paginationToken) => {
	let { status, page } = positionOf(paginationToken);
	for (;;) {
		const { results, isLast } = await found(ask, status, page, filter);
		const next = isLast ? STATUSES[STATUSES.indexOf(status) + 1] : status;
		if (next === undefined) return { results };
		const nextPage = isLast ? 1 : page + 1;
		if (results.length > 0 || !isLast) {
			return { results, paginationToken: `${next}:${nextPage}` };
		}
		[status, page] = [next, nextPage];
	}
};
