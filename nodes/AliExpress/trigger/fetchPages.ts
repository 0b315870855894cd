import type { ListRead } from './read';

/** Rows asked for a page; the most that the lists give. */
export const PAGE_SIZE = 50;
/** How much of the page limit a window is to fill that is cut shorter: rows are not even in time. */
const FILLED_PART = 0.9;

/** A window of a list with pages. Times are ms UTC. */
export interface PagesAsk {
	fromMs: number;
	toMs: number;
	/** Which end of a window with too many pages is read. */
	keep: 'earlier' | 'later';
	/** With more pages than this the window is cut shorter. */
	pageLimit: number;
	/** Windows are not cut shorter than this, ms: a feed must not fall behind its polls. */
	minSpanMs: number;
	/** How long a window was that fitted, when the read before was cut shorter, ms. */
	spanMs?: number | undefined;
	/** Whether to stop and leave the rest to a later poll. */
	isOverdue(): boolean;
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

interface Pages<Row> {
	rows: Row[];
	pages: number;
	isComplete: boolean;
	isStable: boolean;
}

/** The creation of the last row, ms UTC; undefined when the rows do not stand newest first. */
function oldestMsOf<Row>(rows: readonly Row[], list: PagedList<Row>): number | undefined {
	let oldestMs: number | undefined;
	for (const row of rows) {
		const createdMs = list.createdMsOf(row);
		if (createdMs === undefined || createdMs > (oldestMs ?? Infinity)) return undefined;
		oldestMs = list.latestReadingMs(createdMs);
	}
	return oldestMs;
}

/** How often pages are read by their numbers until all of their rows were seen. */
const MAX_PASSES = 3;

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

/**
 * Reads all pages of a window, or says by which factor the window should be shortened first.
 *
 * Rows move from page to page while they are read. So the next page is asked for as the first one of
 * what was created up to the oldest row so far; by its number only when the rows do not stand newest
 * first, or when one second holds more than a page.
 */
async function readPages<Row>(
	ask: PagesAsk,
	list: PagedList<Row>,
): Promise<Pages<Row> | { shorten: number }> {
	const { fromMs, toMs, pageLimit } = ask;
	const mayShorten = toMs - fromMs > ask.minSpanMs;
	const byKey = new Map<string, Row>();
	let step = openStep();
	for (let pages = 1; ; pages += 1) {
		const { page, createdToMs, keys } = step;
		const answer = await list.read({ fromMs, toMs, page, createdToMs });
		const { totalPages, totalCount } = answer;
		const known = byKey.size;
		for (const row of answer.rows) {
			const key = list.keyOf(row);
			step.isRepeated ||= keys.has(key);
			keys.add(key);
			byKey.set(key, row);
		}
		if (mayShorten && pages === 1 && (totalPages ?? 0) > pageLimit) {
			return { shorten: (FILLED_PART * pageLimit) / (totalPages ?? pageLimit) };
		}
		const isNew = byKey.size > known;
		const hasMore = page < (totalPages ?? 0) || (answer.isFull && isNew);
		const rows = [...byKey.values()];
		const isFirst = page === 1 && step.passes === 1;
		const oldestMs = hasMore && isNew && isFirst ? oldestMsOf(answer.rows, list) : undefined;
		const isStable = isWhole(step, totalCount);
		const isDone = !hasMore && (isStable || step.passes === MAX_PASSES);
		if (isDone) return { rows, pages, isComplete: true, isStable };
		if (mayShorten && totalPages === undefined && pages >= pageLimit) {
			return { shorten: 0.5 };
		}
		if (ask.isOverdue()) return { rows, pages, isComplete: false, isStable };
		if (oldestMs !== undefined && oldestMs < (createdToMs ?? Infinity)) step = openStep(oldestMs);
		else if (hasMore) step.page += 1;
		else Object.assign(step, { page: 1, passes: step.passes + 1, isRepeated: false });
	}
}

/** A read, and how long the next window should be at first when this one was cut shorter, ms. */
export type PagesRead<Row> = ListRead<Row> & { pages: number; nextSpanMs?: number };

/** The length of window that would fill the page limit, at most twice that of the one that fitted. */
function nextSpanMs(spanMs: number, pages: number, { pageLimit, minSpanMs }: PagesAsk): number {
	const factor = (FILLED_PART * pageLimit) / pages;
	return Math.max(
		Math.min(minSpanMs, spanMs),
		Math.floor(spanMs * Math.min(2, Math.max(0.5, factor))),
	);
}

/**
 * Reads a window of a list with pages, its upper end frozen while paging. A window with too many
 * pages is cut shorter, so that catching up goes in steps that each end.
 *
 * @throws whatever reading a page throws.
 */
export async function fetchPages<Row>(
	ask: PagesAsk,
	list: PagedList<Row>,
): Promise<PagesRead<Row>> {
	const { keep, minSpanMs } = ask;
	let { fromMs, toMs } = ask;
	const shortenTo = (spanMs: number) => {
		if (keep === 'later') fromMs = toMs - spanMs;
		else toMs = fromMs + spanMs;
	};
	if (ask.spanMs !== undefined && ask.spanMs < toMs - fromMs) shortenTo(ask.spanMs);
	for (;;) {
		const read = await readPages({ ...ask, fromMs, toMs }, list);
		const spanMs = toMs - fromMs;
		if ('shorten' in read) {
			shortenTo(Math.max(minSpanMs, Math.floor(spanMs * read.shorten)));
			continue;
		}
		const isShorter = spanMs < ask.toMs - ask.fromMs;
		return {
			...read,
			fromMs,
			toMs,
			...(isShorter && { nextSpanMs: nextSpanMs(spanMs, read.pages, ask) }),
		};
	}
}
