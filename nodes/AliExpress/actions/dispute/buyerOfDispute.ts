import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import type { Client } from '../../../client/client';
import { disputePages } from './disputePages';

/**
 * Looks up the buyer's login id, which the platform asks for beside the id of a dispute. It is handed
 * back to the platform only.
 *
 * @param orderId whose disputes to look through, one call; an order has few.
 * @throws NodeOperationError without an order, and when the order has no such dispute.
 */
export async function buyerOfDispute(
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
