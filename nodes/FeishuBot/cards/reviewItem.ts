import { z } from 'zod';

import { id, optionalText, optionalTime } from './item';

/** The part of a review item that the card shows. */
export const REVIEW_ITEM = z.object({
	orderId: id,
	parentOrderId: optionalText,
	productId: optionalText,
	productName: optionalText,
	// Absent when the platform's rating is no number of stars; the trigger emits such reviews too.
	stars: z
		.number({ invalid_type_error: 'must be a number' })
		.min(0, { message: 'must be between 0 and 5' })
		.max(5, { message: 'must be between 0 and 5' })
		.nullish()
		.transform((value) => value ?? undefined),
	starsPlatform: optionalText,
	sentiment: z.enum(['negative', 'neutral', 'positive']).nullish().catch(undefined),
	text: optionalText,
	followUp: optionalText,
	reviewedAt: optionalTime,
	modifiedAt: optionalTime,
	url: optionalText,
	event: optionalText,
	eventId: optionalText,
	ticket: z
		.object({ url: optionalText }, { invalid_type_error: 'must be an object' })
		.nullish()
		.transform((value) => value ?? undefined),
});

export type ReviewItem = z.output<typeof REVIEW_ITEM>;
