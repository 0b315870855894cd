import {
	endingOf,
	endingOfRejection,
	MOST_OUTSTANDING,
	openOutstanding,
	withFound,
	withHandedOut,
} from '../../../../nodes/AliExpress/trigger/delivery/outstanding.ts';
import { eventIdOf } from '../../../../nodes/AliExpress/trigger/events/eventId.ts';
import type { TriggerEvent } from '../../../../nodes/AliExpress/trigger/events/events.ts';
import { readState } from '../../../../nodes/AliExpress/trigger/position/storedState.ts';
import {
	activate,
	DAY,
	dispute,
	finish,
	HOUR,
	kill,
	MINUTE,
	openHost,
	openShop,
	pacificText,
	pay,
	place,
	review,
	run,
	save,
	tick,
	type Workflow,
} from './shop.mts';

const T0 = Date.parse('2026-11-22T03:00:00Z');

/** A workflow whose executions end as `ends` says, the n-th first; then they succeed. */
function workflowThat(
	ends: Workflow['run'] = () => 'delivered',
): Workflow & { got(): string[]; told(): string[] } {
	const workflow: Workflow = { executions: [], run: ends };
	return Object.assign(workflow, {
		got: () =>
			workflow.executions.flatMap(({ items }) => items.map((item) => String(item.orderId))),
		told: () =>
			workflow.executions.map(({ items }) =>
				items.map(({ orderId, attempt = 1 }) => `${String(orderId)}#${String(attempt)}`).join(' '),
			),
	});
}

const minutesOf = ({ executions }: Workflow) =>
	executions.map(({ atMs }) => Math.round((atMs - (executions[0]?.atMs ?? 0)) / MINUTE));

/** How many calls ask for a row of its own: by its order, or from the second before it was placed on. */
function readAgain({ calls }: ReturnType<typeof openShop>, placedMs: number): number {
	const start = pacificText(placedMs - 1_000);
	return calls.filter(
		({ query }) =>
			'parent_order_ids' in query ||
			[query.create_date_start, query.create_time_start].includes(start),
	).length;
}

interface Kept {
	events: Array<Record<string, unknown>>;
	failures: number;
}
const outstandingOf = (state: unknown) => (state as { outstanding?: Kept }).outstanding;

describe('what n8n says of the end of an execution', () => {
	class ExecutionNotFoundError extends Error {}
	const rejected = (reason: string) => Object.assign(new Error('cancelled'), { reason });

	test.each([
		['success', { status: 'success', finished: true }, 'delivered'],
		['an error', { status: 'error', data: { resultData: { error: { message: 'x' } } } }, 'again'],
		['a crash', { status: 'crashed' }, 'again'],
		['one that waits in queue mode', { status: 'waiting', finished: true }, 'delivered'],
		['one that was cancelled', { status: 'canceled' }, 'delivered'],
		['an error that calls itself finished', { status: 'error', finished: true }, 'again'],
		['nothing', undefined, undefined],
		['no status', {}, undefined],
	])('%s', (_name, run, ending) => {
		expect(endingOf(run)).toBe(ending);
	});

	test.each([
		['a timeout', rejected('timeout'), 'again'],
		['a stop of n8n', rejected('shutdown'), 'again'],
		['cancelled by hand', rejected('manual'), 'delivered'],
		['an engine elsewhere', new ExecutionNotFoundError('1'), 'delivered'],
		['anything else', new Error('no worker'), 'again'],
		['no error at all', undefined, 'again'],
	])('rejected: %s', (_name, reason, ending) => {
		expect(endingOfRejection(reason)).toBe(ending);
	});
});

