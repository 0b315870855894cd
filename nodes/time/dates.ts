import { DateTime } from 'luxon';
import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { readTime } from './written';

function momentOf(value: unknown, zone: string): DateTime | undefined {
	if (DateTime.isDateTime(value)) return value;
	if (value instanceof Date) return DateTime.fromJSDate(value);
	const time = readTime(value);
	if (time && 'atMs' in time) return DateTime.fromMillis(time.atMs);
	if (typeof value !== 'string') return undefined;
	const iso = DateTime.fromISO(value.trim(), { zone });
	return iso.isValid ? iso : DateTime.fromSQL(value.trim(), { zone });
}

/**
 * Reads a date field. A text without a zone is in the time zone of the workflow.
 *
 * @param value ISO or SQL text, a Date, a luxon DateTime, or seconds (10 digits) or milliseconds (13)
 *   since the epoch.
 * @returns ms UTC; undefined when the field is empty.
 */
export function dateMs(
	context: IExecuteFunctions,
	label: string,
	value: unknown,
): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const moment = momentOf(value, context.getTimezone());
	if (moment?.isValid) return moment.toMillis();
	throw new NodeOperationError(context.getNode(), `"${label}" is not a date`, {
		description: 'Use a date such as 2026-10-01T00:00:00. No call was spent.',
	});
}
