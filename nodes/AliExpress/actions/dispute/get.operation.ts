import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { refusalOf, textOf } from '../../../action/checks';
import { collectionOf, isSimplified, simplifyField } from '../../../action/fields';
import { idOf } from '../../../action/ids';
import type { Client } from '../../../client/client';
import {
	parseDisputeDetail,
	simplifyDisputeDetail,
	toDisputeDetailItem,
} from '../../parse/dispute/disputeDetail';
import { answerSource } from '../../parse/maskedSource';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsField, optionsOf, zoneOption } from '../fields';
import { orderLocator, pickedIdOrNone } from '../locators';
import { disputePages } from './disputePages';

/**
 * Looks up the buyer's login id, which the platform asks for beside the id of a dispute. It is handed
 * back to the platform only.
 *
 * @param orderId whose disputes to look through, one call; an order has few.
 * @throws NodeOperationError without an order, and when the order has no such dispute.
 */
async function buyerOfDispute(
	context: IExecuteFunctions,
	client: Client,
	disputeId: bigint,
	orderId: bigint | undefined,
): Promise<string> {
	if (orderId === undefined) {
		throw refusalOf(
			context,
			'AliExpress asks for the buyer of a dispute',
			'Choose the order of the dispute, or give the Buyer Login ID under Options.',
		);
	}
	const { rows } = await disputePages(context, client, { order_no: orderId })(1);
	const found = rows.find(({ fields }) => fields.issue_id === String(disputeId));
	if (!found) {
		throw new NodeOperationError(context.getNode(), 'The order has no such dispute', {
			description:
				'Check dispute ID and order; Dispute: Get Many lists both. A dispute may belong to a line of the order: try its childOrderId as order.',
		});
	}
	const login = found.fields.buyer_login_id;
	if (login !== undefined && !login.includes('*')) return login;
	throw new NodeOperationError(
		context.getNode(),
		'The list of disputes does not tell the login ID of the buyer',
		{ description: 'Give the Buyer Login ID under Options.' },
	);
}

const METHOD = 'aliexpress.issue.detail.get';

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Dispute ID',
			name: 'disputeId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 9000000000000001',
			description:
				'The dispute to read. Dispute: Get Many tells the IDs. Pass it as text, so that no digit is lost.',
		},
		orderLocator({
			description:
				'The order of the dispute. AliExpress asks for the login ID of the buyer, which is looked up in the disputes of this order for one call more. Not needed with Options → Buyer Login ID.',
		}),
		simplifyField(),
		optionsField([
			{
				displayName: 'Buyer Login ID',
				name: 'buyerLoginId',
				type: 'string',
				default: '',
				placeholder: 'e.g. us1000000001',
				description:
					'The login ID of the buyer, in plain text. Saves the call that looks it up. It is sent to AliExpress and not put out.',
			},
			zoneOption('Time Zone', 'disputes, apart from the deadline, which is Pacific'),
		]),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const given = context.getNodeParameter('disputeId', index, '');
	const disputeId = idOf(context, 'dispute ID', given);
	const login = textOf(collectionOf(context, 'options', index).buyerLoginId);
	const orderId = pickedIdOrNone(context, 'orderId', 'order ID', index);
	const options = optionsOf(context, index);
	const { access } = await client.open();
	const choice = { ...options, pseudonymKey: access.appSecret };
	const buyer = login ?? (await buyerOfDispute(context, client, disputeId, orderId));
	const answer = await client.call(METHOD, { buyer_login_id: buyer, issue_id: disputeId });
	const raw = readAnswer(context, () => parseDisputeDetail(answer));
	const item = toDisputeDetailItem(raw, choice);
	const shown = isSimplified(context, index) ? simplifyDisputeDetail(item, options) : item;
	return [withRaw(shown, answerSource(raw.source, choice), options)];
}

/** Reads one dispute with its solutions and steps. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get dispute',
	description:
		'Costs two calls, or one with the login ID of the buyer. Get one dispute by its ID and order: status, reason, most that can be refunded, deadline; with Simplify off also solutions and steps.',
	fields,
	run,
};
