import { ANY_ACCOUNT } from '../../quota/policy';
import { stageOf, type OrderStage } from '../../wire/orderStatus';
import type { Account } from '../account/account';
import { eventIdOf } from '../trigger/events/eventId';
import { EVENTS, TRIGGER_EVENTS, type TriggerEvent } from '../trigger/events/events';
import { identityOf } from '../trigger/position/start';
import type { PushMessage } from './message';
import { eventOf } from './messageTypes';
import { createRemembered } from './settings';

/** What a message says has happened. */
export interface Happening {
	event: string;
	/** Where the AliExpress Trigger reports the same, it is the same id there. */
	eventId: string;
	/** The same for all messages that say the same, whenever they were sent. */
	messageId: string;
}

/** What a stage means beyond doubt for the order as a whole, and of which version of the event. */
const CERTAIN: ReadonlyMap<string, { event: TriggerEvent; version: string }> = new Map(
	TRIGGER_EVENTS.flatMap((event) =>
		Object.entries(EVENTS[event].pushed ?? {}).map(([stage, version]) => [
			stage,
			{ event, version },
		]),
	),
);

/** What a message beyond doubt says of an order in a stage; undefined when it does not. */
export function certainOf(
	stage: OrderStage | undefined,
): { event: TriggerEvent; version: string } | undefined {
	return stage && CERTAIN.get(stage);
}

/** Names that were made lately, by app and shop: nearly every message has one of a few. */
const nameMade = createRemembered<string>(100);

/** A shop as event ids call it. */
function shopName(appKey: string, shop: string): string {
	return nameMade(`${appKey}\n${shop}`, () => identityOf(appKey, shop).account);
}

/** The account as the AliExpress Trigger on the same credential calls it in its event ids. */
function accountNameOf({ account, appKey }: Account, sellerId: string | undefined): string {
	return shopName(appKey, account === ANY_ACCOUNT ? ANY_ACCOUNT : (sellerId ?? account));
}

/** What a message says has happened, and the ids under which it is known. */
export function happeningOf(message: PushMessage, account: Account): Happening {
	const { type, sellerId, orderId, orderStatus, identity } = message;
	// The platform gives messages no id, so a message is known by what it says, and by nothing else: after
	// Connect one process may know the seller already and another not for some seconds.
	const said = shopName(account.appKey, sellerId ?? ANY_ACCOUNT);
	const messageId = eventIdOf(said, 'push', identity);
	// A message about one line, or about a return, says nothing certain about the order.
	const isOfOrder = message.orderLineId === undefined && message.reverseOrderId === undefined;
	const stage = isOfOrder ? stageOf(orderStatus) : undefined;
	const certain = certainOf(stage);
	if (certain === undefined || orderId === undefined) {
		return { event: eventOf(type), eventId: messageId, messageId };
	}
	const { event, version } = certain;
	const name = accountNameOf(account, sellerId);
	return { event, eventId: eventIdOf(name, event, orderId, version), messageId };
}
