import * as fc from 'fast-check';

import {
	beijingDay,
	beijingDayEnd,
	activate,
	change,
	DAY,
	DAY_START,
	finish,
	HOUR,
	kill,
	MINUTE,
	openHost,
	openShop,
	pay,
	place,
	review,
	run,
	save,
	tick,
} from './shop.mts';

const T0 = Date.parse('2026-11-22T03:00:00Z');
const ids = (items: Array<Record<string, unknown>>) => items.map((item) => String(item.orderId));

describe('new orders', () => {
	it('leaves out what was placed before the start and emits each later order once', async () => {
		const shop = openShop(T0);
		const host = openHost();
		place(shop, { createdMs: T0 - 20_000 });
		expect(await activate(host, shop)).toEqual([]);
		shop.nowMs += 5 * MINUTE;
		const order = place(shop);
		const items = await run(host, shop, 120);
		expect(ids(items)).toEqual([String(order.id)]);
		expect(items[0]).toMatchObject({
			event: 'order.created',
			eventId: expect.stringMatching(/^[0-9a-f]{64}$/),
			occurredAt: new Date(order.createdMs).toISOString(),
		});
		expect(JSON.stringify(items)).not.toContain('Anna');
	});

	it('keeps the buyer in simplified items when buyer data is asked for', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const settings = { includeBuyerData: true };
		await activate(host, shop, settings);
		place(shop);
		const [item] = await run(host, shop, 30, settings);
		expect(item).toMatchObject({ buyer: { loginId: 'buyer-one', name: 'Anna Example' } });
		expect(item).not.toHaveProperty('createdAtPlatform');
	});

	it('finds an order that enters the list hours late with the next read', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		await run(host, shop, 60);
		const late = place(shop, { visibleAtMs: shop.nowMs + 3 * HOUR });
		for (let index = 0; index < 170; index += 1)
			place(shop, { createdMs: shop.nowMs + index * MINUTE, visibleAtMs: shop.nowMs });
		await run(host, shop, 3 * 60 - 1, { itemsPerPoll: 200 });
		expect(ids(await run(host, shop, 13, { itemsPerPoll: 200 }))).toEqual([String(late.id)]);
	});

	it('finds one of more than a page of orders in a second that enters the list late', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		const late = place(shop, { createdMs: T0 + MINUTE, visibleAtMs: T0 + 40 * MINUTE });
		for (let i = 0; i < 130; i += 1) place(shop, { createdMs: T0 + MINUTE });
		const items = await run(host, shop, 3 * 60);
		expect(items).toHaveLength(131);
		expect(ids(items)).toContain(String(late.id));
	});

	it('finds an order that came hours late in a shop where others end all the time', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		const trade = async (hours: number) => {
			const items: Array<Record<string, unknown>> = [];
			for (let i = 0; i < 12 * hours; i += 1) {
				for (const order of shop.orders.slice(-30, -29)) finish(shop, order);
				for (let k = 0; k < 2; k += 1) place(shop);
				items.push(...(await run(host, shop, 5)));
			}
			return items;
		};
		await trade(8);
		const late = place(shop, { createdMs: shop.nowMs - 5 * HOUR });
		expect(ids(await trade(6))).toContain(String(late.id));
	});

	it('keeps what exceeds the cap and hands it out with the next polls without a call', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const cap = { itemsPerPoll: 50 };
		await activate(host, shop, cap);
		const placed: string[] = [];
		for (let index = 0; index < 180; index += 1) {
			shop.nowMs += 1_000;
			placed.push(String(place(shop).id));
		}
		let first: unknown[] = [];
		while (first.length === 0) first = await run(host, shop, 1, cap);
		expect(first).toHaveLength(50);
		const calls = shop.calls.length;
		const rest = await run(host, shop, 3, cap);
		expect(shop.calls.length).toBe(calls);
		expect([...ids(first as never), ...ids(rest)]).toEqual(placed);
		expect(await run(host, shop, 120, cap)).toEqual([]);
	});

	it('finds the pending rows again after a restart', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const cap = { itemsPerPoll: 7 };
		await activate(host, shop, cap);
		const placed: string[] = [];
		for (let index = 0; index < 30; index += 1) {
			shop.nowMs += 20_000;
			placed.push(String(place(shop).id));
		}
		const got: string[] = [];
		for (let round = 0; round < 40 && got.length < 30; round += 1) {
			const items = await run(host, shop, 13, cap);
			got.push(...ids(items));
			shop.nowMs += 6 * MINUTE;
			kill(host);
			got.push(...ids(await activate(host, shop, cap)));
		}
		expect(got).toEqual(placed);
	});

	it.each([
		['the last ones', { from: 'last', count: 3 } as const, 3],
		['a date', { from: 'date', atMs: T0 - 10 * DAY } as const, 10],
	])('starts with %s', async (_, start, expected) => {
		const shop = openShop(T0);
		const host = openHost();
		for (let day = 40; day >= 1; day -= 1) place(shop, { createdMs: T0 - day * DAY + HOUR });
		const items = [
			...(await activate(host, shop, { start })),
			...(await run(host, shop, 600, { start })),
		];
		expect(ids(items)).toEqual(shop.orders.slice(-expected).map(({ id }) => String(id)));
		const next = place(shop);
		expect(ids(await run(host, shop, 60, { start }))).toEqual([String(next.id)]);
	});

	it('catches up on a long past in windows that end, and stays within the share', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const start = { from: 'date', atMs: T0 - 100 * DAY } as const;
		for (let index = 0; index < 2_000; index += 1)
			place(shop, { createdMs: T0 - 100 * DAY + index * HOUR });
		const settings = { start, itemsPerPoll: 100 };
		const items = [
			...(await activate(host, shop, settings)),
			...(await run(host, shop, 3 * 24 * 60, settings)),
		];
		expect(ids(items).sort()).toEqual(shop.orders.map(({ id }) => String(id)).sort());
		for (const spent of shop.spentByDay.values()) expect(spent).toBeLessThanOrEqual(130);
	}, 60_000);

	it('does not lose the repeated hour of autumn', async () => {
		const change2026 = Date.parse('2026-11-01T09:00:00Z');
		for (let offset = -3 * HOUR; offset <= 3 * HOUR; offset += 30 * MINUTE) {
			const shop = openShop(change2026 + offset);
			const host = openHost();
			const settings = { events: ['order.created' as const, 'order.paid' as const] };
			await activate(host, shop, settings);
			const got: string[] = [];
			for (let step = 0; step < 14; step += 1) {
				pay(shop, place(shop));
				got.push(...ids(await run(host, shop, 17, settings)));
			}
			got.push(...ids(await run(host, shop, 60, settings)));
			expect(got).toHaveLength(28);
			// The second of the two hours does not look like the first one that came late.
			const state = host.memory.get('a') as { lists: { orders: { late?: object } } };
			expect(state.lists.orders.late).toBeUndefined();
		}
	}, 60_000);
});

