import { isAhead } from '../../../time/moment';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import { rowIdOf } from '../events/orders';
import type { Occurrence } from '../events/occurrences';
import { isOrderList, LISTS, type ListName } from '../lists/lists';
import { PAGE_SIZE } from '../lists/pages';
import type { ListRead } from '../lists/listRead';
import { clearMs, countableFromMs, latestReadingMs, OVERLAP_MS, REACH_MS } from '../lists/window';
import { overlapsOf, ROW_MEMORY_MS, rowsSince, type OverlapSettings } from './memory';
import { NONE_MISSING, type CountedNeed, type ListNeed } from './need';
import type { KeptIds } from './packedIds';
import { passedBy } from './reviewPass';
import { mapLists, type Position, type TriggerState } from './state';

/**
 * Of how long the rows of the list of orders are counted, before the last time that none was missing: a row
 * that comes later is lost.
 */
const COUNTED_MS = 12 * HOUR_MS;
/** Rows that have left the list are looked for at most this often. */
const LOOK_EVERY_MS = 4 * HOUR_MS;
/** For so long a count that was found wrong is not gone by. */
const MISTRUST_MS = DAY_MS;
/** Where rows are not counted they are looked at again once a day, and so far before the last time. */
const AUDIT_OVERLAP_MS = 6 * HOUR_MS;
/** A position so far behind goes on from where it is: what lies there is old enough to be all there. */
const BEHIND_MS = 2 * HOUR_MS;
/** A read that ended this long before it was made was cut short. */
const CUT_SHORT_MS = HOUR_MS;
/** A payment is checked for up to a day, and its order is not changed meanwhile. */
const PAYMENT_CHECK_MS = 25 * HOUR_MS;
/** A window whose rows shifted in every pass over its pages is read again this often at most. */
const MAX_REREADS = 1;

/** What the next window depends on beside the position. */
export interface Surroundings {
	list: ListName;
	settings: OverlapSettings;
	account: string;
	/** What is known of the list of orders; asked for when a read is judged. */
	rows: () => KeptIds;
	/** "The last ones" are wanted of the past. */
	isLastWanted: boolean;
	nowMs: number;
}

/** Whether a position is so far behind that what it reads next is old. */
function isBehind({ reachedMs, readAtMs, isNew }: Position, nowMs: number): boolean {
	return nowMs - reachedMs > BEHIND_MS || (!isNew && readAtMs - reachedMs > CUT_SHORT_MS);
}

/**
 * Whether the count of a list was found wrong, so that it is not gone by for a day and until an audit
 * after it: an order that came hours late since the last audit can be older than what is counted again.
 */
export function isMistrusted({ deep, miscountedAtMs }: Position, nowMs: number): boolean {
	if (miscountedAtMs === undefined) return false;
	const untilMs = miscountedAtMs + MISTRUST_MS;
	return nowMs < untilMs || (deep?.atMs ?? 0) < untilMs;
}

/**
 * How the count of the list and what is known together say whether the rest of a window is known. Where
 * a row is missing below the newest page it is searched for by halves: the count up to a moment tells
 * on which side of it the row lies.
 */
