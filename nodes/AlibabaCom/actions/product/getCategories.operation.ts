import { readCategory } from '../../parse/product/category';
import { objectAt, rowsAt, writtenText } from '../../parse/rows';
import { withoutNulls } from '../../parse/withoutNulls';
import type { Operation } from '../operation';
import { idOf, withRaw } from '../parameters';
import { readAnswer } from '../refusal';

/** The categories of the platform, level by level. */
export const getCategories = {
	name: 'Get Categories',
	value: 'getCategories',
	action: 'Get product categories',
	description: 'Costs one call. Retrieve the categories below a category.',
	profiles: ['openPlatform', 'top'],
	fields: () => [
		{
			displayName: 'Parent Category ID',
			name: 'categoryId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 100003291',
			description:
				'Leave it empty for the top. TOP answers with the category itself and the IDs of those below.',
		},
	],
	async run(context, api, index) {
		const isTop = writtenText(context.getNodeParameter('categoryId', index, '')) === undefined;
		const id = isTop ? '0' : idOf(context, index, 'categoryId', 'category ID');
		if (api.profile === 'top') {
			const answer = await api.call('alibaba.icbu.category.get.new', { cat_id: id });
			const category = readAnswer(context, () => readCategory(objectAt(answer, 'category')));
			return [withRaw(context, index, withoutNulls({ ...category, parentId: null }), answer)];
		}
		const params = isTop ? {} : { parent_category_id: id };
		const answer = await api.call('/alibaba/icbu/category/get/v2', params);
		const rows = readAnswer(context, () =>
			rowsAt(answer, 'data').map((row) => [row, readCategory(row)] as const),
		);
		return rows.map(([row, category]) =>
			withRaw(context, index, withoutNulls({ ...category, parentId: isTop ? null : id }), row),
		);
	},
} satisfies Operation;
