import { NodeApiError, type INode } from 'n8n-workflow';

import { runPoll } from '../../../../nodes/AliExpress/trigger/poll.ts';
import {
	activeMsBetween,
	isActiveAt,
	nextDueMs,
	rhythmOf,
} from '../../../../nodes/AliExpress/trigger/schedule/pace.ts';
import { evenSpacingMs } from '../../../../nodes/quota/triggerPlan.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import {
	activate,
	beijingDay,
	beijingDayEnd,
	DAY,
	DAY_START,
	depsOf,
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
	type Shop,
} from './shop.mts';

/** Which call of its read the latest one is: time stands still while a read goes on. */
function callOfRead({ calls, nowMs }: Shop): number {
	return calls.filter(({ atMs }) => atMs === nowMs).length;
}

function rowsOf(answer: JsonObject): JsonObject[] {
	return (answer.result as { target_list: JsonObject[] }).target_list;
}

const T0 = Date.parse('2026-11-22T03:00:00Z');
const all = {
	events: [
		'order.created' as const,
		'order.paid' as const,
		'review.created' as const,
		'review.negative' as const,
	],
};

describe("the day's share", () => {
	it.each([1, 2, 3, 4])(
		'is never exceeded with polls every minute, %i triggers on one account',
		async (k) => {
			const shop = openShop(T0);
			const host = openHost();
			const ids = ['a', 'b', 'c', 'd'].slice(0, k);
			const settings = k === 3 ? all : {};
			for (const id of ids) await activate(host, shop, settings, id);
			const items: Array<{ eventId: string }> = [];
			let placed = 0;
			for (let hour = 0; hour < 3 * 24; hour += 1) {
				placed += 1;
				place(shop);
				items.push(...(await run(host, shop, 60, settings, ids)));
			}
			items.push(...(await run(host, shop, 60, settings, ids)));
			for (const [day, spent] of shop.spentByDay) {
				expect(spent).toBeLessThanOrEqual(130);
				// The full days in between use what they have: nothing is left lying about.
				if (day > beijingDay(T0) && day < beijingDay(shop.nowMs))
					expect(spent).toBeGreaterThan(120);
			}
			// Every trigger gets every order, from calls made once.
			expect(items).toHaveLength(placed * k);
			expect(host.told).toEqual([]);
		},
		120_000,
	);

	it('keeps the announced pace: orders every 11 minutes, beside reviews three of four calls', async () => {
		const both = { events: ['order.created' as const, 'review.created' as const] };
		for (const [settings, expected] of [
			[{}, 130],
			[both, 97],
		] as const) {
			const shop = openShop(DAY_START);
			const host = openHost();
			await activate(host, shop, settings);
			shop.calls = [];
			await run(host, shop, 24 * 60, settings);
			const rounds = shop.calls.filter(({ method }) => method.includes('orderlist')).length;
			expect(Math.abs(rounds - expected)).toBeLessThanOrEqual(2);
		}
	}, 60_000);

	it('lets a large policy read at every poll', async () => {
		const shop = openShop(T0, 13_000);
		const host = openHost();
		await activate(host, shop);
		shop.calls = [];
		await run(host, shop, 30);
		expect(shop.calls).toHaveLength(30);
	});

	it('slows down when others have spent from it, so that the rest lasts until midnight', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		shop.spentByDay.set(beijingDay(T0), 110);
		const left = (beijingDayEnd(T0) - T0) / MINUTE;
		await run(host, shop, Math.floor(left) - 1);
		const last = Math.max(...shop.calls.map(({ atMs }) => atMs));
		expect(shop.spentByDay.get(beijingDay(T0))).toBeLessThanOrEqual(130);
		expect(beijingDayEnd(T0) - last).toBeLessThan(2 * HOUR);
		expect(host.told).toEqual([]);
	});

	it('waits quietly when it is used up, says so once, and goes on with the next Beijing day', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		shop.spentByDay.set(beijingDay(T0), 130);
		const order = place(shop);
		const untilMidnight = Math.floor((beijingDayEnd(T0) - T0) / MINUTE) - 1;
		expect(await run(host, shop, untilMidnight, quiet)).toEqual([]);
		expect(host.told).toHaveLength(1);
		expect(shop.calls).toHaveLength(1);
		const items = await run(host, shop, 15);
		expect(items.map(({ orderId }) => orderId)).toEqual([String(order.id)]);
	});

	/** Whoever is never told of it here waits quietly; the reports have tests of their own. */
	const quiet = { reportAfterFailedReads: 1_000 };

	describe('once it was used up', () => {
		/** A trigger that has spent its share and waits, and an order that it has not seen. */
		async function waiting() {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop, quiet);
			shop.spentByDay.set(beijingDay(T0), 130);
			const order = place(shop);
			expect(await run(host, shop, 60, quiet)).toEqual([]);
			expect(shop.calls).toHaveLength(1);
			return { shop, host, orderId: String(order.id) };
		}

		it('is taken up again by the next poll when the limit was raised', async () => {
			const { shop, host, orderId } = await waiting();
			shop.share = 650;
			const items = await run(host, shop, 1, quiet);
			expect(items.map((item) => item.orderId)).toEqual([orderId]);
		});

		it('is taken up again when a call was freed, and spends no more than that', async () => {
			const { shop, host, orderId } = await waiting();
			shop.spentByDay.set(beijingDay(T0), 129);
			const items = await run(host, shop, 1, quiet);
			expect(items.map((item) => item.orderId)).toEqual([orderId]);
			expect(await run(host, shop, 60, quiet)).toEqual([]);
			expect(shop.spentByDay.get(beijingDay(T0))).toBe(130);
		});

		it('is taken up again by the next process, which knows nothing of the wait', async () => {
			const { shop, host, orderId } = await waiting();
			save(host);
			kill(host);
			await activate(host, shop, quiet);
			expect(shop.calls).toHaveLength(1);
			shop.spentByDay.set(beijingDay(T0), 129);
			const items = await run(host, shop, 15, quiet);
			expect(items.map((item) => item.orderId)).toEqual([orderId]);
		});

		it('by itself, a trigger reads again as soon as a call is freed', async () => {
			const shop = openShop(T0, 1);
			const host = openHost();
			await activate(host, shop, quiet);
			const order = place(shop);
			expect(await run(host, shop, 60, quiet)).toEqual([]);
			expect(shop.calls).toHaveLength(1);
			shop.spentByDay.clear();
			const items = await run(host, shop, 1, quiet);
			expect(items.map((item) => item.orderId)).toEqual([String(order.id)]);
		});
	});

	it('is planned anew when the limit is raised, however long the pause until the next read', async () => {
		const shop = openShop(T0, 3);
		const host = openHost();
		await activate(host, shop);
		const order = place(shop);
		expect(await run(host, shop, 5)).toEqual([]);
		shop.share = 130;
		const items = await run(host, shop, 1);
		expect(items.map(({ orderId }) => orderId)).toEqual([String(order.id)]);
		// A lower one costs no read: the plan slows down with the next.
		const calls = shop.calls.length;
		shop.share = 100;
		await run(host, shop, 3);
		expect(shop.calls).toHaveLength(calls);
	});

	it('a pause that the platform told of is not asked away', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		shop.tamper = () => {
			throw new NodeApiError(
				{ name: 'x' } as INode,
				{},
				{
					message: 'paused',
					httpCode: '429',
					failure: { cause: 'rate-limited', retryAfterMs: 50 * MINUTE },
				},
			);
		};
		await run(host, shop, 15, quiet);
		const calls = shop.calls.length;
		expect(calls).toBe(2);
		await run(host, shop, 40, quiet);
		expect(shop.calls).toHaveLength(calls);
	});

	it('a pause of half a minute costs half a minute, not a step', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		const calls = shop.calls.length;
		let isPaused = true;
		shop.tamper = (_, answer) => {
			if (!isPaused) return answer;
			isPaused = false;
			const failure = { cause: 'rate-limited' as const, retryAfterMs: 30_000 };
			const about = { message: 'paused', httpCode: '429', failure };
			throw new NodeApiError({ name: 'x' } as INode, {}, about);
		};
		while (isPaused) await run(host, shop, 1);
		await run(host, shop, 1);
		expect(shop.calls).toHaveLength(calls + 2);
	});

	it('takes a refusal in the middle of reading as nothing read', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		for (let index = 0; index < 120; index += 1) place(shop, { createdMs: T0 + index * 1_000 });
		shop.nowMs += 5 * MINUTE;
		const before = JSON.stringify((host.memory.get('a') as { lists: unknown }).lists);
		shop.tamper = (_, answer) => {
			if (callOfRead(shop) !== 2) return answer;
			throw new NodeApiError(
				{ name: 'x' } as INode,
				{},
				{
					message: 'paused',
					httpCode: '429',
					failure: { cause: 'rate-limited', retryAfterMs: 10 * MINUTE },
				},
			);
		};
		expect(await run(host, shop, 25)).toEqual([]);
		expect(JSON.stringify((host.memory.get('a') as { lists: unknown }).lists)).toBe(before);
		shop.tamper = undefined;
		expect((await run(host, shop, 120)).length).toBe(120);
	});
});

