import { NodeApiError } from 'n8n-workflow';

/** One page of a list, and whether another one follows. */
export interface Page<T> {
	rows: readonly T[];
	isLast: boolean;
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

type Read<T> = { page: Page<T> } | { refusal: NodeApiError };

async function readPage<T>(read: Promise<Page<T>>, isFirst: boolean): Promise<Read<T>> {
	try {
		return { page: await read };
	} catch (reason) {
		const isQuota = reason instanceof NodeApiError && reason.httpCode === '429';
		if (isQuota && !isFirst) return { refusal: reason };
		return await Promise.reject(reason);
	}
}

/**
 * Reads a list page by page. When the quota refuses in the middle, what came so far is kept.
 *
 * @throws whatever the first page throws, and every refusal that is not of the quota.
 */
export async function* paginate<T>(list: PagedList<T>): AsyncGenerator<T> {
	const limit = list.limit ?? Number.POSITIVE_INFINITY;
	const seen = new Set<string>();
	let calls = 0;
	for (const part of list.parts) {
		let isLast = false;
		for (let number = 1; !isLast; number++) {
			if (seen.size >= limit) return;
			const read = await readPage(part(number), calls === 0);
			calls += 1;
			if ('refusal' in read) {
				list.onQuotaStop(seen.size, read.refusal);
				return;
			}
			const fresh = read.page.rows.filter((row) => !seen.has(list.keyOf(row)));
			// A page without anything new would otherwise go on for ever if pages are ignored.
			isLast = read.page.isLast || fresh.length === 0;
			for (const row of fresh) {
				if (seen.size >= limit) return;
				if (seen.has(list.keyOf(row))) continue;
				seen.add(list.keyOf(row));
				yield row;
			}
		}
	}
}
