import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { decimalText } from '../parse/money';

/** What the user has to change; no call was spent on it. */
export function refusalOf(
	context: IExecuteFunctions,
	message: string,
	remedy: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, {
		description: `${remedy} No call was spent.`,
	});
}

/** A text of a field, without blanks around it; undefined when it was left empty. */
export function textOf(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return String(value).trim() || undefined;
}

/** How a text must look, and an example of one. */
export interface TextForm {
	label: string;
	pattern: RegExp;
	example: string;
}

/**
 * Checks a text before a call is spent on it.
 *
 * @returns undefined when the field was left empty.
 * @throws NodeOperationError for another form, and for anything that is no text.
 */
export function formedText(
	context: IExecuteFunctions,
	{ label, pattern, example }: TextForm,
	value: unknown,
): string | undefined {
	if (value === undefined || value === null) return undefined;
	const text = textOf(value);
	if (text === undefined && typeof value === 'string') return undefined;
	if (text !== undefined && pattern.test(text)) return text;
	throw refusalOf(context, `The ${label} is not in the expected form`, `Use e.g. ${example}.`);
}

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

/** Bounds of a number and how its field is called in messages. */
export interface NumberForm {
	label: string;
	least: number;
	most: number;
}

function refuseNumber(context: IExecuteFunctions, form: NumberForm, what: string) {
	const { label, least, most } = form;
	return refusalOf(
		context,
		`"${label}" must be a ${what} from ${least} to ${most}`,
		'Change the value.',
	);
}

/**
 * Checks a whole number, given as number or digits.
 *
 * @returns undefined when the field was left empty.
 */
export function wholeOf(
	context: IExecuteFunctions,
	form: NumberForm,
	value: unknown,
): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const text = textOf(value) ?? '';
	const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	if (number >= form.least && number <= form.most) return number;
	throw refuseNumber(context, form, 'whole number');
}

/**
 * Checks a decimal number, given as number or text, and hands it on as plain text without rounding.
 *
 * @returns undefined when the field was left empty.
 */
export function decimalOf(
	context: IExecuteFunctions,
	form: NumberForm,
	value: unknown,
): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const text = decimalText(textOf(value) ?? '');
	const number = text === undefined ? Number.NaN : Number(text);
	if (text !== undefined && number >= form.least && number <= form.most) return text;
	throw refuseNumber(context, form, 'number');
}
