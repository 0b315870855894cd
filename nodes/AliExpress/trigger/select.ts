import { advanceList } from './advance';
import { beginEvent, shortIdsOf } from './begin';
import { LISTS, listOfEvent, type ListName, type Occurrence } from './events';
import { forgetOld, keptUntilMinute, memoryMs, rememberHeld } from './memory';
import { orderOccurrences, undatedOrders } from './orderOccurrences';
import type { Snapshot } from './read';
import { reviewOccurrences } from './reviewOccurrences';
import type { TriggerSettings } from './settings';
import type { TriggerState } from './state';

/** What to hand out now, and the state that goes with it. */
export interface Selection {
	chosen: Occurrence[];
	/** Orders that cannot be reported as placed, because their time cannot be read. */
	undated: readonly string[];
	next: TriggerState;
}

function occurrencesOf(
	list: ListName,
	snapshot: Snapshot,
	settings: TriggerSettings,
	account: string,
	seen: Readonly<Record<string, number>>,
): Occurrence[] {
	const { orders, reviews, fetchedAtMs } = snapshot;
	if (list === 'orders') {
		return orderOccurrences(orders?.rows ?? [], new Set(settings.events), account, seen);
	}
	return reviewOccurrences(reviews?.rows ?? [], settings, account, seen, fetchedAtMs);
}

/** The same row can stand on two pages. */
function once(occurrences: readonly Occurrence[]): Occurrence[] {
	const latest = new Map(occurrences.map((occurrence) => [occurrence.eventId, occurrence]));
	return [...latest.values()];
}

/**
 * Picks what is new in a snapshot and computes the state after handing it out. Pure: the old state
 * stays as it is.
 *
 * @param boot life of this process.
 */
export function select(
	state: TriggerState,
	snapshot: Snapshot,
	settings: TriggerSettings,
	boot: string,
	nowMs: number,
): Selection {
	const { account } = state;
	const memoryOf = (list: ListName) => memoryMs(list, settings.reviewOverlapDays);
	const seen = { ...state.seen };
	const started = { ...state.started };
	const mark = (occurrence: Occurrence): string[] => {
		const memory = memoryOf(listOfEvent(occurrence.event));
		const ids = shortIdsOf(occurrence).filter((id) => seen[id] === undefined);
		for (const id of ids) seen[id] = keptUntilMinute(occurrence.rememberedFromMs, memory);
		return ids;
	};
	const readLists = LISTS.filter((list) => snapshot[list] && state.lists[list]);
	if (snapshot.orders && settings.events.includes('order.paid')) {
		rememberHeld(seen, snapshot.orders, account);
	}

	const undated = settings.events.includes('order.created')
		? undatedOrders(snapshot.orders?.rows ?? [], account, seen)
		: [];

	const found = readLists.flatMap((list) => {
		const horizonMs = state.lists[list]?.horizonMs ?? 0;
		const all = once(occurrencesOf(list, snapshot, settings, account, seen));
		const unseen = all.filter(
			(one) => one.isReleased === true || one.rememberedFromMs >= horizonMs,
		);
		return settings.events.flatMap((event) => {
			const before = started[event];
			if (!before || listOfEvent(event) !== list) return [];
			const mine = unseen.filter((one) => one.event === event);
			const begun = beginEvent(event, before, mine, settings, snapshot.fetchedAtMs);
			started[event] = begun.started;
			const leftOut = new Set(begun.leftOut);
			begun.leftOut.forEach(mark);
			// The platform's times are whole seconds, so the second of the start belongs to it.
			const sinceMs = Math.floor(begun.started.sinceMs / 1_000) * 1_000;
			return mine.filter(
				(one) => !leftOut.has(one) && (one.isReleased === true || one.newSinceMs >= sinceMs),
			);
		});
	});

	const inOrder = [...found].sort(
		(a, b) => a.occurredAtMs - b.occurredAtMs || (a.eventId < b.eventId ? -1 : 1),
	);
	const chosen = inOrder.slice(0, settings.itemsPerPoll);
	const pending = inOrder.slice(settings.itemsPerPoll);
	const ids = chosen.flatMap(mark);

	const lists = { ...state.lists };
	const before: NonNullable<TriggerState['batch']>['before'] = {};
	for (const list of readLists) {
		const now = state.lists[list];
		const read = snapshot[list];
		if (!now || !read) continue;
		before[list] = { cursorMs: now.cursorMs, horizonMs: now.horizonMs };
		lists[list] = advanceList(now, {
			read,
			fetchedAtMs: read.fetchedAtMs,
			found: found.filter((one) => listOfEvent(one.event) === list),
			pending: pending.filter((one) => listOfEvent(one.event) === list),
			memoryMs: memoryOf(list),
			learnsLookback: list === 'orders',
		});
	}
	const isHandingOut = chosen.length > 0;
	const next: TriggerState = {
		...state,
		started,
		lists,
		seen,
		lastSuccessAtMs: nowMs,
		...(isHandingOut && {
			batch: { emittedAtMs: nowMs, boot, ids, before, isRepeat: state.isRepeating },
			isRepeating: false,
		}),
	};
	return { chosen, undated, next: forgetOld(next, state, memoryOf) };
}
