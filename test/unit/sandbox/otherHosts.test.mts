import { createHmac } from 'node:crypto';
import { request } from 'node:http';

import { feishuSign } from '../../sandbox/feishu/signature.mts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.mts';

describe('Feishu', () => {
	let nowMs = 0;
	let sandbox: Sandbox;

	async function start(feishu: SandboxOptions['feishu'] = {}) {
		nowMs = 1_700_000_000_000;
		sandbox = await startSandbox({ now: () => nowMs, feishu });
	}
	afterEach(() => sandbox.close());

	const TEXT = { msg_type: 'text', content: { text: 'New order 8123' } };

	async function send(body: unknown, url = sandbox.feishu.url) {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
		const { code } = (await answer.json()) as { code: number };
		return answer.status === 200 ? code : `${answer.status} ${code}`;
	}

	const card = (elements: unknown[], more = {}) => ({
		msg_type: 'interactive',
		card: { elements, ...more },
	});
	const cardV2 = (elements: unknown[], more = {}) => ({
		msg_type: 'interactive',
		card: { schema: '2.0', body: { elements }, ...more },
	});

	describe('signature', () => {
		test('the published values', async () => {
			await start();
			expect(feishuSign('1599360473', 'demo')).toBe('l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=');
			expect(feishuSign('1700000000', 'SEC-测试')).toBe(
				'JnjuyzVx8HKshix7WmttCZUu59PcAdm7y5rNU/ey1lk=',
			);
		});

		test('right, missing, DingTalk style, an hour old, timestamp as number', async () => {
			await start({ secret: 'demo' });
			const signed = (timestamp: string) => ({
				...TEXT,
				timestamp,
				sign: feishuSign(timestamp, 'demo'),
			});
			expect(await send(signed('1700000000'))).toBe(0);
			expect(await send(TEXT)).toBe(19021);
			const wrongWay = createHmac('sha256', 'demo').update('1700000000\ndemo').digest('base64');
			expect(await send({ ...TEXT, timestamp: '1700000000', sign: wrongWay })).toBe(19021);
			expect(await send(signed('1699996400'))).toBe(0);
			expect(await send(signed('1699996399'))).toBe(19021);
			nowMs += 1000;
			expect(await send({ ...signed('1700000000'), timestamp: 1_700_000_000 })).toBe(19021);
			expect(sandbox.feishu.messages[0]?.body).toEqual(TEXT);
		});
	});

	describe('the other refusals', () => {
		test('unknown hooks, keywords, addresses, size', async () => {
			await start({ keyword: 'order' });
			expect(await send(TEXT, `${sandbox.feishu.url}x`)).toBe(19001);
			expect(await send({ msg_type: 'text', content: { text: 'hello' } })).toBe(19024);
			expect(await send(TEXT)).toBe(0);
			sandbox.feishu.options.allowedIps = ['192.0.2.1'];
			expect(await send(TEXT)).toBe(19022);
			delete sandbox.feishu.options.allowedIps;
			const filling = (bytes: number) => {
				const empty = JSON.stringify({ msg_type: 'text', content: { text: 'order' } });
				return empty.replace('order', `order${'x'.repeat(bytes - empty.length)}`);
			};
			nowMs += 1000;
			expect(await send(filling(20 * 1024))).toBe(0);
			expect(await send(filling(20 * 1024 + 1))).toBe(19036);
		});

		test.each([
			['no JSON', '{'],
			['no object', '[]'],
			['unknown type', { msg_type: 'audio', content: {} }],
			['text without text', { msg_type: 'text', content: {} }],
			[
				'post with a bad tag',
				{ msg_type: 'post', content: { post: { zh_cn: { content: [[{ tag: 'b' }]] } } } },
			],
			['card without elements', { msg_type: 'interactive', card: {} }],
			['card 1.0 with a button outside an action', card([{ tag: 'button' }])],
			[
				'card with an unknown colour',
				card([], { header: { template: 'pink', title: { tag: 'plain_text', content: 'x' } } }),
			],
			['card 2.0 with an action', cardV2([{ tag: 'action', actions: [] }])],
			['card 2.0 with an unknown property', cardV2([{ tag: 'markdown', content: 'x', href: 'y' }])],
			['card 2.0 that is not update_multi', cardV2([], { config: { update_multi: false } })],
		])('%s: 9499 with HTTP 400', async (_name, body) => {
			await start();
			expect(await send(body)).toBe('400 9499');
			expect(sandbox.feishu.messages).toHaveLength(0);
		});

		test.each([
			[
				'post',
				{
					msg_type: 'post',
					content: {
						post: {
							en_us: {
								title: 't',
								content: [
									[
										{ tag: 'text', text: 'x' },
										{ tag: 'at', user_id: 'all' },
									],
								],
							},
						},
					},
				},
			],
			[
				'card 1.0',
				card([
					{ tag: 'div', text: { tag: 'lark_md', content: 'x' } },
					{
						tag: 'action',
						actions: [
							{
								tag: 'button',
								text: { tag: 'plain_text', content: 'Open' },
								url: 'https://example.com',
							},
						],
					},
				]),
			],
			[
				'card 2.0',
				cardV2([
					{
						tag: 'button',
						text: { tag: 'plain_text', content: 'Open' },
						behaviors: [{ type: 'open_url', default_url: 'https://example.com' }],
					},
				]),
			],
			[
				'template card',
				{ msg_type: 'interactive', card: { type: 'template', data: { template_id: 't' } } },
			],
		])('a good %s is accepted', async (_name, body) => {
			await start();
			expect(await send(body)).toBe(0);
		});

		test('five in a second and a hundred in a minute', async () => {
			await start();
			for (let sent = 0; sent < 5; sent += 1) expect(await send(TEXT)).toBe(0);
			expect(await send(TEXT)).toBe(11232);
			nowMs += 1000;
			for (let sent = 5; sent < 100; sent += 1) {
				expect(await send(TEXT)).toBe(0);
				nowMs += 250;
			}
			nowMs += 1000;
			expect(await send(TEXT)).toBe(11232);
			nowMs += 60_000;
			expect(await send(TEXT)).toBe(0);
		});

		test('the old form of success has no code, faults answer as told', async () => {
			await start({ oldForm: true });
			const init = {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(TEXT),
			};
			const answer = await fetch(sandbox.feishu.url, init);
			expect(await answer.json()).toEqual({ Extra: null, StatusCode: 0, StatusMessage: 'success' });
			sandbox.faults.next({ kind: 'http502', target: 'feishu' });
			expect((await fetch(sandbox.feishu.url, init)).status).toBe(502);
		});
	});
});

