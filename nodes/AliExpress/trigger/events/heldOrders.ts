import type { RawOrder } from '../../parse/orderList';
import { eventIdOf, shortIdOf } from './eventId';
import type { Known, TriggerEvent } from './events';
import { isPartlySent, isPaymentChecked } from './orderStatus';

/** What can hold an event back: a payment that is checked, parcels that are still to be sent. */
type Holding = 'payment' | 'parts';

const KIND: Readonly<Record<Holding, string>> = {
	payment: 'order.held',
	parts: 'order.parts',
};

/** Under which short id the state remembers that something of an order is held back. */
export function heldIdOf(account: string, orderId: string, holding: Holding): string {
	return shortIdOf(eventIdOf(account, KIND[holding], orderId));
}

/** Short ids of what the orders of a read hold back; its release is recognised by them. */
export function heldIdsOf(
	rows: readonly RawOrder[],
	events: ReadonlySet<TriggerEvent>,
	account: string,
	known: Known,
): string[] {
	return rows.flatMap((raw) => {
		const { order_id: orderId } = raw.fields;
		// A list that lags behind may show an order as held that was released and reported already.
		const isReported = (event: TriggerEvent) =>
			known.has(shortIdOf(eventIdOf(account, event, orderId)));
		const held: string[] = [];
		if (events.has('order.paid') && isPaymentChecked(raw) && !isReported('order.paid')) {
			held.push(heldIdOf(account, orderId, 'payment'));
		}
		if (events.has('order.shipped') && isPartlySent(raw) && !isReported('order.shipped')) {
			held.push(heldIdOf(account, orderId, 'parts'));
		}
		return held;
	});
}