describe('repeat until the workflow succeeds', () => {
	it('hands out once what succeeds, and nothing to n8n', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat();
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		const first = place(shop);
		shop.nowMs += 1_000;
		const second = place(shop);
		expect(await run(host, shop, 60)).toEqual([]);
		expect(workflow.told()).toEqual([`${first.id}#1 ${second.id}#1`]);
		expect(workflow.executions[0]?.items[0]).not.toHaveProperty('redelivered');
		expect(outstandingOf(host.memory.get('a'))?.events).toEqual([]);
	});

	it('hands out again after 1, 5, 15 and 60 minutes, then hourly for a day, and then says so once', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'again');
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		const order = place(shop);
		await run(host, shop, 20);
		const errors: Error[] = [];
		const polls = async (minutes: number) => {
			for (let minute = 0; minute < minutes; minute += 1) {
				await run(host, shop, 1).catch((reason: unknown) => errors.push(reason as Error));
			}
		};
		await polls(26 * 60);
		const minutes = minutesOf(workflow);
		expect(minutes.slice(0, 7)).toEqual([0, 1, 6, 21, 81, 141, 201]);
		expect(minutes).toHaveLength(4 + 24);
		expect(minutes.at(-1)).toBe(81 + 23 * 60);
		expect(new Set(workflow.got())).toEqual(new Set([String(order.id)]));
		const ids = workflow.executions.map(({ items }) => items[0]?.eventId);
		expect(new Set(ids).size).toBe(1);
		expect(workflow.executions[3]?.items[0]).toMatchObject({ redelivered: true, attempt: 4 });
		expect(errors).toHaveLength(1);
		expect(errors[0]).toMatchObject({
			message: 'The workflow has not succeeded with some events',
			description: expect.stringContaining(`order.created ${order.id}`),
		});
		expect(outstandingOf(host.memory.get('a'))?.events).toEqual([]);
	});

	it('repeats a batch one event an execution, and spaces repeats for the workflow', async () => {
		const shop = openShop(T0);
		let isAway = true;
		const workflow = workflowThat(() => (isAway ? 'again' : 'delivered'));
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE + 7_000;
		const orders = Array.from({ length: 20 }, () => place(shop));
		await run(host, shop, 3 * 60);
		// The batch, and five times one of it.
		expect(workflow.executions.map(({ items }) => items.length)).toEqual([20, 1, 1, 1, 1, 1]);
		isAway = false;
		await run(host, shop, 61);
		expect(readAgain(shop, T0 + MINUTE + 7_000)).toBe(0);
		const after = workflow.executions.slice(6);
		expect(after.map(({ items }) => items.length)).toEqual(orders.map(() => 1));
		expect(new Set(after.map(({ atMs }) => atMs)).size).toBe(1);
		expect(new Set(after.map(({ items }) => items[0]?.orderId))).toEqual(
			new Set(orders.map(({ id }) => String(id))),
		);
		await run(host, shop, 3 * 60);
		expect(workflow.executions).toHaveLength(26);
	});

	it('hands out new events at once while another one fails, and keeps none back behind it', async () => {
		const shop = openShop(T0);
		let poison = '';
		const workflow = workflowThat((items) =>
			items.some(({ orderId }) => orderId === poison) ? 'again' : 'delivered',
		);
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		const bad = place(shop);
		const good = place(shop);
		poison = String(bad.id);
		await run(host, shop, 6 * 60);
		const later = place(shop);
		await run(host, shop, 15);
		const times = (id: number) =>
			workflow.executions.filter(({ items }) => items.some(({ orderId }) => orderId === String(id)))
				.length;
		expect([times(good.id), times(later.id)]).toEqual([2, 1]);
		expect(times(bad.id)).toBeGreaterThan(6);
		expect(times(bad.id)).toBeLessThan(12);
	});

	it('has one execution for each review and dispute, and for each event where that is chosen', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat();
		const host = openHost(workflow);
		const settings = { events: ['order.created', 'review.created', 'dispute.opened'] as const };
		const chosen = { events: [...settings.events] };
		await activate(host, shop, chosen);
		shop.nowMs += MINUTE;
		place(shop);
		place(shop);
		review(shop, 1);
		review(shop, 2);
		dispute(shop);
		await run(host, shop, 60, chosen);
		const sizes = () => workflow.executions.map(({ items }) => items.length).sort((a, b) => b - a);
		expect(sizes()).toEqual([2, 1, 1, 1]);
		place(shop);
		place(shop);
		await run(host, shop, 60, { ...chosen, executions: 'each' });
		expect(sizes()).toEqual([2, 1, 1, 1, 1, 1]);
		review(shop, 3);
		review(shop, 3);
		await run(host, shop, 60, { ...chosen, executions: 'all' });
		expect(sizes()).toEqual([2, 2, 1, 1, 1, 1, 1]);
	});

	it('stops at the first review of several that fails, and goes on with the others a minute later', async () => {
		const shop = openShop(T0);
		let fails = 1;
		const workflow = workflowThat(() => (fails-- > 0 ? 'again' : 'delivered'));
		const host = openHost(workflow);
		const settings = { events: ['review.negative' as const] };
		await activate(host, shop, settings);
		await run(host, shop, 30, settings);
		for (let i = 0; i < 4; i += 1) review(shop, 1);
		await run(host, shop, 30, settings);
		expect(workflow.executions).toHaveLength(5);
		expect(minutesOf(workflow)).toEqual([0, 1, 1, 1, 1]);
		expect(new Set(workflow.got()).size).toBe(4);
	});

	it('takes what still runs for out, and learns later how it ended', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'never');
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		const order = place(shop);
		// As n8n that has told before.
		await run(host, shop, 15);
		host.desks.get('workflow:a')!.hasTold = true;
		await run(host, shop, 3 * 60);
		expect(workflow.got()).toEqual([String(order.id)]);
		const [event] = outstandingOf(host.memory.get('a'))?.events ?? [];
		expect(event).toMatchObject({ isOut: true, attempt: 1 });
		host.desks.get('workflow:a')!.endings.set(`${String(event?.eventId)} 1`, 'again');
		workflow.run = () => 'delivered';
		await run(host, shop, 3);
		expect(workflow.told()).toEqual([`${order.id}#1`, `${order.id}#2`]);
	});

	it('starts nothing else while one event shows whether the workflow succeeds again', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'again');
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		for (let i = 0; i < 5; i += 1) place(shop);
		while (workflow.executions.length === 0) await run(host, shop, 1);
		// The next one takes long.
		workflow.run = () => 'never';
		await run(host, shop, 30);
		expect(workflow.executions.map(({ items }) => items.length)).toEqual([5, 1]);
		const [{ eventId, attempt } = { eventId: '', attempt: 0 }] =
			workflow.executions[1]?.items ?? [];
		host.desks.get('workflow:a')?.endings.set(`${eventId} ${String(attempt)}`, 'delivered');
		workflow.run = () => 'delivered';
		await run(host, shop, 1);
		expect(workflow.executions.map(({ items }) => items.length)).toEqual([5, 1, 1, 1, 1, 1]);
	});

	it('begins with a minute again after a success, and lets new failures put off no repeat', async () => {
		const shop = openShop(T0);
		let isAway = true;
		let poison = '';
		const workflow = workflowThat((items) =>
			isAway || items.some(({ orderId }) => orderId === poison) ? 'again' : 'delivered',
		);
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		place(shop);
		while (workflow.executions.length === 0) await run(host, shop, 1);
		const [{ atMs: firstMs } = { atMs: 0 }] = workflow.executions;
		for (let minute = 0; minute < 150; minute += 1) {
			if (minute % 3 === 0) place(shop);
			await run(host, shop, 1);
		}
		const repeats = () =>
			workflow.executions
				.filter(({ items }) => items.length === 1 && items[0]?.redelivered === true)
				.map(({ atMs }) => Math.round((atMs - firstMs) / MINUTE));
		expect(repeats()).toEqual([1, 6, 21, 81, 141]);
		// The last placed was tried as often as the others.
		poison = String(shop.orders.at(-1)?.id);
		isAway = false;
		await run(host, shop, 75);
		const times = workflow.executions
			.filter(({ items }) => items.some(({ orderId }) => orderId === poison))
			.map(({ atMs }) => Math.round((atMs - firstMs) / MINUTE));
		const waits = times.map((minute, at) => minute - (times[at - 1] ?? 0));
		expect(waits.slice(-3)).toEqual([1, 5, 15]);
	});

	it('waits 2 s for one and 15 s in all in a poll, and hands out the others with the next', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'never');
		const host = openHost(workflow);
		const settings = { executions: 'each' as const };
		await activate(host, shop, settings);
		shop.nowMs += MINUTE;
		for (let i = 0; i < 12; i += 1) place(shop);
		for (let i = 0; i < 30 && workflow.executions.length === 0; i += 1)
			await run(host, shop, 1, settings);
		expect(workflow.executions).toHaveLength(8);
		await run(host, shop, 1, settings);
		expect(workflow.executions).toHaveLength(12);
	});

	it('behaves as before, and says so once, in an n8n that does not tell', async () => {
		for (const silence of [undefined, 'never'] as const) {
			const shop = openShop(T0);
			const workflow = workflowThat(() => silence);
			const host = openHost(workflow);
			await activate(host, shop);
			shop.nowMs += MINUTE;
			place(shop);
			await run(host, shop, 60);
			place(shop);
			await run(host, shop, 5 * 60);
			expect(workflow.executions).toHaveLength(2);
			expect(outstandingOf(host.memory.get('a'))?.events).toEqual([]);
			expect(host.told.filter((line) => line.includes('does not tell'))).toHaveLength(1);
		}
	});

	it('hands out again what an n8n that tells has not started', async () => {
		const shop = openShop(T0);
		const ends: Array<'delivered' | undefined> = ['delivered', undefined];
		const workflow = workflowThat(() => (ends.length > 0 ? ends.shift() : 'delivered'));
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		place(shop);
		await run(host, shop, 60);
		const order = place(shop);
		await run(host, shop, 60);
		expect(workflow.told().slice(1)).toEqual([`${order.id}#1`, `${order.id}#2`]);
	});

	it('leaves the repeats out where they are switched off', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'again');
		const host = openHost(workflow);
		const settings = { repeatUntilSuccess: false, events: ['review.created' as const] };
		await activate(host, shop, settings);
		await run(host, shop, 30, settings);
		review(shop, 5);
		review(shop, 4);
		await run(host, shop, 5 * 60, settings);
		// An execution each all the same, and none is kept.
		expect(workflow.executions.map(({ items }) => items.length)).toEqual([1, 1]);
		expect(outstandingOf(host.memory.get('a'))?.events).toEqual([]);
	});
});