describe('help desk', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox({ zammad: { accessToken: 'secret' } });
	});
	afterEach(() => sandbox.close());

	const DRAFT = {
		title: '1-star review, order 8123',
		group: 'Users',
		customer: 'marketplace@example.com',
		article: { subject: 'Review', body: 'Broken & late 😡', internal: true },
	};

	async function ask(path: string, init: RequestInit = {}, authorization = 'Token token=secret') {
		const headers = { authorization, 'content-type': 'application/json' };
		const answer = await fetch(`${sandbox.helpdesk.url}/api/v1${path}`, { ...init, headers });
		return { status: answer.status, body: await answer.json() };
	}
	const create = (body: unknown) => ask('/tickets', { method: 'POST', body: JSON.stringify(body) });

	test('a ticket is created, read back, found and listed', async () => {
		const { status, body } = await create({ ...DRAFT, priority_id: 3, origin: 'review:1' });
		expect(status).toBe(201);
		expect(body).toMatchObject({
			id: 1,
			number: '67001',
			title: DRAFT.title,
			group_id: 1,
			priority_id: 3,
			customer_id: 3,
			article_ids: [1],
			origin: 'review:1',
		});
		expect((await ask('/ticket_articles/by_ticket/1')).body).toMatchObject([
			{ ticket_id: 1, body: 'Broken & late 😡', internal: true, type: 'note' },
		]);
		expect((await ask('/tickets/1')).body).toMatchObject({ title: DRAFT.title });
		expect((await ask('/tickets/search?query=8123')).body).toMatchObject({
			tickets: [1],
			tickets_count: 1,
			assets: { Ticket: { 1: { title: DRAFT.title } } },
		});
		expect((await ask('/tickets/search?query=8123&expand=true')).body).toHaveLength(1);
		expect((await ask('/tickets/search?query=9999&expand=true')).body).toEqual([]);
		expect((await ask('/tickets?page=1&per_page=20')).body).toHaveLength(1);
		expect((await ask('/tickets?page=2&per_page=20')).body).toEqual([]);
		expect(sandbox.helpdesk.tickets).toHaveLength(1);
	});

	test('drop-downs and the credential test are answered', async () => {
		expect((await ask('/groups')).body).toMatchObject([{ id: 1, name: 'Users' }]);
		const customers = ((await ask('/users')).body as Array<{ email: string; role_ids: number[] }>)
			.filter(({ role_ids: roles }) => roles.includes(3))
			.map(({ email }) => email);
		expect(customers).toEqual(['marketplace@example.com']);
		expect((await ask('/users/me', {}, 'Bearer secret')).body).toMatchObject({
			email: 'agent@example.com',
		});
		expect((await ask('/ticket_priorities')).body).toHaveLength(3);
		expect((await ask('/object_manager_attributes')).status).toBe(200);
	});

	test('a customer that does not exist is refused unless guessed', async () => {
		const { status, body } = await create({ ...DRAFT, customer: 'nobody@example.com' });
		expect(status).toBe(422);
		expect(body).toMatchObject({ error: expect.stringContaining('nobody@example.com') });
		const { customer, ...rest } = DRAFT;
		expect(customer).toBe('marketplace@example.com');
		const guessed = await create({ ...rest, customer_id: 'guess:nobody@example.com' });
		expect(guessed.status).toBe(201);
		expect((await create({ ...DRAFT, customer: 'nobody@example.com' })).status).toBe(201);
	});

	test.each([
		['no title', { ...DRAFT, title: '' }],
		['unknown group', { ...DRAFT, group: 'Sales' }],
		['no article', { ...DRAFT, article: undefined }],
	])('%s: 422', async (_name, body) => {
		expect((await create(body)).status).toBe(422);
		expect(sandbox.helpdesk.tickets).toHaveLength(0);
	});

	test('401, 404 and a broken day', async () => {
		expect((await ask('/groups', {}, 'Token token=wrong')).status).toBe(401);
		expect((await ask('/groups', {}, '')).body).toMatchObject({ error: 'Authentication required' });
		expect((await ask('/tickets/77')).status).toBe(404);
		expect((await ask('/nothing')).status).toBe(404);
		sandbox.faults.next({ kind: 'http500', target: 'helpdesk' });
		const init = { method: 'POST', headers: { authorization: 'Token token=secret' }, body: '{}' };
		expect((await fetch(`${sandbox.url}/api/v1/tickets`, init)).status).toBe(500);
		expect(sandbox.helpdesk.tickets).toHaveLength(0);
	});
});

describe('page', () => {
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
	async function statusFor(
		host: string,
		path: string,
		method = 'GET',
	): Promise<number | undefined> {
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

	test.each([
		'localhost',
		'LOCALHOST:4010',
		'127.0.0.1',
		'[::1]:4010',
		'host.docker.internal:4010',
	])('"%s" is this machine', async (host) =>
		expect(await statusFor(host, '/control/state')).toBe(200),
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
});
