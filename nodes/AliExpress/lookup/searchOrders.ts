import { MINUTE_MS } from '../../time/units';
import { orderQueries } from '../actions/order/query';
import { statusOptions } from '../actions/order/statuses';
import { isoOf } from '../parse/moment';
import { parseSlimOrderList, type RawOrder } from '../parse/order/orderList';
import { matches, type Search } from './listSearch';

const METHOD = 'aliexpress.trade.redefining.findorderlistsimplequery';
const PAGE_SIZE = 50;
/** The range of the query moves with the clock; in steps, so that the answer can be kept. */
const STEP_MS = 5 * MINUTE_MS;

function entryOf({ fields }: RawOrder) {
	const status = statusOptions().find(({ value }) => value === fields.order_status)?.name;
	const day = isoOf(fields.gmt_create, 'America/Los_Angeles')?.slice(0, 10);
	const product = fields.product_list?.[0]?.product_name;
	const name = [fields.order_id, status ?? fields.order_status, day, product]
		.filter((part) => part !== undefined)
		.join(' · ');
	const { order_detail_url: url } = fields;
	return { name, value: fields.order_id, ...(url !== undefined && { url }) };
}

/** Orders that are not finished, from the list without buyers. What is typed narrows a page. */
export const searchOrders: Search = async (ask, filter, paginationToken) => {
	const page = Number(paginationToken ?? 1);
	const asked = orderQueries({ statuses: [] }, Math.floor(Date.now() / STEP_MS) * STEP_MS);
	const [query] = asked.ok ? asked.queries : [];
	const param1 = { ...query, page, page_size: PAGE_SIZE };
	const { orders } = await ask(METHOD, { param1 }, (answer) => parseSlimOrderList(answer, page));
	const results = orders.map(entryOf).filter(({ name }) => matches(filter, name));
	const isLast = orders.length < PAGE_SIZE;
	return { results, ...(!isLast && { paginationToken: String(page + 1) }) };
};
