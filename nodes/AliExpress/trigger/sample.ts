import { NodeOperationError, type INode } from 'n8n-workflow';

import { DAY_MS } from '../../time/units';
import type { RawReview } from '../parse/review/review';
import { EVENTS, listsOf, type TriggerEvent } from './events/events';
import { itemOf, type TriggerItem } from './events/item';
import { occurrencesOf } from './events/occurrences';
import { DISPUTE_STATES, readDisputes } from './lists/disputes';
import { isOrderList, LISTS, type Call } from './lists/lists';
import { readOrders } from './lists/orders';
import { NEWEST } from './lists/reviewWay';
import { readReviews, walkOrders, type ReviewAsk } from './lists/reviews';
import type { ListRead } from './lists/listRead';
import type { Snapshot } from './lists/snapshot';
import { REACH_MS } from './lists/window';
import { openKnown } from './position/packedIds';
import { disputeZoneOf, type TriggerSettings } from './settings';
import { isOfOneList, isRefused, unexpectedFormOf } from './schedule/health';
import { WATCHES } from './schedule/looks';
import { itemOfSighting, type Look } from './watches/watch';

const SAMPLE_DAYS = 30;

/** What a manual test needs. */
export interface SampleDeps extends Partial<Pick<Look, 'zone' | 'dayUse'>> {
	node: INode;
	nowMs: number;
	call: Call;
	settings: TriggerSettings;
	account: string;
	appSecret: string;
}

/** Statuses to ask for when newly placed orders alone would hide what is looked for. */
function wantedStatuses(events: readonly TriggerEvent[]): readonly string[] | undefined {
	if (events.includes('order.created')) return undefined;
	const statuses = events.flatMap((event) => EVENTS[event].sampleStatuses ?? []);
	return statuses.length > 0 ? [...new Set(statuses)] : undefined;
}

/** One answer of the list of reviews or, where it is refused, the reviews of the newest finished orders. */
async function readSomeReviews(call: Call, ask: ReviewAsk): Promise<ListRead<RawReview>> {
	try {
		return await readReviews(call, ask);
	} catch (refusal) {
		if (!isRefused(refusal)) return await Promise.reject(refusal);
		const { toMs, isOverdue } = ask;
		const fromMs = toMs - REACH_MS.finished;
		try {
			const { rows } = await walkOrders(call, {
				fromMs,
				toMs,
				from: NEWEST,
				maxPages: 1,
				isOverdue,
			});
			return { fromMs, toMs, rows, isComplete: true, isStable: true };
		} catch (reason) {
			return await Promise.reject(isOfOneList(reason) ? refusal : reason);
		}
	}
}

async function readLists({ call, nowMs, settings }: SampleDeps): Promise<Snapshot> {
	const { events } = settings;
	const fromMs = nowMs - SAMPLE_DAYS * DAY_MS;
	const lists = listsOf(events);
	const fetched = { fetchedAtMs: nowMs };
	const snapshot: Snapshot = { ...fetched };
	// One page is enough for a sample, and after the first one the read is overdue.
	const isOverdue = () => true;
	const window = { fromMs, toMs: nowMs, keep: 'later', isOverdue } as const;
	const pages = { ...window, pageLimit: Infinity };
	// One read of the orders that are under way shows all events of these.
	if ([...lists].some((list) => isOrderList(list) && list !== 'finished')) {
		const orders = await readOrders(call, 'orders', pages, wantedStatuses(events));
		snapshot.orders = { ...orders, ...fetched };
	}
	if (lists.has('finished')) {
		snapshot.finished = { ...(await readOrders(call, 'finished', pages)), ...fetched };
	}
	if (lists.has('reviews')) {
		const ask = { ...window, freshFromMs: fromMs, maxCalls: 1, zone: settings.reviewZone };
		snapshot.reviews = { ...(await readSomeReviews(call, ask)), ...fetched };
	}
	for (const state of lists.has('disputes') ? DISPUTE_STATES : []) {
		const ask = { ...pages, zone: disputeZoneOf(settings), state };
		const disputes = await readDisputes(call, ask);
		snapshot.disputes = { ...disputes, ...fetched };
		if (disputes.rows.length > 0) break;
	}
	return snapshot;
}

/** What a watch has to show of an event; undefined when none finds it, or there is nothing to show. */
async function watchedSample(event: TriggerEvent, deps: SampleDeps) {
	const { watch } = EVENTS[event];
	if (watch === undefined) return undefined;
	const seen = await WATCHES[watch].sample({
		zone: 'UTC',
		dayUse: async () => await Promise.resolve(undefined),
		...deps,
		settings: { ...deps.settings, events: [event] },
		known: openKnown('', 'a', 0),
		at: undefined,
		isLearning: false,
		stretch: 1,
		pseudonymKey: deps.appSecret,
	});
	return seen && itemOfSighting(seen, deps.account);
}

/**
 * Reads one recent example of each chosen event for a manual test. Touches no state.
 *
 * @throws NodeOperationError when there is none; NodeApiError when the call did not succeed.
 */
export async function sampleOf(deps: SampleDeps): Promise<TriggerItem[]> {
	const { settings, node } = deps;
	const found: TriggerItem[] = [];
	try {
		const snapshot = await readLists(deps);
		const { account } = deps;
		const all = LISTS.flatMap((list) =>
			occurrencesOf(list, snapshot, settings, account, new Set()),
		);
		for (const event of settings.events) {
			const watched = await watchedSample(event, deps);
			if (watched) found.push(watched);
			const mine = all.filter((one) => one.event === event);
			const newest = mine.sort((a, b) => b.occurredAtMs - a.occurredAtMs)[0];
			if (newest) found.push(itemOf(newest, deps.nowMs, settings, deps.appSecret));
		}
	} catch (reason) {
		if (!(reason instanceof TypeError)) return await Promise.reject(reason);
		throw unexpectedFormOf(node, reason);
	}
	if (found.length > 0) return found;
	const lists = listsOf(settings.events);
	const wanted = [...new Set(settings.events.map((event) => EVENTS[event].what))].join(' or ');
	const isPaidAlone = settings.events.includes('order.paid') && !lists.has('finished');
	const paid = isPaidAlone ? ' Finished orders are not looked at.' : '';
	const where = lists.has('reviews')
		? ' AliExpress lists a review only once it is effective, which can be weeks after it was written.'
		: '';
	throw new NodeOperationError(node, `No ${wanted} in the last ${SAMPLE_DAYS} days`, {
		description: `The account was read and holds nothing to show as a sample. Publish the workflow: it starts with the first one that comes.${paid}${where}`,
	});
}
