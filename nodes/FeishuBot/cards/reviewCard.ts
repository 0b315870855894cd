import { z } from 'zod';

import { sentimentOf } from '../../wire/sentiment';
import { isBlank } from '../../wire/text';
import { fitTexts, type Draft } from '../message/text';
import { id, optionalText, optionalTime } from './item';
import {
	card,
	fieldGrid,
	linkButton,
	momentText,
	plainBlock,
	zoneOfTimes,
	type CardElement,
	type CardSettings,
} from './parts';
import { wordsOf, type ReviewKind } from './words';

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

type ReviewItem = z.output<typeof REVIEW_ITEM>;

const COLOUR_OF_KIND: Record<ReviewKind, string> = {
	negative: 'red',
	neutral: 'orange',
	positive: 'green',
	unrated: 'blue',
};
const MAX_STARS = 5;

/** Stars as a picture, e.g. `★★☆☆☆`; half stars are rounded. */
export function starsText(stars: number): string {
	const full = Math.round(stars);
	return '★'.repeat(full) + '☆'.repeat(MAX_STARS - full);
}

/**
 * The ready card of a review. The buyer's words stand in plain text and are cut when the card
 * would grow too large.
 */
export function reviewDraft(review: ReviewItem, settings: CardSettings): Draft {
	const words = wordsOf(settings.language);
	const kind = reviewKind(review);
	const { orderId, reviewedAt, modifiedAt } = review;
	const parentOrderId = review.parentOrderId || orderId;
	const { zone } = settings;
	const reviewed = reviewedAt && momentText(reviewedAt, zone, words);
	const modified = modifiedAt && momentText(modifiedAt, zone, words);
	const grid = fieldGrid([
		[words.rating, ratingText(review)],
		// The number that the order's own card shows; one order may have several lines.
		[words.order, parentOrderId],
		[words.orderLine, orderId === parentOrderId ? '' : orderId],
		[words.product, productText(review)],
		[words.reviewed, reviewed],
		[words.changed, modified === reviewed ? '' : modified],
		[words.zone, zoneOfTimes([reviewedAt, modifiedAt], zone)],
	]);
	const button = linkButton(words.openReview, review.url ?? review.ticket?.url);
	const build = ([text = '', followUp = '']: string[]) => {
		const spoken = [...textBlock(words.review, text), ...textBlock(words.followUp, followUp)];
		const drawn = review.stars === undefined ? '' : ` ${starsText(review.stars)}`;
		const title = `${words.reviewTitles[kind]}${drawn}`;
		const elements = [grid, ...spoken, ...button];
		return {
			msg_type: 'interactive' as const,
			card: card(COLOUR_OF_KIND[kind], title, elements, settings),
		};
	};
	return fitTexts([review.text ?? '', review.followUp ?? ''], build);
}

/** What the platform wrote stands in for stars it did not give. */
function ratingText({ stars, starsPlatform }: ReviewItem): string | undefined {
	return stars === undefined ? starsPlatform : `${starsText(stars)} ${stars}/${MAX_STARS}`;
}

/** An event says what the trigger's user calls negative; the stars alone do not. */
function reviewKind({ event, sentiment, stars }: ReviewItem): ReviewKind {
	if (event === 'review.negative') return 'negative';
	return sentiment ?? sentimentOf(stars) ?? 'unrated';
}

function productText({ productId, productName }: ReviewItem): string {
	return [productName, productId].filter((part) => part !== undefined && part !== '').join(' · ');
}

function textBlock(label: string, text: string): CardElement[] {
	return isBlank(text) ? [] : [plainBlock(`${label}\n${text}`)];
}