describe('a read that fails', () => {
	it.each([1, 2, 3])(
		'on page %i emits nothing, changes nothing and is not repeated every minute',
		async (page) => {
			const shop = openShop(DAY_START);
			const host = openHost();
			await activate(host, shop, { itemsPerPoll: 500 });
			for (let index = 0; index < 120; index += 1)
				place(shop, { createdMs: DAY_START + index * 1_000 });
			const before = JSON.stringify(host.memory.get('a'));
			shop.tamper = (_, answer) => (callOfRead(shop) === page ? { result: 'cut' } : answer);
			shop.nowMs += 13 * MINUTE;
			const deps = () => depsOf(host, shop, { itemsPerPoll: 500 });
			await expect(runPoll(deps())).rejects.toMatchObject({
				name: 'NodeOperationError',
				message: 'AliExpress answered in an unexpected form',
			});
			expect(JSON.stringify(host.memory.get('a'))).toBe(before);
			const calls = shop.calls.length;
			expect(calls).toBe(1 + page);
			expect(await run(host, shop, 5, { itemsPerPoll: 500 })).toEqual([]);
			expect(shop.calls.length).toBe(calls);
			shop.tamper = undefined;
			expect(await run(host, shop, 60, { itemsPerPoll: 500 })).toHaveLength(120);
		},
	);

	it('passes over one order without a creation time, hands out the others and tells of it', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		const odd = place(shop);
		shop.tamper = (_, answer) => {
			for (const row of rowsOf(answer)) if (row.order_id === odd.id) row.gmt_create = 'soon';
			return answer;
		};
		const items: Array<Record<string, unknown>> = [];
		for (let hour = 0; hour < 4; hour += 1) {
			place(shop);
			items.push(...(await run(host, shop, 60)));
		}
		expect(items).toHaveLength(4);
		expect(items.map(({ orderId }) => orderId)).not.toContain(String(odd.id));
		expect(host.told).toEqual([expect.stringContaining(String(odd.id))]);
		expect(host.told.join()).not.toMatch(/Anna|buyer-one/);
		shop.tamper = undefined;
		const found = await run(host, shop, 6 * 60);
		expect(found.map(({ orderId }) => orderId)).toEqual([String(odd.id)]);
	});

	it('refuses an answer in which no creation time can be read: its form has changed', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		for (let index = 0; index < 3; index += 1) place(shop);
		shop.tamper = (_, answer) => {
			for (const row of rowsOf(answer)) delete row.gmt_create;
			return answer;
		};
		shop.nowMs += 20 * MINUTE;
		await expect(tick(host, shop)).rejects.toThrow('AliExpress answered in an unexpected form');
		shop.tamper = undefined;
		expect(await run(host, shop, 30)).toHaveLength(3);
	});

	it('is not stopped by an odd detail', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		const order = place(shop);
		shop.tamper = (_, answer) => {
			const odd = { phone: 'maybe', pay_amount: '12.34', left_send_good_day: '1.5' };
			for (const row of rowsOf(answer)) Object.assign(row, odd);
			return answer;
		};
		expect(await run(host, shop, 30)).toEqual([
			expect.objectContaining({ orderId: String(order.id) }),
		]);
	});

	it('keeps other causes as they are', async () => {
		const shop = openShop(T0);
		const host = openHost();
		shop.tamper = () => {
			throw new NodeApiError({ name: 'x' } as INode, {}, { message: 'no', httpCode: '401' });
		};
		await expect(activate(host, shop)).rejects.toMatchObject({ httpCode: '401' });
		expect(host.memory.size).toBe(0);
	});
});

