import type { IExecuteFunctions } from 'n8n-workflow';

import { type NumberForm, refusalOf, textOf, wholeOf } from '../../../action/checks';
import { choicesOf, collectionOf } from '../../../action/fields';
import { dateMs } from '../../../time/dates';
import type { PlatformZone } from '../../../time/wallClock';
import { pickedIdOrNone } from '../locators';
import { ALL_STATUSES, isSearchable, MAX_TITLE, type ProductFilter } from './list';

const OFFLINE_DAYS: NumberForm = { label: 'Offline Within (Days)', least: 1, most: 365 };

/**
 * The statuses to read, one after another; all of them when none is chosen.
 *
 * @throws NodeOperationError for a word that is no status of products.
 */
export function statusesOf(context: IExecuteFunctions, index: number): readonly string[] {
	const chosen = choicesOf(context.getNodeParameter('statuses', index, ['onSelling']));
	const unknown = chosen.find((status) => !ALL_STATUSES.includes(status));
	if (unknown === undefined) return chosen.length > 0 ? chosen : ALL_STATUSES;
	const known = ALL_STATUSES.join(', ');
	throw refusalOf(context, `"${unknown}" is no status of products`, `The statuses are ${known}.`);
}

function titleOf(context: IExecuteFunctions, value: unknown): string | undefined {
	const title = textOf(value);
	if (title === undefined || isSearchable(title)) return title;
	throw refusalOf(
		context,
		'AliExpress cannot look for this title',
		`It takes Latin letters, digits and signs only, at most ${MAX_TITLE} characters.`,
	);
}

type Range = readonly [name: string, afterMs: number | undefined, beforeMs: number | undefined];

function checkRange(context: IExecuteFunctions, [name, afterMs, beforeMs]: Range): void {
	const endMs = beforeMs ?? Date.now();
	if (afterMs === undefined || afterMs < endMs) return;
	const end = beforeMs === undefined ? 'the present' : `"${name} Before"`;
	throw refusalOf(
		context,
		`"${name} After" is not before ${end}`,
		'No product lies in this range.',
	);
}

/**
 * The filters of Product: Get Many.
 *
 * @param zone in which the platform reads times.
 * @throws NodeOperationError for what the platform would not take.
 */
export function productFilterOf(
	context: IExecuteFunctions,
	zone: PlatformZone,
	index: number,
): ProductFilter {
	const filters = collectionOf(context, 'filters', index);
	const date = (label: string, name: string) => dateMs(context, label, filters[name]);
	const filter = {
		title: titleOf(context, filters.title),
		groupId: pickedIdOrNone(context, 'filters.groupId', 'group ID', index),
		offlineWithinDays: wholeOf(context, OFFLINE_DAYS, filters.offlineWithinDays),
		hasNationalPrices:
			typeof filters.hasNationalPrices === 'boolean' ? filters.hasNationalPrices : undefined,
		createdAfterMs: date('Created After', 'createdAfter'),
		createdBeforeMs: date('Created Before', 'createdBefore'),
		modifiedAfterMs: date('Modified After', 'modifiedAfter'),
		modifiedBeforeMs: date('Modified Before', 'modifiedBefore'),
		zone,
	};
	checkRange(context, ['Created', filter.createdAfterMs, filter.createdBeforeMs]);
	checkRange(context, ['Modified', filter.modifiedAfterMs, filter.modifiedBeforeMs]);
	return filter;
}
