import type { Account } from '../account';
import { EVENTS } from '../trigger/events/events';
import type { ListName } from '../trigger/lists/lists';
import { readSoon } from '../trigger/schedule/pushed';
import { CERTAIN } from './happening';
import type { PushMessage } from './message';

/** Of an order that is under way; the list that hides finished orders shows it. */
const UNDER_WAY =
	/^(OrderCreated|PaymentAuthorized|paymentFailedEvent|OrderShipped|PLACE_ORDER_SUCCESS|PAYMENT_PROCESSING|RISK_CONTROL\w*|WAIT_\w+|SELLER_PART_SEND_GOODS|IN_\w+)$/;

/** Kinds of messages that are about an order and do not change it. */
const NO_CHANGE: ReadonlySet<number> = new Set([18, 21]);

/** The lists that a status of an order can have changed. */
function listsAbout(status: string): ListName[] {
	const certain = CERTAIN.get(status);
	// The first list of an event shows it soonest.
	if (certain) return EVENTS[certain.event].lists.slice(0, 1);
	const underWay: ListName[] = ['orders', 'toSend', 'changed'];
	return UNDER_WAY.test(status) ? underWay : [...underWay, 'finished'];
}

/**
 * Has the AliExpress Triggers of the same account in this process read sooner: a message is a hint, and
 * what they read is complete.
 */
export function hastenFeed(account: Account, message: PushMessage, nowMs: number): void {
	const { orderId, sellerId, status = '', type } = message;
	// A parcel that moves and a chat change no list.
	if (orderId === undefined || (status === '' && NO_CHANGE.has(type ?? 0))) return;
	const lists = listsAbout(status);
	if (status === 'IN_ISSUE') lists.push('disputes');
	readSoon(account, lists, nowMs, sellerId);
}
