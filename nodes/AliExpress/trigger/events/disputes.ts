import type { RawDispute } from '../../parse/dispute/dispute';
import { rowTimeMs } from '../lists/window';
import type { About, Finding } from './finding';

/** When a dispute was opened, ms UTC; when it was read where the platform left that out. */
export function openedMsOf({ fields }: RawDispute, { settings, fetchedAtMs }: About): number {
	return rowTimeMs(fields.gmt_create, settings.disputeZone) ?? fetchedAtMs;
}

/** The opening of a dispute. */
export function opened(raw: RawDispute, about: About): Finding[] {
	const openedMs = openedMsOf(raw, about);
	const times = { newSinceMs: openedMs, rememberedFromMs: openedMs };
	return [{ version: '', occurredAtMs: openedMs, ...times }];
}

/** A change of a dispute, its end among them. The first sight of one is no update. */
export function updated(raw: RawDispute, about: About): Finding[] {
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
