import { DAY_MS, HOUR_MS } from '../../../time/units';
import { EVENTS, type TriggerEvent } from '../events/events';
import { LISTS, type ListName } from '../lists/lists';
import { PAGE_SIZE, type Verdict } from '../lists/pages';
import type { Snapshot } from '../lists/snapshot';
import type { TriggerSettings } from '../settings';
import { rowsSince } from './memory';
import { unpackIds, type KeptIds } from './packedIds';
import { nextWindow, type CountedNeed, type ListNeed } from './position';
import type { Position, TriggerState } from './state';

/** A trigger that read this recently can share its window with others. */
const LIVE_WITHIN_MS = 12 * HOUR_MS;
/** Over so long the pace of new orders is measured. */
const PACE_MS = 6 * HOUR_MS;

/** What one trigger needs to read next. */
export interface Need {
	lists: { [List in ListName]?: ListNeed };
	/** How often lists are read that need not be read at the pace of the others, ms. */
	everyMs: { [List in ListName]?: number | undefined };
	/** Orders placed in each hour of the day (UTC) lately; undefined while no whole day is known. */
	hours: readonly number[] | undefined;
	/** Whether its windows are near enough to now to be shared. */
	isLive: boolean;
}

/** What a trigger needs to read next of a list; undefined when it does not need the list. */
export function needOf(
	list: ListName,
	state: TriggerState,
	settings: TriggerSettings,
	rows: KeptIds,
	nowMs: number,
): ListNeed | undefined {
	const position = state.lists[list];
	if (!position) return undefined;
	const isLast = (event: TriggerEvent) =>
		EVENTS[event].lists.includes(list) && state.started[event]?.lastCount !== undefined;
	const isLastWanted = settings.events.some(isLast);
	const { account } = state;
	return nextWindow(position, { list, settings, account, rows, isLastWanted, nowMs });
}

/**
 * How often the lists are read that catch what the others do not show. Payments stand in the newest
 * page of orders as well, so the list of orders to send is looked at as often as that page has turned
 * over; who was sent soon after shows once a day.
 */
function everyMsOf(
	{ lists }: TriggerState,
	{ events }: TriggerSettings,
	rows: KeptIds,
	nowMs: number,
): Need['everyMs'] {
	const isPaidAlone = !events.includes('order.shipped') && !events.includes('order.cancelled');
	const turnoverMs = (PACE_MS * PAGE_SIZE) / Math.max(1, rowsSince(rows, nowMs - PACE_MS).size);
	return {
		...(lists.orders && { toSend: Math.min(2 * HOUR_MS, Math.max(HOUR_MS, turnoverMs)) }),
		...(isPaidAlone && { changed: 24 * HOUR_MS }),
	};
}

/** What a trigger with this state needs to read. */
export function needsOf(state: TriggerState, settings: TriggerSettings, nowMs: number): Need {
	const rows = unpackIds(state.rows);
	const lists: Need['lists'] = {};
	for (const list of LISTS) {
		const need = needOf(list, state, settings, rows, nowMs);
		if (need) lists[list] = need;
	}
	const positions = LISTS.flatMap((list) => state.lists[list] ?? []);
	const newestReadAtMs = Math.max(...positions.map(({ readAtMs }) => readAtMs));
	// A list that cannot be read, e.g. without the permission, does not part the others.
	const isReadable = ({ readAtMs }: Position) => readAtMs >= newestReadAtMs - LIVE_WITHIN_MS;
	return {
		lists,
		everyMs: everyMsOf(state, settings, rows, nowMs),
		hours: hoursOf(state.lists.orders, rows, nowMs),
		isLive: positions
			.filter(isReadable)
			.every(({ reachedMs }) => reachedMs >= nowMs - LIVE_WITHIN_MS),
	};
}

