import { rowTimeMs } from '../lists/window';
import type { About, Finding } from './eventId';

/** As much of a dispute as says what has happened to it, in the words of the list. */
export interface DisputeFacts {
	fields: {
		issue_status?: string | undefined;
		gmt_create?: string | undefined;
		gmt_modified?: string | undefined;
	};
}

/** When a dispute was opened, ms UTC; when it was read where the platform left that out. */
export function openedMsOf({ fields }: DisputeFacts, { settings, fetchedAtMs }: About): number {
	return rowTimeMs(fields.gmt_create, settings.disputeZone) ?? fetchedAtMs;
}

/** The opening of a dispute. */
export function opened(raw: DisputeFacts, about: About): Finding[] {
	const openedMs = openedMsOf(raw, about);
	const times = { newSinceMs: openedMs, rememberedFromMs: openedMs };
	return [{ version: '', occurredAtMs: openedMs, ...times }];
}

/** A change of a dispute, its end among them. The first sight of one is no update. */
export function updated(raw: DisputeFacts, about: About): Finding[] {
	const { issue_status: status = '', gmt_modified: changedText = '' } = raw.fields;
	const openedMs = openedMsOf(raw, about);
	const changedMs = Math.max(
		openedMs,
		rowTimeMs(raw.fields.gmt_modified, about.settings.disputeZone) ?? about.fetchedAtMs,
	);
	return [
		{
			version: `${status} ${changedText}`,
			occurredAtMs: changedMs,
			newSinceMs: changedMs,
			rememberedFromMs: openedMs,
			alsoVersions: [''],
			isBaseline: !about.isKnown(''),
		},
	];
}