describe('triggers of one account', () => {
	it('share one call, also when their polls overlap', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const paid = { events: ['order.created' as const, 'order.paid' as const] };
		await activate(host, shop, {}, 'a');
		await activate(host, shop, paid, 'b');
		for (let minute = 0; minute < 40; minute += 1) {
			shop.nowMs += MINUTE;
			await tick(host, shop, {}, 'a');
			await tick(host, shop, paid, 'b');
		}
		pay(shop, place(shop));
		shop.nowMs += 15 * MINUTE;
		shop.calls = [];
		const [a, b] = await Promise.all([tick(host, shop, {}, 'a'), tick(host, shop, paid, 'b')]);
		expect(a.map(({ event }) => event)).toEqual(['order.created']);
		// What is new shows in the list of orders to send, with its payment.
		expect(b.map(({ event }) => event).toSorted()).toEqual(['order.created', 'order.paid']);
		expect(shop.calls).toHaveLength(1);
	});

	it('a second tick of the same trigger does not hand out twice', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		// Another trigger that has not read yet keeps the rows in memory.
		await activate(host, shop, {}, 'b');
		place(shop);
		shop.nowMs += 12 * MINUTE;
		const both = await Promise.all([tick(host, shop), tick(host, shop)]);
		expect(both.flat()).toHaveLength(1);
	});

	it('one that catches up does not keep the others from reading', async () => {
		const shop = openShop(T0);
		const host = openHost();
		for (let index = 0; index < 4_000; index += 1)
			place(shop, { createdMs: T0 - 90 * DAY + index * 30 * MINUTE });
		await activate(host, shop, {}, 'live');
		const old = { start: { from: 'date' as const, atMs: T0 - 90 * DAY }, itemsPerPoll: 20 };
		await activate(host, shop, old, 'old');
		const order = place(shop);
		let minutes = 0;
		for (let found = false; !found && minutes < 200; minutes += 1) {
			shop.nowMs += MINUTE;
			await tick(host, shop, old, 'old');
			found = (await tick(host, shop, {}, 'live')).some(
				({ orderId }) => orderId === String(order.id),
			);
		}
		expect(minutes).toBeLessThan(60);
	}, 60_000);
});

