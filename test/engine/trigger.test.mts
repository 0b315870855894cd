import type { ActivateOptions } from './harness/activation.mts';
import { AliExpressTrigger } from '../../nodes/AliExpress/AliExpressTrigger.node.ts';
import { TRIGGER_EVENTS } from '../../nodes/AliExpress/trigger/events/events.ts';
import { openStage, PASTED, type Stage } from './bridge.mts';
import { withCredentials } from './harness/templates.mts';
import type { Execution, PollOutcome, WorkflowJson } from './harness/types.mts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const systemNow = Date.now.bind(Date);
/** Shop, package and harness live on one clock, which tests push forward. */
let aheadMs = 0;
let stage: Stage;

beforeEach(async () => {
	// Eight in the morning in Beijing: no test goes on over the end of the platform's day unless it means to.
	aheadMs = DAY - (systemNow() % DAY);
	jest.spyOn(Date, 'now').mockImplementation(() => systemNow() + aheadMs);
	stage = await openStage(
		{
			now: () => Date.now(),
			limits: { perSecond: 25, perDay: 5_000 },
			answers: { disputesUnasked: 'processing' },
		},
		{ policy: 'custom', callsPerDay: 5_000, callsPerSecond: 25, counter: 'process' },
	);
});
afterEach(async () => {
	await stage.close();
	jest.restoreAllMocks();
});

const TYPE = 'n8n-nodes-aliexpress.aliExpressTrigger';

function workflow(
	events: string[],
	name = 'Shop',
	more: Record<string, unknown> = {},
): WorkflowJson {
	const id = '3b0b8a0e-0000-4000-8000-000000000001';
	const json: WorkflowJson = {
		id: 'shop-workflow',
		name: 'Shop',
		nodes: [
			{
				id,
				name,
				type: TYPE,
				typeVersion: 1,
				position: [0, 0],
				parameters: {
					authentication: 'accessToken',
					events,
					pollTimes: { item: [{ mode: 'everyMinute' }] },
					...(more as object),
				},
			},
		],
		connections: {},
	};
	return withCredentials(json, { aliExpressApi: PASTED });
}

function itemsOf(run: Execution | undefined): Array<Record<string, unknown>> {
	if (run?.error) throw run.error;
	const output = Object.values(run?.runData ?? {})[0]?.[0]?.data?.main?.[0];
	return (output ?? []).map(({ json }) => json);
}

function outcomeOf(outcome: PollOutcome): Array<Record<string, unknown>> {
	if (outcome.error) throw outcome.error;
	return itemsOf(outcome.execution);
}

const activate = async (json: WorkflowJson, options?: ActivateOptions) =>
	await stage.host.activate(json, options);

