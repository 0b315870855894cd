import { SECOND_MS } from '../../../time/units';
import {
	belowOf,
	isWhole,
	keysUpTo,
	oddHourOf,
	oldestMsOf,
	oneSecondOf,
	openBlock,
	openStep,
	type ListRead,
	type RowTimes,
	type SoFar,
	type Verdict,
} from './listRead';

/** Rows asked for a page; the most that the lists give. */
export const PAGE_SIZE = 50;
/** A window with too many pages is not cut shorter than this: the times of rows are whole seconds. */
const SHORTEST_SPAN_MS = 2 * SECOND_MS;
/** How much of the page limit a window is to fill that is cut shorter: rows are not even in time. */
const FILLED_PART = 0.9;
/** How often pages are read by their numbers until all of their rows were seen: of a window, of a block. */
const MAX_PASSES = 3;
const PASSES_OF_A_BLOCK = 8;

/** A window whose pages are to be read. Times are ms UTC. */
export interface PagesAsk<Row = unknown> {
	fromMs: number;
	toMs: number;
	/** Where the window begins when there are too many pages for all of it, ms. */
	narrowFromMs?: number | undefined;
	/** From here on nothing was read before, ms UTC. */
	freshFromMs?: number | undefined;
	/** What was created before, the list shows by now: a window that is cut shorter ends here at the latest, ms UTC. */
	shownToMs?: number | undefined;
	/** What was created later is left out; it was read in another way, ms. */
	createdToMs?: number | undefined;
	/** Which end of a window with too many pages is read. */
	keep: 'earlier' | 'later';
	/** How long a window was that fitted, when the read before was cut shorter, ms. */
	spanMs?: number | undefined;
	/** With more pages than this the window is cut shorter. */
	pageLimit: number;
	/** Whether to stop and leave the rest to a later poll. */
	isOverdue(): boolean;
	/** Whether what was read says that the rest of the window is known; without it all of it is read. */
	isEnough?: ((soFar: SoFar) => Verdict) | undefined;
	/** Whether rows that go back to a moment of creation, ms UTC, are all that is wanted of the window. */
	isShown?(rows: readonly Row[], backToMs: number): boolean;
}

/** One page; totals are absent when the platform left them out. */
export interface AnsweredPage<Row> {
	rows: readonly Row[];
	totalPages?: number | undefined;
	totalCount?: number | undefined;
	/** As many rows as a page holds, so that another may follow. */
	isFull: boolean;
}

/** One page of a window to read, from 1. */
export interface PageAsk {
	fromMs: number;
	toMs: number;
	page: number;
	/** Only rows created from here on and up to here, ms UTC. */
	createdFromMs?: number | undefined;
	createdToMs?: number | undefined;
}

/** How a list gives its rows. */
export interface PagedList<Row> extends RowTimes<Row> {
	read(ask: PageAsk): Promise<AnsweredPage<Row>>;
	keyOf(row: Row): string;
}

/** A read, and what it teaches for the next one. */
export type PagesRead<Row> = ListRead<Row> & {
	pages: number;
	/** How long the next window should be at first, when this one was cut shorter, ms. */
	nextSpanMs?: number;
};

/** A window that has too many pages: by which factor it should be shortened, and what the first of them held. */
interface TooMany<Row> {
	shorten: number;
	newest: PagesRead<Row>;
}

/**
 * Reads the pages of a window until all of it is known, or says by which factor the window should be
 * shortened first.
 *
 * Rows move from page to page while they are read. So the next page is asked for as the first one of
 * what was created up to the oldest row so far; by its number only when the rows do not stand newest
 * first, or within a block that their times cannot part.
 */
