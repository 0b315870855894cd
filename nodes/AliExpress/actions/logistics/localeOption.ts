import type { INodeProperties } from 'n8n-workflow';

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
