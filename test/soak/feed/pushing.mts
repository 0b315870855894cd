import { orderData } from '../../sandbox/push/messages.mts';
import type { PushFaultKind } from '../../sandbox/push/push.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';
import type { Order } from '../../sandbox/shop/orders.mts';
import type { Random } from '../../sandbox/shop/random.mts';
import { HOUR_MS } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';

/** What becomes of messages, as parts of them; what is left arrives as it should. */
const FATES: ReadonlyArray<readonly [PushFaultKind, number]> = [
	['lost', 0.05],
	['doubled', 0.05],
	['late', 0.01],
];
/** Messages of a stranger, for each of the platform. */
const FORGED = 0.02;
/** From a change of an order to the message about it, ms. */
const SENT_AFTER_MS = [300, 5_000] as const;
/** No order of the shop has such a number. */
const FORGED_ID = 8_990_000_000_000_001n;

/** The platform's side of push messages. */
export interface Pushing {
	/** Has a message sent about an order as it is now. */
	tell(order: Order): void;
	/** How many messages met which fate. */
	readonly counts: Readonly<Record<PushFaultKind | 'sent', number>>;
}

/** Sends messages about orders, and a stranger's in between. */
export function createPushing({ push }: Sandbox, scheduler: Scheduler, random: Random): Pushing {
	const counts = { sent: 0, lost: 0, doubled: 0, late: 0, forged: 0 };
	const later = (afterMs: number, step: () => void) => {
		scheduler.at(scheduler.nowMs() + afterMs, step);
	};
	const fateOf = (): PushFaultKind | undefined => {
		let left = random.next();
		return FATES.find(([, part]) => (left -= part) < 0)?.[0];
	};
	/** The fault is taken by the very next message. */
	const send = (data: ReturnType<typeof orderData>, fate: PushFaultKind | undefined) => {
		if (fate) push.next({ kind: fate, delayMs: HOUR_MS });
		scheduler.start(async () => {
			await push.send({ data });
		});
	};
	push.register('http://n8n.invalid/webhook/aliexpress-push');

	return {
		counts,
		tell(order) {
			const data = orderData(order, 'dropship');
			later(random.int(...SENT_AFTER_MS), () => {
				const fate = fateOf();
				counts.sent += 1;
				if (fate) counts[fate] += 1;
				send(data, fate);
				if (fate === 'late') {
					later(HOUR_MS, () => scheduler.start(async () => void (await push.sendDue())));
				}
				if (!random.chance(FORGED)) return;
				counts.forged += 1;
				const orderId = FORGED_ID + BigInt(counts.forged);
				later(random.int(0, HOUR_MS), () => send({ ...data, orderId }, 'forged'));
			});
		},
	};
}
