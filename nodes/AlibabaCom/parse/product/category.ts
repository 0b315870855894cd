import type { Fields } from '../../../wire/reading';
import { flagAt, numberAt, rowsAt, textAt, textsAt } from '../rows';
import { idText } from './productId';

/** A category of the platform. */
export interface Category {
	categoryId: string | null;
	name: string | null;
	nameZh: string | null;
	level: number | null;
	isLeaf: boolean | null;
	/** Null where the answer lists the categories below as rows of their own. */
	childIds: string[] | null;
}

/** Reads a category: one row of the list below a parent, or the one object of the older call. */
export function readCategory(row: Fields): Category {
	return {
		categoryId: idText(row.category_id) ?? (String(row.category_id) === '0' ? '0' : null),
		name: textAt(row, 'category_name', 'name'),
		nameZh: textAt(row, 'cn_name'),
		level: numberAt(row, 'level'),
		isLeaf: flagAt(row, 'leaf_category'),
		childIds: row.child_ids === undefined ? null : textsAt(row, 'child_ids'),
	};
}

/** An attribute that a listing in a category must or may have. */
export interface CategoryAttribute {
	attributeId: string | null;
	name: string | null;
	/** Whether it tells variants apart. */
	isSaleAttribute: boolean;
	isRequired: boolean | null;
	allowsOwnValue: boolean | null;
	allowsSeveralValues: boolean | null;
	values: Array<{ id: string | null; name: string | null }>;
}

/** Reads `data` of the attributes of a category. */
export function readCategoryAttributes(data: Fields): CategoryAttribute[] {
	return ['category_attributes', 'sale_attributes'].flatMap((list) =>
		rowsAt(data, list).map((row) => ({
			attributeId: idText(row.attribute_id) ?? null,
			name: textAt(row, 'attribute_name'),
			isSaleAttribute: list === 'sale_attributes',
			isRequired: flagAt(row, 'required'),
			allowsOwnValue: flagAt(row, 'support_custom_value'),
			allowsSeveralValues: flagAt(row, 'support_multi_value'),
			values: rowsAt(row, 'attribute_value_list').map((value) => ({
				id: idText(value.attribute_value_id) ?? null,
				name: textAt(value, 'attribute_value_name'),
			})),
		})),
	);
}
