import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { boundText, type PlatformZone } from '../../../time/zones';
import type { PrintableJson } from '../../../wire/json';
import { zoneOption } from '../fields';

/** The platform takes fewer than 100. */
export const MAX_PAGE_SIZE = 99;
/** The longest title that the platform looks for. */
export const MAX_TITLE = 128;

/** The statuses of products. The platform has no word for all of them. */
export function productStatusOptions(): INodePropertyOptions[] {
	return [
		{ name: 'Deleted', value: 'deleted' },
		{ name: 'Deleted by Customer Service', value: 'service_delete' },
		{ name: 'Needs Editing (Refused)', value: 'editingRequired' },
		{ name: 'Offline', value: 'offline' },
		{ name: 'On Sale', value: 'onSelling' },
		{ name: 'Under Review', value: 'auditing' },
	];
}

/** All statuses, those of live products first. */
export const ALL_STATUSES: readonly string[] = [
	'onSelling',
	'offline',
	'auditing',
	'editingRequired',
	'service_delete',
	'deleted',
];

/** Those that the solution methods know. */
export const SOLUTION_STATUSES = ALL_STATUSES.slice(0, 4);

/** Whether the platform can look for a title: it takes ASCII up to a length. */
export function isSearchable(title: string): boolean {
	return title.length <= MAX_TITLE && /^[\x20-\x7e]+$/.test(title);
}

/** What the user asks for; times in ms UTC. */
export interface ProductFilter {
	title?: string | undefined;
	groupId?: bigint | undefined;
	offlineWithinDays?: number | undefined;
	hasNationalPrices?: boolean | undefined;
	createdAfterMs?: number | undefined;
	createdBeforeMs?: number | undefined;
	modifiedAfterMs?: number | undefined;
	modifiedBeforeMs?: number | undefined;
	zone: PlatformZone;
}

function bound(ms: number | undefined, edge: 'start' | 'end', zone: PlatformZone) {
	return ms === undefined ? undefined : boundText(ms, edge, zone);
}

/** The `aeop_a_e_product_list_query` of a filter, without its status and page. */
export function productQuery(filter: ProductFilter): Readonly<Record<string, PrintableJson>> {
	const { title, groupId, offlineWithinDays, hasNationalPrices, zone } = filter;
	const nationalQuote = hasNationalPrices ? 'y' : 'n';
	return {
		subject: title,
		group_id: groupId,
		off_line_time: offlineWithinDays,
		have_national_quote: hasNationalPrices === undefined ? undefined : nationalQuote,
		gmt_create_start: bound(filter.createdAfterMs, 'start', zone),
		gmt_create_end: bound(filter.createdBeforeMs, 'end', zone),
		gmt_modified_start: bound(filter.modifiedAfterMs, 'start', zone),
		gmt_modified_end: bound(filter.modifiedBeforeMs, 'end', zone),
	};
}

/** The zone of product times, which the platform does not document. */
export function productZoneOption(): INodeProperties {
	return zoneOption('Product Time Zone', 'products');
}
