import { pacificText } from '../../sandbox/gateway/time.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';
import type { Life } from '../life.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../scene.mts';
import { AUTUMN_CHANGE_MS, monthPlan } from './plan.mts';
import type { Plan } from './plan.mts';
import { createWitness } from './reached.mts';
import type { Witness } from './reached.mts';

const START_MS = Date.UTC(2026, 9, 20, 4);
let nowMs = START_MS;
let sandbox: Sandbox;
let witness: Witness;

async function open(change: Partial<Plan> = {}, startMs = START_MS): Promise<void> {
	nowMs = startMs;
	sandbox = await startSandbox({ now: () => nowMs });
	const plan = { ...monthPlan(2), ...change };
	witness = createWitness({ shop: sandbox.shop, plan, nowMs: () => nowMs });
}
afterEach(async () => await sandbox.close());

const place = (agoMs: number, visibleInMs = 0) =>
	sandbox.shop.placeOrder({ createdAtMs: nowMs - agoMs, visibleInMs }).id;
const deliver = (...ids: bigint[]) =>
	witness.delivered(ids.map((orderId) => ({ event: 'order.created', orderId: String(orderId) })));

/** A page of the last six hours, as it passes over the wire. */
function pass(rows: readonly bigint[], count?: number, page = 1): void {
	const query = {
		create_date_start: pacificText(nowMs - 6 * HOUR_MS),
		create_date_end: pacificText(nowMs),
		current_page: page,
	};
	const method = 'aliexpress.trade.seller.orderlist.get';
	const asked = { method, param_aeop_order_query: JSON.stringify(query) };
	const total = count === undefined ? '' : `"total_count":${count},`;
	const list = rows.map((id) => `{"order_id":${id},"product_list":[{"order_id":${id}}]}`).join();
	const body = `{"result":{${total}"total_page":1,"target_list":[${list}]}}`;
	const request = { url: '', body: new URLSearchParams(asked).toString() };
	witness.passed(request, { statusCode: 200, body, headers: {} });
}
const refuse = (code: string) => {
	const asked = new URLSearchParams({ method: 'aliexpress.trade.seller.orderlist.get' });
	const answer = { statusCode: 200, body: `{"type":"ISV","code":"${code}"}`, headers: {} };
	witness.passed({ url: '', body: asked.toString() }, answer);
};
const counted = () =>
	Object.fromEntries(Object.entries(witness.reached).filter(([, count]) => count));

