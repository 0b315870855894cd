import { sentimentOf } from '../../../wire/sentiment';
import { reviewVersion, starsOf, type RawReview } from '../../parse/review/review';
import { rowTimeMs } from '../lists/window';
import type { About, Finding } from './eventId';

/** When a review became effective, ms UTC; when it was read where the platform left that out. */
export function validMsOf({ fields }: RawReview, { settings, fetchedAtMs }: About): number {
	const timeOf = (text: string | undefined) => rowTimeMs(text, settings.reviewZone);
	return timeOf(fields.valid_date) ?? timeOf(fields.buyer_fb_date) ?? fetchedAtMs;
}

/**
 * A review at its first sight or, where edits count, in each version. Its first report and its later
 * edits are told apart by what was seen before: the first sight of it is no edit.
 */
function seen(raw: RawReview, about: About, isVersioned: boolean, isEdit: boolean): Finding {
	const validMs = validMsOf(raw, about);
	const modifiedMs = rowTimeMs(raw.fields.gmt_modified, about.settings.reviewZone);
	const atMs = isEdit ? Math.max(validMs, modifiedMs ?? validMs) : validMs;
	const version = reviewVersion(raw.fields);
	return {
		version: isVersioned ? version : '',
		occurredAtMs: atMs,
		newSinceMs: atMs,
		rememberedFromMs: validMs,
		// Both are marked, so that switching edits on or off repeats nothing.
		alsoVersions: ['', version],
	};
}

/** A review that has become effective. */
export function reviewed(raw: RawReview, about: About): Finding[] {
	const { alsoOnEdits } = about.settings;
	return [seen(raw, about, alsoOnEdits, alsoOnEdits && about.isKnown(''))];
}

/** A review with few stars. It becomes negative when it is edited; before, it was an ordinary one. */
export function negative(raw: RawReview, about: About): Finding[] {
	const { alsoOnEdits, negativeUpToStars } = about.settings;
	const stars = starsOf(raw.fields.buyer_evaluation);
	const isNegative = sentimentOf(stars, negativeUpToStars) === 'negative';
	return isNegative ? [seen(raw, about, alsoOnEdits, true)] : [];
}

/** A review that was changed since it was first seen. */
export function edited(raw: RawReview, about: About): Finding[] {
	return [{ ...seen(raw, about, true, true), isBaseline: !about.isKnown('') }];
}