describe('repeats under the durable scheduler', () => {
	it('loses and doubles nothing, although n8n loads what was saved for every poll', async () => {
		const shop = openShop(T0);
		let executions = 0;
		// Every third one fails, and one in seven is told of only after the poll.
		const late: Array<() => void> = [];
		const taken: string[] = [];
		const workflow = workflowThat((items) => {
			executions += 1;
			const isTaken = executions % 3 !== 0;
			const ending = isTaken ? ('delivered' as const) : ('again' as const);
			if (isTaken) taken.push(...items.map(({ eventId }) => eventId));
			if (executions % 7 !== 0) return ending;
			const attempts = items.map(
				({ eventId, attempt = 1 }) => `${eventId} ${typeof attempt === 'number' ? attempt : 0}`,
			);
			late.push(() => {
				for (const attempt of attempts) host.desks.get('workflow:a')?.endings.set(attempt, ending);
			});
			return 'never';
		});
		const host = openHost(workflow);
		host.activation = 'update';
		const settings = { executions: 'each' as const };
		await activate(host, shop, settings);
		for (let minute = 0; minute < 12 * 60; minute += 1) {
			if (minute < 6 * 60 && minute % 9 === 0) place(shop);
			const saved = host.saved.get('a');
			if (saved) host.memory.set('a', JSON.parse(saved));
			await run(host, shop, 1, settings);
			for (const tell of late.splice(0)) tell();
		}
		expect(taken).toHaveLength(shop.orders.length);
		expect(new Set(taken).size).toBe(shop.orders.length);
	});
});

