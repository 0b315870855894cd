import { stageOf, type OrderStage } from '../../wire/orderStatus';
import type { Account } from '../account';
import type { ListName } from '../trigger/lists/lists';
import { readSoon } from '../trigger/schedule/pushed';
import type { PushMessage } from './message';

/** The order may have left the list that hides finished orders; what is not known may have, too. */
const MAY_HAVE_ENDED: ReadonlySet<OrderStage | undefined> = new Set([
	undefined,
	'payout',
	'ended',
	'archived',
]);

/** Kinds of messages that are about an order and do not change it. */
const NO_CHANGE: ReadonlySet<number> = new Set([18, 21]);

/**
 * Has the AliExpress Triggers of the same account in this process read sooner: a message is a hint, and
 * what they read is complete.
 */
export function hastenFeed(account: Account, message: PushMessage, nowMs: number): void {
	const { orderId, sellerId, orderStatus: status = '', type } = message;
	// A parcel that moves and a chat change no list.
	if (orderId === undefined || (status === '' && NO_CHANGE.has(type ?? 0))) return;
	const stage = stageOf(status);
	const lists: ListName[] = MAY_HAVE_ENDED.has(stage) ? ['orders', 'finished'] : ['orders'];
	if (stage === 'disputed') lists.push('disputes');
	readSoon(account, lists, nowMs, sellerId);
}
