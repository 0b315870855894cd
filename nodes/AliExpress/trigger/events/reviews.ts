import { sentimentOf } from '../../../wire/sentiment';
import { starsOf, type RawReview } from '../../parse/review';
import { reviewKey, reviewVersion } from '../../parse/reviewKey';
import type { Known, Occurrence, TriggerEvent } from './events';
import { eventIdOf, shortIdOf } from './eventId';
import { rowTimeMs } from '../lists/rowTime';
import type { TriggerSettings } from '../settings';

type ReviewSettings = Pick<
	TriggerSettings,
	'events' | 'alsoOnEdits' | 'negativeUpToStars' | 'reviewZone'
>;

/**
 * What the reviews of a read say has happened and was not reported yet. A review has no id of its
 * own; parent order and order identify it. Its first report and its later edits are told apart by
 * what was seen before: the first sight of it is no edit.
 *
 * @param fetchedAtMs stands in for times that the platform left out or wrote in an unknown form.
 */
export function reviewOccurrences(
	rows: readonly RawReview[],
	settings: ReviewSettings,
	account: string,
	known: Known,
	fetchedAtMs: number,
): Occurrence[] {
	const timeOf = (text: string | undefined) => rowTimeMs(text, settings.reviewZone);
	const occurrencesOf = (event: TriggerEvent, raw: RawReview, row: number): Occurrence[] => {
		const { fields } = raw;
		const isUpdate = event === 'review.updated';
		const firstId = eventIdOf(account, event, reviewKey(fields));
		const versionId = eventIdOf(account, event, reviewKey(fields), reviewVersion(fields));
		const eventId = settings.alsoOnEdits || isUpdate ? versionId : firstId;
		if (known.has(shortIdOf(eventId))) return [];
		const validMs = timeOf(fields.valid_date) ?? timeOf(fields.buyer_fb_date) ?? fetchedAtMs;
		const changedMs = Math.max(validMs, timeOf(fields.gmt_modified) ?? validMs);
		const isKnown = known.has(shortIdOf(firstId));
		// A review becomes negative when it is edited; before, it was an ordinary one.
		const isEdit = isUpdate || event === 'review.negative' || (settings.alsoOnEdits && isKnown);
		const decisiveMs = isEdit ? changedMs : validMs;
		return [
			{
				event,
				eventId,
				list: 'reviews',
				row,
				occurredAtMs: decisiveMs,
				newSinceMs: decisiveMs,
				rememberedFromMs: validMs,
				axisMs: validMs,
				// Both are marked, so that switching edits on or off repeats nothing.
				alsoSeen: [firstId, versionId],
				isBaseline: isUpdate && !isKnown,
			},
		];
	};
	const isAbout = (event: TriggerEvent, isNegative: boolean) =>
		event === 'review.created' ||
		event === 'review.updated' ||
		(event === 'review.negative' && isNegative);
	return rows.flatMap((raw, row) => {
		const stars = starsOf(raw.fields.buyer_evaluation);
		const isNegative = sentimentOf(stars, settings.negativeUpToStars) === 'negative';
		return settings.events
			.filter((event) => isAbout(event, isNegative))
			.flatMap((event) => occurrencesOf(event, raw, row));
	});
}
