import { NodeOperationError, type INode } from 'n8n-workflow';

import { DAY_MS } from '../../time/units';
import { type TriggerEvent } from './events/events';
import { itemOf, type TriggerItem } from './events/item';
import { occurrencesOf } from './events/occurrences';
import { PAID, SENT } from './events/orderStatus';
import type { Call } from './lists/call';
import { DISPUTE_STATES, fetchDisputes } from './lists/disputes';
import { LISTS } from './lists/lists';
import { fetchOrders } from './lists/orders';
import { fetchReviews } from './lists/reviews';
import type { Snapshot } from './lists/snapshot';
import { disputeZoneOf, listsOf, type TriggerSettings } from './settings';
import { unexpectedFormOf } from './unexpectedForm';

const SAMPLE_DAYS = 30;

const WHAT: Readonly<Record<TriggerEvent, string>> = {
	'order.created': 'order',
	'order.paid': 'paid order',
	'order.shipped': 'shipped order',
	'order.cancelled': 'cancelled order',
	'order.finished': 'finished order',
	'review.created': 'review',
	'review.negative': 'negative review',
	'review.updated': 'review',
	'dispute.opened': 'dispute',
	'dispute.updated': 'dispute',
};

/** What a manual test needs. */
export interface SampleDeps {
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
	const statuses = [
		...(events.includes('order.paid') ? PAID : []),
		...(events.includes('order.shipped') ? SENT : []),
		...(events.includes('order.cancelled') ? ['IN_CANCEL'] : []),
	];
	return statuses.length > 0 ? [...new Set(statuses)] : undefined;
}

async function readSample({ call, nowMs, settings }: SampleDeps): Promise<Snapshot> {
	const fromMs = nowMs - SAMPLE_DAYS * DAY_MS;
	const lists = listsOf(settings.events);
	const fetched = { fetchedAtMs: nowMs };
	const snapshot: Snapshot = { ...fetched };
	// One page is enough for a sample, and after the first one the read is overdue.
	const isOverdue = () => true;
	const window = { fromMs, toMs: nowMs, keep: 'later', isOverdue } as const;
	const pages = { ...window, pageLimit: Infinity };
	if (lists.has('orders')) {
		const statuses = wantedStatuses(settings.events);
		const ask = { ...pages, mode: 'created', ...(statuses && { statuses }) } as const;
		snapshot.orders = { ...(await fetchOrders(call, ask)), ...fetched };
	}
	if (lists.has('finished')) {
		const read = await fetchOrders(call, { ...pages, mode: 'finished' });
		snapshot.finished = { ...read, ...fetched };
	}
	if (lists.has('reviews')) {
		const ask = { ...window, freshFromMs: fromMs, maxCalls: 1, zone: settings.reviewZone };
		snapshot.reviews = { ...(await fetchReviews(call, ask)), ...fetched };
	}
	if (lists.has('disputes')) {
		for (const state of DISPUTE_STATES) {
			const ask = { ...pages, zone: disputeZoneOf(settings), state };
			snapshot.disputes = { ...(await fetchDisputes(call, ask)), ...fetched };
			if (snapshot.disputes.rows.length > 0) break;
		}
	}
	return snapshot;
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
		const snapshot = await readSample(deps);
		const { account } = deps;
		const all = LISTS.flatMap((list) =>
			occurrencesOf(list, snapshot, settings, account, new Set()),
		);
		for (const event of settings.events) {
			const mine = all.filter((one) => one.event === event);
			const newest = mine.sort((a, b) => b.occurredAtMs - a.occurredAtMs)[0];
			if (newest) found.push(itemOf(newest, snapshot, settings, deps.appSecret));
		}
	} catch (reason) {
		if (!(reason instanceof TypeError)) return await Promise.reject(reason);
		throw unexpectedFormOf(node, reason);
	}
	if (found.length > 0) return found;
	const lists = listsOf(settings.events);
	const wanted = [...new Set(settings.events.map((event) => WHAT[event]))].join(' or ');
	const isPaidAlone = settings.events.includes('order.paid') && !lists.has('finished');
	const paid = isPaidAlone ? ' Finished orders are not looked at.' : '';
	const where = lists.has('reviews')
		? ' AliExpress lists a review only once it is effective, which can be weeks after it was written.'
		: '';
	throw new NodeOperationError(node, `No ${wanted} in the last ${SAMPLE_DAYS} days`, {
		description: `The account was read and holds nothing to show as a sample. Publish the workflow: it starts with the first one that comes.${paid}${where}`,
	});
}
