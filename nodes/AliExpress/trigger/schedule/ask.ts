import type { INode } from 'n8n-workflow';

import type { PlatformZone } from '../../../time/zones';
import type { Call, PerList } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import type { Need } from '../position/need';
import type { ListNeed } from '../position/position';
import type { Feed, Group } from './feed';
import type { ActiveHours, Budget } from './pace';

/** What a round of reading needs of its surroundings. */
export interface RoundDeps {
	node: INode;
	nowMs(): number;
	call: Call;
	/** What triggers may still spend today. */
	readBudget(): Promise<Budget>;
	reviewZone: PlatformZone;
	/** Zone of the times of disputes; Pacific when it is left out. */
	disputeZone?: PlatformZone | undefined;
	/** When the trigger reads; undefined for always. */
	activeHours?: ActiveHours | undefined;
	/** How long a poll may take, ms; undefined where n8n does not say. */
	pollBudgetMs?: number;
	/** Writes a warning to the log. */
	tell(message: string): void;
	/** Writes to the log what is worth knowing; nothing when it is left out. */
	note?: ((message: string) => void) | undefined;
}

/** What one round of reading is about. */
export interface Round {
	feed: Feed;
	key: string;
	group: Group;
	need: Need;
	budget: Budget;
	/** What was read so far. */
	snapshot: Snapshot;
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
