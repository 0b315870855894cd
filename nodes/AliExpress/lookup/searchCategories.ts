import type { INodeListSearchItems } from 'n8n-workflow';

import { labelIn, parseCategories, type RawCategory } from '../parse/category';
import { matches, type Ask, type Search } from './listSearch';

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
