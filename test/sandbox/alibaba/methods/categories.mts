import { list } from '../../gateway/envelope.mts';
import { required } from '../../gateway/params.mts';
import type { JsonObject } from '../../json.mts';
import { categoryOf, childrenOf } from '../catalogue/categories.mts';
import type { Category } from '../catalogue/categories.mts';
import { resultRefusal, v1Refusal, v2Refusal, wholeParam } from '../method.mts';
import type { AlibabaMethod, AlibabaMethodCall } from '../method.mts';

/** One category and the ids of its children; `cat_id` 0 stands above the roots. */
export const categoryGet: AlibabaMethod = {
	path: '/icbu/product/category/get',
	name: 'alibaba.icbu.category.get.new',
	answer(call) {
		required(call.params, 'cat_id');
		const id = wholeParam(call, 'cat_id', 0);
		const category = categoryOf(id);
		const isTop = call.profile === 'top';
		if (!category && id !== 0) {
			const refusal = isTop ? v1Refusal : resultRefusal;
			return refusal(call, 'BUSINESS_CATEGORY_NOT_EXIST', 'The category does not exist');
		}
		const view = categoryView(id, category);
		return isTop
			? { category: view }
			: { result: { success: true, response_code: '', result: view } };
	},
};

function categoryView(id: number, category: Category | undefined): JsonObject {
	const children = childrenOf(id);
	return {
		category_id: id,
		name: category?.name ?? 'Root',
		cn_name: category?.nameZh ?? '根类目',
		level: category?.level ?? 0,
		leaf_category: children.length === 0,
		parent_ids: category ? [category.parentId] : [],
		child_ids: list(
			'number',
			children.map((child) => child.id),
		),
	};
}

/** The children of a category; of the roots when no parent is named. A leaf has none to show. */
export const categoryGetV2: AlibabaMethod = {
	path: '/alibaba/icbu/category/get/v2',
	answer(call) {
		const children = childrenOf(wholeParam(call, 'parent_category_id', 0));
		if (children.length === 0) return noSuchCategory(call);
		return {
			success: true,
			data: children.map(({ id, name, level }) => ({
				category_id: id,
				category_name: name,
				level,
				leaf_category: String(childrenOf(id).length === 0),
			})),
		};
	},
};

/** What a listing in a leaf category must and may say. */
export const categoryAttributesV2: AlibabaMethod = {
	path: '/alibaba/icbu/category/attribute/get/v2',
	answer(call) {
		required(call.params, 'category_id');
		const id = wholeParam(call, 'category_id', 0);
		if (!categoryOf(id) || childrenOf(id).length > 0) return noSuchCategory(call);
		return {
			success: true,
			data: {
				category_attributes: [
					attribute(id, 1, 'Place of Origin', true, ['Zhejiang, China', 'Guangdong, China']),
					attribute(id, 2, 'Model Number', false, []),
				],
				sale_attributes: [attribute(id, 3, 'Color', false, ['Black', 'White'])],
			},
		};
	},
};

function attribute(
	categoryId: number,
	serial: number,
	name: string,
	isRequired: boolean,
	values: readonly string[],
): JsonObject {
	return {
		attribute_id: categoryId * 10 + serial,
		attribute_name: name,
		required: isRequired,
		support_custom_value: values.length === 0,
		support_multi_value: false,
		attribute_value_list: values.map((value, place) => ({
			attribute_value_id: categoryId * 100 + serial * 10 + place,
			attribute_value_name: value,
		})),
	};
}

function noSuchCategory(call: AlibabaMethodCall): JsonObject {
	return v2Refusal(call, 'BUSINESS_CATEGORY_NOT_EXIST', 'The category does not exist');
}
