import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import { choicesOf, collectionOf, isSimplified, simplifyField } from '../../../action/fields';
import type { Client } from '../../../client/client';
import { parseAttributes, simplifyAttribute, toAttributeItem } from '../../parse/product/category';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { localeOf, localeOption } from '../forms';
import { categoryLocator, pickedId } from '../locators';

const METHOD = 'aliexpress.category.redefining.getchildattributesresultbypostcateidandpath';
const PATH_STEP = /^\d{1,19}(=\d{1,19})?$/;

function fields(): INodeProperties[] {
	return [
		categoryLocator({
			required: true,
			description: 'The leaf category whose attributes to read',
		}),
		{
			displayName: 'Only Required',
			name: 'onlyRequired',
			type: 'boolean',
			default: false,
			description: 'Whether to return only attributes that every product needs',
		},
		simplifyField(),
		shopOptionsField([
			{
				displayName: 'Attribute Path',
				name: 'path',
				type: 'string',
				default: '',
				placeholder: 'e.g. 219=9441741844',
				description:
					'For the attributes below a chosen value: attribute ID=value ID, several separated by commas, outermost first',
			},
			localeOption('The language of names'),
		]),
	];
}

function pathOf(context: IExecuteFunctions, value: unknown): string[] {
	const steps = choicesOf(value);
	if (steps.every((step) => PATH_STEP.test(step))) return steps;
	const remedy = 'Write attribute ID=value ID, e.g. 219=9441741844.';
	throw refusalOf(context, 'The attribute path cannot be read', remedy);
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const categoryId = pickedId(context, 'categoryId', 'category ID', index);
	const options = optionsOf(context, index);
	const { path } = collectionOf(context, 'options', index);
	const steps = pathOf(context, path);
	const locale = localeOf(context, index);
	const params = { param1: categoryId, locale, ...(steps.length > 0 && { param2: steps }) };
	const answer = await client.call(METHOD, params);
	const attributes = readAnswer(context, () => parseAttributes(answer));
	const onlyRequired = context.getNodeParameter('onlyRequired', index, false) === true;
	const simplified = isSimplified(context, index);
	return attributes.flatMap((attribute) => {
		const item = toAttributeItem(attribute, locale);
		if (onlyRequired && !item.isRequired) return [];
		return [withRaw(simplified ? simplifyAttribute(item) : item, attribute.source, options)];
	});
}

/** Reads what has to be filled in for products of a category. */
export const getCategoryAttributes: Operation = {
	name: 'Get Category Attributes',
	value: 'getCategoryAttributes',
	action: 'Get category attributes',
	description:
		'Costs one call. Get the attributes of a leaf category with their possible values, and which of them are required. A missing required one is why products are refused.',
	fields,
	run,
};
