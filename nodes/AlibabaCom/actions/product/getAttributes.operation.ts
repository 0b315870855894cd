import { readCategoryAttributes } from '../../parse/product/category';
import { objectAt, rowsAt, textAt } from '../../parse/rows';
import { withoutNulls } from '../../parse/withoutNulls';
import { countryField, productIdField } from '../fields';
import type { Operation } from '../operation';
import { countryOf, idOf, productIdOf, withRaw } from '../parameters';
import { readAnswer } from '../refusal';

const ofCategory = { show: { attributesOf: ['category'] } };
const ofProduct = { show: { attributesOf: ['product'] } };

/** What a listing of a category has to say, or what a product says. */
export const getAttributes = {
	name: 'Get Attributes',
	value: 'getAttributes',
	action: 'Get product attributes',
	description:
		'Costs one call. Retrieve the attributes that a category asks for, or those of a product.',
	profiles: ['openPlatform'],
	fields: () => [
		{
			displayName: 'Attributes Of',
			name: 'attributesOf',
			type: 'options',
			options: [
				{ name: 'Category', value: 'category', description: 'What a listing must and may say' },
				{ name: 'Product', value: 'product', description: 'What buyers see of any product' },
			],
			default: 'category',
		},
		{
			displayName: 'Category ID',
			name: 'categoryId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 100003291',
			description: 'A category that has none below',
			displayOptions: ofCategory,
		},
		{ ...productIdField(), displayOptions: ofProduct },
		{
			...countryField('The country of the buyer'),
			displayOptions: ofProduct,
		},
	],
	async run(context, api, index) {
		if (context.getNodeParameter('attributesOf', index) === 'product') {
			const { id: productId } = productIdOf(context, index);
			const query_req = { product_id: productId, country: countryOf(context, index) };
			const answer = await api.call('/eco/buyer/product/keyattributes', { query_req });
			const rows = readAnswer(context, () => rowsAt(objectAt(answer, 'result'), 'data'));
			return rows.map((row) => {
				const [name, value] = [textAt(row, 'attr_name'), textAt(row, 'attr_value')];
				return withRaw(context, index, withoutNulls({ productId, name, value }), row);
			});
		}
		const categoryId = idOf(context, index, 'categoryId', 'category ID');
		const method = '/alibaba/icbu/category/attribute/get/v2';
		const answer = await api.call(method, { category_id: categoryId });
		const read = readAnswer(context, () => readCategoryAttributes(objectAt(answer, 'data')));
		return read.map((attribute) =>
			withRaw(context, index, { categoryId, ...withoutNulls({ ...attribute }) }, answer),
		);
	},
} satisfies Operation;
