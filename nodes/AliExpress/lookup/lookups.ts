import type { INodeListSearchItems } from 'n8n-workflow';

import { labelIn, parseCategories, type RawCategory } from '../parse/product/category';
import { parseFreightTemplates } from '../parse/product/freightTemplates';
import { parseProductGroups } from '../parse/product/productGroups';
import { listSearch, matches, type Ask, type Search } from './listSearch';
import { searchOrders } from './searchOrders';
import { searchProducts } from './searchProducts';

const METHOD = 'aliexpress.category.tree.list';
const ROOT = 0n;

async function children(ask: Ask, parent: bigint): Promise<RawCategory[]> {
	return await ask(METHOD, { category_id: parent }, parseCategories);
}

function entryOf({ fields, names }: RawCategory): INodeListSearchItems {
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
	const results = shown.map(entryOf);
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
	searchFreightTemplates: listSearch(searchFreightTemplates),
	searchGroups: listSearch(searchGroups),
	searchOrders: listSearch(searchOrders),
	searchProducts: listSearch(searchProducts),
};
