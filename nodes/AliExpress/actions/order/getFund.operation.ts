import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import { parseFunds, toFundItem } from '../../parse/orderFund';
import { readAnswer, withRaw } from '../answer';
import { optionsOf, shopOptionsField } from '../fields';
import { orderLocator, pickedId } from '../locators';
import type { Operation } from '../operation';

const METHOD = 'aliexpress.trade.redefining.findloanlistquery';
const PAGE_SIZE = 20;

function fields(): INodeProperties[] {
	return [
		orderLocator({ required: true, description: 'The order whose payouts to read' }),
		shopOptionsField(),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const orderId = pickedId(context, 'orderId', 'order ID', index);
	const options = optionsOf(context, index);
	const param1 = { order_id: orderId, page: 1, page_size: PAGE_SIZE };
	const answer = await client.call(METHOD, { param1 });
	const funds = readAnswer(context, () => parseFunds(answer));
	// Some versions of the method ignore the order and list all payouts.
	const own = funds.filter((fund) => fund.fields.order_id === String(orderId));
	if (own.length === 0) return [{ orderId: String(orderId), hasPayout: false, parts: [] }];
	return own.map((fund) => withRaw({ ...toFundItem(fund), hasPayout: true }, fund.source, options));
}

/** Reads what is paid out to the seller for an order. */
export const getFund: Operation = {
	name: 'Get Fund',
	value: 'getFund',
	action: 'Get order fund',
	description:
		'Get the payout of one order: amounts paid out and refunded, fees and commissions per order line, and why a payout waits. Costs one call.',
	fields,
	run,
};
