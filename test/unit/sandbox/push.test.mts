import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startSandbox } from '../../sandbox/sandbox.mts';
import type { PushRequest, Sandbox, SandboxOptions } from '../../sandbox/sandbox.mts';

const START = Date.parse('2026-11-22T08:00:00Z');
let nowMs = START;
let sandbox: Sandbox;
let received: PushRequest[];
let status: number;

/** A sandbox whose messages end in `received`. */
async function open(options: SandboxOptions['push'] = {}): Promise<void> {
	received = [];
	status = 200;
	nowMs = START;
	const transport = async (_: string, request: PushRequest) => {
		received.push(request);
		return status;
	};
	sandbox = await startSandbox({ now: () => nowMs, push: { transport, ...options } });
	sandbox.push.register('https://n8n.example.com/webhook/push');
}

afterEach(async () => await sandbox.close());

function isSigned({ body, headers }: PushRequest): boolean {
	const { appKey, appSecret } = sandbox.app;
	const sign = createHmac('sha256', appSecret).update(appKey).update(body).digest('hex');
	return headers.authorization === sign;
}

const contentOf = ({ body }: PushRequest) =>
	JSON.parse(body.toString('utf8')) as Record<string, unknown>;

async function control(path: string, body: object) {
	const answer = await fetch(`${sandbox.url}/control${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('an order is told in the form of dropshippers, times in seconds, and signed', async () => {
	await open();
	const order = sandbox.shop.payOrder(sandbox.shop.placeOrder().id);
	await sandbox.push.sendOrder(order);
	expect(received.map(isSigned)).toEqual([true]);
	expect(received.map(contentOf)).toEqual([
		{
			seller_id: '2000000001',
			message_type: 53,
			data: {
				orderId: Number(order.id),
				orderStatus: 'PaymentAuthorized',
				buyerId: 1_000_000_001,
			},
			timestamp: START / 1000,
			site: 'ae_global',
		},
	]);
});

test('an order is told in the shared form, ids as text and times in milliseconds', async () => {
	await open({ form: 'shared' });
	const order = sandbox.shop.placeOrder();
	await sandbox.push.sendOrder(order);
	expect(received.map(contentOf)).toMatchObject([
		{
			message_type: 0,
			data: { trade_order_id: String(order.id), order_status: 'PLACE_ORDER_SUCCESS' },
			timestamp: START,
		},
	]);
});

test('nothing is sent before an address is registered, nor after it is taken away', async () => {
	await open();
	sandbox.push.register(undefined);
	expect(await sandbox.push.send()).toEqual([]);
	expect(await sandbox.push.verify()).toEqual([]);
	expect(received).toEqual([]);
});

test('messages get lost, come twice and are forged when asked, and are right again after that', async () => {
	await open();
	sandbox.push.next({ kind: 'lost' });
	expect(await sandbox.push.send({ type: 1 })).toMatchObject([{ fault: 'lost' }]);
	expect(received).toHaveLength(0);

	sandbox.push.next({ kind: 'doubled' });
	await sandbox.push.send({ type: 2 });
	expect(received.map(({ body }) => body.toString())).toEqual([
		received[0]?.body.toString(),
		received[0]?.body.toString(),
	]);

	sandbox.push.next({ kind: 'forged', times: 2 });
	for (const type of [3, 4, 5]) await sandbox.push.send({ type });
	expect(received.map(isSigned)).toEqual([true, true, false, false, true]);
	expect(sandbox.push.deliveries.map(({ fault }) => fault)).toEqual([
		'lost',
		'doubled',
		'doubled',
		'forged',
		'forged',
		undefined,
	]);
});

test('a late message comes when it is due and keeps its own time', async () => {
	await open();
	sandbox.push.next({ kind: 'late' });
	expect(await sandbox.push.send({ type: 7 })).toEqual([]);
	nowMs += 3_599_999;
	expect(await sandbox.push.sendDue()).toEqual([]);
	nowMs += 1;
	expect(await sandbox.push.sendDue()).toMatchObject([{ fault: 'late', status: 200 }]);
	expect(received.map(contentOf)).toMatchObject([{ message_type: 7, timestamp: START / 1000 }]);
	expect(received.map(isSigned)).toEqual([true]);
	expect(await sandbox.push.sendDue()).toEqual([]);
});

test('what was not answered with 200 is sent again byte for byte, what was is not', async () => {
	await open();
	await sandbox.push.send({ type: 1 });
	status = 503;
	await sandbox.push.send({ type: 2 });
	status = 200;
	nowMs += 1_800_000;
	expect(await sandbox.push.repeat()).toMatchObject([{ status: 200 }]);
	expect(received[2]).toEqual(received[1]);
	expect(await sandbox.push.repeat()).toEqual([]);
});

test('by HTTP it waits as long as it is told, and logs what came back', async () => {
	let answerAfterMs = 0;
	let headers: IncomingHttpHeaders = {};
	const server: Server = createServer((request, response) => {
		headers = request.headers;
		request.resume();
		setTimeout(() => response.writeHead(200).end(), answerAfterMs).unref();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	await open({ transport: undefined, answerWithinMs: 5_000 });
	sandbox.push.register(`http://127.0.0.1:${(server.address() as AddressInfo).port}/push`);
	expect(await sandbox.push.send()).toMatchObject([{ status: 200 }]);
	expect(headers['content-type']).toMatch(/^application\/json/);
	expect(headers.authorization).toMatch(/^[0-9a-f]{64}$/);
	await sandbox.close();

	await open({ transport: undefined, answerWithinMs: 30 });
	sandbox.push.register(`http://127.0.0.1:${(server.address() as AddressInfo).port}/push`);
	answerAfterMs = 10_000;
	const [late] = await sandbox.push.send();
	expect(late?.status).toBeUndefined();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

test('the page registers an address, pushes, and orders that it places are pushed', async () => {
	await open();
	sandbox.push.register(undefined);
	expect(await control('/push', {})).toMatchObject({ status: 400 });
	expect(await control('/push/verify', {})).toMatchObject({ status: 400 });
	expect((await control('/push/register', { address: 'ftp://x' })).status).toBe(400);
	const address = 'http://127.0.0.1:5678/webhook/push';
	expect((await control('/push/register', { address })).body).toEqual({ address });

	const { body: order } = await control('/orders', { paid: true });
	await control(`/orders/${String(order.id)}/ship`, {});
	await control('/push', {});
	await control('/push/verify', {});
	const told = received.map(contentOf).map(({ message_type: type, data }) => [type, data]);
	expect(told).toMatchObject([
		[53, { orderStatus: 'OrderCreated' }],
		[53, { orderStatus: 'PaymentAuthorized' }],
		[53, { orderStatus: 'OrderShipped' }],
		[53, { orderStatus: 'OrderShipped' }],
		[0, { order_status: 'test' }],
	]);
	expect((await control('/push/faults', { kind: 'odd' })).status).toBe(400);
	expect((await control('/push/faults', { kind: 'forged' })).status).toBe(200);
	await control('/push', { type: 21, data: {} });
	expect(received.slice(-1).map(isSigned)).toEqual([false]);
	const state = await (await fetch(`${sandbox.url}/control/state`)).text();
	expect(JSON.parse(state)).toMatchObject({ push: { address, total: 6 } });
	expect(state).not.toContain(sandbox.app.appSecret);
	const page = await (await fetch(sandbox.url)).text();
	for (const path of ['/control/push', '/control/push/verify', '/control/push/faults']) {
		expect(page).toContain(`data-post="${path}"`);
	}
});
