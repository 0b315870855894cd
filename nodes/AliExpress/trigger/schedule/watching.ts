import { callsOfWatches, stretchOf } from '../../../quota/watchPlan';
import { DAY_MS } from '../../../time/units';
import { shanghaiDayEndMs } from '../../../time/zones';
import { EVENTS, watchesOf, type Sighting, type WatchName } from '../events/events';
import { eventIdOf } from '../events/eventId';
import type { Found } from '../delivery/handOut';
import type { Snapshot } from '../lists/snapshot';
import { packBefore } from '../position/packedIds';
import type { TriggerState } from '../position/state';
import type { TriggerSettings } from '../settings';
import type { Feed, Watching } from './feed';
import {
	freshWatch,
	isDaily,
	knownOf,
	lookAtDue,
	lookOf,
	takeIn,
	WATCHES,
	type WatchDeps,
	type Work,
} from './looks';
import type { Budget } from './pace';

/** Watches that have found nothing yet. */
function openWatching(): Watching {
	return { pending: [], callsADay: 0, stretch: 1, setAside: 0, callsLeft: 0, health: new Map() };
}

/** What the watches of a poll have brought. */
export interface Watched {
	state: TriggerState;
	found: Found[];
	/** A failure that the user has to hear of. */
	error?: Error | undefined;
}

function spentOf({ watchCalls }: TriggerState, nowMs: number): number {
	return watchCalls?.dayEndsAtMs === shanghaiDayEndMs(nowMs) ? watchCalls.calls : 0;
}

/** Notes what triggers have of this day. @returns the same budget. */
export function noteDay(feed: Feed, budget: Budget): Budget {
	feed.day = { calls: budget.ofDay ?? budget.share, endsAtMs: budget.dayEndsAtMs };
	return budget;
}

/**
 * Works out what the watches take of the day, before anything is read: their part of the calls that are there, those
 * that others lend from noon on among them. What the morning left out is made up for then. Changes `watching`.
 *
 * @param share calls of a day set aside for triggers.
 */
function planWatches(
	{ day, watching: all }: Feed,
	watching: Watching,
	state: TriggerState,
	settings: TriggerSettings,
	share: number,
	nowMs: number,
): void {
	let [wanted, daily] = [0, 0];
	for (const name of watchesOf(settings.events)) {
		const { sweepCalls, calls = 0, wants } = state.watches?.[name] ?? {};
		// A sweep that takes days says by itself that it takes more than was thought.
		const known = calls > (sweepCalls ?? 0) ? calls : sweepCalls;
		const callsADay = wants ?? WATCHES[name].callsADay(settings, known);
		wanted += callsADay;
		if (isDaily(name)) daily += callsADay;
	}
	const mostOf = (calls: number) =>
		Math.max(1, Math.floor(callsOfWatches(share, calls) / all.size));
	const usual = mostOf(share);
	const most = day.endsAtMs > nowMs ? mostOf(day.calls) : usual;
	const spent = spentOf(state, nowMs);
	watching.callsADay = Math.min(wanted, usual);
	watching.setAside = Math.max(0, Math.min(wanted, most) - spent);
	watching.callsLeft = Math.max(0, most - spent);
	const restOfDay = (shanghaiDayEndMs(nowMs) - nowMs) / DAY_MS;
	watching.stretch = Math.min(
		stretchOf(wanted, daily, usual),
		stretchOf(wanted * restOfDay, daily * restOfDay, watching.callsLeft),
	);
}

/**
 * What a trigger looks at beside the lists; undefined when it has nothing to watch and had nothing.
 *
 * @param share calls of a day set aside for triggers.
 */
export function watchingOf(
	feed: Feed,
	state: TriggerState,
	share: number,
	{ settings, subscriber, nowMs }: Pick<WatchDeps, 'settings' | 'nowMs'> & { subscriber: string },
): Watching | undefined {
	if (watchesOf(settings.events).size === 0 && !state.watches) {
		feed.watching.delete(subscriber);
		return undefined;
	}
	const watching = feed.watching.get(subscriber) ?? openWatching();
	feed.watching.set(subscriber, watching);
	planWatches(feed, watching, state, settings, share, nowMs());
	return watching;
}

/** What is left for the lists once the watches have theirs. */
export function budgetOfLists(budget: Budget, all: Iterable<Watching>): Budget {
	let [perDay, today] = [0, 0];
	for (const { callsADay, setAside } of all) {
		perDay += callsADay;
		today += setAside;
	}
	const atLeast = (left: number, most: number) => Math.max(Math.min(most, 1), left);
	const share = atLeast(budget.share - perDay, budget.share);
	return { ...budget, share, left: atLeast(budget.left - today, budget.left) };
}

const idOf = ({ event, id, version }: Sighting, account: string) =>
	eventIdOf(account, event, id, version);

const watchOf = ({ event }: Sighting): WatchName | undefined => EVENTS[event].watch;

/** As many as there is room for; what is said of one thing at once stays together. */
function cut(found: readonly Sighting[], room: number): number {
	let count = Math.min(room, found.length);
	const isOfLast = (at: number) =>
		at > 0 && found[at]?.key !== undefined && found[at].key === found[at - 1]?.key;
	while (isOfLast(count)) count += 1;
	return count;
}

/**
 * Marks what is handed out as known. What there is no room to know is not handed out: it would be at each look.
 *
 * @returns what was known before, by sighting that is handed out.
 */
