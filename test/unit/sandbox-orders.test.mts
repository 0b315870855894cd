import { callerOf } from '../sandbox/caller.mts';
import type { Caller } from '../sandbox/caller.mts';
import { pacificText } from '../sandbox/gateway/time.mts';
import type { JsonObject } from '../sandbox/json.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 9, 20, 12);
let nowMs = START_MS;
let sandbox: Sandbox;
let caller: Caller;

async function start(options: SandboxOptions = {}) {
	nowMs = START_MS;
	sandbox = await startSandbox({
		now: () => nowMs,
		limits: { perSecond: 1e6, perDay: 1e6 },
		...options,
		answers: { emptyLists: 'array', ...options.answers },
	});
	caller = callerOf(sandbox);
}
afterEach(() => sandbox.close());

const idsIn = (result: JsonObject) =>
	(result.target_list as JsonObject[]).map(({ order_id }) => String(order_id));

async function idsOf(query: Record<string, unknown>) {
	return idsIn(await caller.orders(query));
}

describe('statuses', () => {
	test('FINISH is left out unless it is the only status asked for, with a create range', async () => {
		await start();
		const open = sandbox.shop.placeOrder();
		const done = sandbox.shop.placeOrder();
		sandbox.shop.payOrder(done.id);
		sandbox.shop.finishOrder(done.id);
		const range = { create_date_start: pacificText(nowMs - DAY_MS) };
		expect(await idsOf({})).toEqual([String(open.id)]);
		expect(await idsOf({ order_status: 'FINISH' })).toEqual([]);
		expect(await idsOf({ order_status: 'FINISH', ...range })).toEqual([String(done.id)]);
		const both = { order_status_list: ['FINISH', 'PLACE_ORDER_SUCCESS'], ...range };
		expect(await idsOf(both)).toEqual([String(open.id)]);
		sandbox.settings.answers.finishRule = 'explicit';
		expect(await idsOf(both)).toHaveLength(2);
	});

	test('a running payout shows as FINISH in the list and as itself in the detail', async () => {
		await start();
		const { id } = sandbox.shop.placeOrder();
		sandbox.shop.payOrder(id);
		sandbox.shop.finishOrder(id, { payoutRuns: true });
		const range = { create_date_start: pacificText(nowMs - DAY_MS) };
		const { target_list: rows } = await caller.orders({ order_status: 'FINISH', ...range });
		expect((rows as JsonObject[])[0]).toMatchObject({ order_status: 'FINISH' });
		const detail = await caller.sync('aliexpress.trade.new.redefining.findorderbyid', {
			simplify: 'true',
			param1: `{"order_id":${id}}`,
		});
		expect(detail.target).toMatchObject({ order_status: 'FUND_PROCESSING' });
	});
});

