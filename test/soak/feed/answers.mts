import { pacificMs } from '../../sandbox/gateway/time.mts';
import { isJsonObject, parseJson } from '../../sandbox/json.mts';
import type { HttpAnswer, HttpOptions } from '../loopback.mts';
import { MINUTE_MS } from '../scene.mts';

/** A page of the order list as the platform was asked for it and answered; times are ms UTC. */
export interface AnsweredPage {
	atMs: number;
	/** Of the creation; open where the question left it so. */
	fromMs: number;
	toMs: number;
	/** By when orders changed, or only those of some statuses: not all that is open. */
	isPartial: boolean;
	/** Whether it was asked for what is newest, by whichever time. */
	isHead: boolean;
	page: number;
	/** Ids as they stand on the page. */
	rows: readonly bigint[];
	/** As written; undefined where it is left out. */
	count: number | undefined;
	/** What was asked, but for the number of the page. */
	query: string;
}

/** What the platform said to a question about orders. */
export type Answer = AnsweredPage | { refusal: string };

/** A window that ends so shortly before its question is meant to end now. */
const JUST_BEFORE_MS = 3 * MINUTE_MS;
const PLACED = 'PLACE_ORDER_SUCCESS';
const METHOD = 'aliexpress.trade.seller.orderlist.get';
const ROW = /"order_id":(\d+)/g;
const COUNT = /"total_count":(\d+)/;
const REFUSAL = /"code":"([A-Za-z]+)"/;

function boundOf(query: ReturnType<typeof parseJson>, name: string, open: number): number {
	const text = isJsonObject(query) ? query[name] : undefined;
	return (typeof text === 'string' ? pacificMs(text) : undefined) ?? open;
}

/** Reads a question and its answer off the wire; undefined when it was about something else. */
export function answerOf(
	{ body: asked = '' }: HttpOptions,
	{ body }: HttpAnswer,
	atMs: number,
): Answer | undefined {
	const params = new URLSearchParams(asked);
	if (params.get('method') !== METHOD) return undefined;
	if (!body.includes('"total_page"') && !body.includes('"target_list"')) {
		return { refusal: REFUSAL.exec(body)?.[1] ?? 'none' };
	}
	const query = parseJson(params.get('param_aeop_order_query') ?? '{}');
	if (!isJsonObject(query)) return undefined;
	const count = COUNT.exec(body)?.[1];
	const { current_page: page, ...rest } = query;
	const hasStatus = query.order_status !== undefined || query.order_status_list !== undefined;
	const statuses = JSON.stringify(query.order_status_list ?? [PLACED]);
	const areNewShown = query.order_status === undefined && statuses.includes(PLACED);
	const end = query.modified_date_end === undefined ? 'create_date_end' : 'modified_date_end';
	return {
		atMs,
		fromMs: boundOf(query, 'create_date_start', Number.NEGATIVE_INFINITY),
		toMs: boundOf(query, 'create_date_end', atMs),
		isPartial: hasStatus || query.modified_date_start !== undefined,
		isHead: areNewShown && Number(page) === 1 && boundOf(query, end, atMs) > atMs - JUST_BEFORE_MS,
		page: Number(page),
		// The lines of an order repeat its id.
		rows: [...new Set([...body.matchAll(ROW)].map(([, id = '']) => BigInt(id)))],
		count: count === undefined ? undefined : Number(count),
		query: JSON.stringify(rest),
	};
}
