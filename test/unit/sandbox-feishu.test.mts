import { createHmac } from 'node:crypto';

import { feishuSign } from '../sandbox/feishu/signature.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';

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
