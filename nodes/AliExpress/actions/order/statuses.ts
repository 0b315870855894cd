import type { INodePropertyOptions } from 'n8n-workflow';

/** The order status that the platform lists only when it is asked for alone. */
export const FINISHED = 'FINISH';

/** Order statuses with what they mean, by name. The platform may know more. */
export function statusOptions(): INodePropertyOptions[] {
	return [
		{ name: 'Address Missing', value: 'WAIT_COMPLETE_ADDRESS' },
		{ name: 'Amount to Be Confirmed by Seller', value: 'WAIT_SELLER_EXAMINE_MONEY' },
		{ name: 'Archived', value: 'ARCHIVE' },
		{ name: 'Awaiting Payment', value: 'PLACE_ORDER_SUCCESS' },
		{ name: 'Awaiting Shipment (Paid)', value: 'WAIT_SELLER_SEND_GOODS' },
		{ name: 'Cancellation Requested', value: 'IN_CANCEL' },
		{
			name: 'Finished or Closed',
			value: FINISHED,
			description: 'Of the last 30 days. Asked for separately, so it costs calls of its own.',
		},
		{ name: 'Frozen', value: 'IN_FROZEN' },
		{ name: 'Group Buy Complete', value: 'WAIT_GROUP_SUCCESS' },
		{ name: 'Group Buy Waiting', value: 'WAIT_GROUP' },
		{ name: 'In Dispute', value: 'IN_ISSUE' },
		{ name: 'Partly Shipped', value: 'SELLER_PART_SEND_GOODS' },
		{ name: 'Payment Check', value: 'RISK_CONTROL' },
		{ name: 'Payment Check on Hold', value: 'RISK_CONTROL_HOLD' },
		{ name: 'Payment Processing', value: 'PAYMENT_PROCESSING' },
		{ name: 'Payout Running', value: 'FUND_PROCESSING' },
		{ name: 'Shipped', value: 'WAIT_BUYER_ACCEPT_GOODS' },
	];
}
