import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { DAY_MS, dayOf, dayStartOf, HOUR_MS, MINUTE_MS } from './day.mts';
import { createFastClock } from './fastClock.mts';
import { createBuyers, momentsOfDay, rememberOrders } from './scenario.mts';

const MIDNIGHT_MS = Date.UTC(2026, 10, 29, 16);

let nowMs = MIDNIGHT_MS;
let sandbox: Sandbox;
beforeEach(async () => {
	nowMs = MIDNIGHT_MS;
	sandbox = await startSandbox({ now: () => nowMs });
});
afterEach(async () => await sandbox.close());

const sendCard = async (orderId: bigint) => {
	const card = { elements: [{ tag: 'markdown', content: `Order ${orderId}` }] };
	const response = await fetch(sandbox.feishu.url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ msg_type: 'interactive', card }),
	});
	expect(response.ok).toBe(true);
};

describe('a clock that runs fast', () => {
	test('goes on from where it is when its speed changes, and stands still at 0', () => {
		let realMs = 1_000;
		const clock = createFastClock(MIDNIGHT_MS, 1, () => realMs);
		realMs += 500;
		expect(clock.nowMs()).toBe(MIDNIGHT_MS + 500);
		clock.speed = 720;
		realMs += 1_000;
		expect(clock.nowMs()).toBe(MIDNIGHT_MS + 500 + 720_000);
		clock.speed = 0;
		realMs += 60_000;
		expect(clock.nowMs()).toBe(MIDNIGHT_MS + 720_500);
		expect(clock.monotonicMs()).toBe(720_500);
	});
});

describe('the day on the page', () => {
	test('begins at midnight in Beijing', () => {
		expect(dayStartOf(MIDNIGHT_MS)).toBe(MIDNIGHT_MS);
		expect(dayStartOf(MIDNIGHT_MS - 1)).toBe(MIDNIGHT_MS - DAY_MS);
		expect(dayStartOf(MIDNIGHT_MS + 23 * HOUR_MS)).toBe(MIDNIGHT_MS);
	});

	test('tells how long each order took until its card, and which wait', async () => {
		sandbox.shop.placeOrder({ createdAtMs: MIDNIGHT_MS - HOUR_MS });
		nowMs += HOUR_MS;
		const [first, second, third] = [1, 2, 3].map(() => sandbox.shop.placeOrder());
		nowMs += 9 * MINUTE_MS;
		await sendCard(first!.id);
		nowMs += 6 * MINUTE_MS;
		await sendCard(second!.id);
		await sendCard(first!.id);
		const day = dayOf(sandbox, nowMs, 720);
		expect(day.told.map(({ id, delayMs }) => [id, delayMs])).toEqual([
			[String(first!.id), 9 * MINUTE_MS],
			[String(second!.id), 15 * MINUTE_MS],
			[String(third!.id), undefined],
		]);
		expect(day).toMatchObject({
			waiting: 1,
			middleMs: 9 * MINUTE_MS,
			longestMs: 15 * MINUTE_MS,
			startMs: MIDNIGHT_MS,
			speed: 720,
		});
	});

	test('counts bad reviews alone, and has no delays before the first arrival', () => {
		const [good, bad] = [sandbox.shop.placeOrder(), sandbox.shop.placeOrder()];
		sandbox.shop.writeReview({ orderId: good.id, stars: 5 });
		sandbox.shop.writeReview({ orderId: bad.id, stars: 1 });
		const day = dayOf(sandbox, nowMs, 720);
		expect(day.told.filter(({ kind }) => kind === 'review')).toHaveLength(1);
		expect(day).not.toHaveProperty('middleMs');
		expect(day.waiting).toBe(3);
	});
});

describe('the buyers of the demonstration', () => {
	/** Always the same numbers between 0 and 1. */
	const evenly = () => {
		let step = 0;
		return () => (step = (step + 0.618_034) % 1);
	};

	test('order 80 times a day, less at night, and go on the next day', () => {
		rememberOrders(sandbox);
		const before = sandbox.shop.orders.length;
		const buy = createBuyers(sandbox, evenly());
		const until = (hour: number) => {
			for (; nowMs < MIDNIGHT_MS + hour * HOUR_MS; nowMs += 5 * MINUTE_MS) buy();
			return sandbox.shop.orders.length - before;
		};
		expect(until(6)).toBeLessThan(12);
		expect(until(24)).toBe(80);
		expect(sandbox.shop.reviews).toHaveLength(12);
		expect(sandbox.shop.reviews.filter(({ stars }) => stars <= 2)).toHaveLength(4);
		until(24.1);
		expect(until(48)).toBe(160);
	});

	test('come at moments of the day, in order', () => {
		const moments = momentsOfDay(500, evenly());
		expect(moments).toEqual(moments.toSorted((a, b) => a - b));
		expect(moments.filter((ms) => ms < 0 || ms >= DAY_MS)).toEqual([]);
	});
});
