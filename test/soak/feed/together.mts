import type { Deliveries } from '../deliveries.mts';
import { spreadOf } from '../delays.mts';

/** What a workflow gets that joins several triggers and removes what has a known event id. */
export interface Together {
	lost: number;
	/** Orders that came under more than one event id. */
	repeated: number;
	delayP50Min: number;
	delayP95Min: number;
	delayMaxMin: number;
}

/** Follows orders over several triggers. */
export interface Joining {
	placed(id: string, atMs: number): void;
	received: Deliveries['received'];
	/** Items about orders that nobody placed. */
	readonly invented: number;
	readonly together: Together;
}

const EVENT = 'order.created';

interface Joined {
	placedAtMs: number;
	arrivedAtMs?: number;
	eventIds: Set<unknown>;
}

export function createJoining(): Joining {
	const orders = new Map<string, Joined>();
	let invented = 0;
	return {
		placed: (id, atMs) => void orders.set(id, { placedAtMs: atMs, eventIds: new Set() }),
		received(_workflow, items, _life, { atMs }) {
			for (const item of items) {
				const order = orders.get(String(item.orderId));
				if (!order) {
					invented += 1;
					continue;
				}
				if (item.event !== EVENT) continue;
				order.arrivedAtMs ??= atMs;
				order.eventIds.add(item.eventId);
			}
		},
		get invented() {
			return invented;
		},
		get together() {
			const all = [...orders.values()];
			const arrived = all.flatMap(({ placedAtMs, arrivedAtMs }) =>
				arrivedAtMs === undefined ? [] : [arrivedAtMs - placedAtMs],
			);
			const { p50Min, p95Min, maxMin } = spreadOf(arrived);
			return {
				lost: all.length - arrived.length,
				repeated: all.filter(({ eventIds }) => eventIds.size > 1).length,
				delayP50Min: p50Min,
				delayP95Min: p95Min,
				delayMaxMin: maxMin,
			};
		},
	};
}
