import type { IExecuteFunctions } from 'n8n-workflow';

import { addHint } from '../../../action/hints';
import type { ProductText } from '../../parse/product/product';
import { withoutNulls } from '../../parse/withoutNulls';
import { marketFields, productIdField, viewOption } from '../fields';
import type { Operation } from '../operation';
import { languageOf, withRaw } from '../parameters';
import { readProduct } from '../readProduct';

/** Says of a text that is not in the wanted language what stands in, or that there is none. */
function noteOn(what: string, wanted: string, text: ProductText): string[] {
	if (text.text === '') return [`The product has no ${what} in ${wanted}, nor one to stand in.`];
	if (!text.isFallback) return [];
	const standIn = text.language === null ? 'the plain one' : `the one in ${text.language}`;
	return [`The product has no ${what} in ${wanted}; ${standIn} stands in.`];
}

function hintOn(context: IExecuteFunctions, notes: readonly string[]): void {
	if (notes.length === 0) return;
	addHint(
		context,
		'Some texts are not in the wanted language: see the field "notes" of the items.',
	);
}

/** Title and description in a language. */
export const get = {
	name: 'Get',
	value: 'get',
	action: 'Get product text',
	description:
		'Costs one call. Retrieve title and description in a language, with what stands in for it.',
	profiles: ['productDetail', 'openPlatform', 'top'],
	fields: () => [productIdField(), ...marketFields()],
	options: () => [viewOption()],
	async run(context, api, index) {
		const language = languageOf(context, index);
		const { facts, productId, source } = await readProduct(context, api, index);
		const { title, description } = facts;
		const notes = [
			...noteOn('title', language, title),
			...noteOn('description', language, description),
		];
		hintOn(context, notes);
		const item = withoutNulls({
			productId: facts.productId ?? productId,
			language,
			title: title.text || null,
			titleLanguage: title.language,
			isTitleFallback: title.text === '' ? null : title.isFallback,
			description: description.text || null,
			descriptionLanguage: description.language,
			isDescriptionFallback: description.text === '' ? null : description.isFallback,
			availableLanguages: [...new Set([...title.available, ...description.available])],
			notes: notes.length > 0 ? notes : null,
		});
		return [withRaw(context, index, item, source)];
	},
} satisfies Operation;
