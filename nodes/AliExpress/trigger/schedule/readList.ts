import { HOUR_MS } from '../../../time/units';
import type { RawDispute } from '../../parse/dispute/dispute';
import type { RawOrder } from '../../parse/order/orderList';
import type { ListRead, SoFar } from '../lists/listRead';
import { DISPUTE_STATES, readDisputes } from '../lists/disputes';
import { isOrderList, type Call, type ListName, type OrderListName } from '../lists/lists';
import { readEnded, readOrders } from '../lists/orders';
import type { PagesAsk, PagesRead } from '../lists/pages';
import type { Snapshot } from '../lists/snapshot';
import { NEW_AND_TO_SEND, OVERLAP_MS } from '../lists/window';
import {
	callsLeft,
	callsSpent,
	callsToSpare,
	evenStepMs,
	isScarce,
	paceOf,
	savedReads,
	type ListAsk,
	type Round,
	type RoundDeps,
} from './plan';
import { isQuiet } from './pace';
import { readReviewList } from './readReviews';

/** Pages of one read, and of a round before another list. More would eat the day's share in one go and be lost with a poll that fails. */
export const PAGE_LIMIT = 10;
/** Who reads seldom takes no more than this part of what is left of the day, who looks back this one. */
const MOST_AT_ONCE = 4;
const LEAST_OF_RARE = 3;
const MOST_OF_A_LOOK = 3;
/** A look further back takes at most one call for so many others: after one of 90 calls 270 others come first. */
const OTHERS_TO_DEEP = 3;
/** How often reviews and disputes are looked at further back, at most. */
const DEEP_EVERY_MS = 4 * HOUR_MS;
/** Orders that are not counted are all looked at once a day, in the slowest hours. */
const AUDIT_FROM_MS = 12 * HOUR_MS;
const AUDIT_UNTIL_MS = 24 * HOUR_MS;
/**
 * With fewer calls to spare than this a row that came late is not searched for all over the list. Once it can have
 * been missing for a while it is enough that so many are left of the day: a search takes three to five.
 */
const LEAST_FOR_SEARCH = 12;
const LEAST_WHEN_URGENT = 9;
const UNFOUND_MS = HOUR_MS / 2;
/** Disputes that have ended change no more, so only every fourth read asks for them too. */
const ENDED_EVERY = 4;
const [OPEN, ...ENDED] = DISPUTE_STATES;

/** How many pages one read may take on: less when time or calls do not suffice for more. */
function pageLimitOf(round: Round, list: ListName, deps: RoundDeps): number {
	const { group } = round;
	const saved = savedReads(round, list, deps);
	const left = callsLeft(round);
	// A list that is read once a day must be read to its end then, or it falls behind for ever.
	const isSeldom = !group.paced.has(list) && list === 'changed';
	const most = Math.floor(left / MOST_AT_ONCE);
	const planned = Math.max(PAGE_LIMIT, isSeldom ? most : Math.min(saved, most));
	return Math.min(planned, group.slowPages[list] ?? planned, left);
}

/** Whether it is time to look further back at a list. */
function isDeepDue({ round, wanted: { deep } }: ListAsk, list: ListName, deps: RoundDeps): boolean {
	if (!deep) return false;
	const { budget, startedAtMs } = round;
	const pace = paceOf(round, list, deps);
	const sinceMs = startedAtMs - deep.atMs;
	const restMs = OTHERS_TO_DEEP * deep.calls * evenStepMs(budget, pace, budget.dayEndsAtMs);
	// All disputes cost no more than the newest, as long as they are few.
	if (list === 'disputes' && deep.calls <= DISPUTE_STATES.length) return true;
	if (isOrderList(list)) {
		const isTime = isQuiet(pace, startedAtMs) || sinceMs > AUDIT_UNTIL_MS;
		return sinceMs > AUDIT_FROM_MS && isTime && !isScarce(budget, callsLeft(round));
	}
	return sinceMs >= Math.max(DEEP_EVERY_MS, restMs);
}

