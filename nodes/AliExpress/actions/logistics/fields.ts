import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { wholeOf } from '../../../action/checks';
import { decimalOf } from '../forms';

/** The language of names and descriptions. */
export function localeOption(description: string): INodeProperties {
	return {
		displayName: 'Language',
		name: 'locale',
		type: 'string',
		default: 'en_US',
		placeholder: 'e.g. en_US',
		description,
	};
}

/** Of parcels that any service of the platform carries: at most 500 kg and 700 cm a side. */
const MOST_KG = 500;
const MOST_CM = 700;

function isUnset(value: unknown): boolean {
	return value === undefined || value === null || value === '' || value === 0;
}

/** The weight of a parcel in kg as decimal text; undefined when it was left at 0. */
export function parcelWeight(context: IExecuteFunctions, value: unknown): string | undefined {
	if (isUnset(value)) return undefined;
	return decimalOf(context, { label: 'Weight', least: 0.001, most: MOST_KG }, value);
}

/** A side of a parcel in whole cm; undefined when it was left at 0. */
export function parcelSize(
	context: IExecuteFunctions,
	label: string,
	value: unknown,
): number | undefined {
	if (isUnset(value)) return undefined;
	return wholeOf(context, { label, least: 1, most: MOST_CM }, value);
}