async function readPages<Row>(
	ask: PagesAsk<Row>,
	list: PagedList<Row>,
): Promise<PagesRead<Row> | TooMany<Row>> {
	const { fromMs, toMs, pageLimit, isEnough } = ask;
	const mayShorten = toMs - fromMs > SHORTEST_SPAN_MS;
	const byKey = new Map<string, Row>();
	let step = openStep(ask.createdToMs);
	let isMiscounted = false;
	let allTotal: number | undefined;
	let hasJumped = false;
	let isSkipping = false;
	let joinedFromMs = toMs;
	for (let pages = 1; ; pages += 1) {
		const { page, createdFromMs: blockMs, createdToMs, keys } = step;
		const upToMs = createdToMs ?? toMs;
		const answer = await list.read({ fromMs, toMs, page, createdFromMs: blockMs, createdToMs });
		const { totalPages, totalCount } = answer;
		const before = byKey.size;
		for (const row of answer.rows) {
			const key = list.keyOf(row);
			step.isRepeated ||= keys.has(key);
			step.isGrown ||= !keys.has(key);
			keys.add(key);
			byKey.set(key, row);
		}
		const isNew = byKey.size > before;
		const hasMore =
			page < (totalPages ?? step.lastPage) || (answer.isFull && isNew && step.passes === 1);
		if (step.passes === 1) step.lastPage = page;
		const isFirst = page === 1 && step.passes === 1;
		// Pages by number can have skipped a row that moved; where rows are counted that would show.
		const mayTell = isFirst || isEnough !== undefined;
		const oldestMs = isNew && mayTell ? oldestMsOf(answer.rows, list) : undefined;
		const last = answer.rows.at(-1);
		const oddHourMs = last && oddHourOf(last, list);
		const isWholeStep = isWhole(step, totalCount);
		// A further pass ends as soon as it has shown what those before it left out.
		const isFilled = step.passes > 1 && totalCount !== undefined && isWholeStep;
		const most = blockMs === undefined ? MAX_PASSES : PASSES_OF_A_BLOCK;
		const isRead = isFilled || (!hasMore && (isWholeStep || step.passes === most));
		const isEnd = isRead && blockMs === undefined;
		isSkipping ||= isRead && !isWholeStep;
		const isStable = isWholeStep && !isSkipping;
		const found = { rows: [...byKey.values()], fromMs, toMs, pages, isStable };
		const newest = { ...found, fromMs: oldestMs ?? toMs, isComplete: false, isStable: true };
		let nextToMs: number | undefined;
		if (isEnough) {
			if (isFirst) step.total = totalCount;
			// A row that came since the first page would be one too many: each page counts anew what lies below the others.
			if (isFirst && !hasJumped && totalCount !== undefined) {
				allTotal = totalCount + byKey.size - keysUpTo(upToMs, byKey, keys, list).size;
			}
			const total = totalCount ?? 0;
			const isBelied =
				totalCount === undefined || keys.size > total || (isRead && keys.size < total);
			isMiscounted ||= isBelied && (hasMore || totalCount !== undefined);
			const isCounted = !isMiscounted && allTotal !== undefined;
			const count = isCounted ? { fromMs, total: allTotal ?? 0, read: byKey.size } : undefined;
			// Within a block a page cannot tell how far it reaches: the count alone decides.
			const belowMs = belowOf(step, isRead, oddHourMs !== undefined, oldestMs);
			const isInBlock = belowMs === undefined || blockMs !== undefined;
			const isByCount = count !== undefined && isInBlock && !isEnd;
			const reachesMs = isEnd ? fromMs : belowMs;
			const latest = {
				toMs: upToMs,
				total: step.total ?? total,
				keysUpTo: () => keysUpTo(upToMs, byKey, keys, list),
				belowMs,
				isFirst: pages === 1,
			};
			const verdict = isEnough({ keys: byKey.keys(), count, reachesMs, isByCount, latest });
			const isAll = isByCount && verdict.isJoined;
			if (!hasJumped) joinedFromMs = isAll ? fromMs : (reachesMs ?? toMs);
			const counted = { ...found, fromMs: joinedFromMs, isStable: true, count, isMiscounted };
			if ((isEnd && pages === 1) || verdict.isEnough) return { ...counted, isComplete: true };
			if (pages === 1 && !verdict.isJoined && verdict.missing > PAGE_SIZE * (pageLimit - 1)) {
				return { shorten: (FILLED_PART * pageLimit * PAGE_SIZE) / verdict.missing, newest };
			}
			if (ask.isOverdue()) return { ...counted, isComplete: verdict.isJoined };
			if (pages >= pageLimit || verdict.isExhausted) {
				const isBroken = isMiscounted || !verdict.isJoined || verdict.isExhausted === true;
				return { ...counted, isComplete: verdict.isJoined, isMiscounted: isBroken };
			}
			nextToMs = verdict.nextToMs;
			hasJumped ||= verdict.isJoined;
		} else {
			const isShown = oldestMs !== undefined && ask.isShown?.(found.rows, oldestMs) === true;
			const isComplete = isEnd || isShown;
			if (isShown) return { ...found, isComplete };
			if (mayShorten && pages === 1 && (totalPages ?? 0) > pageLimit) {
				return { shorten: (FILLED_PART * pageLimit) / (totalPages ?? pageLimit), newest };
			}
			const isUntold = mayShorten && !isEnd && totalPages === undefined;
			// Without a total the first page says how long one is.
			const part = ((toMs - (oldestMs ?? fromMs)) / (toMs - fromMs)) * FILLED_PART * pageLimit;
			if (isUntold && pages === 1 && part < FILLED_PART) return { shorten: part, newest };
			if (isUntold && pages >= 2 * pageLimit) return { shorten: 0.5, newest };
			if (isEnd || ask.isOverdue()) return { ...found, isComplete };
		}
		const mayBegin = isFirst && hasMore;
		const packedMs = mayBegin ? oneSecondOf(answer.rows, list) : undefined;
		const beginMs = mayBegin ? (packedMs ?? (oddHourMs && oddHourMs - SECOND_MS)) : undefined;
		const isElsewhere = nextToMs !== undefined && nextToMs !== upToMs;
		if (blockMs !== undefined && isRead) {
			step = openStep(isElsewhere ? nextToMs : blockMs - SECOND_MS);
		} else if (beginMs !== undefined && (!isElsewhere || nextToMs === packedMs)) {
			// The second before the hour that occurs twice has one text only.
			step = openBlock(step, beginMs, packedMs ?? upToMs);
		} else if (blockMs === undefined && isElsewhere) step = openStep(nextToMs);
		else if (hasMore && blockMs === undefined && (oldestMs ?? Infinity) < upToMs) {
			step = openStep(oldestMs);
		} else if (hasMore) step.page += 1;
		else {
			// It is the pages behind the first on which rows stand that had moved; the last pass takes all.
			const isTold = totalCount !== undefined && step.passes === 1;
			const passes = step.passes + 1;
			step.page = isTold || blockMs !== undefined ? 2 : 1;
			Object.assign(step, { passes, isRepeated: false, isGrown: false });
		}
	}
}

