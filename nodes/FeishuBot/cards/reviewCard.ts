import type { Draft } from '../message/draft';
import { fitTexts } from '../message/size';
import { momentText } from './moment';
import type { CardElement, CardSettings } from './parts';
import { card, fieldGrid, linkButton, plainBlock } from './parts';
import type { ReviewItem } from './reviewItem';
import type { ReviewKind } from './words';
import { wordsOf } from './words';

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
	const kind = reviewKind(review.stars);
	const changedAt = review.modifiedAt === review.reviewedAt ? undefined : review.modifiedAt;
	const grid = fieldGrid([
		[words.rating, ratingText(review)],
		[words.order, review.orderId],
		[words.parentOrder, review.parentOrderId === review.orderId ? '' : review.parentOrderId],
		[words.product, productText(review)],
		[words.reviewed, review.reviewedAt && momentText(review.reviewedAt, settings.zone)],
		[words.changed, changedAt && momentText(changedAt, settings.zone)],
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

function reviewKind(stars: number | undefined): ReviewKind {
	if (stars === undefined) return 'unrated';
	const full = Math.round(stars);
	if (full <= 2) return 'negative';
	return full === 3 ? 'neutral' : 'positive';
}

function productText({ productId, productName }: ReviewItem): string {
	return [productName, productId].filter((part) => part !== undefined && part !== '').join(' · ');
}

function textBlock(label: string, text: string): CardElement[] {
	return text.trim() === '' ? [] : [plainBlock(`${label}\n${text}`)];
}
