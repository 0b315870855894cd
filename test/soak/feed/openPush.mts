import type { PushFaultKind, PushRequest } from '../../sandbox/push/push.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';
import type { Order } from '../../sandbox/shop/orders.mts';
import type { Random } from '../../sandbox/shop/random.mts';
import type { Deliveries } from '../deliveries.mts';
import type { Installation } from '../installation.mts';
import type { Life } from '../life.mts';
import type { WatchingWorkflow } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';
import { OURS } from './plan.mts';
import { createPushHost, PUSHED } from './pushHost.mts';
import { createPushing } from './pushing.mts';
import { createTally } from './tally.mts';
import { createJoining } from './together.mts';
import type { Together } from './together.mts';

/** What came of push messages. */
export interface PushScore extends Readonly<Record<PushFaultKind | 'sent', number>> {
	/** Items about orders that only forged messages speak of. */
	forgedAccepted: number;
	/** Orders that the push trigger never reported: their message was lost, or met an n8n that was off. */
	missed: number;
	/** Orders that it reported again, and of these because n8n was killed right after the first time. */
	repeated: number;
	repeatedAfterKill: number;
	stateBytesAtMost: number;
	/** Push and polling in one workflow that removes known event ids. */
	together: Together;
}

interface PushOptions {
	isOn: boolean;
	sandbox: Sandbox;
	installation: Installation;
	scheduler: Scheduler;
	random: Random;
	emitted: (life: Life, workflow: WatchingWorkflow) => void;
}

const EVENT = 'order.created';

/** Push messages of the shop to the AliExpress Push Trigger, beside polling. */
export function openPush(options: PushOptions) {
	const { isOn, sandbox, installation, scheduler, random, emitted } = options;
	const tally = createTally([PUSHED]);
	const joining = createJoining();
	const log = new Map<string, number>();
	const pushing = isOn ? createPushing(sandbox, scheduler, random) : undefined;

	return {
		workflow: PUSHED.id,
		log,
		serve: createPushHost({
			installation,
			scheduler,
			random,
			received(workflow, items, ...how) {
				joining.received(workflow, items, ...how);
				const placed = items.filter(({ event }) => event === EVENT);
				tally.received(workflow, placed, ...how);
			},
			stored: tally.stored,
			recorded: (workflow) => {
				if (installation.life) emitted(installation.life, workflow);
			},
			log: (message) => log.set(message, (log.get(message) ?? 0) + 1),
		}) satisfies (request: PushRequest) => Promise<number>,
		/** Passes on what workflows get, and notes what the AliExpress Trigger has. */
		listening(pass: Deliveries['received']): Deliveries['received'] {
			return (workflow, ...how) => {
				pass(workflow, ...how);
				if (isOn && workflow.id === OURS.id) joining.received(workflow, ...how);
			};
		},
		placed(order: Order): void {
			if (!isOn) return;
			const nowMs = scheduler.nowMs();
			tally.happened(EVENT, String(order.id), nowMs, nowMs);
			joining.placed(String(order.id), nowMs);
			pushing?.tell(order);
		},
		changed: (order: Order) => pushing?.tell(order),
		scoreOf(lives: readonly Life[]): PushScore {
			const { lost, repeated, repeatedAfterKill, stateBytesAtMost } = tally.scoreOf(
				PUSHED.id,
				lives,
				{ mean: 0, most: 0 },
			);
			const nothing = { sent: 0, lost: 0, doubled: 0, late: 0, forged: 0 };
			return {
				...(pushing?.counts ?? nothing),
				forgedAccepted: joining.invented,
				missed: lost,
				repeated,
				repeatedAfterKill,
				stateBytesAtMost,
				together: joining.together,
			};
		},
	};
}
