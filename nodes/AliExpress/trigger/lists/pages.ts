import { HOUR_MS } from '../../../time/units';
import type { ListRead, SoFar, Verdict } from './listRead';
import { SHORTEST_SPAN_MS } from './window';

/** Rows asked for a page; the most that the lists give. */
export const PAGE_SIZE = 50;
/** How much of the page limit a window is to fill that is cut shorter: rows are not even in time. */
const FILLED_PART = 0.9;
/** How often pages are read by their numbers until all of their rows were seen. */
const MAX_PASSES = 3;

/** A window whose pages are to be read. Times are ms UTC. */
export interface PagesAsk<Row = unknown> {
	fromMs: number;
	toMs: number;
	/** Where the window begins when there are too many pages for all of it, ms. */
	narrowFromMs?: number | undefined;
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
	/** Only rows created up to here, ms UTC. */
	createdToMs?: number | undefined;
}

/** How a list gives its rows. */
export interface PagedList<Row> {
	read(ask: PageAsk): Promise<AnsweredPage<Row>>;
	keyOf(row: Row): string;
	/** When a row was created as the list writes it, ms UTC; undefined when that cannot be read. */
	createdMsOf(row: Row): number | undefined;
	/** The latest moment that this can mean: one hour a year occurs twice. */
	latestReadingMs(createdMs: number): number;
}

/** A read, and what it teaches for the next one. */
export type PagesRead<Row> = ListRead<Row> & {
	pages: number;
	/** How long the next window should be at first, when this one was cut shorter, ms. */
	nextSpanMs?: number;
};

/**
 * The latest moment at which the last row can have been created, ms UTC; undefined when the rows do
 * not stand newest first. Rows of the hour that occurs twice are left out of that comparison.
 */
