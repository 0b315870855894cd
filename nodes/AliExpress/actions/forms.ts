import type { IExecuteFunctions } from 'n8n-workflow';

import { refuseNumber, textOf, type NumberForm, type TextForm } from '../../action/checks';
import { printDecimal, readDecimal } from '../../wire/money';

/** Languages as the platform writes them. */
export const LOCALE: TextForm = {
	label: 'language',
	pattern: /^[a-z]{2}_[A-Z]{2}$/,
	example: 'en_US',
};

/** Countries as the platform writes them: two letters, or three as in SRB and MNE. */
export const COUNTRY: TextForm = {
	label: 'country code',
	pattern: /^[A-Z]{2,3}$/,
	example: 'US, UK or SRB',
};

/** Numbers of parcels and shipments. Carriers differ, so only blanks and lengths are refused. */
export const TRACKING_NUMBER: TextForm = {
	label: 'tracking number',
	pattern: /^[\p{L}\p{N}._/-]{4,64}$/u,
	example: 'LP00123456789012',
};

/**
 * Checks a decimal number of zero or more, given as number or text, and hands it on as plain text without rounding.
 *
 * @returns undefined when the field was left empty.
 */
export function decimalOf(
	context: IExecuteFunctions,
	form: NumberForm,
	value: unknown,
): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const decimal = readDecimal(textOf(value) ?? '');
	const text = decimal && printDecimal(decimal);
	if (text !== undefined && Number(text) >= form.least && Number(text) <= form.most) return text;
	throw refuseNumber(context, form, 'number');
}