describe('what is stored', () => {
	it('holds no names and no texts, stays small, and survives a new name of the node', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, all);
		for (let index = 0; index < 150; index += 1) {
			shop.nowMs += 10 * MINUTE;
			pay(shop, place(shop));
			review(shop, 1);
			await tick(host, shop, all);
		}
		const text = JSON.stringify(host.memory.get('a'));
		expect(text).not.toMatch(/Anna|buyer-one|text|s3cret/);
		expect(text).not.toContain(String(shop.orders[0]?.id));
		expect(text.length).toBeLessThan(60_000);
		const renamed = depsOf(host, shop, all);
		renamed.node = { ...renamed.node, name: 'Another name' };
		shop.nowMs += 30 * MINUTE;
		const items = (await runPoll(renamed)) ?? [];
		expect(items.length).toBeLessThan(20);
	}, 60_000);

	it('a restart loop makes no calls before the plan says so', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		for (let restart = 0; restart < 60; restart += 1) {
			kill(host);
			shop.nowMs += 10_000;
			await activate(host, shop);
		}
		expect(shop.calls).toHaveLength(1);
		shop.nowMs += 3 * MINUTE;
		kill(host);
		await activate(host, shop);
		expect(shop.calls).toHaveLength(2);
	});

	it('refuses a position that it cannot read instead of starting over', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop);
		host.memory.set('a', { ...(host.memory.get('a') as object), version: 99 });
		await expect(tick(host, shop)).rejects.toThrow(
			'The stored position of this trigger cannot be read',
		);
		save(host);
	});
});

