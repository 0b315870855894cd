import type { ListName } from './events';
import { LISTS } from './events';
import { isHeld, heldIdOf, LONG_MEMORY_MS } from './orderOccurrences';
import type { Snapshot } from './read';
import type { TriggerState } from './state';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A bound for the size of the static data; far above what a day of a busy shop needs. */
const MAX_SEEN = 20_000;

/** How long a list's occurrences are remembered, counted from the cursor, in ms. */
export function memoryMs(list: ListName, reviewOverlapDays: number): number {
	return list === 'orders' ? DAY_MS : (reviewOverlapDays + 2) * DAY_MS;
}

/** The minute up to which something of `fromMs` is remembered. */
export function keptUntilMinute(fromMs: number, memory: number): number {
	return Math.ceil((fromMs + memory) / MINUTE_MS);
}

/** Remembers orders whose payment is under check, so that their release is recognised. */
export function rememberHeld(
	seen: Record<string, number>,
	read: NonNullable<Snapshot['orders']>,
	account: string,
): void {
	for (const raw of read.rows) {
		if (!isHeld(raw)) continue;
		seen[heldIdOf(account, raw.fields.order_id)] = keptUntilMinute(read.toMs, LONG_MEMORY_MS);
	}
}

/**
 * Drops ids that no window can bring up again, and the oldest beyond the bound; the horizons move
 * with them, so that what is no longer remembered is not reported a second time.
 */
export function forgetOld(
	next: TriggerState,
	previous: TriggerState,
	memoryOf: (list: ListName) => number,
): TriggerState {
	// By the horizons from before: a batch that is taken back must find what it stood beside.
	const limits = LISTS.flatMap((list) => {
		const before = previous.lists[list];
		return before ? [before.horizonMs + memoryOf(list)] : [];
	});
	const limitMinute = Math.floor(Math.min(...limits) / MINUTE_MS);
	const kept = Object.entries(next.seen).filter(([, until]) => until >= limitMinute);
	if (kept.length <= MAX_SEEN) return { ...next, seen: Object.fromEntries(kept) };
	const ordered = kept.sort(([, a], [, b]) => b - a);
	const cutMs = (ordered[MAX_SEEN]?.[1] ?? 0) * MINUTE_MS;
	const lists = { ...next.lists };
	for (const list of LISTS) {
		const state = lists[list];
		const horizonMs = cutMs - memoryOf(list);
		if (state) lists[list] = { ...state, horizonMs: Math.max(state.horizonMs, horizonMs) };
	}
	return { ...next, lists, seen: Object.fromEntries(ordered.slice(0, MAX_SEEN)) };
}
