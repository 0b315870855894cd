import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { searchIn } from '../../action/codes';
import { matches, remembered } from '../../action/lookup';
import { accountKey } from '../../client/access';
import { MINUTE_MS } from '../../time/units';
import { printJson, type JsonObject, type PrintableJson } from '../../wire/json';
import type { RequestParam } from '../../wire/sign';
import { openClient } from '../account/openClient';
import { COUNTRIES, LANGUAGES } from '../actions/forms';
import { readAnswer } from '../actions/operation';
import { orderQueries, statusOptions } from '../actions/order/query';
import { withFamily } from '../account/productFamily';
import { isSearchable } from '../actions/product/list';
import { tellingSuccessors } from '../actions/successors';
import { isoOf } from '../parse/moment';
import { parseSlimOrderList, type RawOrder } from '../parse/order/orderList';
import {
	labelIn,
	parseCategories,
	parseProductGroups,
	type RawCategory,
} from '../parse/product/category';
import { parseFreightTemplates } from '../parse/product/freightTemplates';
import {
	parseProductList,
	PRODUCT_LIST,
	type ProductPage,
	type RawListedProduct,
} from '../parse/product/productList';
import { productUrl } from '../parse/webAddress';

/** Asks the platform, or takes the answer of the last minutes. */
export type Ask = <T>(
	method: string,
	params: Readonly<Record<string, RequestParam>>,
	parse: (answer: JsonObject) => T,
) => Promise<T>;

/** Finds the entries of a drop-down. `filter` is what was typed, without blanks around it. */
type Search = (
	ask: Ask,
	filter: string,
	paginationToken: string | undefined,
) => Promise<INodeListSearchResult>;

/** Makes the `listSearch` method of a search; its calls are taken from the share `browse`. */
function listSearch(search: Search) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const client = withFamily(tellingSuccessors(this, openClient(this, 'browse')));
		const { access } = await client.open();
		const account = accountKey(access);
		const ask: Ask = async (method, params, parse) => {
			const key = `${account} ${method} ${printJson(params as PrintableJson)}`;
			return await remembered(key, Date.now(), async () => {
				const answer = await client.call(method, params);
				return readAnswer(this, () => parse(answer));
			});
		};
		return await search(ask, (filter ?? '').trim(), paginationToken);
	};
}

const ORDERS = 'aliexpress.trade.redefining.findorderlistsimplequery';
const PAGE_SIZE = 50;
/** The range of the query moves with the clock; in steps, so that the answer can be kept. */
const STEP_MS = 5 * MINUTE_MS;

function orderEntry({ fields }: RawOrder) {
	const status = statusOptions().find(({ value }) => value === fields.order_status)?.name;
	const day = isoOf(fields.gmt_create, 'America/Los_Angeles')?.slice(0, 10);
	const product = fields.product_list?.[0]?.product_name;
	const name = [fields.order_id, status ?? fields.order_status, day, product]
		.filter((part) => part !== undefined)
		.join(' · ');
	const { order_detail_url: url } = fields;
	return { name, value: fields.order_id, ...(url !== undefined && { url }) };
}

/** Orders that are not finished, from the list without buyers. What is typed narrows a page. */
export const searchOrders: Search = async (ask, filter, paginationToken) => {
	const page = Number(paginationToken ?? 1);
	const asked = orderQueries({ statuses: [] }, Math.floor(Date.now() / STEP_MS) * STEP_MS);
	const [query] = asked.ok ? asked.queries : [];
	const param1 = { ...query, page, page_size: PAGE_SIZE };
	const { orders } = await ask(ORDERS, { param1 }, (answer) => parseSlimOrderList(answer, page));
	const results = orders.map(orderEntry).filter(({ name }) => matches(filter, name));
	const isLast = orders.length < PAGE_SIZE;
	return { results, ...(!isLast && { paginationToken: String(page + 1) }) };
};

/** Products that are on sale first; what is not listed is found by its number. */
const STATUSES = ['onSelling', 'offline'] as const;
/** Shorter texts match nearly everything; they only narrow what is there. */
const MIN_LETTERS = 3;

type Status = (typeof STATUSES)[number];

function productEntry({ fields }: RawListedProduct, status: Status): INodeListSearchItems {
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
	const entries = products.map((product) => productEntry(product, status));
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

const CATEGORIES = 'aliexpress.category.tree.list';
const ROOT = 0n;

async function children(ask: Ask, parent: bigint): Promise<RawCategory[]> {
	return await ask(CATEGORIES, { category_id: parent }, parseCategories);
}

function categoryEntry({ fields, names }: RawCategory): INodeListSearchItems {
	const name = labelIn(names, 'en') ?? fields.id;
	const shown = fields.isleaf === false ? `${name} … type ${fields.id} to look inside` : name;
	return { name: shown, value: fields.id };
}

/**
 * Categories of the platform. The tree has thousands of them and no search, so the list begins with
 * the top, and the number of a category opens it.
 */
export const searchCategories: Search = async (ask, filter) => {
	const isNumber = /^\d{1,18}$/.test(filter);
	const shown = await children(ask, isNumber ? BigInt(filter) : ROOT);
	const results = shown.map(categoryEntry);
	return { results: isNumber ? results : results.filter(({ name }) => matches(filter, name)) };
};

/** Freight templates of the shop. */
export const searchFreightTemplates: Search = async (ask, filter) => {
	const method = 'aliexpress.freight.redefining.listfreighttemplate';
	const templates = await ask(method, {}, parseFreightTemplates);
	const results = templates
		.map(({ fields }) => {
			const name = fields.template_name ?? fields.template_id;
			return { name: fields.is_default ? `${name} (default)` : name, value: fields.template_id };
		})
		.filter(({ name, value }) => matches(filter, name, value));
	return { results };
};

/** Product groups of the shop, with the group above them in their name. */
export const searchGroups: Search = async (ask, filter) => {
	const groups = await ask('aliexpress.product.productgroups.get', {}, parseProductGroups);
	const results = groups
		.map(({ fields, parent }) => {
			const name = fields.group_name ?? fields.group_id;
			const above = parent && (parent.group_name ?? parent.group_id);
			return { name: above === undefined ? name : `${above} / ${name}`, value: fields.group_id };
		})
		.filter(({ name, value }) => matches(filter, name, value));
	return { results };
};

/** The look-ups behind the locators of the node, by the name that their fields call them. */
export const lookups = {
	searchCategories: listSearch(searchCategories),
	searchCountries: searchIn(COUNTRIES),
	searchFreightTemplates: listSearch(searchFreightTemplates),
	searchGroups: listSearch(searchGroups),
	searchLanguages: searchIn(LANGUAGES),
	searchOrders: listSearch(searchOrders),
	searchProducts: listSearch(searchProducts),
};