it('reads all pages of the repeated hour, also where the list tells no total', async () => {
	const shop = openShop(Date.parse('2026-11-01T07:00:00Z'));
	const host = openHost();
	const settings = { itemsPerPoll: 1_000 };
	await activate(host, shop, settings);
	shop.tamper = (_, answer) => {
		const { total_count, total_page, ...result } = answer.result as Record<string, unknown>;
		expect([total_count, total_page]).not.toContain(undefined);
		return { result: result as never };
	};
	for (let index = 0; index < 300; index += 1)
		place(shop, { createdMs: shop.nowMs + index * 40_000 });
	shop.nowMs += 4 * HOUR;
	const got = await run(host, shop, 3 * 60, settings);
	expect(new Set(ids(got)).size).toBe(300);
});

describe('paid orders', () => {
	const paid = { events: ['order.paid' as const] };

	it('reports a payment once, also of an order placed before the start, and no later change', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const old = place(shop, { createdMs: T0 - 3 * DAY });
		const shipped = place(shop, {
			createdMs: T0 - 3 * DAY,
			paidMs: T0 - 2 * DAY,
			status: 'WAIT_SELLER_SEND_GOODS',
		});
		await activate(host, shop, paid);
		pay(shop, old);
		change(shop, shipped, 'WAIT_BUYER_ACCEPT_GOODS');
		expect(ids(await run(host, shop, 60, paid))).toEqual([String(old.id)]);
		shop.nowMs += 4 * DAY;
		change(shop, old, 'WAIT_BUYER_ACCEPT_GOODS');
		expect(await run(host, shop, 60, paid)).toEqual([]);
	});

	it('waits for the payment check, however long it takes', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, paid);
		const order = place(shop, { status: 'RISK_CONTROL', paidMs: T0 });
		expect(await run(host, shop, 60 * 40, paid)).toEqual([]);
		change(shop, order, 'WAIT_SELLER_SEND_GOODS');
		expect(ids(await run(host, shop, 60, paid))).toEqual([String(order.id)]);
		for (let day = 0; day < 33; day += 1) {
			shop.nowMs += DAY;
			change(shop, order, 'WAIT_BUYER_ACCEPT_GOODS');
			expect(await run(host, shop, 30, paid)).toEqual([]);
		}
	});

	it('reports the end of a check that began before the start, but no payment from before it', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const old = { createdMs: T0 - 22 * HOUR, paidMs: T0 - 20 * HOUR, changedMs: T0 - 20 * HOUR };
		const held = place(shop, { ...old, status: 'RISK_CONTROL' });
		const paidBefore = place(shop, { ...old, status: 'WAIT_SELLER_SEND_GOODS' });
		expect(await activate(host, shop, paid)).toEqual([]);
		expect(await run(host, shop, 60, paid)).toEqual([]);
		change(shop, held, 'WAIT_SELLER_SEND_GOODS');
		change(shop, paidBefore, 'WAIT_BUYER_ACCEPT_GOODS');
		expect(ids(await run(host, shop, 60, paid))).toEqual([String(held.id)]);
	});

	it('takes an order that was closed unpaid for what it is', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, paid);
		place(shop, { status: 'ARCHIVE' });
		place(shop, { status: 'IN_CANCEL' });
		expect(await run(host, shop, 60, paid)).toEqual([]);
	});
});