describe('the plan', () => {
	const budget = { share: 130, left: 130, dayEndsAtMs: T0 + DAY, opensAtMs: T0 + 9 * HOUR };
	const even = { part: 1, rhythm: rhythmOf(undefined), hours: undefined };
	const evening = { ...budget, dayEndsAtMs: T0 + 6 * HOUR };

	it('spreads what is left evenly over what is left of the day, by the part of the list', () => {
		// The read after the last one is the first of the next day.
		expect(nextDueMs(T0, 0, 1, budget, even) - T0).toBeCloseTo(DAY / 131);
		expect(nextDueMs(T0, 0, 2, budget, { ...even, part: 0.25 }) - T0).toBeCloseTo((8 * DAY) / 134);
		const inStep = nextDueMs(T0, T0 - 50_000, 1, budget, even);
		expect(inStep - T0).toBeCloseTo((DAY + 50_000) / 131 - 50_000);
		expect(nextDueMs(T0, 0, 1, { ...evening, left: 10 }, even) - T0).toBeCloseTo((6 * HOUR) / 11);
	});

	it('reads up to three times as often when calls are left over', () => {
		expect(nextDueMs(T0, 0, 1, { ...evening, left: 60 }, even) - T0).toBeCloseTo((6 * HOUR) / 61);
		expect(nextDueMs(T0, 0, 1, evening, even) - T0).toBeCloseTo(DAY / 130 / 3);
	});

	it('gives busy hours more, by the fourth root, and leaves no gap over 25 minutes', () => {
		const orders = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 80 : 10));
		const rhythm = rhythmOf(orders);
		expect((rhythm[5] ?? 0) / (rhythm[17] ?? 1)).toBeCloseTo(8 ** (1 / 4));
		const at = (ms: number) => {
			const day = { ...budget, left: 100, dayEndsAtMs: ms + DAY };
			return nextDueMs(ms, 0, 1, day, { ...even, rhythm }) - ms;
		};
		const midnight = Math.floor(T0 / DAY) * DAY;
		const busyMs = at(midnight + 4 * HOUR);
		const slowMs = at(midnight + 16 * HOUR);
		expect(slowMs / busyMs).toBeGreaterThan(1.4);
		expect(slowMs).toBeLessThanOrEqual(25 * MINUTE);
		expect(new Set(rhythmOf(orders.map(() => 0)))).toEqual(new Set([1]));
	});

	it('spreads the share over the active hours only', () => {
		const hours = { fromHour: 0, toHour: 12, zone: 'UTC' };
		const midnight = Math.floor(T0 / DAY) * DAY;
		const day = { ...budget, dayEndsAtMs: midnight + DAY };
		expect(nextDueMs(midnight, 0, 1, day, { ...even, hours }) - midnight).toBeCloseTo(
			DAY / 2 / 131,
		);
		const afterwards = midnight + 13 * HOUR;
		expect(nextDueMs(afterwards, 0, 1, day, { ...even, hours })).toBe(day.dayEndsAtMs);
	});

	it('goes by the calls of the next day beyond midnight, however few this one has left', () => {
		for (const [left, part] of [
			[1, 1],
			[2, 0.25],
			[3, 0.5],
		] as const) {
			for (const minutes of [1, 7, 30]) {
				const late = { ...budget, left, dayEndsAtMs: T0 + minutes * MINUTE };
				const dueMs = nextDueMs(T0, 0, 1, late, { ...even, part }) - T0;
				expect(dueMs).toBeLessThanOrEqual(Math.max(minutes * MINUTE, DAY / 130 / part) + 1);
			}
		}
	});

	it('waits until there may be calls again when none are left', () => {
		expect(nextDueMs(T0, 0, 1, { ...budget, left: 0 }, even)).toBe(budget.opensAtMs);
		expect(nextDueMs(T0, 0, 1, { ...budget, share: 0 }, even)).toBe(budget.opensAtMs);
		expect(evenSpacingMs(0)).toBe(Number.POSITIVE_INFINITY);
	});
});

