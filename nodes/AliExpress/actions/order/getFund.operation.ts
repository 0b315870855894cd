import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { addHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import { parseFunds, toFundItem, type RawFund } from '../../parse/order/orderFund';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { orderLocator, pickedId } from '../locators';

const METHOD = 'aliexpress.trade.redefining.findloanlistquery';
const PAGE_SIZE = 20;
/** More would cost more calls than the answer is worth. */
const MOST_PAGES = 5;

function fields(): INodeProperties[] {
	return [
		orderLocator({ required: true, description: 'The order whose payouts to read' }),
		shopOptionsField(),
	];
}

/**
 * The payouts of an order. Some versions of the method ignore the order and list all payouts, the newest first;
 * then it is looked for page by page.
 *
 * @returns undefined when it was not found and not all was read: more pages, or a quota that ended before.
 */
async function payoutsOf(
	context: IExecuteFunctions,
	client: Client,
	orderId: bigint,
): Promise<RawFund[] | undefined> {
	const isOwn = ({ fields: read }: RawFund) => read.order_id === String(orderId);
	let isWhole = false;
	async function readPage(page: number): Promise<Page<RawFund>> {
		const param1 = { order_id: orderId, page, page_size: PAGE_SIZE };
		const answer = await client.call(METHOD, { param1 });
		const { funds: rows, totalCount } = readAnswer(context, () => parseFunds(answer, page));
		isWhole = totalCount ? page * PAGE_SIZE >= totalCount : rows.length < PAGE_SIZE;
		return { rows, isLast: isWhole || page >= MOST_PAGES || rows.some(isOwn) };
	}
	const payouts = paginate({
		parts: [readPage],
		keyOf: ({ source }) => JSON.stringify(source),
		limit: undefined,
		onQuotaStop: () => undefined,
	});
	const own: RawFund[] = [];
	for await (const fund of payouts) if (isOwn(fund)) own.push(fund);
	return own.length > 0 || isWhole ? own : undefined;
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const orderId = pickedId(context, 'orderId', 'order ID', index);
	const options = optionsOf(context, index);
	const own = await payoutsOf(context, client, orderId);
	if (own === undefined) {
		addHint(
			context,
			`AliExpress lists the payouts of all orders, and order ${orderId} is not among the newest. Whether it has a payout is not known.`,
		);
		return [{ orderId: String(orderId), parts: [] }];
	}
	if (own.length === 0) return [{ orderId: String(orderId), hasPayout: false, parts: [] }];
	return own.map((fund) => withRaw({ ...toFundItem(fund), hasPayout: true }, fund.source, options));
}

/** Reads what is paid out to the seller for an order. */
export const getFund = {
	name: 'Get Fund',
	value: 'getFund',
	action: 'Get order fund',
	description:
		'Costs one call; up to 5 where AliExpress lists the payouts of all orders instead. Get the payout of one order: amounts paid out and refunded, fees and commissions per order line, and why a payout waits.',
	fields,
	run,
} satisfies Operation;