describe('repeats over a restart', () => {
	it('hands out again what was out when n8n was killed, and not what it had a receipt for', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => (workflow.executions.length < 2 ? 'delivered' : 'killed'));
		const host = openHost(workflow);
		const settings = { executions: 'each' as const };
		await activate(host, shop, settings);
		shop.nowMs += MINUTE;
		const orders = [1, 2, 3].map((second) =>
			String(place(shop, { createdMs: shop.nowMs + second * 1_000 }).id),
		);
		for (let i = 0; i < 30 && workflow.executions.length === 0; i += 1)
			await run(host, shop, 1, settings);
		expect(workflow.executions).toHaveLength(2);
		kill(host);
		workflow.run = () => 'delivered';
		await activate(host, shop, settings);
		await run(host, shop, 60, settings);
		expect(workflow.told()).toEqual([`${orders[0]}#1`, `${orders[1]}#1`, `${orders[2]}#2`]);
		expect(workflow.executions[2]?.items[0]).toMatchObject({ redelivered: true });
	});

	it('takes what was out for longer than five minutes for delivered', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat();
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		place(shop);
		await run(host, shop, 60);
		kill(host);
		await activate(host, shop);
		await run(host, shop, 60);
		expect(workflow.executions).toHaveLength(1);
	});

	it('still knows after a long stop what has failed, whose word n8n had not saved', async () => {
		const shop = openShop(T0);
		let isAway = true;
		const workflow = workflowThat(() => (isAway ? 'again' : 'delivered'));
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		const first = place(shop);
		await run(host, shop, 3 * 60);
		const second = place(shop);
		await run(host, shop, 20);
		// Nothing but the hand-outs themselves has been saved.
		kill(host);
		shop.nowMs += 2 * HOUR;
		isAway = false;
		const before = workflow.executions.length;
		await activate(host, shop);
		await run(host, shop, 70);
		expect(
			new Set(
				workflow
					.told()
					.slice(before)
					.map((text) => text.split('#')[0]),
			),
		).toEqual(new Set([first.id, second.id].map(String)));
		expect(workflow.executions).toHaveLength(before + 2);
	});

	type Happen = (shop: ReturnType<typeof openShop>) => () => void;
	const nothingMore = () => undefined;
	const ways: Array<[string, TriggerEvent, Happen, number]> = [
		[
			'an order',
			'order.created',
			(shop) => {
				place(shop);
				return nothingMore;
			},
			1,
		],
		[
			'an order that has ended',
			'order.created',
			(shop) => {
				const order = place(shop);
				return () => finish(shop, order, 'buyer_cancel');
			},
			2,
		],
		[
			'a review',
			'review.created',
			(shop) => {
				review(shop, 1);
				return nothingMore;
			},
			1,
		],
		[
			'a dispute that has ended',
			'dispute.opened',
			(shop) => {
				const one = dispute(shop);
				return () => void Object.assign(one, { status: 'finish' });
			},
			2,
		],
	];
	it.each(ways)('reads %s again, once', async (_name, kind, happen, cost) => {
		const shop = openShop(T0);
		let isAway = true;
		const workflow = workflowThat(() => (isAway ? 'again' : 'delivered'));
		const host = openHost(workflow);
		const settings = { events: [kind] };
		await activate(host, shop, settings);
		await run(host, shop, 30, settings);
		shop.nowMs += 7_000;
		const happenedMs = shop.nowMs;
		const later = happen(shop);
		await run(host, shop, 2 * 60, settings);
		const [before] = workflow.executions[0]?.items ?? [];
		save(host);
		kill(host);
		later();
		await activate(host, shop, settings);
		const attempts = workflow.executions.length;
		isAway = false;
		await run(host, shop, 2 * 60, settings);
		expect(workflow.executions).toHaveLength(attempts + 1);
		const [again] = workflow.executions.at(-1)?.items ?? [];
		expect(again).toMatchObject({
			event: kind,
			eventId: before?.eventId,
			occurredAt: before?.occurredAt,
			redelivered: true,
		});
		expect(readAgain(shop, happenedMs)).toBe(cost);
	});

	it('names at once what AliExpress does not list any more', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'again');
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		const order = place(shop);
		await run(host, shop, 60);
		save(host);
		kill(host);
		shop.orders = [];
		await activate(host, shop);
		const errors: Error[] = [];
		for (let i = 0; i < 90; i += 1)
			await run(host, shop, 1).catch((reason: unknown) => errors.push(reason as Error));
		expect(errors).toHaveLength(1);
		expect(errors[0]).toMatchObject({
			description: expect.stringContaining(`order.created ${order.id}`),
		});
	});

	it('keeps back no other behind one that cannot be read', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'again');
		const host = openHost(workflow);
		const settings = { events: ['order.created' as const, 'review.created' as const] };
		await activate(host, shop, settings);
		shop.nowMs += MINUTE;
		const one = review(shop, 1);
		await run(host, shop, 45, settings);
		const order = place(shop);
		await run(host, shop, 20, settings);
		save(host);
		kill(host);
		await activate(host, shop, settings);
		// The order was tried less often, so it is its turn.
		const { length } = workflow.executions;
		workflow.run = () => 'delivered';
		shop.tamper = (_call, answer) =>
			shop.calls.at(-1)?.method.includes('orderlist') ? {} : answer;
		for (let i = 0; i < 3 * 60; i += 1) await run(host, shop, 1, settings).catch(() => undefined);
		expect(workflow.got().slice(length)).toEqual([String(one.orderId)]);
		shop.tamper = undefined;
		for (let i = 0; i < 3 * 60; i += 1) await run(host, shop, 1, settings).catch(() => undefined);
		expect(workflow.got().at(-1)).toBe(String(order.id));
	});

	it('tries a read later that fails, and tells the log', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'again');
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		place(shop);
		await run(host, shop, 10);
		save(host);
		kill(host);
		await activate(host, shop);
		shop.tamper = () => ({ nothing: true });
		const executions = workflow.executions.length;
		for (let i = 0; i < 30; i += 1) await run(host, shop, 1).catch(() => undefined);
		expect(workflow.executions).toHaveLength(executions);
		expect(host.told.join('\n')).toContain('An event to hand out again could not be read');
		shop.tamper = undefined;
		workflow.run = () => 'delivered';
		for (let i = 0; i < 120; i += 1) await run(host, shop, 1).catch(() => undefined);
		expect(workflow.executions).toHaveLength(executions + 1);
	});
});

