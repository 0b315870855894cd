import { HOUR_MS, SECOND_MS } from '../../../time/units';
import type { WayRead } from './reviewWay';

/** What the list says of how many rows the window has that was read. */
export interface Count {
	/** Where the window begins, ms UTC; what was read of it can begin later. */
	fromMs: number;
	/** Rows of the window that were placed up to the last page, as the list counts them. */
	total: number;
	/** Those among them that stand on the pages. */
	read: number;
}

/** What a window of a list held. Kept in memory only, never in the state. */
export interface ListRead<Row> {
	/** All that the list showed from here to `toMs` is among the rows, ms UTC. */
	fromMs: number;
	toMs: number;
	rows: Row[];
	/** False when reading stopped before the end of the window. */
	isComplete: boolean;
	/** False when rows shifted from page to page, so that some may have been skipped. */
	isStable: boolean;
	/** Set when the window was read to be counted. */
	count?: Count | undefined;
	/** Why the count of the list cannot be gone by, when this read has shown it. */
	isMiscounted?: boolean;
	/** Set when rows that left the list were looked for in the list of those that have ended. */
	hasEnded?: boolean;
	/** The calls of a look further back, when this was one. */
	deepCalls?: number;
	/** Of reviews: in which way they were read, and are to be read next. */
	way?: WayRead;
}

/** What the pages of a window have shown so far. */
export interface SoFar {
	keys: Iterable<string>;
	/** Keys of rows that have left the list since they were seen, so that it counts them no longer. */
	gone?: Iterable<string> | undefined;
	/** Undefined when the list gave no count, or one that its own rows belie. */
	count: Count | undefined;
	/** All rows placed after this moment stand on the pages, ms UTC; undefined when that is not sure. */
	reachesMs: number | undefined;
	/** The rows cannot tell whether they go back to what was read before: they do when none is missing. */
	isByCount?: boolean;
	latest?: LatestPage | undefined;
}

/** A page of a window that is counted. Times are ms UTC. */
export interface LatestPage {
	/** Up to when it was asked for, how many rows there are up to then, and those of them that were read so far. */
	toMs: number;
	total: number;
	keysUpTo: () => ReadonlySet<string>;
	/** Up to when to ask for what lies below it; undefined when its rows do not tell. */
	belowMs: number | undefined;
	isFirst: boolean;
}

/** Whether the rest of a window is known. */
export interface Verdict {
	isEnough: boolean;
	/** The pages reach back to what was read before. */
	isJoined: boolean;
	/** How many rows at least are neither on the pages nor known. */
	missing: number;
	/** How many known rows at least are no longer in the list. */
	surplus: number;
	/** Up to when the next page is to be asked for, to find what is missing soonest, ms UTC. */
	nextToMs?: number | undefined;
	/** What is missing is nowhere to be found. */
	isExhausted?: boolean | undefined;
}

/** How the rows of a list tell when they were created. */
export interface RowTimes<Row> {
	/** When a row was created as the list writes it, ms UTC; undefined when that cannot be read. */
	createdMsOf(row: Row): number | undefined;
	/** The latest moment that this can mean: one hour a year occurs twice. */
	latestReadingMs(createdMs: number): number;
}

/**
 * The latest moment at which the last row can have been created, ms UTC; undefined when the rows do
 * not stand newest first. Rows of the hour that occurs twice are left out of that comparison.
 */
export function oldestMsOf<Row>(rows: readonly Row[], list: RowTimes<Row>): number | undefined {
	let oldestMs: number | undefined;
	let lastMs: number | undefined;
	for (const row of rows) {
		const createdMs = list.createdMsOf(row);
		if (createdMs === undefined) return undefined;
		lastMs = list.latestReadingMs(createdMs);
		if (lastMs !== createdMs) continue;
		if (createdMs > (oldestMs ?? Infinity)) return undefined;
		oldestMs = createdMs;
	}
	return lastMs;
}

/** When the hour began that occurs twice, if a row was created in it, ms UTC. */
export function oddHourOf<Row>(row: Row, list: RowTimes<Row>): number | undefined {
	const createdMs = list.createdMsOf(row);
	if (createdMs === undefined || list.latestReadingMs(createdMs) === createdMs) return undefined;
	return Math.floor(createdMs / HOUR_MS) * HOUR_MS;
}

/** The one second in which all rows of a page were created, ms UTC; undefined when it is not one, or not sure. */
export function oneSecondOf<Row>(rows: readonly Row[], list: RowTimes<Row>): number | undefined {
	const [first, ...others] = rows.map((row) => list.createdMsOf(row));
	if (first === undefined || list.latestReadingMs(first) !== first) return undefined;
	return others.every((createdMs) => createdMs === first) ? first : undefined;
}

/** The keys of the rows read so far that were created up to a moment, those of a page among them. */
export function keysUpTo<Row>(
	toMs: number,
	byKey: ReadonlyMap<string, Row>,
	onPage: Iterable<string>,
	list: RowTimes<Row>,
): Set<string> {
	const keys = new Set(onPage);
	for (const [key, row] of byKey) if ((list.createdMsOf(row) ?? Infinity) <= toMs) keys.add(key);
	return keys;
}

/** Pages of rows up to one creation time, of which the first cannot shift. */
export interface Step {
	/** Of a block: a second with more rows than a page, or what reaches into the hour that occurs twice. */
	createdFromMs?: number | undefined;
	createdToMs?: number | undefined;
	page: number;
	passes: number;
	keys: Set<string>;
	isRepeated: boolean;
	/** Whether the present pass has shown a row that those before it had not. */
	isGrown: boolean;
	/** Pages of the first pass. */
	lastPage: number;
	/** Rows up to its creation time, as its first page tells. */
	total?: number | undefined;
}

/** Begins at the first page of what was created up to a moment, ms UTC. */
export function openStep(createdToMs?: number): Step {
	return {
		createdToMs,
		page: 1,
		passes: 1,
		keys: new Set(),
		isRepeated: false,
		isGrown: false,
		lastPage: 0,
	};
}

/**
 * Whether the pages of a step hold all of its rows. Without a total no row may have moved, or a further pass has
 * shown nothing else.
 */
export function isWhole(
	{ page, passes, keys, isRepeated, isGrown }: Step,
	totalCount: number | undefined,
): boolean {
	if (page === 1 && passes === 1) return true;
	if (totalCount !== undefined) return keys.size >= totalCount;
	return passes === 1 ? !isRepeated : !isGrown;
}

/**
 * Begins to read a block whose pages can be told apart by their number alone, from its second page on: for
 * itself, so that rows which move do not take those before it with them.
 */
export function openBlock({ keys, total }: Step, createdFromMs: number, createdToMs: number): Step {
	return { ...openStep(createdToMs), createdFromMs, page: 2, keys, total };
}

/** Up to when what lies below a page was created, ms UTC; undefined when its rows do not tell. */
export function belowOf(
	{ createdFromMs }: Step,
	isRead: boolean,
	isOdd: boolean,
	oldestMs: number | undefined,
): number | undefined {
	// The times of rows are whole seconds.
	if (createdFromMs !== undefined) return isRead ? createdFromMs - SECOND_MS : undefined;
	return isOdd ? undefined : oldestMs;
}
