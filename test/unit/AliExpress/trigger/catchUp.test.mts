import { drawForward } from '../../../../nodes/AliExpress/trigger/schedule/pushed.ts';
import {
	activate,
	DAY_START,
	finish,
	HOUR,
	kill,
	MINUTE,
	openHost,
	openShop,
	place,
	run,
	save,
} from './shop.mts';
import type { Host, Shop } from './shop.mts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';

const eager = { itemsPerPoll: 1_000 };

/** A trigger on a shop, and a while later many orders in a short time, one a second. */
async function openRush(count: number, afterMs = 0): Promise<{ shop: Shop; host: Host }> {
	const shop = openShop(DAY_START, 650);
	const host = openHost();
	await activate(host, shop, eager);
	shop.nowMs += afterMs;
	for (let index = 0; index < count; index += 1)
		place(shop, { createdMs: shop.nowMs + index * 1_000 });
	return { shop, host };
}

/** Calls of each read; reads are at least a minute apart. */
function callsOfReads({ calls }: Shop): number[] {
	const byMinute = new Map<number, number>();
	for (const { atMs } of calls) byMinute.set(atMs, (byMinute.get(atMs) ?? 0) + 1);
	return [...byMinute.values()];
}

describe('a feed that is behind', () => {
	it('goes on in reads of about ten pages, each page once, and hands out everything once', async () => {
		const { shop, host } = await openRush(4_500, 10 * MINUTE);
		const got: string[] = [];
		while (got.length < 4_500) {
			got.push(...(await run(host, shop, 1, eager)).map(({ eventId }) => eventId));
		}
		// 4,500 rows are 90 pages. Until it is two hours behind, a page first tells how many there are.
		expect(shop.calls.length).toBeLessThan(90 + 2 * 36);
		expect(Math.max(...callsOfReads(shop))).toBeLessThanOrEqual(12);
		got.push(...(await run(host, shop, 24 * 60, eager)).map(({ eventId }) => eventId));
		expect(got).toHaveLength(4_500);
		expect(new Set(got).size).toBe(4_500);
	}, 120_000);

	it('reads again only what a killed process had handed out last', async () => {
		const { shop, host } = await openRush(3_000, 10 * MINUTE);
		const got: string[] = [];
		while (got.length < 1_000)
			got.push(...(await run(host, shop, 1, eager)).map((one) => one.eventId));
		const before = shop.calls.length;
		const known = new Set(got);
		save(host);
		kill(host);
		const again = (await activate(host, shop, eager)).map((one) => one.eventId);
		expect(again.filter((id) => known.has(id)).length).toBeGreaterThan(0);
		expect(again.length).toBeLessThanOrEqual(1_000);
		expect(shop.calls.length - before).toBeLessThanOrEqual(13);
		got.push(...again);
		got.push(...(await run(host, shop, 24 * 60, eager)).map((one) => one.eventId));
		expect(new Set(got).size).toBe(3_000);
	}, 120_000);

	it('keeps up with polls every three hours, which read what their pauses have saved', async () => {
		const shop = openShop(DAY_START, 650);
		const host = openHost();
		await activate(host, shop, eager);
		let placed = 0;
		let handedOut = 0;
		for (let poll = 0; poll < 12; poll += 1) {
			// 1,300 orders are 26 pages.
			for (let index = 0; index < 1_300; index += 1)
				place(shop, { createdMs: shop.nowMs + index * 8_000 });
			placed += 1_300;
			shop.nowMs += 3 * HOUR;
			handedOut += (await run(host, shop, 1, { itemsPerPoll: 1_000 })).length;
			handedOut += (await run(host, shop, 1, { itemsPerPoll: 1_000 })).length;
		}
		expect(placed - handedOut).toBeLessThan(3 * 1_300);
	}, 120_000);
});