describe('active hours', () => {
	const office = { fromHour: 9, toHour: 18, zone: 'Europe/Berlin' };
	const night = { fromHour: 22, toHour: 6, zone: 'Asia/Shanghai' };

	it('are those of the wall clock of the zone', () => {
		expect(isActiveAt(office, Date.parse('2026-11-22T07:59:59Z'))).toBe(false);
		expect(isActiveAt(office, Date.parse('2026-11-22T08:00:00Z'))).toBe(true);
		expect(isActiveAt(office, Date.parse('2026-11-22T16:59:59Z'))).toBe(true);
		expect(isActiveAt(office, Date.parse('2026-11-22T17:00:00Z'))).toBe(false);
		// In summer an hour earlier in UTC.
		expect(isActiveAt(office, Date.parse('2026-07-22T07:00:00Z'))).toBe(true);
		expect(isActiveAt(undefined, T0)).toBe(true);
	});

	it('may go over midnight', () => {
		expect(isActiveAt(night, Date.parse('2026-11-22T13:59:00Z'))).toBe(false);
		expect(isActiveAt(night, Date.parse('2026-11-22T14:00:00Z'))).toBe(true);
		expect(isActiveAt(night, Date.parse('2026-11-22T21:59:00Z'))).toBe(true);
		expect(isActiveAt(night, Date.parse('2026-11-22T22:00:00Z'))).toBe(false);
	});

	it('add up to the same on every day without a change of clocks', () => {
		for (const [hours, length] of [
			[office, 9],
			[night, 8],
		] as const) {
			for (let hour = 0; hour < 48; hour++) {
				const fromMs = T0 + hour * HOUR;
				expect(activeMsBetween(hours, fromMs, fromMs + DAY)).toBe(length * HOUR);
			}
		}
		expect(activeMsBetween({ ...office, fromHour: 0, toHour: 24 }, T0, T0 + DAY)).toBe(DAY);
	});

	it('keep the trigger from reading outside, and report later what happened meanwhile', async () => {
		const shop = openShop(Date.parse('2026-11-22T16:30:00Z'));
		const host = openHost();
		await activate(host, shop);
		const poll = async () => {
			return (await runPoll({ ...depsOf(host, shop), activeHours: office })) ?? [];
		};
		const items: unknown[] = [];
		const calls: number[] = [];
		for (let minute = 0; minute < 24 * 60; minute += 1) {
			if (minute === 300) place(shop);
			const before = [...shop.spentByDay.values()].reduce((sum, spent) => sum + spent, 0);
			items.push(...(await poll()));
			const after = [...shop.spentByDay.values()].reduce((sum, spent) => sum + spent, 0);
			if (after > before) calls.push(shop.nowMs);
			shop.nowMs += MINUTE;
		}
		expect(items).toHaveLength(1);
		expect(calls.every((atMs) => isActiveAt(office, atMs))).toBe(true);
		// 130 calls in 9 hours are one every 4 minutes.
		expect(calls.length).toBeGreaterThan(110);
	});
});
