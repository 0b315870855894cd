import { NodeConnectionTypes, NodeOperationError, type INodeType } from 'n8n-workflow';

import type { ActiveWorkflow } from './harness/activation.mts';
import { openStage, PASTED, type Stage } from './bridge.mts';
import type { PollerOptions } from './harness/pollers.mts';
import { withCredentials } from './harness/templates.mts';
import type { WorkflowJson } from './harness/types.mts';

const MINUTE = 60_000;
const systemNow = Date.now.bind(Date);
let aheadMs = 0;
let stage: Stage;
/** What the desk has taken, one entry a ticket, and whether it is away. */
let taken: Array<Record<string, unknown>> = [];
let isAway: (item: Record<string, unknown>) => boolean;

/** A helpdesk that takes one ticket an item, or throws. */
const desk: INodeType = {
	description: {
		displayName: 'Desk',
		name: 'desk',
		group: ['output'],
		version: 1,
		description: 'Takes tickets',
		defaults: { name: 'Desk' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		const items = this.getInputData();
		for (const { json } of items) {
			if (isAway(json)) throw new NodeOperationError(this.getNode(), 'The desk is away');
			taken.push(json);
		}
		return await Promise.resolve([items]);
	},
};

beforeEach(async () => {
	aheadMs = 0;
	taken = [];
	isAway = () => false;
	jest.spyOn(Date, 'now').mockImplementation(() => systemNow() + aheadMs);
	stage = await openStage(
		{ now: () => Date.now(), limits: { perSecond: 1_000, perDay: 20_000 } },
		{ policy: 'custom', callsPerDay: 20_000, callsPerSecond: 1_000, counter: 'process' },
		{ 'test.desk': desk },
	);
});
afterEach(async () => {
	await stage.close();
	jest.restoreAllMocks();
});

function workflow(typeVersion: number, events: string[], options: object = {}): WorkflowJson {
	const json: WorkflowJson = {
		id: 'desk-workflow',
		name: 'Desk',
		nodes: [
			{
				id: '3b0b8a0e-0000-4000-8000-000000000002',
				name: 'Shop',
				type: 'n8n-nodes-aliexpress.aliExpressTrigger',
				typeVersion,
				position: [0, 0],
				parameters: { authentication: 'accessToken', events, options: { ...options } },
			},
			{ name: 'Desk', type: 'test.desk', typeVersion: 1, position: [200, 0], parameters: {} },
		],
		connections: { Shop: { main: [[{ node: 'Desk', type: 'main', index: 0 }]] } },
	};
	return withCredentials(json, { aliExpressApi: PASTED });
}

const keys = () => taken.map(({ orderId }) => String(orderId));

/** Polls once, `minutes` later. */
async function pollAfter(active: ActiveWorkflow, minutes: number, options?: PollerOptions) {
	aheadMs += minutes * MINUTE;
	const outcome = await active.poll(undefined, options);
	if (outcome.error) throw outcome.error;
	return outcome;
}

describe('Repeat Until the Workflow Succeeds', () => {
	it('hands out again what failed, one event an execution, until all of it has succeeded', async () => {
		const active = await stage.host.activate(workflow(1.1, ['order.created']));
		const orders = [1, 2, 3].map(() => {
			aheadMs += 2_000;
			return String(stage.sandbox.shop.placeOrder().id);
		});
		// The second of three cannot be taken twice over, and takes the third with it.
		let refusals = 2;
		isAway = ({ orderId }) => orderId === orders[1] && refusals-- > 0;
		const first = await pollAfter(active, 2);
		expect(first.emitted).toBeNull();
		expect(first.handedOut?.map(({ status }) => status)).toEqual(['error']);
		expect(keys()).toEqual([orders[0]]);
		const counts: number[] = [];
		for (let minute = 0; minute < 12; minute += 1) {
			counts.push((await pollAfter(active, 1)).handedOut?.length ?? 0);
		}
		expect(new Set(keys())).toEqual(new Set(orders));
		// What went out of the batch before it failed comes once more; nothing else does.
		expect(keys()).toHaveLength(orders.length + 1);
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
		expect(taken.at(-1)).toMatchObject({ redelivered: true, attempt: expect.any(Number) });
		expect(new Set(taken.map(({ eventId }) => eventId)).size).toBe(3);
	}, 30_000);

	it('leaves a workflow of version 1 as it was', async () => {
		const active = await stage.host.activate(workflow(1, ['order.created', 'review.created']));
		isAway = () => true;
		stage.sandbox.shop.placeOrder();
		const outcome = await pollAfter(active, 2);
		expect(outcome.emitted?.[0]).toHaveLength(1);
		expect(outcome.execution?.status).toBe('error');
		for (let poll = 0; poll < 8; poll += 1) {
			expect((await pollAfter(active, 10)).emitted).toBeNull();
		}
		expect(JSON.stringify(active.savedStaticData())).not.toContain('outstanding');
	}, 30_000);

	it('repeats in a workflow of version 1 that is told to', async () => {
		const options = { repeatUntilSuccess: true };
		const active = await stage.host.activate(workflow(1, ['order.created'], options));
		let isFirst = true;
		isAway = () => isFirst && !(isFirst = false);
		const { id } = stage.sandbox.shop.placeOrder();
		await pollAfter(active, 2);
		await pollAfter(active, 2);
		expect(keys()).toEqual([String(id)]);
	});

	const STEPS = ['beforeStart', 'beforeWord'] as const;
	it.each(STEPS.flatMap((when) => [0, 2].map((after) => [when, after] as const)))(
		'loses no review when n8n is killed %s of execution %i, and repeats that one at most',
		async (when, after) => {
			const { shop } = stage.sandbox;
			const before = [1, 2, 3].map(() => {
				const { id } = shop.placeOrder();
				shop.payOrder(id);
				shop.shipOrder(id);
				shop.finishOrder(id);
				return id;
			});
			const active = await stage.host.activate(workflow(1.1, ['review.negative']));
			aheadMs += 10_000;
			for (const orderId of before) shop.writeReview({ orderId, stars: 1 });
			await pollAfter(active, 2, { killed: { after, when } });
			expect(taken).toHaveLength(when === 'beforeStart' ? after : after + 1);
			aheadMs += 20_000;
			await stage.host.restart();
			for (let poll = 0; poll < 4; poll += 1) await pollAfter(active, 10);
			const times = new Map<string, number>();
			for (const { eventId } of taken)
				times.set(String(eventId), (times.get(String(eventId)) ?? 0) + 1);
			expect(times.size).toBe(3);
			expect(taken).toHaveLength(when === 'beforeStart' ? 3 : 4);
			// A ticket twice carries the word for it.
			const again = taken.filter(({ redelivered }) => redelivered === true);
			expect(again.length).toBeGreaterThan(0);
		},
		60_000,
	);

	it('ends a day of failures in one execution with an error that names the event', async () => {
		const active = await stage.host.activate(workflow(1.1, ['order.created']));
		isAway = () => true;
		const { id } = stage.sandbox.shop.placeOrder();
		await pollAfter(active, 2);
		const errors: Error[] = [];
		for (let poll = 0; poll < 28; poll += 1) {
			await pollAfter(active, 60).catch((reason: unknown) => errors.push(reason as Error));
		}
		expect(errors).toEqual([
			expect.objectContaining({
				message: 'The workflow has not succeeded with some events',
				description: expect.stringContaining(`order.created ${id}`),
			}),
		]);
		expect(stage.host.executions.filter(({ status }) => status === 'error').length).toBeLessThan(
			32,
		);
	}, 60_000);
});
