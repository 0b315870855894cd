import type { OrderItem } from './orderItem';
import type { OrderKind } from './words';

// Statuses as AliExpress writes them; the list is open, unknown ones stay 'other'.
const KIND_OF_STATUS: Record<string, OrderKind> = {
	PLACE_ORDER_SUCCESS: 'created',
	PAYMENT_PROCESSING: 'created',
	RISK_CONTROL: 'onHold',
	RISK_CONTROL_HOLD: 'onHold',
	WAIT_SELLER_SEND_GOODS: 'paid',
	SELLER_PART_SEND_GOODS: 'shipped',
	WAIT_BUYER_ACCEPT_GOODS: 'shipped',
	IN_CANCEL: 'cancelling',
	IN_ISSUE: 'dispute',
	IN_FROZEN: 'onHold',
	FUND_PROCESSING: 'finished',
	FINISH: 'finished',
	ARCHIVE: 'finished',
};

const KIND_OF_EVENT: Record<string, OrderKind> = {
	'order.created': 'created',
	'order.paid': 'paid',
	'order.shipped': 'shipped',
	'order.cancelled': 'cancelled',
	'order.finished': 'finished',
};

/** Order states in which a deadline for shipping still means something. */
export const TO_BE_SHIPPED: ReadonlySet<OrderKind> = new Set([
	'created',
	'createdPaid',
	'paid',
	'onHold',
	'changed',
	'other',
]);

export const COLOUR_OF_KIND: Record<OrderKind, string> = {
	created: 'blue',
	createdPaid: 'green',
	paid: 'green',
	shipped: 'turquoise',
	cancelling: 'orange',
	cancelled: 'grey',
	dispute: 'red',
	onHold: 'yellow',
	finished: 'grey',
	changed: 'blue',
	other: 'blue',
};

/**
 * What a card is about. States in which shipping would be wrong win over the event that woke the
 * workflow: an order paid and under payment check must not read "paid".
 */
export function orderKind({ event, status, paidAt }: OrderItem): OrderKind {
	const byStatus = status === undefined ? undefined : (KIND_OF_STATUS[status] ?? 'other');
	if (byStatus === 'onHold' || byStatus === 'dispute' || byStatus === 'cancelling') return byStatus;
	const byEvent = event === undefined ? undefined : KIND_OF_EVENT[event];
	if (byEvent === 'created') return byStatus === 'paid' ? 'createdPaid' : 'created';
	if (byEvent !== undefined) return byEvent;
	if (byStatus !== undefined && byStatus !== 'other') return byStatus;
	if (event?.startsWith('order.')) return 'changed';
	return byStatus === undefined && paidAt !== undefined ? 'paid' : 'other';
}
