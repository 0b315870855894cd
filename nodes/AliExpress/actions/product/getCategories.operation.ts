import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collectionOf } from '../../../action/fields';
import type { Client } from '../../../client/client';
import { parseCategories, toCategoryItem } from '../../parse/product/category';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { localeOf, localeOption } from '../forms';
import { categoryLocator, pickedIdOrNone } from '../locators';

const METHOD = 'aliexpress.category.tree.list';
/** Above the first level. */
const ROOT = 0n;

function fields(): INodeProperties[] {
	return [
		categoryLocator({
			displayName: 'Parent Category',
			description: 'The category to look into. Leave it empty for the first level.',
		}),
		shopOptionsField([
			localeOption('The language of "name"; all languages stand in "names"'),
			{
				displayName: 'Only With Permission',
				name: 'onlyWithPermission',
				type: 'boolean',
				default: false,
				description: 'Whether to return only categories in which the shop may sell',
			},
		]),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const parent = pickedIdOrNone(context, 'categoryId', 'category ID', index);
	const options = optionsOf(context, index);
	const { onlyWithPermission } = collectionOf(context, 'options', index);
	const locale = localeOf(context, index);
	const answer = await client.call(METHOD, {
		category_id: parent ?? ROOT,
		...(typeof onlyWithPermission === 'boolean' && { only_with_permission: onlyWithPermission }),
	});
	const categories = readAnswer(context, () => parseCategories(answer));
	return categories.map((category) => {
		const item = toCategoryItem(category, locale);
		const above = parent === undefined ? {} : { parentCategoryId: String(parent) };
		return withRaw({ ...item, ...above }, category.source, options);
	});
}

/** Reads the categories right below one. */
export const getCategories = {
	name: 'Get Categories',
	value: 'getCategories',
	action: 'Get product categories',
	description:
		'Costs one call. Get the categories of AliExpress right below a category, or the first level. Products are listed in leaf categories.',
	fields,
	run,
} satisfies Operation;