function verdictsOf({ rows, account }: Surroundings, reachedMs: number): CountedNeed['verdictOf'] {
	/** What is missing lies after the one and up to the other; of all that is missing the lowest row. */
	let [lowMs, highMs, topMs] = [0, 0, 0];
	/** How many rows were missing when the search for the lowest began. */
	let sought = Infinity;
	let isJoined = false;
	/** The known rows of the window: 20,000 of them on the day of a sale, where a page has 50. */
	let [known, knownFromMs]: [ReadonlyMap<string, number>, number] = [new Map(), -1];
	return ({ keys, count, reachesMs = Infinity, isByCount = false, latest, gone = [] }) => {
		// Without a count only rows that come no later than the overlap can be found.
		if (!count) {
			const isEnough = reachesMs <= reachedMs - OVERLAP_MS;
			return { isEnough, isJoined: reachesMs <= reachedMs, missing: 0, surplus: 0 };
		}
		if (knownFromMs !== count.fromMs) known = rowsSince(rows(), (knownFromMs = count.fromMs));
		const seen = new Set([...keys, ...gone].map((key) => rowIdOf(account, key)));
		const again = [...seen].filter((id) => known.has(id)).length;
		const missing = count.total - count.read - (known.size - again);
		if (latest?.isFirst !== false) {
			[isJoined, lowMs, highMs] = [false, count.fromMs, Infinity];
			[topMs, sought] = [Infinity, Infinity];
		}
		isJoined ||= isByCount ? missing <= 0 : reachesMs <= reachedMs;
		const isEnough = isJoined && missing <= 0;
		const verdict = { isEnough, isJoined, missing, surplus: -missing };
		if (!latest || !isJoined || missing <= 0) return verdict;
		const { toMs, total, belowMs = toMs } = latest;
		// Of known rows the minute is known: one that was not read lies below all of it that was.
		const beyond = [...known].filter(([id]) => !seen.has(id));
		const below = beyond.filter(([, atMs]) => atMs - MINUTE_MS < toMs);
		if (sought === Infinity) [topMs, sought] = [belowMs, missing];
		if (total > latest.keysUpTo().size + below.length) highMs = Math.min(highMs, belowMs);
		else {
			lowMs = Math.max(lowMs, toMs);
			// The lowest rows were found, and those that are still missing lie above them.
			if (missing < sought) [highMs, sought] = [topMs, missing];
		}
		if (highMs <= lowMs) return { ...verdict, isExhausted: true };
		const left = beyond
			.map(([, atMs]) => atMs)
			.filter((atMs) => atMs > lowMs && atMs - MINUTE_MS < highMs)
			.sort((a, b) => a - b);
		const middleMs = clearMs(left[left.length >> 1] ?? highMs);
		const isFar = left.length > PAGE_SIZE && middleMs > lowMs && middleMs < highMs;
		return { ...verdict, nextToMs: isFar ? middleMs : highMs };
	};
}

/** From where the rows are that can have come late since the last read, ms UTC; from what is reached on all are new. */
function againMsOf({ reachedMs, readAtMs, reachedAtMs = readAtMs, horizonMs, isNew }: Position) {
	const againMs = isNew ? reachedMs : Math.min(reachedMs, reachedAtMs - OVERLAP_MS);
	return Math.max(againMs, Math.min(reachedMs, horizonMs));
}

/**
 * The window to read next.
 *
 * * Who is behind goes on from what is reached, without overlap: it reads each row once.
 * * The list of orders is else asked for the last 12 hours, newest first: the newest page is all of it
 *   when it reaches back to what is reached and the count leaves no other row unknown.
 * * All other lists, and that one while its count cannot be gone by, are read from half an hour before
 *   the last read, reviews and disputes from some days before it.
 */
