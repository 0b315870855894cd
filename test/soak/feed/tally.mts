import { createDeliveries } from '../deliveries.mts';
import type { Deliveries } from '../deliveries.mts';
import { spreadOf } from '../delays.mts';
import type { Life } from '../life.mts';
import type { WatchedEvent, WatchingWorkflow } from '../scene.mts';
import { TARDY_MS } from './moments.mts';
import { ACCOUNT } from './plan.mts';

/** From the moment that something happens to the execution that has it. */
export interface Delays {
	delayP50Min: number;
	delayP95Min: number;
	delayMaxMin: number;
}

/** What a strategy came to. The delays of its own are those of new orders. */
export interface Score extends Delays {
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
	/** Of the other events that the workflow waits for. */
	others: Partial<Record<WatchedEvent, Delays>>;
	/** What the list showed more than half an hour late is in no delay above. From then to its execution: */
	tardy: number;
	tardyFoundMaxMin: number;
	/** Of what n8n stores for the workflow. */
	stateBytesAtEnd: number;
	stateBytesAtMost: number;
}

/** Compares what happened with what each workflow got. */
export interface Tally extends Pick<Deliveries, 'received'> {
	/** Notes that something happened: when, and when the list begins to show it. */
	happened(event: WatchedEvent, key: string, atMs: number, visibleAtMs: number): void;
	/** Notes how much n8n stores. */
	stored(workflow: WatchingWorkflow, text: string): void;
	scoreOf(id: string, lives: readonly Life[], calls: { mean: number; most: number }): Score;
	/** What a workflow never got, by event and id: when it happened and was first shown, UTC. */
	lostOf(id: string, lives: readonly Life[]): Record<string, string>;
}

const MAIN: WatchedEvent = 'order.created';

function delaysOf(delaysMs: readonly number[]): Delays {
	const { p50Min, p95Min, maxMin } = spreadOf(delaysMs);
	return { delayP50Min: p50Min, delayP95Min: p95Min, delayMaxMin: maxMin };
}

/** A tally for workflows on the same shop. */
export function createTally(workflows: readonly WatchingWorkflow[]): Tally {
	const deliveries = new Map(workflows.map((one) => [one.id, createDeliveries([one])]));
	const happenedAtMs = new Map<string, number>();
	const bytes = new Map(workflows.map(({ id }) => [id, { last: 0, most: 0 }]));
	const nameOf = (event: string, key: string) => `${event} ${key}`;
	const known = <T,>(of: Map<string, T>, id: string): T => {
		const found = of.get(id);
		if (!found) throw new Error(`No workflow ${id}`);
		return found;
	};
	return {
		received(workflow, ...how) {
			known(deliveries, workflow.id).received(workflow, ...how);
		},
		happened(event, key, atMs, visibleAtMs) {
			happenedAtMs.set(nameOf(event, key), atMs);
			const happening = { account: ACCOUNT, event, key, visibleAtMs, changedAtMs: [] };
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
				lost.map(({ event, key, visibleAtMs }) => {
					const name = nameOf(event, key);
					const atMs = happenedAtMs.get(name) ?? visibleAtMs;
					return [name, `happened ${iso(atMs)}, shown ${iso(visibleAtMs)}`];
				}),
			);
		},
		scoreOf(id, lives, { mean, most }) {
			const { lost, repeated, afterKill, strange, arrivals } = known(deliveries, id).reckon(lives);
			const delaysMs = new Map<WatchedEvent, number[]>([[MAIN, []]]);
			const tardyMs: number[] = [];
			for (const { happening, delayMs } of arrivals) {
				const { event, key, visibleAtMs } = happening;
				const shownInMs = visibleAtMs - (happenedAtMs.get(nameOf(event, key)) ?? visibleAtMs);
				if (shownInMs > TARDY_MS) {
					tardyMs.push(delayMs);
					continue;
				}
				const mine = delaysMs.get(event) ?? [];
				delaysMs.set(event, mine);
				mine.push(shownInMs + delayMs);
			}
			const others = [...delaysMs].filter(([event]) => event !== MAIN);
			return {
				lost: lost.length,
				repeated: repeated.length + afterKill,
				repeatedAfterKill: afterKill,
				strange: strange.length,
				callsPerDay: Math.round(mean * 10) / 10,
				callsPerDayMost: most,
				...delaysOf(delaysMs.get(MAIN) ?? []),
				others: Object.fromEntries(others.map(([event, ms]) => [event, delaysOf(ms)])),
				tardy: tardyMs.length,
				tardyFoundMaxMin: spreadOf(tardyMs).maxMin,
				stateBytesAtEnd: known(bytes, id).last,
				stateBytesAtMost: known(bytes, id).most,
			};
		},
	};
}
