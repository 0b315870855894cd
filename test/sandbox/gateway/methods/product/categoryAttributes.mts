import type { JsonObject } from '../../../json.mts';
import { attributesOf } from '../../../shop/categoryAttributes.mts';
import type { CategoryAttribute } from '../../../shop/categoryAttributes.mts';
import { list } from '../../envelope.mts';
import { given } from '../../params.mts';
import { listParam, requiredIdParam } from '../fields.mts';
import { unsuccessful } from '../method.mts';
import type { Method } from '../method.mts';

/**
 * `aliexpress.category.redefining.getchildattributesresultbypostcateidandpath`: attributes of a
 * lowest category, or those that a chosen value asks for when `param2` holds its path.
 */
export const categoryAttributes: Method = {
	name: 'aliexpress.category.redefining.getchildattributesresultbypostcateidandpath',
	group: 'category',
	answer(call) {
		const categoryId = requiredIdParam(call, 'param1');
		const path = (listParam(call, 'param2') ?? []).map(String);
		const attributes = attributesOf(categoryId, path);
		if (!attributes) return unsuccessful('20010002', 'No leaf category, or no such path in it');
		const locale = given(call.params, 'locale');
		return {
			result: {
				success: true,
				attributes: list(
					'aeop_attribute_dto',
					attributes.map((attribute) => attributeRow(attribute, locale)),
				),
			},
		};
	},
};

/** Labels as JSON text, locale to label: all of them, or the asked locale's. */
function names({ en, zh }: { en: string; zh: string }, locale: string | undefined): string {
	if (locale === undefined) return JSON.stringify({ en, zh });
	return JSON.stringify({ [locale]: locale.startsWith('zh') ? zh : en });
}

function attributeRow(attribute: CategoryAttribute, locale: string | undefined): JsonObject {
	const { id, required, key, sku, visible, show, inputType, spec, units, values } = attribute;
	const { requiredIn } = attribute;
	return {
		id,
		names: names(attribute, locale),
		required,
		key_attribute: key,
		sku,
		visible,
		input_type: inputType,
		attribute_show_type_value: show,
		spec,
		customized_name: sku,
		customized_pic: sku,
		support_enum_input: false,
		features: requiredIn
			? JSON.stringify({ AE_FEATURE_PRequireStrategy: requiredIn.join(',') })
			: '{}',
		units: list(
			'aeop_unit',
			(units ?? []).map((unit_name, place) => ({ unit_name, rate: place === 0 ? '1' : '1000' })),
		),
		values: list(
			'aeop_attr_value_dto',
			values.map((value) => ({
				id: value.id,
				names: names(value, locale),
				has_sub_attr: value.opens !== undefined,
			})),
		),
	};
}
