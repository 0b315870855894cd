import { perList, type ListName, type PerList } from '../lists/lists';
import { healthy, type Fault, type Health } from './health';
import type { Snapshot } from '../lists/snapshot';

/** How looking further back goes. */
interface WideReads {
	/** What the latest one cost, or would have cost in one read. */
	calls: number;
	/** Calls of other reads of the list since it began. */
	othersSince: number;
	/** Whether the latest read of the list was a part of one. */
	wasPart: boolean;
	/** How long a part was that fitted, ms. */
	spanMs?: number | undefined;
}

/** Triggers that share a window; `live` for all that are up to date, one each for the others. */
export interface Group {
	/** No read of a list before this moment, ms UTC. */
	dueAtMs: PerList<number>;
	/** Calls of a read of a list, over the latest ones. */
	meanCalls: PerList<number>;
	/** The reads of a list that look further back. */
	wide: PerList<WideReads>;
	/** How far the plan went with the latest read of a list, ms. */
	stepMs: PerList<number>;
	/** The lists that its triggers need. */
	watched: Set<ListName>;
	/** From when on a push has a list read sooner, ms UTC; 0 when none has since the last read. */
	pushedAtMs: PerList<number>;
	/** The lists that this process has read. */
	hasRead: Set<ListName>;
	health: PerList<Health>;
	/** The latest read that failed for a reason that the user has to hear of. */
	fault?: Fault | undefined;
	/** How many pages of a list fitted into the time of a poll, while not all of a window do. */
	slowPages: { [List in ListName]?: number | undefined };
	/** How long a window was that fitted, while reads of a list are cut short. */
	spanMs: { [List in ListName]?: number | undefined };
	/** Whether all disputes that can still change fit on one page. */
	areDisputesFew: boolean;
	/** Reads of disputes so far; now and then one asks for those that have ended too. */
	disputeReads: number;
	/** The latest read, until every trigger of the group has used it. */
	snapshot?: Snapshot | undefined;
	/** Triggers that have not used the snapshot yet. */
	waiting: Set<string>;
	/** Triggers that wait for the read under way. */
	asking: Set<string>;
	inFlight?: Promise<void> | undefined;
}

/** A group that has read nothing yet. */
export function openGroup(): Group {
	return {
		dueAtMs: perList(() => 0),
		// Not what the first read takes: after a restart that may be a costly one.
		meanCalls: perList(() => 1),
		wide: perList(() => ({ calls: 1, othersSince: 0, wasPart: false })),
		stepMs: perList(() => 0),
		watched: new Set(),
		pushedAtMs: perList(() => 0),
		hasRead: new Set(),
		health: perList(healthy),
		slowPages: {},
		spanMs: {},
		areDisputesFew: false,
		disputeReads: 0,
		waiting: new Set(),
		asking: new Set(),
	};
}