describe('reviews', () => {
	const both = { events: ['review.created' as const, 'review.negative' as const] };

	it('leaves out what is there at the start, reports the rest once and the negative ones too', async () => {
		const shop = openShop(T0);
		const host = openHost();
		review(shop, 1, { validMs: T0 - HOUR });
		// What a zone read wrongly would look like: listed already, but in the future.
		review(shop, 1, { validMs: T0 + 6 * HOUR, visibleAtMs: T0 - HOUR });
		expect(await activate(host, shop, both)).toEqual([]);
		const events = async () =>
			(await run(host, shop, 60, both)).map((item) => `${item.event} ${String(item.stars)}`);
		shop.nowMs += MINUTE;
		review(shop, 5);
		review(shop, 3);
		review(shop, 2);
		expect((await events()).sort()).toEqual([
			'review.created 2',
			'review.created 3',
			'review.created 5',
			'review.negative 2',
		]);
		expect(await events()).toEqual([]);
	});

	it('loses nothing when the first read comes long after the start', async () => {
		const shop = openShop(T0);
		const host = openHost();
		shop.spentByDay.set(beijingDay(T0), shop.share);
		review(shop, 1, { validMs: T0 - HOUR });
		expect(await activate(host, shop, both)).toEqual([]);
		shop.nowMs += HOUR;
		const missed = review(shop, 1);
		shop.nowMs = beijingDayEnd(T0) + MINUTE;
		const items = await run(host, shop, 30, both);
		expect(new Set(ids(items))).toEqual(new Set([String(missed.orderId)]));
		expect(items).toHaveLength(2);
	});

	it('reports what comes after the start even if its zone makes it look older', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, both);
		shop.nowMs += MINUTE;
		const shifted = review(shop, 1, {
			validMs: shop.nowMs - 8 * HOUR,
			modifiedMs: shop.nowMs - 8 * HOUR,
			visibleAtMs: shop.nowMs,
		});
		expect(new Set(ids(await run(host, shop, 45, both)))).toEqual(
			new Set([String(shifted.orderId)]),
		);
	});

	it('reports a review edited down once, at any threshold', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const settings = { events: ['review.negative' as const], negativeUpToStars: 3 };
		const before = review(shop, 5, { validMs: T0 - DAY });
		await activate(host, shop, settings);
		const edit = async (stars: number) => {
			before.stars = stars;
			before.modifiedMs = shop.nowMs;
			return (await run(host, shop, 45, settings)).length;
		};
		expect([await edit(4), await edit(3), await edit(5), await edit(1)]).toEqual([0, 1, 0, 0]);
	});

	it('calls negative in the item what it reports as negative, at any threshold', async () => {
		const events = ['review.created' as const, 'review.negative' as const];
		const told = async (stars: number, negativeUpToStars: number) => {
			const [shop, host] = [openShop(T0), openHost()];
			await activate(host, shop, { events, negativeUpToStars });
			review(shop, stars, { validMs: shop.nowMs + MINUTE });
			const items = await run(host, shop, 45, { events, negativeUpToStars });
			// Events of one moment come in the order of their ids.
			return items
				.map(({ event, sentiment, ticket }) => [
					event,
					sentiment,
					(ticket as { priority: string }).priority,
				])
				.sort();
		};
		expect(await told(3, 3)).toEqual([
			['review.created', 'negative', 'high'],
			['review.negative', 'negative', 'high'],
		]);
		expect(await told(4, 4)).toHaveLength(2);
		expect(await told(2, 1)).toEqual([['review.created', 'neutral', 'normal']]);
		expect(await told(3, 2)).toEqual([['review.created', 'neutral', 'normal']]);
		expect(await told(4, 2)).toEqual([['review.created', 'positive', 'low']]);
	});

	it('reports edits only when asked, each under an id of its own', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const settings = { events: ['review.created' as const], alsoOnEdits: true };
		await activate(host, shop, settings);
		shop.nowMs += MINUTE;
		const one = review(shop, 4);
		const items = await run(host, shop, 45, settings);
		one.modifiedMs = shop.nowMs;
		items.push(...(await run(host, shop, 45, settings)));
		expect(items).toHaveLength(2);
		expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(2);
	});

	it('takes a round number for no limit once an answer has shown more', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const wanted = { ...both, reviewOverlapDays: 2 };
		for (let i = 0; i < 20; i += 1) review(shop, 5, { validMs: T0 - HOUR, modifiedMs: T0 - HOUR });
		// Three of 23 leave the two days that are read again soon after the start.
		const oldMs = T0 - 48 * HOUR + 5 * MINUTE;
		for (let i = 0; i < 3; i += 1) review(shop, 5, { validMs: oldMs, modifiedMs: oldMs });
		await activate(host, shop, wanted);
		shop.calls = [];
		await run(host, shop, 180, wanted);
		const asked = shop.calls.filter(({ method }) => method.includes('evaluation'));
		const reads = new Set(asked.map(({ atMs }) => atMs));
		expect(reads.size).toBeGreaterThan(5);
		expect(asked).toHaveLength(reads.size);
	});

	it('reads a window that looks cut off in halves', async () => {
		const shop = openShop(T0);
		const host = openHost();
		shop.reviewLimit = 20;
		await activate(host, shop, both);
		for (let index = 0; index < 70; index += 1) {
			shop.nowMs += 3 * MINUTE;
			review(shop, 5);
		}
		shop.nowMs += 5 * MINUTE;
		const items = await run(host, shop, 600, both);
		expect(new Set(ids(items)).size).toBe(70);
	});
});