export function nextWindow(position: Position, around: Surroundings): ListNeed {
	const { list, settings, isLastWanted, nowMs } = around;
	const { reachedMs, horizonMs, isNew = false, deep, miscountedAtMs } = position;
	const oldestMs = nowMs - REACH_MS[list];
	const within = (ms: number) => Math.max(ms, oldestMs);
	const common = {
		freshFromMs: within(reachedMs),
		isNew,
		// Only the first read of "the last ones" begins at the end: later ones would leave a hole.
		keep: isNew && isLastWanted ? ('later' as const) : ('earlier' as const),
	};
	if (!isOrderList(list)) {
		const { usualMs, deepMs } = overlapsOf(list, settings);
		const deepFromMs = within(reachedMs - deepMs);
		// The first read learns what is there, since later changes are told by it.
		const fromMs = isNew ? deepFromMs : within(reachedMs - usualMs);
		const { atMs, calls } = deep ?? { atMs: 0, calls: 1 };
		return { ...common, fromMs, deep: { fromMs: deepFromMs, atMs, calls }, way: position.way };
	}
	if (isNew && list === 'toSend') {
		// Checks that began before the start must be known, or their end could not be told from a change.
		return { ...common, fromMs: within(reachedMs - PAYMENT_CHECK_MS) };
	}
	const fromMs = within(againMsOf(position));
	if (isBehind(position, nowMs) || list === 'toSend' || list === 'changed') {
		return { ...common, fromMs };
	}
	if (list === 'orders' && !isMistrusted(position, nowMs)) {
		const knownFromMs = Math.max(position.knownFromMs ?? reachedMs, horizonMs);
		const settledAtMs = Math.min(nowMs, position.settledAtMs ?? nowMs);
		// Of a trigger that was off for long the orders of before have ended meanwhile.
		const rememberedMs = Math.max(nowMs - ROW_MEMORY_MS, knownFromMs);
		const countedMs = Math.min(reachedMs, Math.max(settledAtMs - COUNTED_MS, rememberedMs));
		return {
			...common,
			fromMs: common.freshFromMs,
			counted: {
				fromMs: countableFromMs(within(countedMs)),
				partsFromMs: fromMs,
				verdictOf: verdictsOf(around, reachedMs),
				missing: position.missing ?? NONE_MISSING,
				mayLook: nowMs - (position.lookedAtMs ?? 0) >= LOOK_EVERY_MS,
			},
		};
	}
	// A count that is wrong may have been so before it was noticed: only an audit is gone by.
	const { atMs, calls } = deep ?? { atMs: miscountedAtMs ?? 0, calls: 1 };
	const sinceMs = deep ? atMs - AUDIT_OVERLAP_MS : 0;
	const auditFromMs = within(Math.max(sinceMs, horizonMs));
	return { ...common, fromMs, deep: { fromMs: Math.min(auditFromMs, fromMs), atMs, calls } };
}

/** What a read brought for one list. */
export interface Outcome {
	read: ListRead<unknown>;
	fetchedAtMs: number;
	/** What was needed of the list, judged by what is known after the read. */
	need: ListNeed;
	/** The orders on the pages. */
	keys: readonly string[];
	/** Found now for the first time, handed out or pending. */
	found: readonly Occurrence[];
	pending: readonly Occurrence[];
	memoryMs: number;
}

/**
 * The time of a row, ms UTC, for telling whether it came late. In the hour that occurs twice in autumn
 * the later of its two readings counts, or every row of the second hour would look an hour late.
 */
function lateMsOf({ axisMs }: Occurrence, limitMs: number): number {
	return axisMs < limitMs ? latestReadingMs(axisMs) : axisMs;
}

/** What came late so far, after a read that was up to date. */
function lateAfter(position: Position, { found, fetchedAtMs }: Outcome): Position['late'] {
	const { late, reachedMs, isNew, pending } = position;
	if (isNew === true || pending > 0 || isBehind(position, position.readAtMs)) return late;
	const times = found.map((one) => lateMsOf(one, reachedMs)).filter((atMs) => atMs < reachedMs);
	if (times.length === 0) return late;
	return {
		rows: (late?.rows ?? 0) + times.length,
		worstMs: Math.max(late?.worstMs ?? 0, fetchedAtMs - Math.min(...times)),
	};
}

/** What is missing after a read whose count tells of so many rows that it has not shown. */
function missingAfter(
	before: Position['missing'],
	rows: number,
	nowMs: number,
): Position['missing'] {
	return rows > 0 ? { rows, sinceMs: before?.sinceMs ?? nowMs } : undefined;
}

/**
 * The position after a read. What is reached goes to the end of the window, but not past the oldest
 * pending row; it stays when the read was cut short or rows shifted.
 */
