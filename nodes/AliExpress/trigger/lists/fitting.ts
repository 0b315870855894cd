import { FILLED_PART, readPages, type PagedList, type WindowAsk } from './pages';
import type { ListRead } from './snapshot';
import { SHORTEST_SPAN_MS } from './window';

/** A window of a list with pages. Times are ms UTC. */
export interface PagesAsk extends WindowAsk {
	/** Where the window begins when there are too many pages for all of it, ms. */
	narrowFromMs?: number | undefined;
	/** Which end of a window with too many pages is read. */
	keep: 'earlier' | 'later';
	/** How long a window was that fitted, when the read before was cut shorter, ms. */
	spanMs?: number | undefined;
}

/** A read, and what it teaches for the next one. */
export type PagesRead<Row> = ListRead<Row> & {
	pages: number;
	/** How long the next window should be at first, when this one was cut shorter, ms. */
	nextSpanMs?: number;
};

/** The length of window that would fill the page limit. */
function nextSpanMs(spanMs: number, pages: number, isCounted: boolean, pageLimit: number): number {
	const factor = (FILLED_PART * pageLimit) / pages;
	// Rows have become few, and one page tells whether all that is left fits.
	if (isCounted && factor > 2) return Infinity;
	return Math.max(
		Math.min(SHORTEST_SPAN_MS, spanMs),
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
	const { keep, pageLimit, narrowFromMs = ask.fromMs } = ask;
	let { fromMs, toMs } = ask;
	let pagesOfAll: number | undefined;
	const shortenTo = (spanMs: number) => {
		if (keep === 'later') fromMs = toMs - spanMs;
		else toMs = fromMs + spanMs;
	};
	if (ask.spanMs !== undefined && ask.spanMs < toMs - fromMs) shortenTo(ask.spanMs);
	for (;;) {
		const read = await readPages({ ...ask, fromMs, toMs }, list);
		const spanMs = toMs - fromMs;
		if ('shorten' in read && fromMs < narrowFromMs) {
			pagesOfAll = read.pages;
			fromMs = narrowFromMs;
			continue;
		}
		if ('shorten' in read) {
			shortenTo(Math.max(SHORTEST_SPAN_MS, Math.floor(spanMs * read.shorten)));
			continue;
		}
		const isShorter = spanMs < ask.toMs - (pagesOfAll === undefined ? ask.fromMs : narrowFromMs);
		const { isCounted, ...found } = read;
		return {
			...found,
			fromMs,
			toMs,
			...(pagesOfAll !== undefined && { pagesOfAll }),
			...(isShorter && { nextSpanMs: nextSpanMs(spanMs, found.pages, isCounted, pageLimit) }),
		};
	}
}
