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
	/** With it pages are asked for early; without it they come one by one. */
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

/**
 * Calls that travel while a page is made into items: one leaves each 275 ms, and an answer from another continent can
 * take a second and a half. With two under way a list came at the pace of the answers, a third of what the quota grants.
 */
const CALLS_AHEAD = 6;

/**
 * Reads a list page by page. Of a list that tells its length six calls are under way while a page is made
 * into items, one while it is the first; a page is only asked for early when it is sure to be needed, however many
 * new rows those before it bring. When the quota refuses in the middle, what came so far is kept.
 *
 * ```ts
 * const pages = newRowsOf({
 *   parts: [async (page) => ({ rows: await read('open', page), isLast: page === 3 })],
 *   keyOf: ({ orderId }) => orderId,
 *   limit: 120,
 *   onQuotaStop: (rows) => hint(`Only ${rows} orders`),
 * });
 * for await (const orders of pages) items.push(...orders.map(toItem));
 * ```
 *
 * @returns of each page the rows that none before it had.
 * @throws whatever the first page throws, and every refusal that is not of the quota.
 */
export async function* newRowsOf<T>(list: PagedList<T>): AsyncGenerator<readonly T[]> {
	const limit = list.limit ?? Number.POSITIVE_INFINITY;
	const seen = new Set<string>();
	const isNew = (row: T) => {
		const before = seen.size;
		seen.add(list.keyOf(row));
		return seen.size > before;
	};
	let handedOver = 0;
	let isFirst = true;
	let early: Array<Read<T>> = [];
	try {
		for (const part of list.parts) {
			let isLast = false;
			for (let number = 1; !isLast; number++) {
				if (handedOver >= limit) return;
				const read = await (early.shift() ?? settled(part(number)));
				if ('reason' in read) {
					if (isFirst || !isQuotaRefusal(read.reason)) throw read.reason;
					list.onQuotaStop(handedOver, read.reason);
					return;
				}
				const { rows, extent } = read.page;
				const fresh = rows.filter(isNew);
				// A page without anything new would otherwise go on for ever if pages are ignored.
				isLast = read.page.isLast || fresh.length === 0;
				const isSure = (ahead: number) =>
					extent !== undefined &&
					number + ahead <= extent.pages &&
					limit - handedOver > ahead * extent.pageSize;
				const callsAhead = isFirst ? 1 : CALLS_AHEAD;
				while (!isLast && early.length < callsAhead && isSure(early.length + 1)) {
					early.push(settled(part(number + early.length + 1)));
				}
				isFirst = false;
				const wanted = fresh.slice(0, limit - handedOver);
				handedOver += wanted.length;
				yield wanted;
			}
			// They were asked for before the list turned out to be shorter than it was said to be.
			await Promise.all(early);
			early = [];
		}
	} finally {
		// No call of a list outlives it.
		await Promise.all(early);
	}
}

/** The rows of `newRowsOf` one by one: `for await (const order of paginate({ … })) items.push(toItem(order));`. */
export async function* paginate<T>(list: PagedList<T>): AsyncGenerator<T> {
	for await (const rows of newRowsOf(list)) yield* rows;
}