describe('windows and pages', () => {
	test('open orders for 180 days, finished ones for 30', async () => {
		await start();
		const { shop } = sandbox;
		const recent = shop.placeOrder({ createdAtMs: nowMs - 179 * DAY_MS });
		shop.placeOrder({ createdAtMs: nowMs - 181 * DAY_MS });
		const finished = [29, 31].map((days) =>
			shop.placeOrder({ createdAtMs: nowMs - days * DAY_MS }),
		);
		for (const { id } of finished) shop.cancelOrder(id);
		expect(await idsOf({})).toEqual([String(recent.id)]);
		const create_date_start = pacificText(nowMs - 200 * DAY_MS);
		expect(await idsOf({ order_status: 'FINISH', create_date_start })).toEqual([
			String(finished[0]?.id),
		]);
	});

	test('create and modified ranges are whole seconds with both ends included', async () => {
		await start();
		const { id } = sandbox.shop.placeOrder({ createdAtMs: nowMs + 999 });
		sandbox.shop.payOrder(id, { atMs: nowMs + 60_500 });
		nowMs += 120_000;
		const at = (offsetMs: number) => pacificText(START_MS + offsetMs);
		const inCreate = { create_date_start: at(0), create_date_end: at(0) };
		expect(await idsOf(inCreate)).toHaveLength(1);
		expect(await idsOf({ create_date_start: at(1000) })).toHaveLength(0);
		const changed = { modified_date_start: at(60_000), modified_date_end: at(60_000) };
		expect(await idsOf(changed)).toHaveLength(1);
		expect(await idsOf({ modified_date_end: at(59_000) })).toHaveLength(0);
	});

	test('pages hold at most 50 rows, newest first, and tell the totals', async () => {
		await start({ shop: { bigIds: true } });
		for (let placed = 0; placed < 7; placed += 1) {
			sandbox.shop.placeOrder({ createdAtMs: nowMs + placed * 1000 });
		}
		nowMs += 10_000;
		const first = await caller.orders({ page_size: 3 });
		expect(first).toMatchObject({ total_count: 7, total_page: 3, current_page: 1, page_size: 3 });
		const pages = [first];
		for (const page of [2, 3])
			pages.push(await caller.orders({ page_size: 3, current_page: page }));
		const expected = sandbox.shop.orders.map(({ id }) => String(id)).reverse();
		expect(pages.flatMap(idsIn)).toEqual(expected);
		expect(await caller.orders({ page_size: 51 })).toMatchObject({ success: false });
		expect(await caller.orders({ current_page: 0 })).toMatchObject({ success: false });
	});

	test('rows that shift between pages repeat or skip', async () => {
		await start({ shop: { shiftRows: 2 } });
		for (let placed = 0; placed < 20; placed += 1) sandbox.shop.placeOrder();
		const seconds: string[] = [];
		for (let asked = 0; asked < 12; asked += 1) {
			seconds.push((await idsOf({ page_size: 5, current_page: 2 }))[0] ?? '');
		}
		expect(new Set(seconds).size).toBeGreaterThan(1);
	});

	test('late rows enter the list after their delay with their true times', async () => {
		await start();
		const { id } = sandbox.shop.placeOrder({ visibleInMs: 300_000 });
		expect(await idsOf({})).toEqual([]);
		nowMs += 300_000;
		const { target_list: rows } = await caller.orders({});
		expect((rows as JsonObject[])[0]).toMatchObject({ gmt_create: pacificText(START_MS) });
		sandbox.shop.payOrder(id, { visibleInMs: 60_000 });
		const unpaid = await caller.orders({ order_status: 'PLACE_ORDER_SUCCESS' });
		expect(unpaid.total_count).toBe(1);
		nowMs += 60_000;
		expect((await caller.orders({ order_status: 'WAIT_SELLER_SEND_GOODS' })).total_count).toBe(1);
	});
});

describe('daylight saving', () => {
	test('a filter in the repeated autumn hour is read one way or the other', async () => {
		const daylight = Date.UTC(2026, 10, 1, 8, 30);
		await start();
		nowMs = daylight + DAY_MS;
		sandbox.shop.placeOrder({ createdAtMs: daylight });
		const from = { create_date_start: '2026-11-01 01:30:00' };
		expect(await idsOf(from)).toEqual([]);
		sandbox.settings.answers.ambiguousHour = 'daylight';
		expect(await idsOf(from)).toHaveLength(1);
	});
});

describe('total_count', () => {
	const count = async () => (await caller.orders({})).total_count;
	const place = (orders: number) => {
		for (let i = 0; i < orders; i++) sandbox.shop.placeOrder();
	};

	test('leaves out the internal class, whose rows are listed all the same', async () => {
		await start({ shop: { internalPart: 0.5 } });
		place(40);
		const internal = sandbox.shop.orders.filter(({ isInternal }) => isInternal).length;
		expect(internal).toBeGreaterThan(5);
		const answer = await caller.orders({});
		expect(answer.total_count).toBe(40 - internal);
		expect(idsIn(answer)).toHaveLength(40);
	});

	test('can be absent, with the number of pages', async () => {
		await start({ answers: { orderCount: 'absent' } });
		place(3);
		const answer = await caller.orders({});
		expect(answer).not.toHaveProperty('total_count');
		expect(answer).not.toHaveProperty('total_page');
		expect(idsIn(answer)).toHaveLength(3);
	});

	test('can be wrong in one answer of twenty, or in each, by a twentieth at most', async () => {
		await start({ answers: { orderCount: 'wrongAtTimes' } });
		place(40);
		const asked = async () => await Promise.all(Array.from({ length: 200 }, count));
		const wrong = (await asked()).filter((one) => one !== 40);
		expect(wrong.length).toBeGreaterThan(2);
		expect(wrong.length).toBeLessThan(25);
		sandbox.settings.answers.orderCount = 'wrongByPart';
		const always = await asked();
		expect(always).not.toContain(40);
		for (const one of [...wrong, ...always]) expect([38, 39, 41, 42]).toContain(one);
	});

	test('falls when an order is closed, which only FINISH lists from then on', async () => {
		await start();
		const { id } = sandbox.shop.placeOrder();
		place(1);
		expect(await count()).toBe(2);
		nowMs += 60_000;
		sandbox.shop.cancelOrder(id);
		expect(await count()).toBe(1);
		const finished = { order_status: 'FINISH', create_date_start: pacificText(nowMs - DAY_MS) };
		expect(await idsOf(finished)).toEqual([String(id)]);
	});
});
