/** What a review is to the seller; the priority of its ticket and the colour of its card follow from it. */
export type Sentiment = 'negative' | 'neutral' | 'positive';

/** Reviews with at most this many stars are negative, unless the user says otherwise. */
export const NEGATIVE_UP_TO_STARS = 2;

/** Reviews with more stars than this are positive, unless the user counts them as negative. */
const NEUTRAL_UP_TO_STARS = 3;

/**
 * What a number of stars means, e.g. 3 stars are neutral, and negative where the user says "up to 3".
 *
 * @param stars 0 to 5; halves count as the whole star above.
 * @returns undefined without stars: nothing is known then.
 */
export function sentimentOf(
	stars: number | undefined,
	negativeUpToStars = NEGATIVE_UP_TO_STARS,
): Sentiment | undefined {
	if (stars === undefined) return undefined;
	const whole = Math.round(stars);
	if (whole <= negativeUpToStars) return 'negative';
	return whole <= NEUTRAL_UP_TO_STARS ? 'neutral' : 'positive';
}
