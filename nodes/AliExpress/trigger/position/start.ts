import { createHash } from 'node:crypto';

import { ANY_ACCOUNT } from '../../../quota/policy';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import { listsOf } from '../events/events';
import type { Occurrence } from '../events/occurrences';
import { LISTS, type ListName } from '../lists/lists';
import { REACH_MS } from '../lists/window';
import type { TriggerSettings } from '../settings';
import { memoryMs } from './memory';
import { openKnown, packIds, splitIds, takeBack, unpackIds } from './packedIds';
import { mapLists, type Position, type TriggerState } from './state';

type Started = NonNullable<TriggerState['started'][keyof TriggerState['started']]>;

/** How far back "the last N" looks. */
const LAST_REACH_MS = 30 * DAY_MS;
/** How far the clocks of the platform and of this server may differ. */
const CLOCK_SLACK_MS = 2 * MINUTE_MS;
/** How far the time of a review or dispute can be off when its zone is another than the one that is set. */
const ZONE_SLACK_MS = 16 * HOUR_MS;

function openList(reachedMs: number, memory: number): Position {
	return {
		reachedMs,
		horizonMs: reachedMs - memory,
		knownFromMs: reachedMs,
		readAtMs: 0,
		pending: 0,
		isNew: true,
		rereads: 0,
	};
}

function startMsOf({ start }: TriggerSettings, nowMs: number): number {
	if (start.from === 'date') return Math.min(start.atMs, nowMs);
	return start.from === 'last' ? nowMs - LAST_REACH_MS : nowMs;
}

/** As whom a trigger reads, as hashes. */
export interface Identity {
	app: string;
	account: string;
	/** Whether the account is a stand-in, because its seller id is not known. */
	isStandIn: boolean;
}

function shortHash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * The identity of an account of an app.
 *
 * @param account the seller id, or the stand-in for one that is not known.
 */
export function identityOf(appKey: string, account: string): Identity {
	return {
		app: shortHash(appKey),
		account: shortHash(`${appKey}\n${account}`),
		isStandIn: account === ANY_ACCOUNT,
	};
}

/** A seller id that is not known may be the one that is; two known ones must be the same. */
function isSameShop(stored: TriggerState, who: Identity): boolean {
	if (stored.app !== who.app) return false;
	return who.isStandIn || stored.seller === undefined || stored.seller === who.account;
}

function freshState(settings: TriggerSettings, who: Identity, revision: number): TriggerState {
	return {
		version: 3,
		revision,
		app: who.app,
		account: who.account,
		start: settings.startAsWritten,
		started: {},
		lists: {},
		rows: {},
		seen: {},
		lasting: {},
		held: {},
		isRepeating: false,
		nextDueAtMs: {},
		share: 0,
		lastSuccessAtMs: 0,
	};
}

/**
 * The state to go on with: the stored one, or a fresh one when there is none or when the account or
 * the start point was changed. Events chosen later begin when they are chosen; events no longer
 * chosen are forgotten, so that choosing them again begins anew.
 */
export function beginState(
	stored: TriggerState | undefined,
	settings: TriggerSettings,
	who: Identity,
	nowMs: number,
): TriggerState {
	const isSame =
		stored !== undefined && isSameShop(stored, who) && stored.start === settings.startAsWritten;
	// Newer than the one it replaces, which would else count as the newest at the next poll.
	const base = isSame ? stored : freshState(settings, who, stored?.revision ?? 0);
	const isNew = base !== stored;
	const { start } = settings;
	const sinceMs = isNew && start.from === 'date' ? start.atMs : nowMs;
	const began = {
		sinceMs,
		isFirst: true,
		...(isNew && start.from === 'last' && { lastCount: start.count }),
	};
	const started: TriggerState['started'] = {};
	for (const event of settings.events) started[event] = base.started[event] ?? began;

	const needed = listsOf(settings.events);
	const lists: TriggerState['lists'] = {};
	for (const list of LISTS) {
		if (!needed.has(list)) continue;
		// The platform lists nothing older than its reach.
		const cursorMs = isNew ? startMsOf(settings, nowMs) : nowMs;
		const memory = memoryMs(list, settings);
		lists[list] = base.lists[list] ?? openList(Math.max(cursorMs, nowMs - REACH_MS[list]), memory);
	}
	const isUnchanged =
		(who.isStandIn || base.seller === who.account) &&
		Object.keys(base.started).length === settings.events.length &&
		settings.events.every((event) => started[event] === base.started[event]) &&
		LISTS.every((list) => lists[list] === base.lists[list]);
	// The very same object, so that a poll that has nothing to change writes nothing.
	if (isUnchanged) return base;
	return { ...base, ...(!who.isStandIn && { seller: who.account }), started, lists };
}

function newestFirst(a: Occurrence, b: Occurrence): number {
	return b.newSinceMs - a.newSinceMs || (b.eventId < a.eventId ? -1 : 1);
}

