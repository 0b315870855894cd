import { categoryOf } from '../../../shop/categories.mts';
import { requiredIdParam } from '../fields.mts';
import type { Method } from '../method.mts';
import { textualCategories } from './categoryRows.mts';

/** `aliexpress.category.redefining.getpostcategorybyid`: a list of the one category. */
export const categoryById: Method = {
	name: 'aliexpress.category.redefining.getpostcategorybyid',
	group: 'category',
	answer(call) {
		const category = categoryOf(requiredIdParam(call, 'param0'));
		return textualCategories(category && [category]);
	},
};
