import { CATEGORIES } from '../../../shop/categories.mts';
import { list } from '../../envelope.mts';
import { flagParam, idParam } from '../fields.mts';
import type { Method } from '../method.mts';

/** A category the seller may not post in; left out on request. */
const FORBIDDEN_ID = 3002;

/** `aliexpress.category.tree.list`: what lies below a category; names are an object here. */
export const categoryTree: Method = {
	name: 'aliexpress.category.tree.list',
	group: 'category',
	answer(call) {
		const parentId = idParam(call, 'category_id') ?? 0n;
		const isPermittedOnly = flagParam(call, 'only_with_permission') ?? false;
		const found = CATEGORIES.filter(
			(category) =>
				BigInt(category.parentId) === parentId &&
				!(isPermittedOnly && category.id === FORBIDDEN_ID),
		);
		return {
			success: 'true',
			aeop_post_category_list: list(
				'aeop_post_category_dto',
				found.map(({ id, isLeaf, level, names }) => ({
					id,
					isleaf: isLeaf,
					level: String(level),
					names,
					features: {},
				})),
			),
		};
	},
};
