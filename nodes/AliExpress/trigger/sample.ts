import { NodeOperationError, type INode } from 'n8n-workflow';

import { LISTS, listOfEvent, type ListName, type Occurrence, type TriggerEvent } from './events';
import { fetchOrders, type Call } from './fetchOrders';
import { fetchReviews } from './fetchReviews';
import { itemOf, type TriggerItem } from './item';
import { orderOccurrences, PAID } from './orderOccurrences';
import type { Snapshot } from './read';
import { reviewOccurrences } from './reviewOccurrences';
import { listsOf, type TriggerSettings } from './settings';
import { unexpectedFormOf } from './unexpectedForm';

const SAMPLE_DAYS = 30;

const WHAT: Readonly<Record<TriggerEvent, string>> = {
	'order.created': 'order',
	'order.paid': 'paid order',
	'review.created': 'review',
	'review.negative': 'negative review',
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

async function readSample({ call, nowMs, settings }: SampleDeps): Promise<Snapshot> {
	const fromMs = nowMs - SAMPLE_DAYS * 86_400_000;
	const lists = listsOf(settings.events);
	const snapshot: Snapshot = { fetchedAtMs: nowMs };
	// One page is enough for a sample, and after the first one the read is overdue.
	const isOverdue = () => true;
	const window = { fromMs, toMs: nowMs, isOverdue };
	if (lists.has('orders')) {
		// The newest page may hold no paid order at all, so they are asked for.
		const isPaidAlone = !settings.events.includes('order.created');
		const ask = {
			...window,
			keep: 'later',
			mode: 'created',
			pageLimit: Infinity,
			...(isPaidAlone && { statuses: [...PAID] }),
		} as const;
		snapshot.orders = { ...(await fetchOrders(call, ask)), fetchedAtMs: nowMs };
	}
	if (lists.has('reviews')) {
		const ask = {
			keep: 'later',
			freshFromMs: fromMs,
			maxCalls: 1,
			zone: settings.reviewZone,
		} as const;
		const reviews = await fetchReviews(call, { ...window, ...ask });
		snapshot.reviews = { ...reviews, fetchedAtMs: nowMs };
	}
	return snapshot;
}

function occurrencesOf(list: ListName, snapshot: Snapshot, deps: SampleDeps): Occurrence[] {
	const { settings, account, nowMs } = deps;
	if (list === 'orders') {
		return orderOccurrences(snapshot.orders?.rows ?? [], new Set(settings.events), account, {});
	}
	return reviewOccurrences(snapshot.reviews?.rows ?? [], settings, account, {}, nowMs);
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
		const all = LISTS.flatMap((list) => occurrencesOf(list, snapshot, deps));
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
	const wanted = settings.events.map((event) => WHAT[event]).join(' or ');
	const paid = settings.events.includes('order.paid') ? ' Finished orders are not looked at.' : '';
	const where = settings.events.some((event) => listOfEvent(event) === 'reviews')
		? ' AliExpress lists a review only once it is effective, which can be weeks after it was written.'
		: '';
	throw new NodeOperationError(node, `No ${wanted} in the last ${SAMPLE_DAYS} days`, {
		description: `The account was read and holds nothing to show as a sample. Publish the workflow: it starts with the first one that comes.${paid}${where}`,
	});
}
