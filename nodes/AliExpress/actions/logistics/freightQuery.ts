import type { IExecuteFunctions } from 'n8n-workflow';

import {
	type NumberForm,
	type TextForm,
	formedText,
	refusalOf,
	wholeOf,
} from '../../../action/checks';
import { collectionOf } from '../../../action/fields';
import type { PrintableJson } from '../../../wire/json';
import { COUNTRY, decimalOf } from '../forms';
import { pickedId } from '../locators';
import { parcelSize, parcelWeight } from './parcel';

const CURRENCY: TextForm = { label: 'currency', pattern: /^[A-Z]{3}$/, example: 'USD' };
const PRICE: NumberForm = { label: 'Product Price', least: 0.01, most: 1_000_000 };
const MOST_PIECES = 100_000;

type Query = Readonly<Record<string, PrintableJson>>;

function given<T>(context: IExecuteFunctions, label: string, value: T | undefined): T {
	if (value !== undefined) return value;
	throw refusalOf(context, `"${label}" is missing`, 'Fill in the field.');
}

/** Decimals of a currency, e.g. 2 for USD and 0 for JPY. */
function placesOf(currency: string): number {
	const format = new Intl.NumberFormat('en', { style: 'currency', currency });
	return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** The price as the platform writes money: the amount as text, and in the smallest unit. */
function priceOf(context: IExecuteFunctions, index: number): Query {
	const parameter = (name: string): unknown => context.getNodeParameter(name, index, '');
	const amount = given(context, PRICE.label, decimalOf(context, PRICE, parameter('price')));
	const currency = given(context, 'Currency', formedText(context, CURRENCY, parameter('currency')));
	const places = placesOf(currency);
	const [whole = '', fraction = ''] = amount.split('.');
	const exact = fraction.replace(/(?<!0)0+$/, '');
	if (exact.length > places) {
		const message = `"${PRICE.label}" has more decimals than ${currency} knows`;
		throw refusalOf(context, message, `Give at most ${places}.`);
	}
	const cent = Number(whole + exact.padEnd(places, '0'));
	return { amount, cent, currency_code: currency };
}

/** Weight that grows in steps, which the platform takes whole or not at all. */
function customWeightOf(context: IExecuteFunctions, index: number): Query {
	const { packBaseUnit, packAddUnit, packAddWeight } = collectionOf(context, 'options', index);
	const pieces = (label: string, value: unknown) =>
		value === 0 ? undefined : wholeOf(context, { label, least: 1, most: MOST_PIECES }, value);
	const fields = {
		pack_base_unit: pieces('Custom Weight: Base Pieces', packBaseUnit),
		pack_add_unit: pieces('Custom Weight: Step in Pieces', packAddUnit),
		pack_add_weight: parcelWeight(context, packAddWeight),
	};
	const set = Object.values(fields).filter((value) => value !== undefined).length;
	if (set === 0) return {};
	if (set === 3) return { is_custom_pack_weight: true, ...fields };
	throw refusalOf(
		context,
		'Custom weight is not complete',
		'Give base pieces, step in pieces and weight per step, or none of them.',
	);
}

/**
 * Reads the parcel of an item and checks it.
 *
 * @throws NodeOperationError before a call is spent.
 */
export function freightQuery(context: IExecuteFunctions, index: number): Query {
	const parameter = (name: string): unknown => context.getNodeParameter(name, index, '');
	const side = (label: string, name: string) =>
		given(context, label, parcelSize(context, label, parameter(name)));
	const pieces = { label: 'Pieces', least: 1, most: MOST_PIECES };
	return {
		freight_template_id: pickedId(context, 'templateId', 'template ID', index),
		country: given(context, 'Country', formedText(context, COUNTRY, parameter('country'))),
		count: given(context, pieces.label, wholeOf(context, pieces, parameter('count'))),
		weight: given(context, 'Weight', parcelWeight(context, parameter('weight'))),
		length: side('Length', 'length'),
		width: side('Width', 'width'),
		height: side('Height', 'height'),
		product_price: priceOf(context, index),
		...customWeightOf(context, index),
	};
}
