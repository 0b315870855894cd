import type { Call } from './call';
import type { PerList } from './events';
import type { Feed } from './feed';
import type { Group } from './group';
import type { ListNeed, Need } from './need';
import type { ActiveTime, Budget } from './plan';

/** What one round of reading is about. */
export interface Round {
	feed: Feed;
	key: string;
	group: Group;
	need: Need;
	budget: Budget;
	active: ActiveTime;
	/** Among how many reads the day's calls are divided. */
	parts: number;
	/** Calls made so far for each list. */
	calls: PerList<number>;
	startedAtMs: number;
	isOverdue(): boolean;
}

/** Calls of all lists in a round so far. */
export function callsSpent({ calls }: Round): number {
	return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** What the calls of other lists in the same round have left. */
export function callsLeft(round: Round): number {
	return Math.max(1, round.budget.left - callsSpent(round));
}

/** One list to read in a round. */
export interface ListAsk {
	round: Round;
	wanted: ListNeed;
	/** Counts the call for the list. */
	call: Call;
	/** End of the window, ms UTC. */
	toMs: number;
}
