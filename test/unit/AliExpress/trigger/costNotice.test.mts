import { NodeHelpers, type INodeProperties } from 'n8n-workflow';

import { AliExpressTrigger } from '../../../../nodes/AliExpress/AliExpressTrigger.node.ts';
import {
	TRIGGER_EVENTS,
	type TriggerEvent,
} from '../../../../nodes/AliExpress/trigger/events/events.ts';

const { description } = new AliExpressTrigger();

/** The yellow boxes that n8n shows for a choice of events. */
function noticesFor(
	events: readonly TriggerEvent[],
	options = {},
	name = 'costNotice',
): INodeProperties[] {
	const parameters = { authentication: 'oAuth2', events: [...events], options };
	const node = { typeVersion: 1 } as Parameters<typeof NodeHelpers.displayParameter>[2];
	return description.properties.filter(
		(property) =>
			property.name === name &&
			property.type === 'notice' &&
			NodeHelpers.displayParameter(parameters, property, node, description),
	);
}
const textFor = (...events: TriggerEvent[]) => noticesFor(events)[0]?.displayName ?? '';

/** What a reader of the notice learns of each event. */
const WORDS: Readonly<Partial<Record<TriggerEvent, readonly string[]>>> = {
	'order.created': ['new and paid orders'],
	'order.paid': ['new and paid orders'],
	'order.shipped': ['shipped orders'],
	'order.cancelled': ['wishes to cancel', 'finished and cancelled orders'],
	'order.finished': ['finished and cancelled orders'],
	'review.created': ['reviews'],
	'review.negative': ['reviews'],
	'review.updated': ['reviews'],
	'dispute.opened': ['disputes'],
	'dispute.updated': ['disputes'],
};

describe('the notice of the trigger', () => {
	it('is one for every choice of events, and names what these read and nothing else', () => {
		const all = new Set(Object.values(WORDS).flat());
		const wrong: unknown[] = [];
		const listed = TRIGGER_EVENTS.filter((event) => WORDS[event]);
		for (let choice = 1; choice < 2 ** listed.length; choice++) {
			const events = listed.filter((_, place) => (choice >> place) % 2 === 1);
			const notices = noticesFor(events, { includeBuyerData: true });
			const read = new Set(events.flatMap((event) => WORDS[event] ?? []));
			// "shipped orders and wishes to cancel" is one list, whichever of the two is wanted.
			if (read.has('shipped orders')) read.add('wishes to cancel');
			if (read.has('wishes to cancel')) read.add('shipped orders');
			const named = [...all].filter((words) => notices[0]?.displayName.includes(words));
			const isRight = named.length === read.size && named.every((words) => read.has(words));
			if (notices.length !== 1 || !isRight) wrong.push({ events, notices: notices.length, named });
		}
		expect(wrong).toEqual([]);
		expect(noticesFor([])).toHaveLength(0);
	});

	it('tells of each watched event what its looks cost, and of those alone', () => {
		const watched = TRIGGER_EVENTS.filter((event) => !WORDS[event]);
		expect(watched.length).toBeGreaterThan(5);
		for (const event of watched) {
			const [notice, ...others] = noticesFor([event, 'order.created'], {}, 'watchNotice');
			expect(notice?.displayName).toMatch(/call/);
			expect(others).toEqual([]);
			expect(noticesFor([event])).toEqual([]);
		}
		expect(noticesFor(['order.created'], {}, 'watchNotice')).toEqual([]);
	});

	it('tells how often each list is read with the calls of a connector', () => {
		expect(textFor('order.created')).toContain('read new and paid orders about every 11 minutes;');
		expect(textFor('review.negative', 'review.created')).toContain(
			'read reviews about every 11 minutes;',
		);
		expect(textFor('order.created', 'order.paid', 'review.created')).toContain(
			'read new and paid orders about every 15 minutes, reviews about every 44 minutes;',
		);
		// 2 x 3 of 6: each of both lists of orders has half of the calls.
		expect(textFor('order.paid', 'order.shipped')).toContain(
			'orders about every 22 minutes, shipped',
		);
		expect(textFor('dispute.opened')).toContain('read disputes about every 17 minutes;');
	});

	it('tells how many orders a day the calls are enough for, where new orders are read', () => {
		expect(textFor('order.created')).toContain('Up to about 2,000 orders a day');
		expect(textFor('order.created', 'review.created')).toContain('Up to about 1,500 orders a day');
		expect(textFor('order.shipped', 'review.created')).not.toContain('orders a day come in time');
	});
});
