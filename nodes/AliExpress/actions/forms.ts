import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { codeAt, codeField, countries, languages } from '../../action/codes';
import {
	formedText,
	refuseNumber,
	textOf,
	type NumberForm,
	type TextForm,
} from '../../action/checks';
import { printDecimal, readDecimal } from '../../wire/money';

/** Languages that pages of the platform name; each method knows others as well. */
export const LANGUAGES = languages(
	'en_US ru_RU es_ES pt_BR fr_FR de_DE nl_NL pl_PL tr_TR ja_JP ko_KR th_TH zh_CN',
);
/** Countries, some of which the platform writes in its own way. */
export const COUNTRIES = countries({ GB: 'UK', RS: 'SRB', ME: 'MNE', XK: 'KS' });

/** The language of names unless another is asked for. */
export const DEFAULT_LOCALE = 'en_US';

/** The language of names and descriptions, an option. */
export function localeOption(description: string): INodeProperties {
	return codeField({
		displayName: 'Language',
		name: 'locale',
		list: LANGUAGES,
		lookup: 'searchLanguages',
		initial: DEFAULT_LOCALE,
		form: LOCALE,
		description,
	});
}

/** The chosen language, checked before a call is spent. */
export function localeOf(context: IExecuteFunctions, index: number): string {
	return formedText(context, LOCALE, codeAt(context, 'options.locale', index)) ?? DEFAULT_LOCALE;
}

/** A country, as a field or an option. */
export function countryField(description: string): INodeProperties {
	return codeField({
		displayName: 'Country',
		name: 'country',
		list: COUNTRIES,
		lookup: 'searchCountries',
		initial: '',
		form: COUNTRY,
		description,
	});
}

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
