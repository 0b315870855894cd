import {
	activate,
	change,
	DAY,
	DAY_START,
	dispute,
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
	ship,
	tick,
} from './shop.mts';
import type { TriggerEvent } from '../../../../nodes/AliExpress/trigger/events/events.ts';

const T0 = Date.parse('2026-11-22T03:00:00Z');
const on = (...events: TriggerEvent[]) => ({ events });
const told = (items: Array<{ event: string; orderId?: unknown }>) =>
	items.map(({ event, orderId }) => `${event} ${String(orderId)}`);
const eventIds = (items: Array<{ eventId: string }>) => items.map(({ eventId }) => eventId);

describe('shipped orders', () => {
	const shipped = on('order.shipped');

	it('are reported once, whatever happens to them later, and not for an earlier sending', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const paid = { status: 'WAIT_SELLER_SEND_GOODS', paidMs: T0 - DAY, createdMs: T0 - DAY };
		const old = place(shop, paid);
		ship(shop, old);
		const order = place(shop, paid);
		shop.nowMs += MINUTE;
		await activate(host, shop, shipped);
		ship(shop, order);
		change(shop, old, 'IN_ISSUE');
		const items = await run(host, shop, 60, shipped);
		expect(told(items)).toEqual([`order.shipped ${order.id}`]);
		expect(items[0]?.occurredAt).toBe(new Date(T0 + MINUTE).toISOString());
		for (let day = 0; day < 35; day += 5) {
			shop.nowMs += 5 * DAY;
			change(shop, order, 'WAIT_BUYER_ACCEPT_GOODS');
			expect(await run(host, shop, 30, shipped)).toEqual([]);
		}
	});

	it('in parts give two events, the second when the rest is sent', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const order = place(shop, { createdMs: T0 - DAY, paidMs: T0 - DAY });
		await activate(host, shop, shipped);
		shop.nowMs += MINUTE;
		ship(shop, order, 'SELLER_PART_SEND_GOODS');
		const part = await run(host, shop, 60, shipped);
		shop.nowMs += 3 * DAY;
		ship(shop, order);
		const whole = await run(host, shop, 60, shipped);
		expect([...part, ...whole].map(({ status }) => status)).toEqual([
			'SELLER_PART_SEND_GOODS',
			'WAIT_BUYER_ACCEPT_GOODS',
		]);
		expect(new Set(eventIds([...part, ...whole])).size).toBe(2);
		shop.nowMs += 20 * DAY;
		change(shop, order, 'IN_ISSUE');
		expect(await run(host, shop, 60, shipped)).toEqual([]);
	});

	it('are reported also when the order had a dispute before the next read', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const order = place(shop, { createdMs: T0 - DAY, paidMs: T0 - DAY });
		await activate(host, shop, shipped);
		shop.nowMs += MINUTE;
		ship(shop, order);
		change(shop, order, 'IN_ISSUE');
		expect(told(await run(host, shop, 60, shipped))).toEqual([`order.shipped ${order.id}`]);
	});
});

