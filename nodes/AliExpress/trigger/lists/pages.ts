import { SHORTEST_SPAN_MS } from './window';

/** Rows asked for a page; the most that the lists give. */
export const PAGE_SIZE = 50;
/** How much of the page limit a window is to fill that is cut shorter: rows are not even in time. */
export const FILLED_PART = 0.9;

/** A window whose pages are to be read. Times are ms UTC. */
export interface WindowAsk {
	fromMs: number;
	toMs: number;
	/** With more pages than this the window is to be cut shorter. */
	pageLimit: number;
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

/** What the pages of a window held. */
export interface Pages<Row> {
	rows: Row[];
	pages: number;
	isComplete: boolean;
	isStable: boolean;
	/** Whether the list says how many pages there are. */
	isCounted: boolean;
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

/** A window that was not read. */
export interface TooManyPages {
	/** By which factor it should be shortened. */
	shorten: number;
	/** How many there are, or at least. */
	pages: number;
}

/**
 * Reads all pages of a window, or says by which factor the window should be shortened first.
 *
 * Rows move from page to page while they are read. So the next page is asked for as the first one of
 * what was created up to the oldest row so far; by its number only when the rows do not stand newest
 * first, or when one second holds more than a page.
 *
 * @throws whatever reading a page throws.
 */
export async function readPages<Row>(
	ask: WindowAsk,
	list: PagedList<Row>,
): Promise<Pages<Row> | TooManyPages> {
	const { fromMs, toMs, pageLimit } = ask;
	const mayShorten = toMs - fromMs > SHORTEST_SPAN_MS;
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
			return {
				shorten: (FILLED_PART * pageLimit) / (totalPages ?? pageLimit),
				pages: totalPages ?? 0,
			};
		}
		const isNew = byKey.size > known;
		const hasMore = page < (totalPages ?? 0) || (answer.isFull && isNew);
		const isFirst = page === 1 && step.passes === 1;
		const oldestMs = hasMore && isNew && isFirst ? oldestMsOf(answer.rows, list) : undefined;
		const isStable = isWhole(step, totalCount);
		const isCounted = totalPages !== undefined;
		const isComplete = !hasMore && (isStable || step.passes === MAX_PASSES);
		if (!isComplete && mayShorten && !isCounted && pages >= pageLimit) {
			return { shorten: 0.5, pages: 2 * pages };
		}
		if (isComplete || ask.isOverdue()) {
			return { rows: [...byKey.values()], pages, isComplete, isStable, isCounted };
		}
		if (oldestMs !== undefined && oldestMs < (createdToMs ?? Infinity)) step = openStep(oldestMs);
		else if (hasMore) step.page += 1;
		else Object.assign(step, { page: 1, passes: step.passes + 1, isRepeated: false });
	}
}