/** How the pages of a list are asked for. */
function pagesAskOf(
	ask: ListAsk,
	list: ListName,
	isDeep: boolean,
	deps: RoundDeps,
): PagesAsk<RawOrder> {
	const { round, wanted, toMs } = ask;
	const { group, budget, calls, isOverdue, startedAtMs } = round;
	const fromMs = Math.min(wanted.fromMs, toMs);
	const limit = pageLimitOf(round, list, deps);
	// The next page would be refused, and what was read would be lost with it.
	const isSpent = () => calls[list] > 0 && callsSpent(round) >= budget.left;
	// In the hour that occurs twice a look now and then took 15 of the last 17 calls: rows move, and it began again.
	const isRare = !group.paced.has(list) && isScarce(budget, budget.left);
	const mostOfRare = Math.max(LEAST_OF_RARE, budget.left / MOST_AT_ONCE);
	const isTooDear = () => isRare && calls[list] >= mostOfRare;
	const inParts = { freshFromMs: wanted.freshFromMs, shownToMs: startedAtMs - OVERLAP_MS };
	const spanPerPageMs = group.spanMs[list];
	const common = {
		toMs,
		...(isOrderList(list) && !isDeep && inParts),
		keep: wanted.keep,
		spanMs: spanPerPageMs && spanPerPageMs * limit,
		isOverdue: () => isOverdue() || isSpent() || isTooDear(),
	};
	if (isDeep && wanted.deep) {
		const most = Math.max(limit, Math.floor(callsLeft(round) / MOST_OF_A_LOOK));
		const deepFromMs = Math.min(wanted.deep.fromMs, fromMs);
		const deep = { ...common, fromMs: deepFromMs, spanMs: undefined, pageLimit: most };
		// An audit with too many pages goes on from where it was cut.
		return isOrderList(list) ? { ...deep, keep: 'earlier' } : { ...deep, narrowFromMs: fromMs };
	}
	if (!wanted.counted) {
		const { isShown } = wanted;
		const plain = { ...common, fromMs, pageLimit: limit, ...(isShown && { isShown }) };
		const { orders } = round.snapshot;
		// Newer orders stand on the pages that were read just before, with their payments.
		const isFresh = orders?.fetchedAtMs === startedAtMs && orders.isComplete && !wanted.isNew;
		// In the hour that occurs twice only the count says that the rest is known, not paid or not.
		const { count } = orders ?? {};
		const isAllShown = !count || count.read >= count.total || count.fromMs < (orders?.fromMs ?? 0);
		const isBelow = list === 'toSend' && !group.paced.has(list);
		return isBelow && isFresh && isAllShown ? { ...plain, createdToMs: orders.fromMs } : plain;
	}
	const { fromMs: countedMs, partsFromMs, verdictOf, missing } = wanted.counted;
	const counted = { fromMs: Math.min(countedMs, fromMs), narrowFromMs: partsFromMs };
	const spare = callsToSpare(budget, deps);
	// A row that is missed now may have come right after the read before.
	const isUrgent = startedAtMs - Math.min(missing.sinceMs, wanted.freshFromMs) > UNFOUND_MS;
	const maySearch =
		spare >= LEAST_FOR_SEARCH || (isUrgent && callsLeft(round) >= LEAST_WHEN_URGENT);
	const isEnough = (soFar: SoFar) => {
		const verdict = verdictOf(soFar);
		if (maySearch || !verdict.isJoined) return verdict;
		// In the evening only the page below the newest is looked at, and once for the same rows.
		const isWorthIt = soFar.latest?.isFirst === true && verdict.missing > missing.rows;
		return { ...verdict, isEnough: !isWorthIt, nextToMs: soFar.latest?.belowMs };
	};
	return { ...common, ...counted, pageLimit: limit, isEnough };
}

/** Notes how a window fitted, for the next one. */
function learn(
	{ group, isOverdue }: Round,
	list: ListName,
	{ pageLimit }: Pick<PagesAsk, 'pageLimit'>,
	read: PagesRead<unknown>,
): void {
	// A slow platform gets windows that fit into the time of a poll, until it has caught up. Calls that
	// are spent say nothing of how slow it is.
	if (!read.isComplete && isOverdue()) group.slowPages[list] = Math.max(1, read.pages);
	else if (read.nextSpanMs === undefined) group.slowPages[list] = undefined;
	group.spanMs[list] = read.nextSpanMs && read.nextSpanMs / pageLimit;
}

/**
 * Orders that have ended since they were seen are no longer counted, so that a row which came late
 * could hide behind them: when known ones are missing, they are looked for among those that have ended.
 * What is missing then still came late, and is searched for at once: the next read would count those that
 * end meanwhile against it.
 */