/** How many orders of the last day were placed in each of its hours, UTC. */
function hoursOf(
	position: Position | undefined,
	rows: KeptIds,
	nowMs: number,
): readonly number[] | undefined {
	const knownFromMs = Math.max(position?.knownFromMs ?? Infinity, position?.horizonMs ?? Infinity);
	if (!(knownFromMs < nowMs - 22 * HOUR_MS)) return undefined;
	const hours = new Array<number>(24).fill(0);
	for (const atMs of rowsSince(rows, nowMs - DAY_MS).values()) {
		const hour = Math.floor(atMs / HOUR_MS) % 24;
		hours[hour] = (hours[hour] ?? 0) + 1;
	}
	return hours;
}

/** Whether a list of a snapshot that was fetched for others holds all that is needed of it. */
export function isCovered(need: Need, snapshot: Snapshot, list: ListName): boolean {
	const read = snapshot[list];
	const wanted = need.lists[list];
	return !read || !wanted || read.fromMs <= wanted.fromMs;
}

/** Whether a list of a snapshot can bring this trigger anything that it has not handed out yet. */
export function isNews(state: TriggerState, snapshot: Snapshot, list: ListName): boolean {
	const now = state.lists[list];
	const read = snapshot[list];
	if (!now || !read) return false;
	return now.pending > 0 || read.fetchedAtMs !== now.readAtMs;
}

function uniteCounted(all: readonly ListNeed[]): CountedNeed | undefined {
	const counted = all.flatMap((need) => need.counted ?? []);
	if (counted.length < all.length) return undefined;
	// The latest beginning, so that each knows the rows of the window, but before all that is needed.
	const reachedMs = Math.min(...all.map(({ fromMs }) => fromMs));
	const fromMs = Math.max(...counted.map((one) => one.fromMs).filter((ms) => ms <= reachedMs));
	return {
		fromMs,
		verdictOf: (soFar) => {
			const verdicts = counted.map(({ verdictOf }) => verdictOf(soFar));
			const most = (of: (verdict: Verdict) => number) => Math.max(...verdicts.map(of));
			return {
				isEnough: verdicts.every(({ isEnough }) => isEnough),
				isJoined: verdicts.every(({ isJoined }) => isJoined),
				missing: most(({ missing }) => missing),
				surplus: most(({ surplus }) => surplus),
				nextToMs: verdicts.find(({ nextToMs }) => nextToMs !== undefined)?.nextToMs,
				isExhausted: verdicts.some(({ isExhausted }) => isExhausted),
			};
		},
		mayLook: counted.some(({ mayLook }) => mayLook),
	};
}

function uniteLists(all: readonly ListNeed[]): ListNeed {
	const least = (of: (need: ListNeed) => number) => Math.min(...all.map(of));
	const deeps = all.flatMap(({ deep }) => deep ?? []);
	const counted = uniteCounted(all);
	return {
		fromMs: least(({ fromMs }) => fromMs),
		freshFromMs: least(({ freshFromMs }) => freshFromMs),
		keep: all.some(({ keep }) => keep === 'later') ? 'later' : 'earlier',
		isNew: all.some(({ isNew }) => isNew),
		...(deeps.length > 0 && {
			deep: {
				fromMs: Math.min(...deeps.map(({ fromMs }) => fromMs)),
				atMs: Math.min(...deeps.map(({ atMs }) => atMs)),
				calls: Math.max(...deeps.map(({ calls }) => calls)),
			},
		}),
		...(counted && { counted }),
	};
}

/** One need that covers several, for a window that they share. */
export function unite(needs: readonly Need[]): Need {
	const lists: Need['lists'] = {};
	const everyMs: Need['everyMs'] = {};
	for (const list of LISTS) {
		const wanting = needs.filter((need) => need.lists[list]);
		if (wanting.length === 0) continue;
		lists[list] = uniteLists(wanting.flatMap((need) => need.lists[list] ?? []));
		const every = wanting.flatMap((need) => need.everyMs[list] ?? []);
		if (every.length === wanting.length) everyMs[list] = Math.min(...every);
	}
	return {
		lists,
		everyMs,
		hours: needs.find(({ hours }) => hours)?.hours,
		isLive: needs.every(({ isLive }) => isLive),
	};
}
