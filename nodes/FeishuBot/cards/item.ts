import { z } from 'zod';

import { readTime, type WrittenTime } from '../../time/written';
import { accepted, type Checked, refused } from '../message/checked';

const WHAT_IS_EXPECTED =
	'This operation expects an item as AliExpress or AliExpress Trigger gives it. Connect one of them, or map your data to the same fields (IDs and amounts as text, times as 2026-01-31T08:00:00.000Z).';

/** Text, or absent. Null counts as absent: mapping nodes write it for missing values. */
export const optionalText = z
	.string({ invalid_type_error: 'must be text' })
	.nullish()
	.transform((value) => value ?? undefined);

const isEmpty = (value: unknown) =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A time in any form that says what it means, or absent. An empty cell of a sheet counts as absent. */
export const optionalTime = z.unknown().transform((value, context): WrittenTime | undefined => {
	const time = isEmpty(value) ? undefined : readTime(value);
	if (time === undefined && !isEmpty(value)) {
		const message = 'must be a time such as 2026-01-31T08:00:00.000Z';
		context.addIssue({ code: z.ZodIssueCode.custom, message });
	}
	return time;
});

/** Money as the package's items carry it: the amount as decimal text, never a float. */
export const optionalMoney = z
	.object(
		{
			amount: z
				.string({ required_error: 'is missing', invalid_type_error: 'must be text' })
				.regex(/^-?\d+(\.\d+)?$/, { message: 'must be a decimal number as text' }),
			currency: z.string({ required_error: 'is missing', invalid_type_error: 'must be text' }),
		},
		{ invalid_type_error: 'must be an object with amount and currency' },
	)
	.nullish()
	.transform((value) => value ?? undefined);

/** An id as text: as a number, ids beyond 2^53 lose their last digits. */
export const id = z
	.string({ required_error: 'is missing', invalid_type_error: 'must be text' })
	.trim()
	.min(1, { message: 'is empty' });

/**
 * Checks an item against its contract. Unknown fields are ignored.
 *
 * @param kind `order` or `review`, for the words.
 * @returns the item, or words that name the first field that does not fit; never its value.
 */
export function readItem<Schema extends z.ZodTypeAny>(
	schema: Schema,
	value: unknown,
	kind: 'order' | 'review',
): Checked<z.output<Schema>> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return accepted(parsed.data);
	const [issue] = parsed.error.issues;
	if (issue === undefined || issue.path.length === 0) {
		return refused(`The ${kind} is not an object`, WHAT_IS_EXPECTED);
	}
	return refused(
		`The ${kind} item does not fit: field "${issue.path.join('.')}" ${issue.message}`,
		WHAT_IS_EXPECTED,
	);
}
