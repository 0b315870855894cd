import { evenSpacingMs } from '../../../quota/pace';
import type { ListName } from '../lists/lists';
import type { RawDispute } from '../../parse/dispute';
import { DISPUTE_STATES, fetchDisputes } from '../lists/disputes';
import { fetchOrders } from '../lists/orders';
import type { PagesAsk, PagesRead } from '../lists/fitting';
import type { Group } from './group';
import type { ListNeed } from '../position/need';
import { callsToSpare } from './plan';
import type { ListRead } from '../lists/snapshot';
import { callsLeft, callsSpent, type ListAsk, type Round, type RoundDeps } from './ask';

type PagedListName = Exclude<ListName, 'reviews'>;

/** Pages of one read. More would eat the day's share in one go and be lost with a poll that fails. */
const PAGE_LIMIT = 10;
/** Pages of a part of a look back: what is new waits for its turn as long. */
const PART_LIMIT = 3;
/** Who polls seldom may read what its pauses have saved, but no more than this part of what is left. */
const MOST_AT_ONCE = 4;
/** Disputes that have ended change no more, so only every fourth read asks for them too. */
const ENDED_EVERY = 4;
const [OPEN, ...ENDED] = DISPUTE_STATES;
/** Looking back takes at most one call for so many others. */
const OTHERS_TO_WIDE = 3;

/** How many pages one read may take on: less when time or calls do not suffice for more. */
function pageLimitOf(round: Round, list: ListName): number {
	const { group, budget, active, parts, startedAtMs } = round;
	const dueAtMs = group.dueAtMs[list];
	const stepMs = evenSpacingMs(budget.share, active.perDayMs) * parts;
	const saved = dueAtMs > 0 ? Math.floor((startedAtMs - dueAtMs) / stepMs) : 0;
	const left = callsLeft(round);
	const planned = Math.max(PAGE_LIMIT, Math.min(saved, Math.floor(left / MOST_AT_ONCE)));
	return Math.min(planned, group.slowPages[list] ?? planned, left);
}

/** What a read is for. */
type Purpose =
	/** What is new. */
	| 'new'
	/** What is new, and far behind it what came very late. */
	| 'wide'
	/** A part of a look back that is too long for one read. */
	| 'part';

function purposeOf(
	{ group, budget, active }: Round,
	list: PagedListName,
	wanted: ListNeed,
): Purpose {
	const wide = group.wide[list];
	// Parts take turns with what is new, which must not wait for all of them.
	if (wanted.looking && !wide.wasPart) return 'part';
	// All of a list that is so short costs no more.
	if (list === 'disputes' && group.areDisputesFew) return 'wide';
	const isWorthIt = wide.othersSince >= OTHERS_TO_WIDE * wide.calls;
	// Of a costly one no more than a third of a day counts, or few calls would mean never to look back.
	const counted = Math.min(wide.calls, budget.share / 3);
	const isAffordable = counted <= callsToSpare(budget, active);
	return wanted.isWideDue && isWorthIt && isAffordable && !group.spanMs[list] ? 'wide' : 'new';
}

function windowOf(
	purpose: Purpose,
	{ wanted, toMs }: Pick<ListAsk, 'wanted' | 'toMs'>,
): Pick<PagesAsk, 'fromMs' | 'toMs' | 'narrowFromMs'> {
	const fromMs = Math.min(wanted.fromMs, toMs);
	if (purpose === 'part' && wanted.looking) {
		return { fromMs: wanted.looking.fromMs, toMs: Math.min(wanted.looking.toMs, toMs) };
	}
	if (purpose === 'new') return { fromMs, toMs };
	return { fromMs: Math.min(wanted.wideFromMs, fromMs), toMs, narrowFromMs: fromMs };
}