describe('AliExpress Trigger', () => {
	it('turns a new order and a negative review into items, once, over a restart', async () => {
		const { shop } = stage.sandbox;
		const before = shop.placeOrder();
		aheadMs += 5 * MINUTE;
		const active = await activate(workflow(['order.created', 'order.paid', 'review.negative']));
		expect(stage.host.executions).toHaveLength(0);

		aheadMs += 10_000;
		const order = shop.placeOrder();
		aheadMs += 2 * MINUTE;
		expect(outcomeOf(await active.poll())).toEqual([
			expect.objectContaining({ event: 'order.created', orderId: String(order.id) }),
		]);

		await stage.host.restart();
		shop.payOrder(before.id);
		aheadMs += 2 * MINUTE;
		const paid = outcomeOf(await active.poll());
		expect(paid.map(({ event, orderId }) => [event, orderId])).toContainEqual([
			'order.paid',
			String(before.id),
		]);
		expect(paid.filter(({ event }) => event === 'order.paid')).toHaveLength(1);

		aheadMs += 20 * MINUTE;
		await stage.host.restart();
		shop.writeReview({ stars: 1, text: 'broken' });
		aheadMs += 2 * MINUTE;
		const reviews = outcomeOf(await active.poll());
		expect(reviews).toEqual([
			expect.objectContaining({
				event: 'review.negative',
				stars: 1,
				ticket: expect.objectContaining({ title: expect.any(String) }),
			}),
		]);
		aheadMs += 2 * MINUTE;
		expect((await active.poll()).emitted).toBeNull();
	}, 20_000);

	it('hands a batch out again that n8n lost, under the same event id', async () => {
		const active = await activate(workflow(['order.created']));
		aheadMs += 10_000;
		const order = stage.sandbox.shop.placeOrder();
		aheadMs += 2 * MINUTE;
		await active.poll(undefined, { loseExecution: true });
		expect(stage.host.executions).toHaveLength(0);
		aheadMs += 20_000;
		await stage.host.restart();
		const again = stage.host.executions.flatMap((run) => itemsOf(run));
		expect(again).toEqual([
			expect.objectContaining({
				orderId: String(order.id),
				eventId: expect.stringMatching(/^[0-9a-f]{64}$/),
			}),
		]);
		aheadMs += 2 * MINUTE;
		expect((await active.poll()).emitted).toBeNull();
	});

	it('leaves the position whole when a page fails, and goes on', async () => {
		const active = await activate(workflow(['order.created']));
		aheadMs += 10_000;
		const order = stage.sandbox.shop.placeOrder();
		aheadMs += 2 * MINUTE;
		stage.sandbox.faults.next({ kind: 'wrongType', field: 'target_list', value: 'nothing' });
		const failed = await active.poll();
		expect(failed.error?.message).toMatch(/unexpected form|no result/);
		aheadMs += 2 * MINUTE;
		expect(outcomeOf(await active.poll())).toEqual([
			expect.objectContaining({ orderId: String(order.id) }),
		]);
	});

	it('refuses a start date that is an expression, instead of starting over at each poll', async () => {
		const start = { startFrom: 'date', startDate: '={{ $now.minus({ days: 7 }).toISO() }}' };
		await expect(activate(workflow(['order.created'], 'Shop', start))).rejects.toThrow(
			'The start date is missing or not a date',
		);
	});

	it('names a setting that is out of range as the user sees it', async () => {
		const options = { negativeUpToStars: 9 };
		const run = await stage.host.runWorkflow(workflow(['order.created'], 'Shop', { options }));
		expect(run.error).toMatchObject({
			message: 'A setting of this trigger cannot be used',
			description: expect.stringContaining(
				'"Negative up to Stars" must be a whole number from 1 to 5',
			),
		});
	});

	it('shows a sample in a manual test, and says when there is none', async () => {
		const empty = await stage.host.runWorkflow(workflow(['review.created']));
		expect(empty.error?.message).toBe('No review in the last 30 days');
		const order = stage.sandbox.shop.placeOrder();
		const json = workflow(['order.created'], 'Shop', {
			options: { includeBuyerData: true },
			simplify: false,
		});
		const [item] = itemsOf(await stage.host.runWorkflow(json));
		expect(item).toMatchObject({
			event: 'order.created',
			orderId: String(order.id),
			buyer: { loginId: order.buyer.loginId },
		});
	});

	it.each(['finish', 'canceled_issue'] as const)(
		'tells that a dispute has ended: %s',
		async (state) => {
			const { shop } = stage.sandbox;
			const { id: orderId } = shop.placeOrder();
			shop.payOrder(orderId);
			shop.shipOrder(orderId);
			const { id } = shop.openDispute({ orderId });
			const active = await activate(workflow(['dispute.updated']));
			shop.endDispute(id, state);
			const told: Array<Record<string, unknown>> = [];
			for (let poll = 0; poll < 6; poll += 1) {
				aheadMs += 20 * MINUTE;
				told.push(...outcomeOf(await active.poll()));
			}
			expect(told).toEqual([
				expect.objectContaining({ event: 'dispute.updated', disputeId: String(id), status: state }),
			]);
		},
	);

	it('offers every event, and each is fired once by a shop in which all of them happen', async () => {
		const { shop } = stage.sandbox;
		const before = shop.placeOrder();
		shop.payOrder(before.id);
		shop.shipOrder(before.id);
		shop.finishOrder(before.id);
		const review = shop.writeReview({ orderId: before.id, stars: 5 });
		const [offline, dearer, sold] = shop.products.map(({ id }) => shop.editProduct(id, {}));
		const active = await activate(
			workflow([...TRIGGER_EVENTS], 'Shop', {
				watchedProducts: String(sold!.id),
				options: {
					shipWithinHours: 100,
					quotaLowPercent: 2,
					parcelCallsADay: 1_000,
					salesZone: 'Asia/Shanghai',
				},
			}),
		);
		aheadMs += 10_000;
		const [finished, disputed, refused, held] = [1, 2, 3, 4].map(() => shop.placeOrder().id);
		const { id: waiting } = shop.placeOrder({ buyer: { ...before.buyer, country: 'DE' } });
		for (const id of [finished!, disputed!, held!]) {
			shop.payOrder(id);
			shop.shipOrder(id);
		}
		shop.payOrder(waiting);
		shop.cancelOrder(refused!);
		shop.finishOrder(finished!);
		shop.writeReview({ orderId: finished!, stars: 1 });
		shop.editReview(review.childId, { sellerReply: 'Thank you' });
		const dispute = shop.openDispute({ orderId: disputed! });
		shop.addPromotion({ paused: false, startMs: Date.now(), endMs: Date.now() + 60 * 60 * MINUTE });
		const told: Array<Record<string, unknown>> = [];
		for (let poll = 0; poll < 8; poll += 1) {
			aheadMs += 20 * MINUTE;
			told.push(...outcomeOf(await active.poll()));
			if (poll === 3) shop.addDisputeStep(dispute.id, { action: 'seller_refuse' });
		}
		// What is looked at once a day.
		shop.setHealth(200);
		shop.editProduct(offline!.id, { status: 'offline' });
		const changed = (one: typeof sold, more: object) =>
			shop.editProduct(one!.id, { skus: one!.skus.map((sku) => ({ ...sku, ...more })) });
		changed(dearer, { priceCents: 9_999 });
		changed(sold, { stock: 2 });
		shop.compliance.set(waiting, 'FAILED');
		const [word, said] = ['CC_IM_FAILURE', 'Import customs clearance failed'];
		shop.setTracking(held!, [
			{ atMs: Date.now(), actionCode: word, en: said, zh: '进口清关失败', address: '' },
		]);
		aheadMs += DAY;
		// The shipped orders are listed first, and their parcels looked at when the calls for them allow.
		for (let poll = 0; poll < 12; poll += 1) {
			aheadMs += poll < 6 ? 6 * MINUTE : 60 * MINUTE;
			told.push(...outcomeOf(await active.poll()));
		}
		const fired = new Map(TRIGGER_EVENTS.map((event) => [event as string, 0]));
		for (const { event } of told) fired.set(String(event), (fired.get(String(event)) ?? 0) + 1);
		expect(Object.fromEntries(fired)).toEqual({
			...Object.fromEntries(TRIGGER_EVENTS.map((event) => [event, 1])),
			'order.created': 5,
			'order.paid': 4,
			'order.shipped': 3,
			'product.stockLow': sold!.skus.length,
		});
		const { properties } = new AliExpressTrigger().description;
		const choices = properties.find(({ name }) => name === 'events')?.options ?? [];
		expect(choices.map((choice) => ('value' in choice ? choice.value : '')).sort()).toEqual(
			[...TRIGGER_EVENTS].sort(),
		);
	}, 30_000);
});
