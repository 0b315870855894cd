import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { refusalOf } from '../../action/checks';
import { codeAt } from '../../action/codes';
import { collectionOf } from '../../action/fields';
import { isLanguageCode } from '../parse/product/language';
import { checkProductId, type ProductId } from '../parse/product/productId';
import { readQuantity } from '../parse/quantity';
import { writtenText } from '../parse/rows';

/** An option that has to be switched on. */
export function isOptionOn(context: IExecuteFunctions, name: string, index: number): boolean {
	return collectionOf(context, 'options', index)[name] === true;
}

/** Adds the object of the answer when the item asks for it. */
export function withRaw<Item extends object>(
	context: IExecuteFunctions,
	index: number,
	item: Item,
	source: unknown,
): Item & IDataObject {
	const fields = item as Item & IDataObject;
	if (!isOptionOn(context, 'includeRaw', index)) return fields;
	return { ...fields, raw: source as IDataObject };
}

/** The product ID, checked before a call is spent on it. */
export function productIdOf(context: IExecuteFunctions, index: number): ProductId {
	try {
		return checkProductId(codeAt(context, 'productId', index));
	} catch (reason) {
		const detail = reason instanceof RangeError ? reason.message : '';
		throw refusalOf(context, 'The product ID cannot be used', detail);
	}
}

/** The ID of something else than a product, as text. */
export function idOf(context: IExecuteFunctions, index: number, name: string, label: string) {
	const given: unknown = context.getNodeParameter(name, index, '');
	const isRounded = typeof given === 'number' && !Number.isSafeInteger(given);
	const text = isRounded ? '' : (writtenText(given) ?? '');
	if (/^\d{1,20}$/.test(text)) return text;
	const remedy = isRounded
		? 'It came as a number and has lost digits on the way. Pass IDs as text.'
		: 'It has digits only.';
	throw refusalOf(context, `The ${label} is not an ID`, remedy);
}

/** The quantity, checked before a call is spent on it. */
export function quantityOf(context: IExecuteFunctions, index: number): number {
	const quantity = readQuantity(context.getNodeParameter('quantity', index, ''));
	if (quantity !== undefined) return quantity;
	throw refusalOf(
		context,
		'The quantity must be a whole number of 1 or more',
		'Enter the number of pieces, e.g. 1000.',
	);
}

/** The wanted language; English when left empty. */
export function languageOf(context: IExecuteFunctions, index: number): string {
	const language = writtenText(codeAt(context, 'language', index)) ?? 'en';
	if (isLanguageCode(language)) return language;
	throw refusalOf(
		context,
		'The language is not a language code',
		'Use a code such as en, ar, zh or pt-BR.',
	);
}

/** The country of the buyer in capitals; the United States when left empty. */
export function countryOf(context: IExecuteFunctions, index: number): string {
	const country = writtenText(codeAt(context, 'country', index)) ?? 'US';
	if (/^[A-Za-z]{2}$/.test(country)) return country.toUpperCase();
	throw refusalOf(
		context,
		'The country is not a country code',
		'Use two letters such as US, DE or IN.',
	);
}
