import { pacificMs, pacificText } from '../../sandbox/gateway/time.mts';
import { MINUTE_MS } from '../scene.mts';

/** An order as these strategies see it. */
export interface ListedRow {
	id: string;
	/** On the platform's wall clock. */
	createdText: string;
}

export interface ListedPage {
	/** Newest first. */
	rows: readonly ListedRow[];
	totalPages: number;
}

/** Reads a page of 50 orders; bounds are texts on the platform's wall clock. */
export type ReadPage = (ask: {
	page: number;
	createdFrom?: string;
	createdTo?: string;
}) => Promise<ListedPage>;

/** What n8n keeps for a node. */
export type Memory = Record<string, unknown>;

/** A known way to find what is new in a list, as published for other services. */
export interface Strategy {
	key: string;
	title: string;
	/** Who does it so. */
	source: string;
	/** One poll; the ids that it hands out. Throws what reading throws. */
	poll(memory: Memory, read: ReadPage, nowMs: number): Promise<string[]>;
}

async function allPages(
	read: ReadPage,
	bounds: { createdFrom: string; createdTo: string },
): Promise<ListedRow[]> {
	const rows: ListedRow[] = [];
	for (let page = 1; ; page += 1) {
		const answer = await read({ ...bounds, page });
		rows.push(...answer.rows);
		if (page >= answer.totalPages) return rows;
	}
}

/** What was created since the time of the last poll. */
const watermark: Strategy = {
	key: 'watermark',
	title: 'watermark on creation time',
	source: 'n8n Airtable Trigger',
	async poll(memory, read, nowMs) {
		const fromMs = Number(memory.lastTimeChecked ?? nowMs);
		// Both ends of the platform's ranges belong to them, and times are whole seconds.
		const bounds = { createdFrom: pacificText(fromMs), createdTo: pacificText(nowMs - 1_000) };
		const rows = await allPages(read, bounds);
		memory.lastTimeChecked = nowMs;
		return rows.map(({ id }) => id);
	},
};

/** What is newer on the first page than the newest one of the poll before. */
const newestItem: Strategy = {
	key: 'newestItem',
	title: 'time of the newest item',
	source: 'n8n RSS Feed Trigger',
	async poll(memory, read, nowMs) {
		const sinceMs = Number(memory.lastItemDate ?? nowMs);
		const { rows } = await read({ page: 1 });
		const dated = rows.map(({ id, createdText }) => ({
			id,
			atMs: pacificMs(createdText) ?? nowMs,
		}));
		if (rows.length > 0) memory.lastItemDate = Math.max(...dated.map(({ atMs }) => atMs));
		return dated.filter(({ atMs }) => atMs > sinceMs).map(({ id }) => id);
	},
};

/** What has a greater id than the greatest so far. */
const lastId: Strategy = {
	key: 'lastId',
	title: 'greatest id so far',
	source: 'Pipedream, `dedupe: "greatest"`',
	async poll(memory, read) {
		const last = BigInt(String(memory.lastId ?? 0));
		const found: bigint[] = [];
		for (let page = 1; ; page += 1) {
			const { rows, totalPages } = await read({ page });
			const ids = rows.map(({ id }) => BigInt(id));
			found.push(...ids.filter((id) => id > last));
			if (ids.some((id) => id <= last) || page >= totalPages) break;
		}
		// A row that has moved to the next page meanwhile is one.
		const ids = [...new Set(found)];
		memory.lastId = String(ids.reduce((most, id) => (id > most ? id : most), last));
		return ids.map(String);
	},
};

const CACHED_IDS = 100;

/** What of the newest hundred is not among the last hundred that were handed out. */
const seenIds: Strategy = {
	key: 'seenIds',
	title: 'seen ids of the newest 100',
	source: 'Pipedream, `dedupe: "unique"`',
	async poll(memory, read) {
		const cache = Array.isArray(memory.cache) ? memory.cache.map(String) : [];
		const first = await read({ page: 1 });
		const second = first.totalPages > 1 ? await read({ page: 2 }) : undefined;
		const ids = [...first.rows, ...(second?.rows ?? [])].map(({ id }) => id);
		const known = new Set(cache);
		// Oldest first, so that the newest stay longest in the cache.
		const found = [...new Set(ids)].filter((id) => !known.has(id)).reverse();
		memory.cache = [...cache, ...found].slice(-CACHED_IDS);
		return found;
	},
};

const LOOKBACK_MS = 15 * MINUTE_MS;
const PROCESSED_IDS = 10_000;

/** What was created since a quarter of an hour before the last poll, but for ids of before. */
const fixedLookback: Strategy = {
	key: 'fixedLookback',
	title: 'fixed lookback of 15 minutes',
	source: 'n8n Salesforce Trigger',
	async poll(memory, read, nowMs) {
		const processed = Array.isArray(memory.processedIds) ? memory.processedIds.map(String) : [];
		const lastMs = memory.lastTimeChecked;
		const fromMs = typeof lastMs === 'number' ? lastMs - LOOKBACK_MS : nowMs;
		const bounds = { createdFrom: pacificText(fromMs), createdTo: pacificText(nowMs - 1_000) };
		const known = new Set(processed);
		const ids = (await allPages(read, bounds)).map(({ id }) => id);
		const found = [...new Set(ids)].filter((id) => !known.has(id));
		memory.processedIds = [...processed, ...found].slice(-PROCESSED_IDS);
		memory.lastTimeChecked = nowMs;
		return found;
	},
};

/** The strategies that the AliExpress Trigger is held against. */
export const STRATEGIES: readonly Strategy[] = [
	watermark,
	newestItem,
	lastId,
	seenIds,
	fixedLookback,
];
