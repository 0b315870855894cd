import type { Random } from '../sandbox/shop/random.mts';
import { DAY_MS, HOUR_MS } from './scene.mts';
import type { WatchingWorkflow } from './scene.mts';

/** What workflows hand their items on to: helpdesks, chats, tables. */
export interface Targets {
	/** Plans when one of them is away, on a day. */
	plan(dayStartMs: number): void;
	/** Whether an execution of a workflow succeeds that reaches its target at a moment, true time. */
	takes(workflow: WatchingWorkflow, atMs: number): boolean;
	/** Executions that failed. */
	readonly failures: number;
	/** How often a target was away. */
	readonly absences: number;
}

/** How long a target is away. */
const AWAY_MS = 3 * HOUR_MS;
/** How often an execution fails for a reason of its own. */
const FAILING = 0.1;

/** Targets that are away for three hours now and then, and refuse one time in ten. */
export function createTargets(workflows: readonly WatchingWorkflow[], random: Random): Targets {
	const learning = workflows.filter(({ typeVersion = 1 }) => typeVersion > 1);
	const away = new Map<string, number>();
	let failures = 0;
	let absences = 0;
	return {
		plan(dayStartMs) {
			const { id } = random.pick(learning);
			absences += 1;
			away.set(id, dayStartMs + random.int(0, DAY_MS - 2 * AWAY_MS));
		},
		takes({ id }, atMs) {
			const fromMs = away.get(id) ?? Infinity;
			const isAway = atMs >= fromMs && atMs < fromMs + AWAY_MS;
			const isTaken = !isAway && !random.chance(FAILING);
			if (!isTaken) failures += 1;
			return isTaken;
		},
		get failures() {
			return failures;
		},
		get absences() {
			return absences;
		},
	};
}
