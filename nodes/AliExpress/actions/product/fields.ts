import type { INodeProperties } from 'n8n-workflow';

import { zoneOption } from '../fields';

/** The zone of product times, which the platform does not document. */
export function productZoneOption(): INodeProperties {
	return zoneOption('Product Time Zone', 'products');
}

/** The language of names unless another is asked for. */
export const DEFAULT_LOCALE = 'en_US';

/** A language in which names are wanted, as free text: each method knows others. */
export function localeField(description: string): INodeProperties {
	return {
		displayName: 'Locale',
		name: 'locale',
		type: 'string',
		default: DEFAULT_LOCALE,
		placeholder: 'e.g. en_US',
		description,
	};
}
