import { createDeliveries } from '../deliveries.mts';
import type { Deliveries } from '../deliveries.mts';
import { spreadOf } from '../delays.mts';
import type { Life } from '../life.mts';
import type { WatchingWorkflow } from '../scene.mts';
import { ACCOUNT } from './plan.mts';

/** What a strategy came to. */
export interface Score {
	lost: number;
	/** Handed out again, all cases. */
	repeated: number;
	/** Of these because n8n was killed right after the first time. */
	repeatedAfterKill: number;
	/** Items that belong to no order, or under another event id the second time. */
	strange: number;
	callsPerDay: number;
	/** The most calls of a platform day. */
	callsPerDayMost: number;
	/** From the placing of an order to the execution that has it. */
	delayP50Min: number;
	delayP95Min: number;
	delayMaxMin: number;
	/** Of what n8n stores for the workflow. */
	stateBytesAtEnd: number;
	stateBytesAtMost: number;
}

/** Compares what was ordered with what each workflow got. */
export interface Tally extends Pick<Deliveries, 'received'> {
	/** Notes an order: when it was placed, and when the list begins to show it. */
	placed(id: string, atMs: number, visibleAtMs: number): void;
	/** Notes how much n8n stores. */
	stored(workflow: WatchingWorkflow, text: string): void;
	scoreOf(id: string, lives: readonly Life[], calls: { mean: number; most: number }): Score;
	/** The lost orders of a workflow by id: when each was placed and first shown, UTC. */
	lostOf(id: string, lives: readonly Life[]): Record<string, string>;
}

const EVENT = 'order.created';

/** A tally for workflows that all wait for the same orders. */
export function createTally(workflows: readonly WatchingWorkflow[]): Tally {
	const deliveries = new Map(workflows.map((one) => [one.id, createDeliveries([one])]));
	const placedAtMs = new Map<string, number>();
	const bytes = new Map(workflows.map(({ id }) => [id, { last: 0, most: 0 }]));
	const known = <T,>(of: Map<string, T>, id: string): T => {
		const found = of.get(id);
		if (!found) throw new Error(`No workflow ${id}`);
		return found;
	};
	return {
		received(workflow, ...how) {
			known(deliveries, workflow.id).received(workflow, ...how);
		},
		placed(id, atMs, visibleAtMs) {
			placedAtMs.set(id, atMs);
			const happening = {
				account: ACCOUNT,
				event: EVENT,
				key: id,
				visibleAtMs,
				changedAtMs: [],
			} as const;
			for (const one of deliveries.values()) one.expect(happening);
		},
		stored({ id }, text) {
			const seen = known(bytes, id);
			seen.last = Buffer.byteLength(text);
			seen.most = Math.max(seen.most, seen.last);
		},
		lostOf(id, lives) {
			const { lost } = known(deliveries, id).reckon(lives);
			const iso = (ms: number) => new Date(ms).toISOString();
			return Object.fromEntries(
				lost.map(({ key, visibleAtMs }) => [
					key,
					`placed ${iso(placedAtMs.get(key) ?? visibleAtMs)}, shown ${iso(visibleAtMs)}`,
				]),
			);
		},
		scoreOf(id, lives, { mean, most }) {
			const { lost, repeated, afterKill, strange, arrivals } = known(deliveries, id).reckon(lives);
			const delaysMs = arrivals.map(
				({ happening: { key, visibleAtMs }, delayMs }) =>
					visibleAtMs + delayMs - (placedAtMs.get(key) ?? visibleAtMs),
			);
			const { p50Min, p95Min, maxMin } = spreadOf(delaysMs);
			return {
				lost: lost.length,
				repeated: repeated.length + afterKill,
				repeatedAfterKill: afterKill,
				strange: strange.length,
				callsPerDay: Math.round(mean * 10) / 10,
				callsPerDayMost: most,
				delayP50Min: p50Min,
				delayP95Min: p95Min,
				delayMaxMin: maxMin,
				stateBytesAtEnd: known(bytes, id).last,
				stateBytesAtMost: known(bytes, id).most,
			};
		},
	};
}