describe('the end of an order', () => {
	const ends = on('order.cancelled', 'order.finished');

	it.each([
		['buyer_confirm_goods', true, 'order.finished'],
		['issue_refund', true, 'order.finished'],
		['an_unknown_reason', true, 'order.finished'],
		['buyer_cancel_order', true, 'order.cancelled'],
		['buyer_cancel_order_in_risk', true, 'order.cancelled'],
		['pay_timeout', false, 'order.cancelled'],
		['buyer_cancel_notpay_order', false, 'order.cancelled'],
		['an_unknown_reason', false, 'order.cancelled'],
	])('with reason %s, paid %s, is %s', async (reason, isPaid, event) => {
		const shop = openShop(T0);
		const host = openHost();
		const order = place(shop, { createdMs: T0 - DAY });
		if (isPaid) pay(shop, order);
		await activate(host, shop, ends);
		shop.nowMs += MINUTE;
		finish(shop, order, reason);
		const items = await run(host, shop, 90, ends);
		expect(told(items)).toEqual([`${event} ${order.id}`]);
		expect(items[0]).toMatchObject({ endReason: reason, status: 'FINISH' });
		shop.nowMs += 3 * DAY;
		// The payout changes the order once more.
		finish(shop, order, reason);
		expect(await run(host, shop, 90, ends)).toEqual([]);
	});

	it('is told apart from the wish to cancel, which comes first', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const order = place(shop);
		pay(shop, order);
		await activate(host, shop, ends);
		shop.nowMs += MINUTE;
		change(shop, order, 'IN_CANCEL');
		const wish = await run(host, shop, 60, ends);
		shop.nowMs += DAY;
		finish(shop, order, 'buyer_cancel_order');
		const end = await run(host, shop, 60, ends);
		expect([...wish, ...end].map(({ event, status }) => `${event} ${String(status)}`)).toEqual([
			'order.cancelled IN_CANCEL',
			'order.cancelled FINISH',
		]);
		expect(new Set(eventIds([...wish, ...end])).size).toBe(2);
	});

	it('costs a call of its own only when an event needs it', async () => {
		const listsAsked = async (...events: TriggerEvent[]) => {
			const shop = openShop(DAY_START);
			const host = openHost();
			await activate(host, shop, on(...events));
			shop.calls = [];
			await run(host, shop, 24 * 60, on(...events));
			const finished = shop.calls.filter(({ query }) => query.order_status === 'FINISH').length;
			return [shop.calls.length - finished, finished];
		};
		const near = (counts: number[]) => counts.map((count) => Math.round(count / 13));
		expect(near(await listsAsked('order.created', 'order.paid', 'order.shipped'))).toEqual([10, 0]);
		expect(near(await listsAsked('order.finished'))).toEqual([0, 10]);
		// Orders come all day, ends now and then: three calls for the one, one for the other.
		expect(near(await listsAsked('order.created', 'order.finished'))).toEqual([7, 3]);
		expect(near(await listsAsked('order.cancelled'))).toEqual([7, 3]);
	}, 60_000);

	it('reports orders that were placed, paid and closed between two reads, once', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const all = on('order.created', 'order.paid', 'order.shipped', 'order.finished');
		await activate(host, shop, all);
		shop.nowMs += MINUTE;
		const order = place(shop);
		pay(shop, order);
		ship(shop, order);
		finish(shop, order);
		const events = (await run(host, shop, 6 * 60, all)).map(({ event }) => event);
		expect(events.sort()).toEqual(all.events.sort());
	});
});

describe('updated reviews', () => {
	const updated = on('review.created', 'review.updated');

	it('are edits, follow-ups and replies since the first sight, each once', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const old = review(shop, 4, { validMs: T0 - 2 * DAY });
		expect(await activate(host, shop, updated)).toEqual([]);
		shop.nowMs += MINUTE;
		const fresh = review(shop, 5);
		expect((await run(host, shop, 60, updated)).map(({ event }) => event)).toEqual([
			'review.created',
		]);
		const ids: string[] = [];
		for (const one of [old, fresh, fresh]) {
			one.modifiedMs = shop.nowMs;
			one.followUp = `again at ${shop.nowMs}`;
			const items = await run(host, shop, 60, updated);
			expect(items).toEqual([
				expect.objectContaining({
					event: 'review.updated',
					orderId: String(one.orderId),
					followUp: one.followUp,
				}),
			]);
			ids.push(...eventIds(items));
		}
		expect(new Set(ids).size).toBe(3);
		expect(await run(host, shop, 240, updated)).toEqual([]);
	});

	it('are found weeks after the review by the read that looks further back', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, updated);
		shop.nowMs += MINUTE;
		const one = review(shop, 5);
		await run(host, shop, 60, updated);
		for (let day = 0; day < 20; day += 1) {
			shop.nowMs += DAY;
			expect(await run(host, shop, 30, updated)).toEqual([]);
		}
		one.modifiedMs = shop.nowMs;
		const items = await run(host, shop, 5 * 60, updated);
		expect(items.map(({ event }) => event)).toEqual(['review.updated']);
	}, 30_000);

	it('are not repeated when the reviews are read further back from now on', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, on('review.created'));
		for (let day = 0; day < 10; day += 1) {
			shop.nowMs += DAY;
			review(shop, 5);
			expect(await run(host, shop, 30, on('review.created'))).toHaveLength(1);
		}
		const got: unknown[] = [];
		for (let day = 0; day < 12; day += 1) {
			shop.nowMs += DAY;
			got.push(...(await run(host, shop, 5 * 60, { ...updated, reviewOverlapDays: 30 })));
		}
		expect(got).toEqual([]);
	}, 60_000);
});