describe('a process that ends between saving and executing', () => {
	it.each([
		[4 * MINUTE, 1],
		[6 * MINUTE, 0],
	])(
		'after %i ms the last batch is handed out again %i times, ids unchanged',
		async (afterMs, times) => {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop);
			place(shop);
			const lost = await run(host, shop, 20);
			expect(lost).toHaveLength(1);
			const emittedAt = (host.memory.get('a') as { batch: { emittedAtMs: number } }).batch
				.emittedAtMs;
			kill(host);
			shop.nowMs = emittedAt + afterMs;
			const again = await activate(host, shop);
			expect(again).toEqual(times ? [expect.objectContaining({ eventId: lost[0]?.eventId })] : []);
			expect(await run(host, shop, 60)).toEqual([]);
		},
	);

	it('reads ahead of the plan only once: a restart loop costs no more calls', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		place(shop);
		await run(host, shop, 15);
		const calls = shop.calls.length;
		for (let restart = 0; restart < 20; restart += 1) {
			kill(host);
			shop.nowMs += 10_000;
			await activate(host, shop);
		}
		expect(shop.calls.length - calls).toBe(1);
	});

	it('is read for at once again when the batch after it, hours later, is lost too', async () => {
		const shop = openShop(DAY_START, 3);
		const host = openHost();
		await activate(host, shop);
		place(shop);
		let first: unknown[] = [];
		while (first.length === 0) first = await run(host, shop, 1);
		// All calls of the day are used up, so what was lost is read for after midnight.
		shop.spentByDay.set(Math.floor((shop.nowMs + 8 * HOUR) / (24 * HOUR)), 3);
		kill(host);
		expect(await activate(host, shop)).toEqual([]);
		shop.nowMs = DAY_START + 24 * HOUR + MINUTE;
		const again = await run(host, shop, 5);
		expect(again).toHaveLength(1);
		kill(host);
		expect(await activate(host, shop)).toEqual(again);
	});

	it('is read for in its own list only, and nothing is read later for it', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const wanted = { events: ['order.created' as const, 'review.created' as const] };
		await activate(host, shop, wanted);
		place(shop);
		let lost: unknown[] = [];
		while (lost.length === 0) lost = await run(host, shop, 1, wanted);
		const planned = () => (host.memory.get('a') as { nextDueAtMs: unknown }).nextDueAtMs;
		const before = planned();
		const calls = shop.calls.length;
		kill(host);
		shop.nowMs += 20_000;
		expect(await activate(host, shop, wanted)).toHaveLength(1);
		expect(shop.calls.slice(calls).map(({ method }) => method)).toEqual([
			'aliexpress.trade.seller.orderlist.get',
		]);
		expect(planned()).toEqual(before);
	});

	it('hands the batch out again also when the first read after the restart fails', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		place(shop);
		let lost: Array<{ eventId: string }> = [];
		while (lost.length === 0) lost = await run(host, shop, 1);
		kill(host);
		shop.tamper = () => {
			throw new TypeError('cut');
		};
		// A trigger that throws while n8n starts is left off for a while, so the next poll tells.
		expect(await activate(host, shop)).toEqual([]);
		await expect(run(host, shop, 1)).rejects.toThrow('unexpected form');
		shop.tamper = undefined;
		shop.nowMs += 10 * MINUTE;
		const again = await run(host, shop, 60);
		expect(again.map(({ eventId }) => eventId)).toEqual(lost.map(({ eventId }) => eventId));
	});

	it('does not take an old batch for a young one when the clock is set back', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		place(shop);
		expect(await run(host, shop, 30)).toHaveLength(1);
		kill(host);
		expect(await activate(host, shop)).toHaveLength(0);
		shop.nowMs -= 40 * MINUTE;
		expect(await run(host, shop, 90)).toHaveLength(0);
	});

	it('does not hand out again when the workflow is switched off and on', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		place(shop);
		while ((await run(host, shop, 1)).length === 0);
		kill(host);
		host.activation = 'activate';
		expect(await activate(host, shop)).toEqual([]);
	});
});