describe('a rush', () => {
	/** A thousand orders in a minute and 40 in each that follows; the list shows each after some seconds, one in 50 after a while. */
	async function openSale(share: number): Promise<{ shop: Shop; host: Host; placed: number }> {
		const shop = openShop(DAY_START, share);
		const host = openHost();
		await activate(host, shop, eager);
		shop.nowMs += 17 * 1_000;
		const startMs = shop.nowMs + MINUTE;
		const placeAt = (createdMs: number, index: number) =>
			place(shop, {
				createdMs,
				visibleAtMs: createdMs + (index % 50 === 49 ? 15 * MINUTE : 7_000),
			});
		for (let index = 0; index < 1_000; index += 1) placeAt(startMs + index * 60, index);
		for (let index = 0; index < 3_600; index += 1) placeAt(startMs + MINUTE + index * 1_500, index);
		return { shop, host, placed: 4_600 };
	}

	it('is read through in parts, without those that the list does not show yet', async () => {
		const { shop, host, placed } = await openSale(650);
		const got: string[] = [];
		for (let minutes = 0; got.length < placed && minutes < 4 * 60; minutes += 1)
			got.push(...(await run(host, shop, 1, eager)).map(({ eventId }) => eventId));
		// 92 pages, and looks at the newest while all that is new came within the last half hour.
		expect(shop.calls.length).toBeLessThan(92 * 1.3 + 45);
		got.push(...(await run(host, shop, 24 * 60, eager)).map(({ eventId }) => eventId));
		expect(new Set(got).size).toBe(placed);
		expect(got).toHaveLength(placed);
		expect(host.memory.get('a')).not.toHaveProperty('lists.orders.miscountedAtMs');
	}, 120_000);

	it('shows its newest page at once, and spends no more on what has to be read again', async () => {
		const { shop, host } = await openSale(650);
		const got = await run(host, shop, 9, eager);
		expect(got.length).toBeGreaterThan(100);
		expect(Math.max(...callsOfReads(shop))).toBeLessThanOrEqual(1);
	});

	it('goes on where one call at a time is granted', async () => {
		const { shop, host } = await openSale(60);
		shop.lent = 0;
		await run(host, shop, 13 * 60, eager);
		const calls = shop.calls.length;
		const got: unknown[] = [];
		for (let hour = 0; hour < 8; hour += 1) {
			for (let granted = 0; granted < 5; granted += 1) {
				shop.lent += 1;
				got.push(...(await run(host, shop, 12, eager)));
			}
		}
		expect(shop.calls.length - calls).toBeGreaterThan(30);
		// A page holds 50.
		expect(got.length).toBeGreaterThan(20 * (shop.calls.length - calls));
	}, 120_000);

	it('does not make the count look wrong when an order comes between two pages', async () => {
		const shop = openShop(DAY_START, 650);
		const host = openHost();
		await activate(host, shop, eager);
		shop.nowMs += 10 * MINUTE;
		for (let index = 0; index < 180; index += 1)
			place(shop, { createdMs: shop.nowMs - 120_000 + index * 600 });
		let isShown = false;
		shop.tamper = (_, answer) => {
			// Placed some minutes ago and shown only now, below the first page.
			if (!isShown) place(shop, { createdMs: DAY_START + 8.5 * MINUTE });
			isShown = true;
			return answer;
		};
		const got = await run(host, shop, 30, eager);
		expect(got).toHaveLength(181);
		expect(shop.calls.some(({ query }) => query.order_status === 'FINISH')).toBe(false);
		expect(host.memory.get('a')).not.toHaveProperty('lists.orders.miscountedAtMs');
	});
});

