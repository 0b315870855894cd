import type { INodeProperties } from 'n8n-workflow';

import { CONNECTOR_POLICY } from '../../quota/policy';
import { planOrders, readsByList, type PlannedList } from '../../quota/triggerPlan';
import { EVENTS, TRIGGER_EVENTS, type TriggerEvent } from './events/events';

/** What the notice calls the lists that are read at the pace of the day, and the events that need each. */
const WORDS: Readonly<Record<PlannedList, string>> = {
	orders: 'new and paid orders',
	changed: 'shipped orders and wishes to cancel',
	finished: 'finished and cancelled orders',
	reviews: 'reviews',
	disputes: 'disputes',
};
const LISTS = Object.keys(WORDS) as PlannedList[];

/** Whether an event has a list read at the pace of the day; payments need the changes once a day only. */
function needs(event: TriggerEvent, list: PlannedList): boolean {
	const { lists } = EVENTS[event];
	return lists.includes(list) && !(list === 'changed' && lists.includes('orders'));
}

function textOf(lists: readonly PlannedList[]): string {
	const share = CONNECTOR_POLICY.shares.trigger;
	const setting = { share, callsPerRead: 1, pollEveryMinutes: 1, activeHours: 24 };
	const reads = readsByList(lists, setting);
	const paces = lists.map(
		(list) =>
			`${WORDS[list]} about every ${Math.round(reads[list]?.readEveryMinutes ?? 0)} minutes`,
	);
	const orders = planOrders(lists, setting);
	const capacity = orders
		? ` Up to about ${orders.orderCapacityPerDay.toLocaleString('en')} orders a day (fewer with Order Paid) come in time, busy hours included; beyond that they fall behind.`
		: '';
	return `"Every Minute" under Poll Times is safe: the node makes a call only when one is due. All AliExpress triggers of an account share the ${share} calls a day that the connector tier leaves for them. With these events alone they read ${paces.join(', ')}; an app with more calls reads more often.${capacity} Account → Plan works it out for your numbers.`;
}

/** Every choice of lists, but for none. */
function choices(): PlannedList[][] {
	return Array.from({ length: 2 ** LISTS.length - 1 }, (_, nth) =>
		LISTS.filter((_list, place) => ((nth + 1) >> place) % 2 === 1),
	);
}

/**
 * Five spellings of the parameter *Events*. n8n looks parameters up by path, and wants a fitting value under every
 * key of `show`: with a key for each list, a notice is shown when some chosen event needs the first, some the
 * second, and so on. Plain values under them cost nothing to look at; with a pattern for each list the editor took
 * some 5 ms for all notices at every key press.
 */
const SPELLINGS = ['events', '/events', '["events"]', '/["events"]', "['events']"] as const;

/** What each watched event costs and how early it comes: one notice each, as what is watched is looked at apart. */
function watchNotices(): INodeProperties[] {
	return TRIGGER_EVENTS.flatMap((event): INodeProperties[] => {
		const { promise } = EVENTS[event];
		if (promise === undefined) return [];
		return [
			{
				displayName: promise,
				name: 'watchNotice',
				type: 'notice',
				default: '',
				displayOptions: { show: { events: [event] } },
			},
		];
	});
}

/**
 * What the chosen events cost and how early they come: one notice for each choice of lists, of which n8n
 * shows the one that fits. It cannot work with numbers itself, and knows the parameters alone, not the
 * limits in the credential.
 */
export function costNotices(): INodeProperties[] {
	const eventsOf = (list: PlannedList) => TRIGGER_EVENTS.filter((event) => needs(event, list));
	const ofLists = choices().map(
		(lists): INodeProperties => ({
			displayName: textOf(lists),
			name: 'costNotice',
			type: 'notice',
			default: '',
			displayOptions: {
				show: Object.fromEntries(
					lists.map((list, place) => [SPELLINGS[place] ?? 'events', eventsOf(list)]),
				),
				hide: { events: LISTS.filter((list) => !lists.includes(list)).flatMap(eventsOf) },
			},
		}),
	);
	return [...ofLists, ...watchNotices()];
}