describe('disputes', () => {
	const disputes = on('dispute.opened', 'dispute.updated');
	const about = (items: Array<Record<string, unknown>>) =>
		items.map(({ event, disputeId, status }) => [event, disputeId, status].map(String).join(' '));

	it('are reported when they are opened and each time they change', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const old = dispute(shop, { openedMs: T0 - 40 * DAY });
		expect(await activate(host, shop, disputes)).toEqual([]);
		shop.nowMs += MINUTE;
		const fresh = dispute(shop);
		expect(about(await run(host, shop, 60, disputes))).toEqual([
			`dispute.opened ${fresh.id} processing`,
		]);
		for (const one of [old, fresh]) {
			Object.assign(one, { status: 'finish', changedMs: shop.nowMs });
			const items = await run(host, shop, 60, disputes);
			expect(about(items)).toEqual([`dispute.updated ${one.id} finish`]);
			expect(JSON.stringify(items)).not.toContain('buyer-one');
		}
		expect(await run(host, shop, 240, disputes)).toEqual([]);
	});

	it.each(['finish', 'canceled_issue'])(
		'in state %s are asked for by name, now and then',
		async (ended) => {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop, disputes);
			shop.nowMs += MINUTE;
			const known = dispute(shop);
			await run(host, shop, 30, disputes);
			const quick = dispute(shop, { status: ended });
			Object.assign(known, { status: ended, changedMs: shop.nowMs });
			shop.calls.length = 0;
			const items = await run(host, shop, 4 * 20, disputes);
			expect(about(items).sort()).toEqual([
				`dispute.opened ${quick.id} ${ended}`,
				`dispute.updated ${known.id} ${ended}`,
			]);
			await run(host, shop, 24 * 60, disputes);
			const asked = shop.calls.map(({ query }) => query.issue_status);
			const times = (state: string) => asked.filter((one) => one === state).length;
			expect(asked).not.toContain(undefined);
			expect(times('processing') / times('finish')).toBeCloseTo(4, 0);
			expect(times('canceled_issue')).toBe(times('finish'));
		},
	);

	it('many of which are open are read in parts, and none of their changes is lost', async () => {
		const shop = openShop(T0);
		const host = openHost();
		for (let index = 0; index < 800; index += 1) {
			dispute(shop, { openedMs: T0 - 80 * DAY + index * 135 * MINUTE });
		}
		await activate(host, shop, disputes);
		await run(host, shop, 24 * 60, disputes);
		const changed = [5, 200, 600, 799].map((index) => shop.disputes[index]);
		for (const one of changed)
			Object.assign(one ?? {}, { changedMs: shop.nowMs, status: 'finish' });
		const items = await run(host, shop, 2 * 24 * 60, disputes);
		expect(items.map(({ disputeId }) => disputeId).sort()).toEqual(
			changed.map((one) => String(one?.id)).sort(),
		);
		for (const spent of shop.spentByDay.values()) expect(spent).toBeLessThanOrEqual(130);
	}, 120_000);

	it('come once, also over restarts and together with orders', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const all = on('order.created', 'dispute.opened');
		await activate(host, shop, all);
		const got: string[] = [];
		for (let round = 0; round < 12; round += 1) {
			shop.nowMs += 20 * MINUTE;
			place(shop);
			dispute(shop);
			got.push(...eventIds(await run(host, shop, 40, all)));
			if (round % 3 !== 2) continue;
			save(host);
			shop.nowMs += 6 * MINUTE;
			kill(host);
			got.push(...eventIds(await activate(host, shop, all)));
		}
		got.push(...eventIds(await run(host, shop, 3 * 60, all)));
		expect(got).toHaveLength(24);
		expect(new Set(got).size).toBe(24);
	});
});

describe('one read of orders', () => {
	it('serves created, paid, shipped and the wish to cancel', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const all = on('order.created', 'order.paid', 'order.shipped', 'order.cancelled');
		await activate(host, shop, all);
		shop.nowMs += MINUTE;
		const [first, second] = [place(shop), place(shop)];
		pay(shop, first);
		pay(shop, second);
		ship(shop, first);
		change(shop, second, 'IN_CANCEL');
		shop.nowMs += 4 * HOUR;
		shop.calls = [];
		const events = (await tick(host, shop, all)).map(({ event }) => event).sort();
		expect(events).toEqual([
			'order.cancelled',
			'order.created',
			'order.created',
			'order.paid',
			'order.paid',
			'order.shipped',
		]);
		// One call for each of the four lists of orders.
		expect(shop.calls).toHaveLength(4);
	});
});
