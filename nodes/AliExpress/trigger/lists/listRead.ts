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
	latest?: LatestPage | undefined;
}

/** A page of a window that is counted. Times are ms UTC. */
export interface LatestPage {
	/** Up to when it was asked for, and how many rows there are up to then. */
	toMs: number;
	total: number;
	keys: Iterable<string>;
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
