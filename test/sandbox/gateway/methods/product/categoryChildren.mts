import { CATEGORIES, categoryOf } from '../../../shop/categories.mts';
import { requiredIdParam } from '../fields.mts';
import type { Method } from '../method.mts';
import { textualCategories } from './categoryRows.mts';

/** `aliexpress.category.redefining.getchildrenpostcategorybyid`: 0 is above the top level. */
export const categoryChildren: Method = {
	name: 'aliexpress.category.redefining.getchildrenpostcategorybyid',
	group: 'category',
	answer(call) {
		const id = requiredIdParam(call, 'param0');
		if (id !== 0n && !categoryOf(id)) return textualCategories(undefined);
		return textualCategories(CATEGORIES.filter(({ parentId }) => BigInt(parentId) === id));
	},
};
