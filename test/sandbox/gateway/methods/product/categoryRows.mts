import type { JsonObject } from '../../../json.mts';
import type { Category } from '../../../shop/categories.mts';
import { list } from '../../envelope.mts';
import { unsuccessful } from '../method.mts';

/** The answer of the older category methods: names as JSON text, levels as numbers. */
export function textualCategories(categories: readonly Category[] | undefined): JsonObject {
	if (!categories) return unsuccessful('20010001', 'The category does not exist');
	return {
		result: {
			success: true,
			aeop_post_category_list: list(
				'aeop_post_category_dto',
				categories.map(({ id, isLeaf, level, names }) => ({
					id,
					isleaf: isLeaf,
					level,
					names: JSON.stringify(names),
					features: '{}',
				})),
			),
		},
	};
}