function handOut(work: Work, taken: readonly Sighting[]): Map<Sighting, string> {
	const before = new Map<Sighting, string>();
	const marked = new Map<string, string>();
	for (const one of taken) {
		const name = watchOf(one);
		if (name === undefined) continue;
		const known = knownOf(work, name);
		const place = `${name} ${one.key}`;
		const packed = marked.get(place) ?? packBefore(known, one.key);
		if (!known.set(one.key, one.value)) continue;
		marked.set(place, packed);
		before.set(one, packed);
	}
	return before;
}

function closed(work: Work, state: TriggerState, nowMs: number): TriggerState {
	const { kept, known, watching, spent } = work;
	const watches: NonNullable<TriggerState['watches']> = {};
	for (const [name, one] of kept) {
		const pending = watching.pending.filter((sighting) => watchOf(sighting) === name).length;
		watches[name] = { ...one, ...known.get(name)?.pack(), pending };
	}
	const calls = spentOf(state, nowMs) + spent;
	const watchCalls = { dayEndsAtMs: shanghaiDayEndMs(nowMs), calls };
	return { ...state, watches, ...(spent > 0 && { watchCalls }) };
}

/** Whether nothing was looked at, so that the state stays the very same. */
function isIdle({ kept, known }: Work, { watches = {} }: TriggerState): boolean {
	const isSame = [...kept].every(([name, one]) => watches[name] === one);
	return known.size === 0 && isSame && Object.keys(watches).length === kept.size;
}

/** The watches as the state has them; what was not handed out before a restart is looked for again. */
function keptOf(
	watching: Watching,
	state: TriggerState,
	settings: TriggerSettings,
	nowMs: number,
): Work['kept'] {
	const kept: Work['kept'] = new Map();
	for (const name of watchesOf(settings.events)) {
		const one = state.watches?.[name] ?? freshWatch();
		const isLost = one.pending > 0 && watching.pending.length === 0;
		// A clock that was ahead has put it off.
		const farMs = Math.max(WATCHES[name].everyMs, DAY_MS) * watching.stretch;
		const isFar = one.dueAtMs > nowMs + farMs;
		if (isLost) kept.set(name, { ...one, dueAtMs: 0, at: undefined, pending: 0 });
		else kept.set(name, isFar ? { ...one, dueAtMs: nowMs } : one);
	}
	return kept;
}

/** What a poll knows beside the state. */
interface Surroundings {
	/** How many items the lists have brought: their batch and that of the watches are the same. */
	listed: number;
	/** Whether calls may be made now, and whether this poll may fail to tell of a look that did. */
	mayCall: boolean;
	mayTell: boolean;
	/** So many looks in a row that fail in passing are told of. */
	afterFailures: number;
	pseudonymKey: string;
}

/**
 * Lets the watches look that are due, and hands out what they have seen. What fails is tried again later.
 *
 * @param snapshot rows that were read in this poll.
 */
export async function lookAround(
	watching: Watching,
	state: TriggerState,
	snapshot: Snapshot | undefined,
	{ listed, mayCall, mayTell, afterFailures, pseudonymKey }: Surroundings,
	deps: WatchDeps,
): Promise<Watched> {
	const { settings, boot } = deps;
	const kept = keptOf(watching, state, settings, deps.nowMs());
	const work: Work = { deps, watching, kept, known: new Map(), found: [], pseudonymKey, spent: 0 };
	const room = Math.max(0, settings.itemsPerPoll - listed);
	if (watching.pending.length === 0) {
		for (const name of kept.keys()) {
			const { glance } = WATCHES[name];
			if (!snapshot || !glance) continue;
			const look = lookOf(work, name);
			takeIn(work, glance(look, snapshot), look);
		}
		watching.untold = (await lookAtDue(work, room, afterFailures, mayCall)) ?? watching.untold;
	}
	const { account } = state;
	const all = [...watching.pending, ...work.found].filter(({ event }) =>
		settings.events.includes(event),
	);
	const unique = [...new Map(all.map((one) => [idOf(one, account), one])).values()];
	const count = cut(unique, room);
	watching.pending = unique.slice(count);
	const before = handOut(work, unique.slice(0, count));
	const taken = [...before.keys()];
	const nowMs = deps.nowMs();
	const next = isIdle(work, state) ? state : closed(work, state, nowMs);
	if (watching.health.size === 0) watching.untold = undefined;
	if (taken.length === 0) {
		// What fails hands out nothing, so it waits for a poll without items.
		const error = mayTell && listed === 0 ? watching.untold : undefined;
		if (error) Object.assign(watching, { toldAtMs: nowMs, untold: undefined });
		return { state: next, found: [], error };
	}
	const own = {
		emittedAtMs: nowMs,
		boot,
		ids: '',
		released: '',
		before: {},
		isRepeat: state.isRepeating,
	};
	const packed: Record<string, string> = {};
	for (const [one, text] of before) {
		const name = watchOf(one) ?? '';
		// Of two of one thing the first knows what was known before.
		if (!packed[name]?.includes(text)) packed[name] = (packed[name] ?? '') + text;
	}
	const batch = { ...(listed > 0 && state.batch ? state.batch : own), watches: packed };
	const found = taken.map((one): Found => {
		const { event, id, occurredAtMs, item } = one;
		const row = { kind: 'sighting', raw: item, id, before: before.get(one) ?? '' } as const;
		return { told: { event, eventId: idOf(one, account), occurredAtMs, ...row }, readAtMs: nowMs };
	});
	return { state: { ...next, batch, isRepeating: false }, found };
}
