import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxOptions } from '../sandbox/sandbox.mts';
import { fixedLimits, openStage, PASTED, type Stage } from './bridge.mts';
import { withCredentials } from './harness/templates.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';

const TYPE = 'n8n-nodes-aliexpress.aliExpress';

let stage: Stage;
afterEach(async () => {
	await stage.close();
});

/** A stage whose pasted credential counts in this process, so that only the gateway is called. */
const open = async (options: SandboxOptions = {}, fields: Record<string, unknown> = {}) => {
	stage = await openStage(options, { counter: 'process', ...fields });
	stage.sandbox.log.clear();
	return stage;
};

function workflow(parameters: INodeParameters, onError?: 'continueRegularOutput'): WorkflowJson {
	const node = {
		name: 'AliExpress',
		type: TYPE,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { authentication: 'accessToken', ...parameters },
		...(onError && { onError }),
	};
	const json = { name: 'Read', nodes: [node], connections: {} };
	return withCredentials(json, { aliExpressApi: PASTED });
}

function run(json: WorkflowJson, inputs: IDataObject[] = [{}]): Promise<Execution> {
	return stage.host.runWorkflow(json, { inputData: inputs.map((item) => ({ json: item })) });
}

function outputOf(execution: Execution) {
	if (execution.error) throw execution.error;
	return execution.runData.AliExpress?.[0]?.data?.main?.[0] ?? [];
}

test('Order Get Many runs for each item with its own parameters', async () => {
	const { sandbox } = await open({ shop: { seedOrders: 120, seedDays: 5, bigIds: true } });
	const parameters = { resource: 'order', operation: 'getAll', limit: '={{ $json.limit }}' };
	const output = outputOf(await run(workflow(parameters), [{ limit: 60 }, { limit: 2 }]));
	expect(
		output.filter(({ pairedItem }) => (pairedItem as { item: number }).item === 1),
	).toHaveLength(2);
	const first = output.slice(0, 60).map(({ json }) => json.orderId);
	expect(new Set(first).size).toBe(60);
	const known = new Set(sandbox.shop.orders.map((order) => String(order.id)));
	expect(first.filter((id) => !known.has(String(id)))).toEqual([]);
	expect(sandbox.log.ofMethod('aliexpress.trade.seller.orderlist.get')).toHaveLength(3);
});

test('finished orders come only when asked for, from a query of their own', async () => {
	const { sandbox } = await open();
	const daysAgo = (days: number) => Date.now() - days * 86_400_000;
	const unpaid = sandbox.shop.placeOrder({ createdAtMs: daysAgo(1) });
	const done = sandbox.shop.placeOrder({ createdAtMs: daysAgo(2) });
	sandbox.shop.finishOrder(done.id);
	const parameters = { resource: 'order', operation: 'getAll' };
	const idsOf = async (statuses: string[]) =>
		outputOf(await run(workflow({ ...parameters, statuses }))).map(({ json }) => json.orderId);
	expect(await idsOf([])).toEqual([String(unpaid.id)]);
	expect(await idsOf(['FINISH'])).toEqual([String(done.id)]);
	expect(await idsOf(['FINISH', 'PLACE_ORDER_SUCCESS'])).toEqual([
		String(unpaid.id),
		String(done.id),
	]);
});

test('Order Get takes an id or an address, and goes on after an item without a result', async () => {
	const { sandbox } = await open({ shop: { bigIds: true } });
	const order = sandbox.shop.placeOrder({});
	const ids = [{ id: String(order.id) }, { id: 'no id' }];
	const byId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	const parameters = { resource: 'order', operation: 'get', orderId: byId };
	const output = outputOf(await run(workflow(parameters, 'continueRegularOutput'), ids));
	expect(output).toEqual([
		expect.objectContaining({
			json: expect.objectContaining({
				orderId: String(order.id),
				buyerCountry: order.buyer.country,
			}),
			pairedItem: { item: 0 },
		}),
		expect.objectContaining({
			json: expect.objectContaining({ error: 'The order ID is not an ID' }),
			pairedItem: { item: 1 },
		}),
	]);
	expect(sandbox.log.calls).toHaveLength(1);

	const value = `https://trade.aliexpress.com/order_detail.htm?spm=a2g0o.1&orderId=${order.id}&tab=1`;
	const byUrl = { ...parameters, orderId: { __rl: true, mode: 'url', value } };
	expect(outputOf(await run(workflow(byUrl)))[0]?.json.orderId).toBe(String(order.id));
});