export function oldestMsOf<Row>(
	rows: readonly Row[],
	list: Pick<PagedList<Row>, 'createdMsOf' | 'latestReadingMs'>,
): number | undefined {
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
function oddHourOf<Row>(row: Row, list: PagedList<Row>): number | undefined {
	const createdMs = list.createdMsOf(row);
	if (createdMs === undefined || list.latestReadingMs(createdMs) === createdMs) return undefined;
	return Math.floor(createdMs / HOUR_MS) * HOUR_MS;
}

/** Pages of rows up to one creation time, of which the first cannot shift. */
interface Step {
	createdToMs?: number | undefined;
	page: number;
	passes: number;
	keys: Set<string>;
	isRepeated: boolean;
}

function openStep(createdToMs?: number): Step {
	return { createdToMs, page: 1, passes: 1, keys: new Set(), isRepeated: false };
}

/** Whether the pages of a step hold all of its rows. Without a total no row may have moved. */
function isWhole(
	{ page, passes, keys, isRepeated }: Step,
	totalCount: number | undefined,
): boolean {
	if (page === 1 && passes === 1) return true;
	return totalCount === undefined ? !isRepeated : keys.size >= totalCount;
}

/** A window that has too many pages, and by which factor it should be shortened. */
interface TooMany {
	shorten: number;
}

/**
 * Reads the pages of a window until all of it is known, or says by which factor the window should be
 * shortened first.
 *
 * Rows move from page to page while they are read. So the next page is asked for as the first one of
 * what was created up to the oldest row so far; by its number only when the rows do not stand newest
 * first, or when one second holds more than a page.
 */
async function readPages<Row>(
	ask: PagesAsk<Row>,
	list: PagedList<Row>,
): Promise<PagesRead<Row> | TooMany> {
	const { fromMs, toMs, pageLimit, isEnough } = ask;
	const mayShorten = toMs - fromMs > SHORTEST_SPAN_MS;
	const byKey = new Map<string, Row>();
	let step = openStep(ask.createdToMs);
	let isMiscounted = false;
	let firstTotal: number | undefined;
	let hasJumped = false;
	let joinedFromMs = toMs;
	for (let pages = 1; ; pages += 1) {
		const { page, createdToMs, keys } = step;
		const answer = await list.read({ fromMs, toMs, page, createdToMs });
		const { totalPages, totalCount } = answer;
		const before = byKey.size;
		for (const row of answer.rows) {
			const key = list.keyOf(row);
			step.isRepeated ||= keys.has(key);
			keys.add(key);
			byKey.set(key, row);
		}
		const isNew = byKey.size > before;
		const hasMore = page < (totalPages ?? 0) || (answer.isFull && isNew);
		const isFirst = page === 1 && step.passes === 1;
		// Pages by number can have skipped a row that moved; where rows are counted that would show.
		const mayTell = isFirst || isEnough !== undefined;
		const oldestMs = isNew && mayTell ? oldestMsOf(answer.rows, list) : undefined;
		const last = answer.rows.at(-1);
		const oddHourMs = last && oddHourOf(last, list);
		const isStable = isWhole(step, totalCount);
		// A further pass ends as soon as it has shown what those before it left out.
		const isFilled = step.passes > 1 && totalCount !== undefined && isStable;
		const isEnd = isFilled || (!hasMore && (isStable || step.passes === MAX_PASSES));
		const found = { rows: [...byKey.values()], fromMs, toMs, pages, isStable };
		let nextToMs: number | undefined;
		if (isEnough) {
			firstTotal ??= totalCount;
			const total = totalCount ?? 0;
			const isBelied =
				totalCount === undefined || keys.size > total || (isEnd && keys.size < total);
			isMiscounted ||= isBelied && (hasMore || totalCount !== undefined);
			const isCounted = !isMiscounted && firstTotal !== undefined;
			const count = isCounted ? { fromMs, total: firstTotal ?? 0, read: byKey.size } : undefined;
			// Of the hour that occurs twice a page cannot tell how far it reaches: the count alone decides.
			const isTold = !count || oddHourMs === undefined;
			const reachesMs = isEnd || !isTold ? fromMs : oldestMs;
			if (!hasJumped) joinedFromMs = reachesMs ?? toMs;
			const belowMs = oddHourMs === undefined ? oldestMs : oddHourMs - 1_000;
			const latest = { toMs: createdToMs ?? toMs, total, keys, belowMs, isFirst: pages === 1 };
			const verdict = isEnough({ keys: byKey.keys(), count, reachesMs, latest });
			const counted = { ...found, fromMs: joinedFromMs, isStable: true, count, isMiscounted };
			if ((isEnd && pages === 1) || verdict.isEnough) return { ...counted, isComplete: true };
			if (pages === 1 && verdict.missing > PAGE_SIZE * (pageLimit - 1)) return { shorten: 1 };
			if (ask.isOverdue()) return { ...counted, isComplete: verdict.isJoined };
			if (pages >= pageLimit || verdict.isExhausted) {
				return { ...counted, isComplete: verdict.isJoined, isMiscounted: true };
			}
			nextToMs = verdict.nextToMs;
			hasJumped ||= verdict.isJoined;
		} else {
			const isShown = oldestMs !== undefined && ask.isShown?.(found.rows, oldestMs) === true;
			const isComplete = isEnd || isShown;
			if (isShown) return { ...found, isComplete };
			if (mayShorten && pages === 1 && (totalPages ?? 0) > pageLimit) {
				return { shorten: (FILLED_PART * pageLimit) / (totalPages ?? pageLimit) };
			}
			if (mayShorten && !isEnd && totalPages === undefined && pages >= pageLimit) {
				return { shorten: 0.5 };
			}
			if (isEnd || ask.isOverdue()) return { ...found, isComplete };
		}
		if (nextToMs !== undefined && nextToMs !== createdToMs) step = openStep(nextToMs);
		else if (
			hasMore &&
			oddHourMs === undefined &&
			(oldestMs ?? Infinity) < (createdToMs ?? Infinity)
		) {
			step = openStep(oldestMs);
		} else if (hasMore) step.page += 1;
		else {
			// It is the pages behind the first on which rows stand that had moved; the last pass takes all.
			const begin = step.passes === 1 && totalCount !== undefined ? 2 : 1;
			Object.assign(step, { page: begin, passes: step.passes + 1, isRepeated: false });
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
	let { fromMs, toMs, isEnough } = ask;
	const shortenTo = (spanMs: number) => {
		if (keep === 'later') fromMs = toMs - spanMs;
		else toMs = fromMs + spanMs;
	};
	const spanMs = isEnough ? undefined : ask.spanMs;
	if (spanMs !== undefined && spanMs < toMs - fromMs) shortenTo(spanMs);
	for (;;) {
		const read = await readPages({ ...ask, fromMs, toMs, isEnough }, list);
		if (!('shorten' in read)) {
			const isShorter = toMs - fromMs < ask.toMs - Math.max(ask.fromMs, narrowFromMs) && !isEnough;
			const span = nextSpanMs(toMs - fromMs, read.rows.length, pageLimit);
			return { ...read, ...(isShorter && { nextSpanMs: span }) };
		}
		if (isEnough || fromMs < narrowFromMs) {
			isEnough = undefined;
			fromMs = narrowFromMs;
			continue;
		}
		shortenTo(Math.max(SHORTEST_SPAN_MS, Math.floor((toMs - fromMs) * read.shorten)));
	}
}
