import { request } from 'node:http';

import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ shop: { seedOrders: 6, seedReviews: 2 } });
});
afterEach(() => sandbox.close());

async function post(path: string, body: unknown, type = 'application/json') {
	const init = { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) };
	const answer = await fetch(`${sandbox.url}/control${path}`, init);
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('the page and its files are served, nothing beside them', async () => {
	const page = await fetch(sandbox.url);
	expect(page.headers.get('content-type')).toContain('text/html');
	const files = [...(await page.text()).matchAll(/(?:href|src)="(\/page\/[^"]+)"/g)];
	expect(files.length).toBeGreaterThan(1);
	for (const [, path] of files) expect((await fetch(sandbox.url + path)).status).toBe(200);
	expect((await fetch(`${sandbox.url}/page/pageFiles.mts`)).status).toBe(404);
	expect((await fetch(`${sandbox.url}/page/..%2fmain.mts`)).status).toBe(404);
});

test('orders and reviews can be made and moved on', async () => {
	const { status, body } = await post('/orders', { paid: true });
	expect(status).toBe(201);
	expect(body.status).toBe('WAIT_SELLER_SEND_GOODS');
	expect((await post(`/orders/${body.id}/ship`, {})).body.status).toBe('WAIT_BUYER_ACCEPT_GOODS');
	const review = await post('/reviews', { stars: 1, orderId: body.id, text: 'Bad' });
	expect(review.body).toMatchObject({ stars: 1, orderId: body.id });
	await post(`/reviews/${review.body.childId}/edit`, { stars: 3 });
	expect(sandbox.shop.reviews.at(-1)).toMatchObject({ stars: 3, text: 'Bad' });
	expect((await post('/reviews', { stars: 9 })).status).toBe(400);
	expect((await post('/orders/1/ship', {})).status).toBe(400);
});

test('faults, tokens and codes by control; foreign forms cannot reach it', async () => {
	expect((await post('/faults', { kind: 'http504', times: 2 })).status).toBe(200);
	expect(sandbox.faults.pending).toEqual([{ kind: 'http504', times: 2 }]);
	expect((await post('/faults', { kind: 'nonsense' })).status).toBe(400);
	expect((await post('/tokens', {})).body.accessToken).toEqual(expect.any(String));
	expect((await post('/codes', {})).body.code).toEqual(expect.any(String));
	expect((await post('/faults/clear', {}, 'text/plain')).status).toBe(415);
	expect(sandbox.faults.pending).toHaveLength(1);
});

/** Asks under a name of its own, as a browser does for a page of that name. */
async function statusFor(host: string, path: string, method = 'GET'): Promise<number | undefined> {
	const headers = { host, 'content-type': 'application/json' };
	return await new Promise((resolve, reject) => {
		const asked = request(sandbox.url + path, { method, headers }, (answer) => {
			answer.resume();
			resolve(answer.statusCode);
		});
		asked.once('error', reject);
		asked.end(method === 'POST' ? '{}' : undefined);
	});
}

test.each(['evil.example', '127.0.0.1.evil.example:80', 'localhost.evil.example', '10.0.0.1'])(
	'a page under the name "%s" that leads here reaches nothing',
	async (host) => {
		for (const path of ['/', '/control/state', '/sync', '/page/page.js']) {
			expect(await statusFor(host, path)).toBe(421);
		}
		expect(await statusFor(host, '/control/orders', 'POST')).toBe(421);
		expect(sandbox.shop.orders).toHaveLength(6);
	},
);

test.each(['localhost', 'LOCALHOST:4010', '127.0.0.1', '[::1]:4010', 'host.docker.internal:4010'])(
	'"%s" is this machine',
	async (host) => expect(await statusFor(host, '/control/state')).toBe(200),
);

test('a change reaches an open page', async () => {
	const stop = new AbortController();
	const stream = await fetch(`${sandbox.url}/control/events`, { signal: stop.signal });
	const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
	if (!reader) throw new Error('No stream');
	const first = await reader.read();
	expect(first.value).toContain('"orderCount":');
	const { id } = sandbox.shop.placeOrder();
	let text = '';
	while (!text.includes(String(id))) text += (await reader.read()).value ?? '';
	stop.abort();
	expect(text).toContain(String(id));
});

test('the same seed gives the same shop, another seed another', async () => {
	const clock = { now: () => 1_790_000_000_000, shop: { seedOrders: 12, seedReviews: 3 } };
	const shops: string[] = [];
	for (const seed of [7, 7, 8]) {
		const other = await startSandbox({ ...clock, seed });
		const { orders, reviews } = other.shop;
		shops.push(
			JSON.stringify([orders, reviews], (_, part) => (typeof part === 'bigint' ? `${part}` : part)),
		);
		await other.close();
	}
	expect(shops[0]).toBe(shops[1]);
	expect(shops[0]).not.toBe(shops[2]);
});
