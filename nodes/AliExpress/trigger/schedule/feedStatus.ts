import { MINUTE_MS } from '../../../time/units';
import { msToIso } from '../../../time/zones';
import { LISTS } from '../lists/lists';
import type { TriggerState } from '../position/state';

/** How a trigger's feed is doing, as items and log lines say it. Times are ISO 8601 UTC. */
export type FeedStatus = {
	/** When something was read last. */
	readAt?: string;
	/** Everything up to here was handed out. */
	completeUntil?: string;
	behindSeconds?: number;
	/** Found but not handed out yet. */
	pending: number;
	/** How far each read looks back at orders. */
	lookbackMinutes?: number;
	/** Rows that AliExpress listed late, those among them that only a re-read found, and the worst. */
	lateRows: number;
	rereadRows: number;
	worstLateMinutes: number;
	lookbackWidenedAt?: string;
	memoryShortenedAt?: string;
};

function latest(moments: ReadonlyArray<number | undefined>): string | undefined {
	const ms = Math.max(...moments.map((moment) => moment ?? 0));
	return ms > 0 ? msToIso(ms) : undefined;
}

/** How the feed of a state is doing. */
export function feedStatusOf(state: TriggerState, nowMs: number): FeedStatus {
	const lists = LISTS.flatMap((list) => state.lists[list] ?? []);
	const audits = lists.flatMap(({ audit }) => audit ?? []);
	const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
	const cursorMs = Math.min(...lists.map((list) => list.cursorMs));
	const lookbackMs = Math.max(
		...[state.lists.orders, state.lists.finished].map((list) => list?.lookbackMs ?? 0),
	);
	const readAt = latest([state.lastSuccessAtMs]);
	const lookbackWidenedAt = latest(audits.map(({ widenedAtMs }) => widenedAtMs));
	const memoryShortenedAt = latest(audits.map(({ shortenedAtMs }) => shortenedAtMs));
	return {
		...(readAt && { readAt }),
		...(lists.length > 0 && {
			completeUntil: msToIso(cursorMs),
			behindSeconds: Math.max(0, Math.round((nowMs - cursorMs) / 1_000)),
		}),
		pending: sum(lists.map(({ pending }) => pending)),
		...(lookbackMs > 0 && { lookbackMinutes: Math.round(lookbackMs / MINUTE_MS) }),
		lateRows: sum(audits.map(({ lateRows }) => lateRows)),
		rereadRows: sum(audits.map(({ rereadRows }) => rereadRows)),
		worstLateMinutes: Math.round(
			Math.max(0, ...audits.map(({ worstLateMs }) => worstLateMs)) / MINUTE_MS,
		),
		...(lookbackWidenedAt && { lookbackWidenedAt }),
		...(memoryShortenedAt && { memoryShortenedAt }),
	};
}

/** "2 h 5 min", "12 min" or "under a minute". */
export function spanText(ms: number): string {
	const minutes = Math.floor(ms / MINUTE_MS);
	if (minutes < 1) return 'under a minute';
	const hours = Math.floor(minutes / 60);
	return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

/** When a trigger read last and how far behind it is, in one sentence. */
export function feedSentence(state: TriggerState, nowMs: number): string {
	const { readAt, behindSeconds, pending, lateRows, worstLateMinutes } = feedStatusOf(state, nowMs);
	const read = readAt ? `Last read ${readAt}` : 'Not read yet';
	const behind =
		behindSeconds === undefined ? '' : `, complete up to ${spanText(behindSeconds * 1_000)} ago`;
	const waiting = pending > 0 ? `, ${pending} items wait for the next polls` : '';
	const late =
		lateRows > 0 ? `, ${lateRows} rows came late, the worst by ${worstLateMinutes} min` : '';
	return `${read}${behind}${waiting}${late}.`;
}