test('an order of another shop stops the run with the index of its item', async () => {
	const { sandbox } = await open();
	const order = sandbox.shop.placeOrder({});
	const orderId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	const json = workflow({ resource: 'order', operation: 'get', orderId });
	const execution = await run(json, [{ id: String(order.id) }, { id: '4711' }]);
	expect(execution.status).toBe('error');
	expect(execution.error).toMatchObject({ httpCode: '403', context: { itemIndex: 1 } });
});

test('no buyer value leaves the full and raw output unless asked for', async () => {
	const { sandbox } = await open();
	const order = sandbox.shop.placeOrder({ memo: 'Please ring twice' });
	const { loginId, firstName, street, mobile } = order.buyer;
	const values = [loginId, firstName, street, mobile, 'Please ring twice'];
	const options = { includeRaw: true };
	const orderId = { __rl: true, mode: 'id', value: String(order.id) };
	const get = { resource: 'order', operation: 'get', orderId, simplify: false };
	const masked = outputOf(await run(workflow({ ...get, options })));
	for (const value of values) expect(JSON.stringify(masked)).not.toContain(value);
	const asked = { ...options, includeBuyerData: true };
	const shown = JSON.stringify(outputOf(await run(workflow({ ...get, options: asked }))));
	for (const value of values) expect(shown).toContain(value);
});

test('Review Get Many filters by stars and drafts a ticket', async () => {
	const { sandbox } = await open();
	const [bad, good] = [sandbox.shop.placeOrder({}), sandbox.shop.placeOrder({})];
	sandbox.shop.writeReview({ orderId: bad.id, stars: 1, text: 'Broken' });
	sandbox.shop.writeReview({ orderId: good.id, stars: 5, text: 'Great' });
	const parameters = { resource: 'review', operation: 'getAll', stars: '={{ $json.stars }}' };
	const output = outputOf(await run(workflow(parameters), [{ stars: [1, 2] }, { stars: [5] }]));
	expect(output.map(({ json, pairedItem }) => [json.stars, json.text, pairedItem])).toEqual([
		[1, 'Broken', { item: 0 }],
		[5, 'Great', { item: 1 }],
	]);
	const childId = bad.lines[0]?.childId;
	expect(output[0]?.json).toMatchObject({
		parentOrderId: String(bad.id),
		ticket: { priority: 'high', dedupeKey: `review:${bad.id}:${childId}` },
	});
});

test('the quota ends a long list with what it has and a hint, then refuses', async () => {
	const limits = fixedLimits(20, 5);
	const { sandbox } = await open({ shop: { seedOrders: 320, seedDays: 5 } }, limits);
	const json = workflow({ resource: 'order', operation: 'getAll', returnAll: true });
	const execution = await run(json);
	const share = 4;
	const output = outputOf(execution);
	expect(output).toHaveLength(share * 50);
	expect(execution.runData.AliExpress?.[0]?.hints?.[0]?.message).toContain(
		`Limited to ${share * 50} orders by today's quota.`,
	);
	const again = await run(json);
	expect(again.error).toMatchObject({ httpCode: '429', context: { itemIndex: 0 } });
	expect(sandbox.log.calls).toHaveLength(share);

	const [status] = outputOf(await run(workflow({ resource: 'quota', operation: 'getStatus' })));
	expect(status?.json).toMatchObject({
		callsPerDay: 20,
		used: share,
		left: 20 - share,
		byPurpose: { action: { share, used: share, left: 0 } },
		spending: [{ spender: 'Read', purpose: 'action', calls: share }],
		scope: 'process',
	});
	expect(sandbox.log.calls).toHaveLength(share);
});
