import { readFileSync } from 'node:fs';
import { callerOf } from '../../test/sandbox/caller.mts';
import { startSandbox } from '../../test/sandbox/sandbox.mts';

const SAMPLE = 'test/fixtures/samples/trade_seller_orderlist_get.json';
/** Midday in Beijing of a fixed day, so that every run reads the same orders. */
const NOW_MS = Date.UTC(2026, 9, 20, 4);

/** Orders on a page: the most that the list gives. */
export const PAGE_SIZE = 50;
/** Pages that differ in everything; what is read beyond them differs in the ids. */
export const PREPARED_PAGES = 40;
/** Every order id of the sandbox begins so; pages beyond the prepared ones count it up. */
export const ID_START = 829;

type Row = Readonly<Record<string, unknown>>;

/** JSON texts of the rows of each page, a list of orders each. */
export interface PreparedPages {
	/** Orders with the fields of the sample that the platform's documentation gives. */
	readonly sample: readonly string[];
	/** Orders with every field that the list is documented to have. */
	readonly full: readonly string[];
}

/** Which of the two kinds of pages a reader is given. */
export type PageKind = keyof PreparedPages;

interface SampleAnswer {
	aliexpress_trade_seller_orderlist_get_response: {
		result: {
			target_list: {
				aeop_order_item_dto: Array<Row & { product_list: { aeop_order_product_dto: Row[] } }>;
			};
		};
	};
}

const keysOf = (rows: readonly Row[]) => new Set(rows.flatMap((row) => Object.keys(row)));

const only = (row: Row, keys: ReadonlySet<string>): Row =>
	Object.fromEntries(Object.entries(row).filter(([key]) => keys.has(key)));

/** Cuts orders down to the fields that those of the documented sample have. */
const sampleShape = (): ((row: Row) => Row) => {
	const sample = JSON.parse(readFileSync(SAMPLE, 'utf8')) as SampleAnswer;
	const { target_list } = sample.aliexpress_trade_seller_orderlist_get_response.result;
	const orders = target_list.aeop_order_item_dto;
	const orderKeys = keysOf(orders);
	const lineKeys = keysOf(orders.flatMap((order) => order.product_list.aeop_order_product_dto));
	return (row) => {
		const lines = row.product_list as readonly Row[];
		return { ...only(row, orderKeys), product_list: lines.map((line) => only(line, lineKeys)) };
	};
};

/** Has the sandbox write the pages of a shop, in the form that is asked for with `simplify`. */
export const preparePages = async (): Promise<PreparedPages> => {
	const shape = sampleShape();
	const sandbox = await startSandbox({
		now: () => NOW_MS,
		limits: { perSecond: 1e6, perDay: 1e6 },
		answers: { emptyLists: 'array' },
		shop: { scaleOrders: PREPARED_PAGES * PAGE_SIZE },
	});
	const sample: string[] = [];
	const full: string[] = [];
	try {
		const caller = callerOf(sandbox);
		for (let page = 1; page <= PREPARED_PAGES; page++) {
			const answer = await caller.orders({ current_page: page, page_size: PAGE_SIZE });
			const rows = answer.target_list as readonly Row[];
			full.push(JSON.stringify(rows));
			sample.push(JSON.stringify(rows.map(shape)));
		}
	} finally {
		await sandbox.close();
	}
	return { sample, full };
};
