import { isoOf } from '../parse/moment';
import { starsOf, type RawReview } from '../parse/review';
import { reviewKey, reviewVersion } from '../parse/reviewKey';
import type { Occurrence, TriggerEvent } from './events';
import { eventIdOf, shortIdOf } from './eventId';
import type { TriggerSettings } from './settings';

type ReviewSettings = Pick<
	TriggerSettings,
	'events' | 'alsoOnEdits' | 'negativeUpToStars' | 'reviewZone'
>;

/**
 * What the reviews of a read say has happened and was not reported yet. A review has no id of its own; parent order and order
 * identify it. Its first report and its later edits are told apart by what was seen before.
 *
 * @param fetchedAtMs stands in for times that the platform left out or wrote in an unknown form.
 */
export function reviewOccurrences(
	rows: readonly RawReview[],
	settings: ReviewSettings,
	account: string,
	seen: Readonly<Record<string, number>>,
	fetchedAtMs: number,
): Occurrence[] {
	const timeOf = (text: string | undefined): number | undefined => {
		const iso = isoOf(text, settings.reviewZone);
		return iso === undefined ? undefined : Date.parse(iso);
	};
	const occurrencesOf = (event: TriggerEvent, raw: RawReview, row: number): Occurrence[] => {
		const { fields } = raw;
		const firstId = eventIdOf(account, event, reviewKey(fields));
		const versionId = eventIdOf(account, event, reviewKey(fields), reviewVersion(fields));
		const eventId = settings.alsoOnEdits ? versionId : firstId;
		if (seen[shortIdOf(eventId)] !== undefined) return [];
		const validMs = timeOf(fields.valid_date) ?? timeOf(fields.buyer_fb_date) ?? fetchedAtMs;
		const changedMs = Math.max(validMs, timeOf(fields.gmt_modified) ?? validMs);
		const isKnown = seen[shortIdOf(firstId)] !== undefined;
		// A review becomes negative when it is edited; before, it was an ordinary one.
		const isEdit = event === 'review.negative' || (settings.alsoOnEdits && isKnown);
		const decisiveMs = isEdit ? changedMs : validMs;
		return [
			{
				event,
				eventId,
				row,
				occurredAtMs: decisiveMs,
				newSinceMs: decisiveMs,
				rememberedFromMs: validMs,
				axisMs: validMs,
				// Both are marked, so that switching edits on or off repeats nothing.
				alsoSeen: [firstId, versionId],
			},
		];
	};
	return rows.flatMap((raw, row) => {
		const stars = starsOf(raw.fields.buyer_evaluation);
		const isNegative = stars !== undefined && stars <= settings.negativeUpToStars;
		return settings.events
			.filter((event) => event === 'review.created' || (event === 'review.negative' && isNegative))
			.flatMap((event) => occurrencesOf(event, raw, row));
	});
}
