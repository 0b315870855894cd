import { NodeApiError } from 'n8n-workflow';

/** How long a list is, where an answer tells it: its pages, and the most rows that one holds. */
export interface Extent {
	pages: number;
	pageSize: number;
}

/** One page of a list, and whether another one follows. */
export interface Page<T> {
	rows: readonly T[];
	isLast: boolean;
	/** With it the page after the next one is asked for early; without it pages come one by one. */
	extent?: Extent;
}

/** How a list is read. */
export interface PagedList<T> {
	/** One reader per part of the list, e.g. open and finished orders; pages count from 1. */
	parts: ReadonlyArray<(page: number) => Promise<Page<T>>>;
	/** Identity of a row: rows shift between pages while they are read, and may come twice. */
	keyOf(row: T): string;
	/** Most rows to hand over; undefined for all. */
	limit: number | undefined;
	/** Called when the quota ended the list early, with the number of rows handed over. */
	onQuotaStop(rows: number, reason: NodeApiError): void;
}

/** What became of a call. It never rejects: nobody may be waiting for it any more. */
type Read<T> = Promise<{ page: Page<T> } | { reason: unknown }>;

async function settled<T>(call: Promise<Page<T>>): Read<T> {
	try {
		return { page: await call };
	} catch (reason) {
		return { reason };
	}
}

function isQuotaRefusal(reason: unknown): reason is NodeApiError {
	return reason instanceof NodeApiError && reason.httpCode === '429';
}

/** Whether a page will be needed however many new rows the one before it brings. */
function isSureToBeNeeded(page: number, extent: Extent | undefined, rowsLeft: number): boolean {
	return extent !== undefined && page <= extent.pages && rowsLeft > extent.pageSize;
}

/**
 * Reads a list page by page. Of a list that tells its length two calls are under way at a time, so
 * that one page travels while the other is made into items; a page is only asked for early when it is
 * sure to be needed. When the quota refuses in the middle, what came so far is kept.
 *
 * ```ts
 * const orders = paginate({
 *   parts: [async (page) => ({ rows: await read('open', page), isLast: page === 3 })],
 *   keyOf: ({ orderId }) => orderId,
 *   limit: 120,
 *   onQuotaStop: (rows) => hint(`Only ${rows} orders`),
 * });
 * for await (const order of orders) items.push(toItem(order));
 * ```
 *
 * @throws whatever the first page throws, and every refusal that is not of the quota.
 */
export async function* paginate<T>(list: PagedList<T>): AsyncGenerator<T> {
	const limit = list.limit ?? Number.POSITIVE_INFINITY;
	const seen = new Set<string>();
	let isFirst = true;
	let early: Read<T> | undefined;
	try {
		for (const part of list.parts) {
			let isLast = false;
			let extent: Extent | undefined;
			for (let number = 1; !isLast; number++) {
				if (seen.size >= limit) return;
				const call = early ?? settled(part(number));
				const isNextSure = isSureToBeNeeded(number + 1, extent, limit - seen.size);
				early = isNextSure ? settled(part(number + 1)) : undefined;
				const read = await call;
				if ('reason' in read) {
					if (isFirst || !isQuotaRefusal(read.reason)) throw read.reason;
					list.onQuotaStop(seen.size, read.reason);
					return;
				}
				isFirst = false;
				extent = read.page.extent;
				const before = seen.size;
				for (const row of read.page.rows) {
					if (seen.size >= limit) return;
					const key = list.keyOf(row);
					if (seen.has(key)) continue;
					seen.add(key);
					yield row;
				}
				// A page without anything new would otherwise go on for ever if pages are ignored.
				isLast = read.page.isLast || seen.size === before;
			}
			// It was asked for before the list turned out to be shorter than it was said to be.
			await early;
			early = undefined;
		}
	} finally {
		// No call of a list outlives it.
		await early;
	}
}