describe('what a run has reached', () => {
	it('is nothing while a page holds all that there is', async () => {
		await open();
		const ids = [place(10 * MINUTE_MS), place(HOUR_MS)];
		pass(ids, 2);
		deliver(...ids);
		nowMs += 10 * MINUTE_MS;
		pass(ids, 2);
		expect(counted()).toEqual({});
	});

	it('is a short count when an order behind the last read is on no page', async () => {
		await open();
		const [hidden, known, fresh] = [place(3 * HOUR_MS), place(2 * HOUR_MS), place(MINUTE_MS)];
		deliver(known);
		nowMs += MINUTE_MS;
		pass([fresh, known], 3);
		expect(counted()).toEqual({ countShort: 1 });
		// As soon as an execution has it, nothing is hidden.
		deliver(hidden, fresh);
		nowMs += 10 * MINUTE_MS;
		pass([fresh, known], 3);
		expect(counted()).toEqual({ countShort: 1 });
	});

	it('is a surplus when as many were closed', async () => {
		await open();
		const [, closed, known] = [place(3 * HOUR_MS), place(2 * HOUR_MS), place(HOUR_MS)];
		deliver(closed, known);
		sandbox.shop.cancelOrder(closed, { visibleInMs: 0 });
		pass([known], 2);
		expect(counted()).toEqual({ countShort: 1, surplusByClosing: 1 });
	});

	it('is a count that is absent, and one that its rows exceed', async () => {
		await open();
		const ids = [place(MINUTE_MS), place(2 * MINUTE_MS)];
		deliver(...ids);
		pass(ids);
		nowMs += 10 * MINUTE_MS;
		pass(ids, 1);
		expect(counted()).toEqual({ countAbsent: 1, countExceeded: 1 });
	});

	it('is a shifted page when a row comes again or is left out', async () => {
		await open();
		const [a, b, c] = [place(MINUTE_MS), place(2 * MINUTE_MS), place(3 * MINUTE_MS)];
		deliver(a, b, c);
		pass([a, b], 3);
		pass([c], 3, 2);
		expect(counted()).toEqual({});
		nowMs += 10 * MINUTE_MS;
		pass([a, b], 3);
		pass([b, c], 3, 2);
		expect(counted()).toEqual({ shiftedPage: 1 });
		nowMs += 10 * MINUTE_MS;
		pass([a], 3);
		pass([c], 3, 2);
		expect(counted()).toEqual({ shiftedPage: 2 });
	});

	it('is the autumn hour only with orders of both hours', async () => {
		await open({}, AUTUMN_CHANGE_MS + 50 * MINUTE_MS);
		const [first, second] = [place(90 * MINUTE_MS), place(20 * MINUTE_MS)];
		deliver(first, second);
		pass([second], 1);
		expect(counted()).toEqual({});
		nowMs += 10 * MINUTE_MS;
		pass([second, first], 2);
		expect(counted()).toEqual({ autumnHour: 1 });
	});

	it('is a ban by its kind', async () => {
		await open();
		refuse('ApiCallLimit');
		refuse('AppCallLimit');
		refuse('ServiceUnavailable');
		expect(counted()).toEqual({ addressBan: 1, accountBan: 1 });
	});

	it('is a day that ends with its last calls only while more is waiting than a page holds', async () => {
		await open({ triggerCallsPerDay: 4 });
		const ids = [place(MINUTE_MS), place(2 * MINUTE_MS)];
		for (let call = 0; call < 3; call++) {
			nowMs += 10 * MINUTE_MS;
			pass(ids, 2);
		}
		expect(counted()).toEqual({});
		place(MINUTE_MS);
		nowMs += 10 * MINUTE_MS;
		pass(ids, 3);
		expect(counted().lastCalls).toBe(1);
	});

	it('is a burst with late rows when a read passes some that are not shown', async () => {
		const bursts = [{ atMs: START_MS - 10 * MINUTE_MS, orders: 60, withinMs: 10 * MINUTE_MS }];
		await open({ bursts });
		const [shown] = [place(5 * MINUTE_MS), place(4 * MINUTE_MS, 20 * MINUTE_MS)];
		deliver(shown);
		pass([shown], 1);
		expect(counted()).toEqual({ burstWithLateRows: 1 });
	});

	it('is a lost batch when n8n ends between state and execution', async () => {
		await open();
		const ended = { endedAtMs: nowMs } as Life;
		const running = { endedAtMs: undefined } as unknown as Life;
		witness.emitting(running, 'emitted', 3);
		witness.emitting(ended, 'emitted', 0);
		expect(counted()).toEqual({});
		witness.emitting(ended, 'emitted', 3);
		expect(counted()).toEqual({ lostBatch: 1 });
	});

	it('is a gap between looks at the newest, without the time of an outage', async () => {
		await open();
		pass([], 0);
		nowMs += 3 * HOUR_MS;
		pass([], 0);
		expect(witness.heads.longestGapMin).toBe(180);
		// With four calls for the sixteen hours until midnight nobody can look sooner.
		witness.heads.read(nowMs);
		witness.heads.called(4 * HOUR_MS);
		witness.heads.read(nowMs + 5 * HOUR_MS);
		expect(witness.heads.longestGapMin).toBe(180);
		witness.heads.hindered({ fromMs: START_MS + HOUR_MS, toMs: START_MS + DAY_MS });
		expect(witness.heads.longestGapMin).toBe(60);
	});
});
