import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * Fields that are shown only where these parameters have one of these values, besides their own
 * conditions. n8n's `updateDisplayOptions` does the same with a deep merge, which for some hundred
 * fields is a good part of the time that a package takes to load.
 */
export function shownFor(
	show: NonNullable<IDisplayOptions['show']>,
	properties: readonly INodeProperties[],
): INodeProperties[] {
	return properties.map((property) => {
		const own = property.displayOptions;
		return { ...property, displayOptions: { ...own, show: { ...own?.show, ...show } } };
	});
}
