import { stageOf, type OrderStage } from '../../wire/orderStatus';
import type { OrderItem } from './orderItem';
import type { OrderKind } from './words';

const KIND_OF_STAGE: Record<OrderStage, OrderKind> = {
	placed: 'created',
	paying: 'created',
	held: 'onHold',
	waiting: 'other',
	toShip: 'paid',
	partlyShipped: 'shipped',
	shipped: 'shipped',
	sent: 'shipped',
	cancelling: 'cancelling',
	disputed: 'dispute',
	frozen: 'onHold',
	payout: 'finished',
	ended: 'ended',
	archived: 'finished',
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
	ended: 'grey',
	changed: 'blue',
	other: 'blue',
};

function kindOf(status: string): OrderKind {
	const stage = stageOf(status);
	return stage === undefined ? 'other' : KIND_OF_STAGE[stage];
}

/**
 * What a card is about. States in which shipping would be wrong win over the event that woke the
 * workflow: an order paid and under payment check must not read "paid".
 */
export function orderKind({ event, status, paidAt }: OrderItem): OrderKind {
	const byStatus = status === undefined ? undefined : kindOf(status);
	if (byStatus === 'onHold' || byStatus === 'dispute' || byStatus === 'cancelling') return byStatus;
	const byEvent = event === undefined ? undefined : KIND_OF_EVENT[event];
	if (byEvent === 'created') return byStatus === 'paid' ? 'createdPaid' : 'created';
	if (byEvent !== undefined) return byEvent;
	if (byStatus !== undefined && byStatus !== 'other') return byStatus;
	if (event?.startsWith('order.')) return 'changed';
	return byStatus === undefined && paidAt !== undefined ? 'paid' : 'other';
}
