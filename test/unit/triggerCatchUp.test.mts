import { drawForward } from '../../nodes/AliExpress/trigger/schedule/pushed.ts';
import {
	activate,
	DAY,
	DAY_START,
	HOUR,
	kill,
	MINUTE,
	openHost,
	openShop,
	place,
	run,
	save,
} from './triggerShop.mts';
import type { Host, Shop } from './triggerShop.mts';

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

function ordersOf(host: Host): { lookbackMs: number; cursorMs: number } {
	return (host.memory.get('a') as { lists: { orders: { lookbackMs: number; cursorMs: number } } })
		.lists.orders;
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
		// 4,500 rows are 90 pages. Until it is an hour behind, it also looks back at half an hour: 36.
		expect(shop.calls.length).toBeLessThan(90 + 2 * 36);
		expect(Math.max(...callsOfReads(shop))).toBeLessThanOrEqual(12);
		got.push(...(await run(host, shop, 24 * 60, eager)).map(({ eventId }) => eventId));
		expect(got).toHaveLength(4_500);
		expect(new Set(got).size).toBe(4_500);
		expect(ordersOf(host).lookbackMs).toBe(30 * MINUTE);
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

describe('the read that looks further back', () => {
	/** How far before the end of the one before it each read began, in hours. */
	function reachesOf({ calls }: Shop): Array<{ atMs: number; hours: number }> {
		return calls.map(({ atMs, query }) => {
			const text = String(query.create_date_start).replace(' ', 'T');
			return { atMs, hours: (atMs - Date.parse(`${text}-08:00`)) / HOUR };
		});
	}

	it('goes on in parts after a rush, while new orders are seen in time', async () => {
		const { shop, host } = await openRush(3_000);
		await run(host, shop, 5 * 60, eager);
		const late = place(shop, { createdMs: DAY_START + 10 * MINUTE, visibleAtMs: shop.nowMs });
		const placedAtMs = new Map<string, number>();
		const seenAfterMs: number[] = [];
		let isLateSeen = false;
		for (let hour = 0; hour < 12; hour += 1) {
			placedAtMs.set(String(place(shop).id), shop.nowMs);
			for (let minute = 0; minute < 60; minute += 1) {
				for (const { orderId } of await run(host, shop, 1, eager)) {
					const atMs = placedAtMs.get(String(orderId));
					if (atMs !== undefined) seenAfterMs.push(shop.nowMs - atMs);
					if (orderId === String(late.id)) isLateSeen = true;
				}
			}
		}
		expect(reachesOf(shop).filter(({ hours }) => hours > 4).length).toBeGreaterThan(10);
		expect(isLateSeen).toBe(true);
		expect(seenAfterMs).toHaveLength(12);
		expect(Math.max(...seenAfterMs)).toBeLessThan(50 * MINUTE);
	}, 60_000);

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

	it('waits for the next day when little of the day is left, and then comes', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		// 6 hours hold five pages.
		for (let index = 0; index < 1_000; index += 1)
			place(shop, { createdMs: shop.nowMs - 12 * HOUR + index * 1.44 * MINUTE });
		for (let index = 0; index < 2_000; index += 1)
			place(shop, { createdMs: shop.nowMs + 12 * HOUR + index * 1.44 * MINUTE });
		await run(host, shop, 2 * 24 * 60, { itemsPerPoll: 1_000 });
		const deep = reachesOf(shop).filter(({ hours }) => hours > 5);
		const lateInDay = deep.filter(({ atMs }) => (atMs - DAY_START) % DAY > 22.5 * HOUR);
		const earlyInDay = deep.filter(({ atMs }) => (atMs - DAY_START) % DAY < 2 * HOUR);
		expect(deep.length).toBeGreaterThan(10);
		expect(lateInDay).toHaveLength(0);
		expect(earlyInDay.length).toBeGreaterThan(0);
	}, 60_000);
});