describe('what is kept of outstanding events', () => {
	it('is bounded, holds no data of buyers, and keeps the others in the lists', async () => {
		const shop = openShop(T0);
		let isAway = true;
		const workflow = workflowThat(() => (isAway ? 'again' : 'delivered'));
		const host = openHost(workflow);
		const settings = { itemsPerPoll: 1_000, includeBuyerData: true };
		await activate(host, shop, settings);
		shop.nowMs += MINUTE;
		const orders = Array.from({ length: MOST_OUTSTANDING + 150 }, () => place(shop));
		await run(host, shop, 4 * 60, settings);
		const text = JSON.stringify(host.memory.get('a'));
		expect(outstandingOf(JSON.parse(text))?.events).toHaveLength(MOST_OUTSTANDING);
		expect(text).not.toMatch(/Anna|buyer-one/);
		expect(JSON.stringify(outstandingOf(JSON.parse(text))).length).toBeLessThan(60_000);
		isAway = false;
		await run(host, shop, 2 * 60, settings);
		const delivered = new Set(
			workflow.executions
				.slice(-MOST_OUTSTANDING - 150)
				.flatMap(({ items }) => items.map(({ orderId }) => String(orderId))),
		);
		expect(delivered).toEqual(new Set(orders.map(({ id }) => String(id))));
	});

	it('fits into 256 KB beside the fullest memory', () => {
		const reviews = Array.from({ length: MOST_OUTSTANDING }, (_, at) => ({
			event: 'dispute.updated' as const,
			eventId: eventIdOf('account', 'review.negative', String(at)),
			key: '8100000000000001234:8100000000000001234',
			rowMs: T0,
			occurredAtMs: T0,
		}));
		const begun = openOutstanding(undefined, 'b'.repeat(36), T0);
		const ids = new Set(reviews.map(({ eventId }) => eventId));
		const full = withHandedOut(withFound(begun, reviews, T0), ids, T0);
		// What the memory of a state takes at most, and its positions.
		expect(JSON.stringify(full).length + 190_000 + 6 * 1_000).toBeLessThan(256 * 1024);
	});

	it('begins with the state that an earlier version wrote, losing and repeating nothing', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const settings = { events: ['order.created' as const, 'order.paid' as const] };
		await activate(host, shop, settings);
		shop.nowMs += MINUTE;
		const before = place(shop);
		const items = await run(host, shop, 2 * 60, settings);
		expect(items).toHaveLength(1);
		const missed = place(shop);
		kill(host);
		shop.nowMs += HOUR;
		pay(shop, before);
		const workflow = workflowThat();
		host.workflow = workflow;
		await activate(host, shop, settings);
		await run(host, shop, 3 * 60, settings);
		expect(workflow.got().sort()).toEqual([before.id, missed.id].map(String).sort());
		const state = host.memory.get('a');
		expect(state).toMatchObject({ version: 3 });
		expect(readState(JSON.parse(JSON.stringify(state)))).toBeDefined();
	});

	it('hands a batch out again that an earlier version may have lost', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		shop.nowMs += MINUTE;
		const order = place(shop);
		let items: unknown[] = [];
		while (items.length === 0) items = await run(host, shop, 1);
		kill(host);
		const workflow = workflowThat();
		host.workflow = workflow;
		await activate(host, shop);
		await run(host, shop, 30);
		expect(workflow.got()).toEqual([String(order.id)]);
	});

	it('goes on as before where the option is switched off again', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'again');
		const host = openHost(workflow);
		await activate(host, shop);
		shop.nowMs += MINUTE;
		place(shop);
		await run(host, shop, 10);
		delete host.workflow;
		const later = place(shop);
		const items = await run(host, shop, DAY / MINUTE / 4);
		expect(items.map(({ orderId }) => orderId)).toEqual([String(later.id)]);
	});

	it('tells the feed status', async () => {
		const shop = openShop(T0);
		const workflow = workflowThat(() => 'again');
		const host = openHost(workflow);
		const settings = { includeFeedStatus: true };
		await activate(host, shop, settings);
		shop.nowMs += MINUTE;
		place(shop);
		await run(host, shop, 60, settings);
		expect(workflow.executions[0]?.items[0]?.feed).toMatchObject({ outstanding: 0 });
		expect(workflow.executions[2]?.items[0]?.feed).toMatchObject({
			outstanding: 1,
			outstandingSince: new Date(workflow.executions[0]?.atMs ?? 0).toISOString(),
		});
		await tick(host, shop, settings);
	});
});