/** The length of window that would fill the page limit, by the rows that one of `spanMs` had. */
function nextSpanMs(spanMs: number, rows: number, pageLimit: number): number {
	const factor = (FILLED_PART * pageLimit * PAGE_SIZE) / Math.max(1, rows);
	return Math.max(
		Math.min(SHORTEST_SPAN_MS, spanMs),
		Math.floor(spanMs * Math.min(4, Math.max(0.5, factor))),
	);
}

/**
 * Reads a window of a list with pages, its upper end frozen while paging. A window with too many
 * pages is cut shorter, so that catching up goes in steps that each end.
 *
 * @throws whatever reading a page throws.
 */
export async function readWindow<Row>(
	ask: PagesAsk<Row>,
	list: PagedList<Row>,
): Promise<PagesRead<Row>> {
	const { keep, pageLimit, narrowFromMs = ask.fromMs } = ask;
	const { freshFromMs = -Infinity, shownToMs = Infinity } = ask;
	let { fromMs, toMs, isEnough } = ask;
	const shortenTo = (spanMs: number) => {
		if (keep === 'later') fromMs = toMs - spanMs;
		else toMs = Math.min(fromMs + spanMs, shownToMs);
	};
	// What came in the last minutes is not read in parts: rows that come late would be missed between them.
	const mayCut = keep === 'later' || shownToMs > freshFromMs;
	const spanMs = isEnough ? undefined : ask.spanMs;
	if (spanMs !== undefined && spanMs < toMs - fromMs && mayCut) shortenTo(spanMs);
	for (;;) {
		const read = await readPages({ ...ask, fromMs, toMs, isEnough }, list);
		if (!('shorten' in read)) {
			const isCut = toMs < ask.toMs || fromMs > Math.max(ask.fromMs, narrowFromMs);
			const span = nextSpanMs(toMs - fromMs, read.rows.length, pageLimit);
			return { ...read, ...(isCut && !isEnough && { nextSpanMs: span }) };
		}
		const isNarrowed = isEnough === undefined && fromMs < narrowFromMs;
		if (isEnough || isNarrowed) fromMs = narrowFromMs;
		isEnough = undefined;
		const shorterMs = Math.max(SHORTEST_SPAN_MS, Math.floor((toMs - fromMs) * read.shorten));
		if (!mayCut || ask.isOverdue()) return { ...read.newest, nextSpanMs: shorterMs };
		if (!isNarrowed) shortenTo(shorterMs);
	}
}