async function withEnded(
	ask: ListAsk,
	pages: PagesAsk<RawOrder>,
	read: PagesRead<RawOrder>,
): Promise<PagesRead<RawOrder>> {
	const { round, wanted, call } = ask;
	const { counted } = wanted;
	// What it shows to be missing has to be searched for at once.
	const mayLook = counted?.mayLook === true && callsLeft(round) > LEAST_FOR_SEARCH;
	if (!read.count || !mayLook || pages.isOverdue()) return read;
	const keys = read.rows.map(({ fields }) => fields.order_id);
	const verdict = counted.verdictOf({ keys, count: read.count, reachesMs: read.fromMs });
	if (verdict.surplus <= 0) return read;
	const pageLimit = Math.min(PAGE_LIMIT, callsLeft(round));
	const { fromMs } = read.count;
	const ended = await readEnded(call, {
		fromMs,
		toMs: pages.toMs,
		keep: 'later',
		pageLimit,
		isOverdue: pages.isOverdue,
	});
	const gone = ended.rows.map(({ fields }) => fields.order_id);
	const after = counted.verdictOf({ keys, count: read.count, reachesMs: read.fromMs, gone });
	const isEnough = (soFar: SoFar) => counted.verdictOf({ ...soFar, gone });
	const found =
		after.missing > 0 && !pages.isOverdue()
			? await readOrders(call, 'orders', { ...pages, isEnough })
			: undefined;
	const rows = [...read.rows, ...(found?.rows ?? []), ...ended.rows];
	const byId = new Map(rows.map((row) => [row.fields.order_id, row]));
	return { ...read, rows: [...byId.values()], hasEnded: true };
}

async function readOrderList(ask: ListAsk, list: OrderListName, deps: RoundDeps) {
	const isDeep = isDeepDue(ask, list, deps);
	const pages = pagesAskOf(ask, list, isDeep, deps);
	// Where it is the one that is read at the pace, it shows the new orders as well.
	const areNewShown = list === 'toSend' && ask.round.group.paced.has(list);
	const read = await readOrders(ask.call, list, pages, areNewShown ? NEW_AND_TO_SEND : undefined);
	learn(ask.round, list, pages, read);
	if (isDeep) return { ...read, deepCalls: read.pages };
	return await withEnded(ask, pages, read);
}

/** Reads of one window in several states, as one: it holds what all of them hold. */
function together(reads: ReadonlyArray<PagesRead<RawDispute>>): PagesRead<RawDispute> {
	const spans = reads.flatMap(({ nextSpanMs }) => nextSpanMs ?? []);
	return {
		rows: reads.flatMap(({ rows }) => rows),
		fromMs: Math.max(...reads.map(({ fromMs }) => fromMs)),
		toMs: Math.min(...reads.map(({ toMs }) => toMs)),
		pages: reads.reduce((sum, { pages }) => sum + pages, 0),
		isComplete: reads.every(({ isComplete }) => isComplete),
		isStable: reads.every(({ isStable }) => isStable),
		...(spans.length > 0 && { nextSpanMs: Math.min(...spans) }),
	};
}

async function readDisputeList(ask: ListAsk, deps: RoundDeps): Promise<ListRead<RawDispute>> {
	const { round, wanted, call } = ask;
	const { group } = round;
	const zone = deps.disputeZone ?? 'America/Los_Angeles';
	const isDeep = isDeepDue(ask, 'disputes', deps);
	const pages = pagesAskOf(ask, 'disputes', isDeep, deps);
	const reads = [await readDisputes(call, { ...pages, zone, state: OPEN })];
	group.disputeReads += 1;
	// The first read of a trigger learns what is there, or old disputes would look new later.
	const areEndedDue = wanted.isNew || group.disputeReads % ENDED_EVERY === 1;
	for (const state of areEndedDue ? ENDED : []) {
		const window = { ...pages, toMs: reads[0]?.toMs ?? pages.toMs, spanMs: undefined };
		reads.push(await readDisputes(call, { ...window, zone, state }));
	}
	const read = together(reads);
	learn(round, 'disputes', pages, read);
	const isWhole = wanted.deep !== undefined && read.fromMs <= wanted.deep.fromMs;
	return { ...read, ...((isDeep || isWhole) && { deepCalls: read.pages }) };
}

/**
 * Reads one list for all triggers of a group.
 *
 * @returns the part of a snapshot that it makes.
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readList(
	round: Round,
	list: ListName,
	deps: RoundDeps,
): Promise<Partial<Snapshot>> {
	const { need, calls, startedAtMs } = round;
	const wanted = need.lists[list];
	if (!wanted) return {};
	const call: Call = async (method, params) => {
		calls[list] += 1;
		return await deps.call(method, params);
	};
	const ask: ListAsk = { round, wanted, call, toMs: startedAtMs };
	const fetchedAtMs = startedAtMs;
	if (list === 'reviews') {
		const isDeep = isDeepDue(ask, list, deps);
		return { reviews: { ...(await readReviewList(ask, isDeep, deps)), fetchedAtMs } };
	}
	if (list === 'disputes') {
		return { disputes: { ...(await readDisputeList(ask, deps)), fetchedAtMs } };
	}
	return { [list]: { ...(await readOrderList(ask, list, deps)), fetchedAtMs } };
}