describe('an order that came late', () => {
	it('is searched by halves below a rush, while new orders are seen in time', async () => {
		const { shop, host } = await openRush(3_000);
		await run(host, shop, 5 * 60, eager);
		const late = place(shop, { createdMs: DAY_START + 10 * MINUTE, visibleAtMs: shop.nowMs });
		const calls = shop.calls.length;
		let found: unknown[] = [];
		let minutes = 0;
		for (; found.length === 0; minutes += 1) found = await run(host, shop, 1, eager);
		expect(found).toEqual([expect.objectContaining({ orderId: String(late.id) })]);
		// 60 pages lie above it.
		expect(shop.calls.length - calls).toBeLessThanOrEqual(10);
		expect(minutes).toBeLessThanOrEqual(5);
		expect(host.memory.get('a')).not.toHaveProperty('lists.orders.miscountedAtMs');
	}, 60_000);

	it('is searched for once more where n8n lost it, and the pages above it are not read', async () => {
		const { shop, host } = await openRush(3_000);
		await run(host, shop, 5 * 60, eager);
		const late = place(shop, { createdMs: DAY_START + 10 * MINUTE, visibleAtMs: shop.nowMs });
		let found: unknown[] = [];
		while (found.length === 0) found = await run(host, shop, 1, eager);
		kill(host);
		const calls = shop.calls.length;
		let again: unknown[] = await activate(host, shop, eager);
		while (again.length === 0) again = await run(host, shop, 1, eager);
		expect(again).toEqual(found);
		expect(again).toEqual([expect.objectContaining({ orderId: String(late.id) })]);
		expect(shop.calls.length - calls).toBeLessThanOrEqual(10);
	}, 60_000);

	it('is found with three others that lie at other depths, in two reads', async () => {
		const { shop, host } = await openRush(3_000);
		await run(host, shop, 5 * 60, eager);
		const late = [3, 9, 21, 44].map((minute) =>
			place(shop, { createdMs: DAY_START + minute * MINUTE, visibleAtMs: shop.nowMs }),
		);
		const calls = shop.calls.length;
		const found: string[] = [];
		for (let minute = 0; minute < 10; minute += 1) {
			found.push(...(await run(host, shop, 1, eager)).map(({ orderId }) => String(orderId)));
		}
		expect(found.sort()).toEqual(late.map(({ id }) => String(id)));
		expect(shop.calls.length - calls).toBeLessThanOrEqual(30);
		expect(host.memory.get('a')).not.toHaveProperty('lists.orders.miscountedAtMs');
	}, 60_000);

	it('is found when the calls of a day were spent for all of the hours that are counted', async () => {
		const shop = openShop(DAY_START, 58);
		const host = openHost();
		await activate(host, shop);
		for (let index = 0; index < 120; index += 1)
			place(shop, { createdMs: shop.nowMs + index * MINUTE });
		await run(host, shop, 3 * 60, eager);
		const late = place(shop, { createdMs: DAY_START + 20 * MINUTE, visibleAtMs: shop.nowMs });
		// Nothing is read before the next day begins.
		shop.nowMs = DAY_START + 24 * HOUR;
		const got = await run(host, shop, 6 * 60, eager);
		expect(got.map(({ orderId }) => orderId)).toEqual([String(late.id)]);
	});

	it('is not looked for among orders of months ago, which have ended since', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		for (let index = 0; index < 60; index += 1)
			place(shop, { createdMs: shop.nowMs + index * MINUTE });
		await run(host, shop, 90, eager);
		for (const order of shop.orders) finish(shop, order, 'pay_timeout');
		shop.nowMs += 120 * 24 * HOUR;
		await run(host, shop, 60, eager);
		const order = place(shop);
		const got = await run(host, shop, 60, eager);
		expect(got.map(({ orderId }) => orderId)).toEqual([String(order.id)]);
		expect(host.memory.get('a')).not.toHaveProperty('lists.orders.miscountedAtMs');
	});

	it.each([70, 130])(
		'is found among %d others of its second, on pages that shift',
		async (others) => {
			const shop = openShop(DAY_START, 650);
			const host = openHost();
			await activate(host, shop);
			const createdMs = DAY_START + 10 * MINUTE;
			for (let index = 0; index < others; index += 1) place(shop, { createdMs });
			for (let index = 0; index < 20; index += 1)
				place(shop, { createdMs: createdMs + index * MINUTE });
			shop.tamper = (call, answer) => {
				const result = answer.result as { current_page?: number; target_list?: JsonObject[] };
				// Now and then the first row has moved to the page before.
				const isShifted = (result.current_page ?? 1) > 1 && call % 3 > 0;
				if (isShifted) result.target_list?.shift();
				return answer;
			};
			const first = await run(host, shop, 60, eager);
			expect(first).toHaveLength(others + 20);
			const late = place(shop, { createdMs, visibleAtMs: shop.nowMs });
			const found = await run(host, shop, 60, eager);
			expect(found.map(({ orderId }) => orderId)).toEqual([String(late.id)]);
			expect(host.memory.get('a')).not.toHaveProperty('lists.orders.miscountedAtMs');
		},
		60_000,
	);

	it('is found behind one that was closed in the same hour', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		for (let index = 0; index < 120; index += 1)
			place(shop, { createdMs: shop.nowMs + index * 60_000 });
		await run(host, shop, 3 * 60, eager);
		const late = place(shop, {
			createdMs: DAY_START + 20 * MINUTE,
			visibleAtMs: shop.nowMs + 5 * MINUTE,
		});
		for (const closed of shop.orders.slice(30, 33)) finish(shop, closed, 'pay_timeout');
		const got = await run(host, shop, 5 * 60, eager);
		expect(got.map(({ orderId }) => orderId)).toEqual([String(late.id)]);
		const looks = shop.calls.filter(({ query }) => query.order_status === 'FINISH');
		expect(looks.length).toBeGreaterThan(0);
		expect(looks.length).toBeLessThanOrEqual(2);
	});

	it.each([
		['without a total', undefined],
		['that is one too small', -1],
		['that is one too great', 1],
	])(
		'is found within a day where the list has a count %s',
		async (_, wrongBy) => {
			const shop = openShop(DAY_START);
			const host = openHost();
			await activate(host, shop);
			shop.tamper = (__, answer) => {
				const result = answer.result as { total_count?: number; total_page?: number };
				if (result.total_count === undefined || result.total_count < 60) return answer;
				if (wrongBy === undefined) {
					delete result.total_count;
					delete result.total_page;
				} else result.total_count += wrongBy;
				return answer;
			};
			let placed = 0;
			const got: string[] = [];
			for (let minute = 0; minute < 3 * 24 * 60; minute += 1) {
				if (minute % 4 === 0) {
					const isLate = placed % 100 === 50;
					const lateMs = isLate ? 5 * HOUR : 0;
					place(shop, { createdMs: shop.nowMs, visibleAtMs: shop.nowMs + lateMs });
					placed += 1;
				}
				got.push(...(await run(host, shop, 1, eager)).map(({ eventId }) => eventId));
			}
			got.push(...(await run(host, shop, 26 * 60, eager)).map(({ eventId }) => eventId));
			expect(new Set(got).size).toBe(placed);
			expect(got).toHaveLength(placed);
			for (const spent of shop.spentByDay.values()) expect(spent).toBeLessThanOrEqual(130);
		},
		120_000,
	);

	it('does not keep an order waiting that a push has announced', async () => {
		const { shop, host } = await openRush(3_000);
		await run(host, shop, 5 * 60, eager);
		const [feed] = host.feeds.values();
		let pushes = 0;
		for (let quarter = 0; quarter < 24; quarter += 1) {
			const announced = String(place(shop).id);
			if (feed && drawForward(feed, ['orders'], shop.nowMs) === 'due') {
				pushes += 1;
				const items = await run(host, shop, 3, eager);
				expect(items.map(({ orderId }) => orderId)).toContain(announced);
			}
			await run(host, shop, 12, eager);
		}
		expect(pushes).toBeGreaterThan(5);
	}, 60_000);
});