/**
 * The first read of an event: settles from when on it is reported and what of the past is left out.
 *
 * @param isZoneKnown whether the platform says in which zone the times of its rows are.
 * @returns the settled start, and the occurrences that count as reported without being so.
 */
export function beginEvent(
	isZoneKnown: boolean,
	started: Started,
	found: readonly Occurrence[],
	settings: Pick<TriggerSettings, 'start'>,
	fetchedAtMs: number,
): { started: Started; leftOut: Occurrence[] } {
	if (!started.isFirst) return { started, leftOut: [] };
	const { sinceMs, lastCount } = started;
	if (lastCount !== undefined) {
		const past = [...found].sort(newestFirst);
		const chosen = past.slice(0, lastCount);
		const oldestMs = Math.min(sinceMs, ...chosen.map(({ newSinceMs }) => newSinceMs));
		return { started: { sinceMs: oldestMs, isFirst: false }, leftOut: past.slice(lastCount) };
	}
	if (isZoneKnown || settings.start.from !== 'now') {
		return { started: { sinceMs, isFirst: false }, leftOut: [] };
	}
	// With a zone that is not certain, what is there at the start is old unless its time
	// lies between the start and this read, which can come late; and what comes later is new even
	// if its time says that it is some hours older.
	const isNew = ({ newSinceMs }: Occurrence) =>
		newSinceMs >= Math.floor(sinceMs / 1_000) * 1_000 && newSinceMs <= fetchedAtMs + CLOCK_SLACK_MS;
	return {
		started: { sinceMs: sinceMs - ZONE_SLACK_MS, isFirst: false },
		leftOut: found.filter((one) => !isNew(one)),
	};
}

/** How long an emitted batch may have been lost: n8n saves the state before the execution exists. */
const REPEAT_WITHIN_MS = 5 * MINUTE_MS;
/** Longer than any payment is checked. */
const HELD_AGAIN_MS = 30 * DAY_MS;

/** A state after looking for a lost batch. */
export interface TakenBack {
	state: TriggerState;
	isTakenBack: boolean;
	/** The lists that it was taken from, to be read at once; none the second time for the same batch. */
	toReadAtOnce: readonly ListName[];
}

/**
 * Lets watches know again what they knew before they told something, which is then seen again by a look at
 * all, at once.
 *
 * @param told names of watches, each with what it knew, see `packBefore`.
 */
export function watchesTakenBack(
	watches: TriggerState['watches'],
	told: ReadonlyArray<readonly [name: string, before: string]>,
): TriggerState['watches'] {
	const after = { ...watches };
	for (const [name, before] of told) {
		const kept = after[name];
		if (!kept) continue;
		const known = openKnown(kept.known, kept.mark, Infinity);
		takeBack(known, before);
		after[name] = { ...kept, ...known.pack(), dueAtMs: 0, at: undefined, pending: 0 };
	}
	return watches && after;
}

/**
 * Takes back the last batch when it may have been lost: handed out less than five minutes ago by a
 * process that has ended. Its rows are then found and handed out again, under the same ids.
 */
export function takeBackLostBatch(state: TriggerState, boot: string, nowMs: number): TakenBack {
	const { batch } = state;
	const isYoung = batch !== undefined && nowMs - batch.emittedAtMs < REPEAT_WITHIN_MS;
	if (!isYoung || batch.boot === boot) return { state, isTakenBack: false, toReadAtOnce: [] };
	const gone = splitIds(batch.ids);
	const without = (packed: TriggerState['seen']) => {
		const kept = unpackIds(packed);
		for (const id of gone) kept.delete(id);
		return packIds(kept);
	};
	const held = unpackIds(state.held);
	const untilMinute = Math.ceil((batch.emittedAtMs + HELD_AGAIN_MS) / MINUTE_MS);
	for (const id of splitIds(batch.released)) held.set(id, untilMinute);
	const lists = mapLists(state.lists, (position, list) => {
		const before = batch.before[list];
		// One millisecond less, so that no read can be taken for the one that was lost.
		// Its payments can stand on pages that a read of the newest would leave out.
		const again = { readAtMs: position.readAtMs - 1, unseenMs: undefined };
		return before ? { ...position, ...before, ...again } : position;
	});
	const watches = watchesTakenBack(state.watches, Object.entries(batch.watches ?? {}));
	return {
		state: {
			...state,
			...(watches && { watches }),
			revision: state.revision + 1,
			lists,
			rows: without(state.rows),
			seen: without(state.seen),
			lasting: without(state.lasting),
			held: packIds(held),
			batch: undefined,
			isRepeating: true,
		},
		isTakenBack: true,
		toReadAtOnce: batch.isRepeat ? [] : LISTS.filter((list) => batch.before[list]),
	};
}
