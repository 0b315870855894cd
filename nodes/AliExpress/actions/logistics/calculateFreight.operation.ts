import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	formedText,
	refusalOf,
	wholeOf,
	type NumberForm,
	type TextForm,
} from '../../../action/checks';
import { codeAt } from '../../../action/codes';
import { collectionOf } from '../../../action/fields';
import type { Client } from '../../../client/client';
import type { PrintableJson } from '../../../wire/json';
import { parseFreightCosts, toFreightCostItem } from '../../parse/logistics/freight';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { COUNTRY, countryField, decimalOf } from '../forms';
import { freightTemplateLocator, pickedId } from '../locators';
import { parcelSize, parcelWeight } from './fields';

function numberField(
	displayName: string,
	name: string,
	numberPrecision: number,
	defaultValue: number,
	description: string,
): INodeProperties {
	const typeOptions = { minValue: 0, numberPrecision };
	return { displayName, name, type: 'number', typeOptions, default: defaultValue, description };
}

function required(field: INodeProperties): INodeProperties {
	return { ...field, required: true };
}

/** The fields of Logistics: Calculate Freight. */
function freightFields(): INodeProperties[] {
	return [
		freightTemplateLocator({
			required: true,
			description: 'The freight template of the product',
		}),
		required(
			countryField(
				'The country the parcel goes to. AliExpress writes the codes of some its own way, such as UK, SRB and MNE.',
			),
		),
		required(numberField('Pieces', 'count', 0, 1, 'How many pieces are sent')),
		required(numberField('Weight (Kilograms)', 'weight', 3, 0, 'Weight of one packed piece')),
		required(numberField('Length (Centimeters)', 'length', 0, 0, 'Length of the package')),
		required(numberField('Width (Centimeters)', 'width', 0, 0, 'Width of the package')),
		required(numberField('Height (Centimeters)', 'height', 0, 0, 'Height of the package')),
		{
			displayName: 'Product Price',
			name: 'price',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 12.34',
			description: 'The price of one piece, with a dot before the decimals',
		},
		{
			displayName: 'Currency',
			name: 'currency',
			type: 'string',
			default: 'USD',
			required: true,
			placeholder: 'e.g. USD',
			description: 'The currency of the price, as a code of three letters',
		},
		shopOptionsField([
			numberField(
				'Custom Weight: Base Pieces',
				'packBaseUnit',
				0,
				0,
				'Up to how many pieces count as one by weight. Give all three of custom weight, or none.',
			),
			numberField(
				'Custom Weight: Step in Pieces',
				'packAddUnit',
				0,
				0,
				'Per how many further pieces weight is added',
			),
			numberField(
				'Custom Weight: Weight per Step (Kilograms)',
				'packAddWeight',
				3,
				0,
				'How much weight is added per step',
			),
		]),
	];
}

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
function freightQuery(context: IExecuteFunctions, index: number): Query {
	const parameter = (name: string): unknown => context.getNodeParameter(name, index, '');
	const side = (label: string, name: string) =>
		given(context, label, parcelSize(context, label, parameter(name)));
	const pieces = { label: 'Pieces', least: 1, most: MOST_PIECES };
	return {
		freight_template_id: pickedId(context, 'templateId', 'template ID', index),
		country: given(
			context,
			'Country',
			formedText(context, COUNTRY, codeAt(context, 'country', index)),
		),
		count: given(context, pieces.label, wholeOf(context, pieces, parameter('count'))),
		weight: given(context, 'Weight', parcelWeight(context, parameter('weight'))),
		length: side('Length', 'length'),
		width: side('Width', 'width'),
		height: side('Height', 'height'),
		product_price: priceOf(context, index),
		...customWeightOf(context, index),
	};
}

const METHOD = 'aliexpress.freight.redefining.calculatefreight';

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const query = freightQuery(context, index);
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, query);
	const costs = readAnswer(context, () => parseFreightCosts(answer));
	return costs.map((raw) => withRaw(toFreightCostItem(raw), raw.source, options));
}

/** Calculates what sending a parcel would cost. */
export const calculateFreight: Operation = {
	name: 'Calculate Freight',
	value: 'calculateFreight',
	action: 'Calculate freight',
	description:
		'Costs one call. Calculate what each service of a freight template would cost for a parcel to a country. One item per service.',
	fields: freightFields,
	run,
};