/** Notes how a window fitted and what it cost, for the next one. */
function learn(
	group: Group,
	list: PagedListName,
	purpose: Purpose,
	calls: number,
	read: PagesRead<unknown>,
): void {
	const { pages, pagesOfAll = calls, isComplete, nextSpanMs } = read;
	const wide = group.wide[list];
	wide.wasPart = purpose === 'part';
	if (purpose === 'part') {
		wide.spanMs = nextSpanMs;
		return;
	}
	// A slow platform gets windows that fit into the time of a poll, until it has caught up.
	if (!isComplete) group.slowPages[list] = Math.max(1, pages);
	else if (nextSpanMs === undefined) group.slowPages[list] = undefined;
	group.spanMs[list] = nextSpanMs;
	if (purpose === 'wide') Object.assign(wide, { calls: pagesOfAll, othersSince: 0 });
	else wide.othersSince += calls;
}

async function fetchList(
	{ round, wanted, call, toMs }: ListAsk,
	list: PagedListName,
	ask: PagesAsk,
	{ disputeZone }: RoundDeps,
): Promise<PagesRead<unknown>> {
	const { group, need } = round;
	if (list !== 'disputes') {
		return await fetchOrders(call, { ...ask, mode: list === 'finished' ? 'finished' : need.mode });
	}
	const zone = disputeZone ?? 'America/Los_Angeles';
	const open = await fetchDisputes(call, { ...ask, zone, state: OPEN });
	const isWhole = open.fromMs <= wanted.wideFromMs && open.toMs === toMs;
	const isNarrowed = open.pagesOfAll !== undefined;
	if (isWhole || isNarrowed) group.areDisputesFew = isWhole && open.pages === 1;
	group.disputeReads += 1;
	// The first read of a trigger learns what is there, or old disputes would look new later.
	const areEndedDue = wanted.isFirst || group.disputeReads % ENDED_EVERY === 1;
	if (!areEndedDue) return open;
	const { fromMs } = windowOf('wide', { wanted, toMs });
	const window = { ...ask, fromMs, toMs: open.toMs, spanMs: undefined, narrowFromMs: open.fromMs };
	const reads: Array<PagesRead<RawDispute>> = [open];
	for (const state of ENDED) {
		if (ask.isOverdue()) return { ...open, isComplete: false };
		reads.push(await fetchDisputes(call, { ...window, zone, state }));
	}
	return together(reads);
}

/** Reads of one window in several states, as one: it holds what all of them hold. */
function together(reads: ReadonlyArray<PagesRead<RawDispute>>): PagesRead<RawDispute> {
	const spans = reads.flatMap(({ nextSpanMs }) => nextSpanMs ?? []);
	const wholes = reads.flatMap(({ pagesOfAll }) => pagesOfAll ?? []);
	return {
		rows: reads.flatMap(({ rows }) => rows),
		fromMs: Math.max(...reads.map(({ fromMs }) => fromMs)),
		toMs: Math.min(...reads.map(({ toMs }) => toMs)),
		pages: Math.max(...reads.map(({ pages }) => pages)),
		isComplete: reads.every(({ isComplete }) => isComplete),
		isStable: reads.every(({ isStable }) => isStable),
		...(spans.length > 0 && { nextSpanMs: Math.min(...spans) }),
		...(wholes.length > 0 && { pagesOfAll: Math.max(...wholes) }),
	};
}

/**
 * Reads a list with pages for all triggers of a group: what is new, and now and then further back.
 *
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readPaged(
	ask: ListAsk,
	list: PagedListName,
	deps: RoundDeps,
): Promise<ListRead<unknown>> {
	const { round, wanted } = ask;
	const { group, budget, calls, isOverdue } = round;
	const purpose = purposeOf(round, list, wanted);
	// The next page would be refused, and what was read would be lost with it.
	const isSpent = () => calls[list] > 0 && callsSpent(round) >= budget.left;
	const found = await fetchList(
		ask,
		list,
		{
			...windowOf(purpose, ask),
			pageLimit: Math.min(purpose === 'part' ? PART_LIMIT : Infinity, pageLimitOf(round, list)),
			keep: wanted.keep,
			spanMs: purpose === 'part' ? group.wide[list].spanMs : group.spanMs[list],
			isOverdue: () => isOverdue() || isSpent(),
		},
		deps,
	);
	learn(group, list, purpose, calls[list], found);
	return found;
}