describe('whatever happens in between', () => {
	const action = fc.oneof(
		{
			weight: 5,
			arbitrary: fc.record({
				kind: fc.constant('poll' as const),
				minutes: fc.integer({ min: 1, max: 40 }),
			}),
		},
		{
			weight: 4,
			arbitrary: fc.record({
				kind: fc.constant('place' as const),
				count: fc.integer({ min: 1, max: 60 }),
				lateMs: fc.constantFrom(0, 0, 10 * MINUTE),
			}),
		},
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant('pay' as const) }) },
		{
			weight: 2,
			arbitrary: fc.record({
				kind: fc.constant('fail' as const),
				call: fc.integer({ min: 1, max: 3 }),
				malformed: fc.boolean(),
			}),
		},
		{
			weight: 2,
			arbitrary: fc.record({
				kind: fc.constant('kill' as const),
				downMs: fc.constantFrom(10_000, 20 * MINUTE, 7 * HOUR, 30 * HOUR),
				isLost: fc.boolean(),
			}),
		},
	);

	it('delivers every order and every payment, and repeats only a batch that may be lost', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(action, { minLength: 3, maxLength: 25 }),
				fc.integer({ min: 3, max: 80 }),
				async (actions, itemsPerPoll) => {
					const settings = {
						events: ['order.created' as const, 'order.paid' as const],
						itemsPerPoll,
					};
					const shop = openShop(T0);
					const host = openHost();
					const delivered: string[] = [];
					const repeatable = new Set<string>();
					const expected = new Set<string>();
					const unpaid: ReturnType<typeof place>[] = [];
					const deliver = (items: Array<{ event: string; orderId?: unknown }>) => {
						for (const item of items) delivered.push(`${item.event} ${String(item.orderId)}`);
					};
					await activate(host, shop, settings);
					let failAt = 0;
					shop.tamper = (call, answer) => {
						if (call !== failAt) return answer;
						throw new TypeError('cut');
					};
					const poll = async () => {
						try {
							deliver(await tick(host, shop, settings));
						} catch (reason) {
							expect((reason as Error).name).toBe('NodeOperationError');
						}
					};
					const pollFor = async (minutes: number) => {
						for (let minute = 0; minute < minutes; minute += 1) {
							shop.nowMs += MINUTE;
							await poll();
						}
					};
					for (const step of actions) {
						if (step.kind === 'poll') await pollFor(step.minutes);
						if (step.kind === 'fail') failAt = shop.calls.length + step.call;
						if (step.kind === 'pay') {
							const order = unpaid.shift();
							if (order) {
								pay(shop, order);
								expected.add(`order.paid ${order.id}`);
							}
						}
						if (step.kind === 'place') {
							for (let index = 0; index < step.count; index += 1) {
								shop.nowMs += 700;
								const order = place(shop, { visibleAtMs: shop.nowMs + step.lateMs });
								unpaid.push(order);
								expected.add(`order.created ${order.id}`);
							}
							shop.nowMs += step.lateMs;
						}
						if (step.kind === 'kill') {
							if (step.isLost) {
								// Emitted and saved, but the execution never came to be.
								const items = await tick(host, shop, settings).catch(() => []);
								shop.nowMs += 10_000;
								kill(host);
								for (const item of items) repeatable.add(`${item.event} ${String(item.orderId)}`);
							} else {
								const batch = (host.memory.get('a') as { batch?: { emittedAtMs: number } }).batch;
								const isYoung = batch && shop.nowMs + step.downMs - batch.emittedAtMs < 5 * MINUTE;
								if (isYoung) delivered.slice(-itemsPerPoll).forEach((one) => repeatable.add(one));
								kill(host);
								shop.nowMs += step.downMs;
							}
							await poll();
							save(host);
						}
					}
					failAt = 0;
					for (let hour = 0; hour < 36; hour += 1) {
						// Once all is there, only what would come twice is waited for.
						const isAllThere = expected.size <= new Set(delivered).size;
						const polls = isAllThere ? 3 : 12;
						await pollFor(polls);
						shop.nowMs += (60 - polls) * MINUTE;
					}
					const counts = new Map<string, number>();
					for (const one of delivered) counts.set(one, (counts.get(one) ?? 0) + 1);
					expect([...expected].filter((one) => !counts.has(one))).toEqual([]);
					expect([...counts.keys()].filter((one) => !expected.has(one))).toEqual([]);
					expect([...counts].filter(([one, count]) => count > 1 && !repeatable.has(one))).toEqual(
						[],
					);
				},
			),
			{ numRuns: 50, seed: 7 },
		);
	}, 240_000);
});