export function afterRead(position: Position, outcome: Outcome): Position {
	const { read, fetchedAtMs, need, keys, pending, memoryMs: keptMs } = outcome;
	const isAnew = fetchedAtMs !== position.readAtMs;
	const passed = passedBy(position, read, fetchedAtMs, pending.length > 0);
	const rereads = read.isStable ? 0 : isAnew ? position.rereads + 1 : position.rereads;
	// A window that begins behind what is reached leaves a hole; only a first read may.
	const hasHole = !position.isNew && read.fromMs > Math.max(position.reachedMs, need.fromMs);
	const verdict =
		read.count && need.counted?.verdictOf({ keys, count: read.count, reachesMs: read.fromMs });
	const isShifting = rereads > 0 && rereads <= MAX_REREADS;
	// A row that is still missing does not hold up the others: the next count tells of it again.
	const mustRepeat = !passed.isComplete || hasHole || isShifting;
	const oldestPendingMs = Math.min(...pending.map(({ axisMs }) => axisMs));
	const endMs = mustRepeat ? position.reachedMs : Math.max(position.reachedMs, passed.toMs);
	const { isNew, missing: missingBefore, ...before } = position;
	const missing = missingAfter(missingBefore, verdict?.missing ?? 0, fetchedAtMs);
	const isMiscounted =
		read.isMiscounted === true || (read.hasEnded === true && (verdict?.missing ?? 0) < 0);
	const isUpToDate = !mustRepeat && passed.toMs >= position.reachedMs;
	// A window that was cut short can end before what is reached: of what lies before its end nothing comes late any more.
	const isOfOld = !mustRepeat && !isUpToDate && read.fromMs <= againMsOf(position);
	const shownByMs = isOfOld ? Math.min(fetchedAtMs, passed.toMs + OVERLAP_MS) : 0;
	const isAudited = read.deepCalls !== undefined && isUpToDate;
	// Where known rows have left the list one that is missing hides behind them until they are looked for.
	const isSettled =
		isAudited || verdict?.missing === 0 || (read.hasEnded === true && (verdict?.missing ?? 1) <= 0);
	const late = isAnew ? lateAfter(position, outcome) : position.late;
	return {
		...before,
		...(missing && !isMiscounted && { missing }),
		...((need.counted !== undefined || isAudited) && {
			settledAtMs: isSettled ? fetchedAtMs : (position.settledAtMs ?? position.readAtMs),
		}),
		reachedMs: Math.max(position.reachedMs, Math.min(endMs, oldestPendingMs - 1)),
		horizonMs: Math.max(position.horizonMs, position.reachedMs - keptMs),
		readAtMs: fetchedAtMs,
		// A read that was cut short says nothing of what came late into what was reached before it.
		reachedAtMs: isUpToDate
			? fetchedAtMs
			: Math.max(position.reachedAtMs ?? position.readAtMs, shownByMs),
		pending: pending.length,
		...(isNew && !passed.isComplete && { isNew }),
		rereads: rereads > MAX_REREADS ? 0 : rereads,
		...(isMiscounted && { miscountedAtMs: fetchedAtMs }),
		...(read.hasEnded && { lookedAtMs: fetchedAtMs }),
		...(passed.way && { way: passed.way }),
		...(read.deepCalls !== undefined && {
			deep: { atMs: Math.min(fetchedAtMs, passed.toMs), calls: read.deepCalls },
		}),
		keptMs: Math.min(position.keptMs ?? keptMs, keptMs),
		...(late && { late }),
	};
}

/**
 * A state once a clock that was ahead is right again: what counted as reached then had not happened yet.
 * A payment of 20:52 that the list did not show in a read which the clock called 21:23 would else lie
 * before the next window.
 *
 * @returns the very same state when the clock was right.
 */
export function withRightClock(state: TriggerState, nowMs: number): TriggerState {
	const wasAhead = LISTS.some((list) => isAhead(state.lists[list]?.readAtMs ?? 0, nowMs));
	if (!wasAhead) return state;
	const lists = mapLists(state.lists, (position) => {
		if (!isAhead(position.readAtMs, nowMs)) return position;
		const reachedMs = Math.min(position.reachedMs, nowMs - OVERLAP_MS);
		return { ...position, reachedMs, readAtMs: nowMs, reachedAtMs: nowMs };
	});
	return { ...state, lists };
}
