import '../engine/harness/environment.mts';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { NodeApiError, NodeOperationError, type IDataObject } from 'n8n-workflow';

import { runItems } from '../../nodes/FeishuBot/actions/catalog.ts';
import type { Draft } from '../../nodes/FeishuBot/message/text.ts';
import { sendMessage } from '../../nodes/FeishuBot/message/send.ts';
import { signature } from '../../nodes/FeishuBot/message/webhook.ts';
import { feishuContext, type ContextOptions } from './feishuContext.mts';

const TOKEN = '3f1c2d4e-aaaa-bbbb-cccc-1234567890ab';
const SECRET = 'SEC-Qy7vNw3pTz';
const PATH = `/open-apis/bot/v2/hook/${TOKEN}`;
const DRAFT: Draft = {
	body: { msg_type: 'text', content: { text: '订单 "1"' } },
	shortened: false,
};
const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

interface Received {
	headers: IncomingMessage['headers'];
	text: string;
	json: Record<string, unknown>;
}
type Answer = (response: ServerResponse, request: Received, count: number) => void;

/** A bot of the test's own: every request is kept and answered as told. */
async function startBot(answer: Answer) {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const text = Buffer.concat(chunks).toString('utf8');
			const entry = { headers: request.headers, text, json: JSON.parse(text) };
			received.push(entry);
			answer(response, entry, received.length);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(async () => {
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`, received };
}

const json = (body: unknown, status = 200): Answer => {
	return (response) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(body));
	};
};
const SENT = json({ code: 0, msg: 'success', StatusCode: 0, StatusMessage: 'success' });
const THROTTLED = json({ code: 11232, msg: 'frequency limited' });
const TOO_MANY = json({ StatusCode: 0, StatusMessage: '', code: 9499, msg: 'too many request' });
const limited =
	(header: string, value: string): Answer =>
	(response) => {
		response.writeHead(429, { 'content-type': 'application/json', [header]: value });
		response.end(JSON.stringify({ code: 99991400, msg: 'request trigger frequency limit' }));
	};

/** A clock that passes without waiting, and remembers the waits. */
function quickClock(startMs = 1_700_000_000_000) {
	let now = startMs;
	const waitsMs: number[] = [];
	return {
		waitsMs,
		nowMs: () => now,
		monotonicMs: () => now,
		sleepMs: async (durationMs: number) => {
			waitsMs.push(durationMs);
			now += durationMs;
		},
	};
}

async function errorOf(sending: Promise<unknown>): Promise<NodeApiError> {
	const outcome = await sending.then(
		() => undefined,
		(error: unknown) => error,
	);
	if (!(outcome instanceof NodeApiError)) throw new Error(`no NodeApiError: ${String(outcome)}`);
	return outcome;
}

/** Everything of an error that could be shown or stored, nested causes and hidden fields too. */
function expectNoSecret(error: Error): void {
	const all = inspect(error, { depth: 30, showHidden: true }) + JSON.stringify(error) + error.stack;
	for (const secret of [TOKEN, SECRET]) expect(all).not.toContain(secret);
}

describe('sending', () => {
	it('signs the body and reports the bytes that went out', async () => {
		const bot = await startBot(SENT);
		const context = feishuContext({ url: bot.url, secret: ` ${SECRET}\n` });
		const result = await sendMessage(context, 0, DRAFT, quickClock());
		const [request] = bot.received;
		expect(request?.json).toEqual({
			timestamp: '1700000000',
			sign: signature('1700000000', SECRET),
			...DRAFT.body,
		});
		expect(request?.headers['content-type']).toContain('application/json');
		expect(result).toEqual({
			sent: true,
			code: 0,
			messageType: 'text',
			bytes: Buffer.byteLength(request?.text ?? ''),
		});
	});

	it('sends no signature fields without a secret', async () => {
		const bot = await startBot(SENT);
		await sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, quickClock());
		expect(bot.received[0]?.json).toEqual(DRAFT.body);
	});

	it('accepts the old success form', async () => {
		const bot = await startBot(json({ Extra: null, StatusCode: 0, StatusMessage: 'success' }));
		const result = await sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, quickClock());
		expect(result.sent).toBe(true);
	});

	it('repeats a throttled message after 1, 2 and 4 seconds, signed anew', async () => {
		const bot = await startBot((response, request, count) =>
			(count <= 3 ? THROTTLED : SENT)(response, request, count),
		);
		const clock = quickClock();
		const context = feishuContext({ url: bot.url, secret: SECRET });
		const result = await sendMessage(context, 0, DRAFT, clock);
		expect(result).toMatchObject({ sent: true, attempts: 4 });
		expect(clock.waitsMs).toEqual([1_000, 2_000, 4_000]);
		const stamps = bot.received.map((request) => request.json.timestamp);
		expect(stamps).toEqual(['1700000000', '1700000001', '1700000003', '1700000007']);
		expect(bot.received[3]?.json.sign).toBe(signature('1700000007', SECRET));
	});

	it('gives up after three repeats', async () => {
		const bot = await startBot(THROTTLED);
		const sending = sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, quickClock());
		const error = await errorOf(sending);
		expect(bot.received).toHaveLength(4);
		expect(error).toMatchObject({ httpCode: '429', context: { itemIndex: 0 } });
		expect(error.message).toContain('11232');
	});

	it.each([
		['9499 with the words of a limit', TOO_MANY],
		['HTTP 429 without a word', (response: ServerResponse) => response.writeHead(429).end()],
	])('repeats after %s', async (_name, refusing) => {
		const bot = await startBot((response, request, count) =>
			(count === 1 ? (refusing as Answer) : SENT)(response, request, count),
		);
		const clock = quickClock();
		const result = await sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, clock);
		expect(result).toMatchObject({ sent: true, attempts: 2 });
		expect(clock.waitsMs).toEqual([1_000]);
	});

	it.each([
		['x-ogw-ratelimit-reset', '52', [52_000]],
		['retry-after', '3', [3_000]],
		['x-ogw-ratelimit-reset', '0', [1_000]],
		['retry-after', 'soon', [1_000]],
	])('waits as long as the header %s: %s says', async (header, value, waitsMs) => {
		const bot = await startBot((response, request, count) =>
			(count === 1 ? limited(header, value) : SENT)(response, request, count),
		);
		const clock = quickClock();
		await sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, clock);
		expect(clock.waitsMs).toEqual(waitsMs);
	});

	it('does not wait for more than a minute, and holds up no other message longer', async () => {
		const bot = await startBot((response, request, count) =>
			(count === 1 ? limited('retry-after', '3600') : SENT)(response, request, count),
		);
		const clock = quickClock();
		const error = await errorOf(sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, clock));
		expect(error.httpCode).toBe('429');
		expect(clock.waitsMs).toEqual([]);
		await sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, clock);
		expect(clock.waitsMs).toEqual([60_000]);
	});

	it('never lets more than 5 reach the bot in a second, with slow answers and a busy process', async () => {
		const arrivedMs: number[] = [];
		const bot = await startBot((response, request, count) => {
			arrivedMs.push(performance.now());
			setTimeout(() => SENT(response, request, count), count % 3 === 0 ? 250 : 5);
		});
		const busy = setInterval(() => {
			const untilMs = performance.now() + 400;
			while (performance.now() < untilMs) Math.sqrt(untilMs);
		}, 450);
		const sendings = Array.from({ length: 11 }, async () => {
			await sendMessage(feishuContext({ url: bot.url }), 0, DRAFT);
		});
		await Promise.all(sendings).finally(() => clearInterval(busy));
		expect(arrivedMs).toHaveLength(11);
		for (const startMs of arrivedMs) {
			const within = arrivedMs.filter((atMs) => atMs >= startMs && atMs < startMs + 1_000);
			expect(within.length).toBeLessThanOrEqual(5);
		}
	});

	it('gives its place back when sending ends in a fault', async () => {
		let isBroken = true;
		const bot = await startBot((response, request, count) => {
			if (isBroken) response.socket?.destroy();
			else SENT(response, request, count);
		});
		const clock = quickClock();
		const send = async () => await sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, clock);
		for (let count = 0; count < 4; count += 1) await errorOf(send());
		isBroken = false;
		expect(await send()).toMatchObject({ sent: true });
		expect(clock.waitsMs).toEqual([1_100]);
	});

	it('waits between messages of one webhook, across executions', async () => {
		const bot = await startBot(SENT);
		const clock = quickClock();
		for (let count = 0; count < 9; count += 1) {
			await sendMessage(feishuContext({ url: bot.url }), 0, DRAFT, clock);
		}
		expect(clock.waitsMs).toEqual([1_100, 1_100]);
	});
});

describe('refusals and faults', () => {
	const send = async (options: ContextOptions) =>
		await errorOf(
			sendMessage(feishuContext({ secret: SECRET, ...options }), 3, DRAFT, quickClock()),
		);

	it.each([
		['19021 under HTTP 200', json({ code: 19021, msg: 'sign match fail' }), '401', /signature/],
		['9499 under HTTP 400', json({ code: 9499, msg: 'Bad Request' }, 400), '400', /could not read/],
		['success without a code', json({ ok: true }), '200', /without a Feishu result code/],
		['a page', (response: ServerResponse) => response.end('<html>'), '200', /without a Feishu/],
		['an unknown code', json({ code: 5, msg: `${PATH} ${SECRET}` }), '200', /code 5/],
		['404 naming the path', json(`Cannot POST ${PATH}`, 404), '404', /HTTP 404/],
	])('tells %s in words, once', async (_name, answer, httpCode, message) => {
		const bot = await startBot(answer as Answer);
		const error = await send({ url: bot.url });
		expect(error.message).toMatch(message);
		expect(error.description).toBeTruthy();
		expect(error).toMatchObject({ httpCode, context: { itemIndex: 3 } });
		expect(bot.received).toHaveLength(1);
		expectNoSecret(error);
	});

	it('does not repeat when the connection breaks, since the message may have arrived', async () => {
		const bot = await startBot((response) => response.socket?.destroy());
		const error = await send({ url: bot.url });
		expect(error.message).toMatch(/connection to Feishu broke/);
		expect(error.description).toMatch(/may stand in the group already/);
		expect(bot.received).toHaveLength(1);
		expectNoSecret(error);
	});

	it('tells a host that cannot be reached', async () => {
		const bot = await startBot(SENT);
		await closers.pop()?.();
		const error = await send({ url: bot.url });
		expect(error.message).toBe('The host of Feishu could not be reached');
		expect(error.description).toMatch(/Nothing was sent/);
		expectNoSecret(error);
	});

	it('does not carry the message to where a redirect points', async () => {
		const other = await startBot(SENT);
		const bot = await startBot((response) => {
			response.writeHead(307, { location: other.url });
			response.end();
		});
		expect((await send({ url: bot.url })).message).toContain('HTTP 307');
		expect(other.received).toHaveLength(0);
	});

	it('ends with the execution while the answer is outstanding', async () => {
		const cancel = new AbortController();
		const bot = await startBot(() => cancel.abort());
		const error = await send({ url: bot.url, signal: cancel.signal });
		expect(error.message).toMatch(/cancelled while the message was being sent/);
		expectNoSecret(error);
	});

	it('sends nothing once the execution is cancelled', async () => {
		const bot = await startBot(SENT);
		const error = await send({ url: bot.url, signal: AbortSignal.abort() });
		expect(error.message).toMatch(/cancelled before/);
		expect(bot.received).toHaveLength(0);
	});

	it('sends nothing to an address that is no webhook', async () => {
		const context = feishuContext({ url: `http://open.feishu.cn${PATH}` });
		const sending = sendMessage(context, 2, DRAFT, quickClock());
		await expect(sending).rejects.toThrow(NodeOperationError);
		await expect(sending).rejects.toMatchObject({ context: { itemIndex: 2 } });
	});
});

describe('the node', () => {
	it('pairs each item, goes on after a refusal when told to, and passes the event id on', async () => {
		const bot = await startBot(SENT);
		const context = feishuContext({
			url: bot.url,
			continueOnFail: true,
			items: [{ eventId: 'e1' }, { eventId: 'e2' }, {}],
			parameters: (index) => ({ operation: 'sendText', text: index === 1 ? '' : `t${index}` }),
		});
		expect(await runItems(context)).toEqual([
			[
				{ json: expect.objectContaining({ sent: true, eventId: 'e1' }), pairedItem: { item: 0 } },
				{
					json: {
						sent: false,
						eventId: 'e2',
						error: 'The text is empty',
						description: 'Fill in the field Text.',
					},
					pairedItem: { item: 1 },
				},
				{ json: expect.objectContaining({ sent: true }), pairedItem: { item: 2 } },
			],
		]);
		expect(bot.received.map((request) => request.json.content)).toEqual([
			{ text: 't0' },
			{ text: 't2' },
		]);
	});

	it('stops at the first refusal otherwise', async () => {
		const bot = await startBot(json({ code: 19024, msg: 'Key Words Not Found' }));
		const items = [{}, {}];
		const parameters = { operation: 'sendText', text: 'x' };
		const running = runItems(feishuContext({ url: bot.url, items, parameters }));
		expect((await errorOf(running)).context.itemIndex).toBe(0);
		expect(bot.received).toHaveLength(1);
	});

	it.each([
		[false, ['a', 'b', 'b']],
		[true, ['a', 'b', 'a', 'b']],
	])('a second try leaves out what was sent, a tool (%p) never', async (isTool, expected) => {
		const bot = await startBot((response, request, count) =>
			(count === 2 ? json({}, 504) : SENT)(response, request, count),
		);
		const parameters = (index: number) => ({ operation: 'sendText', text: 'ab'[index] });
		const context = feishuContext({ url: bot.url, items: [{}, {}], parameters, isTool });
		expect((await errorOf(runItems(context))).httpCode).toBe('504');
		const [output] = await runItems(context);
		expect(output?.map((item) => item.json.sent)).toEqual([true, true]);
		const texts = bot.received.map((request) => (request.json.content as IDataObject).text);
		expect(texts).toEqual(expected);
	});

	it('escapes mentions of a text unless told not to', async () => {
		const bot = await startBot(SENT);
		const text = '<at user_id="all"></at>';
		const parameters = (index: number) => ({
			operation: 'sendText',
			text,
			options: index === 0 ? {} : { escapeMentions: false },
		});
		await runItems(feishuContext({ url: bot.url, items: [{}, {}], parameters }));
		const texts = bot.received.map((request) => (request.json.content as IDataObject).text);
		expect(texts).toEqual(['&lt;at user_id="all"&gt;&lt;/at&gt;', text]);
	});

	it('takes a card as text or object, and refuses one over 20 KB before sending', async () => {
		const bot = await startBot(SENT);
		const card = { elements: [{ tag: 'markdown', content: 'x' }] };
		const large = { elements: [{ tag: 'markdown', content: '大'.repeat(7_000) }] };
		const cards: unknown[] = [card, JSON.stringify(card), large, '{"elements":'];
		const context = feishuContext({
			url: bot.url,
			continueOnFail: true,
			items: cards.map(() => ({})),
			parameters: (index) => ({ operation: 'sendCard', card: cards[index] as IDataObject }),
		});
		const [output] = await runItems(context);
		expect(output?.map((item) => item.json.sent)).toEqual([true, true, false, false]);
		expect(output?.[2]?.json.error).toMatch(/has 21\d{3} bytes, but Feishu takes at most 20480/);
		expect(output?.[3]?.json.error).toBe('The parameter Card is not valid JSON');
		expect(bot.received.map((request) => request.json)).toEqual([
			{ msg_type: 'interactive', card },
			{ msg_type: 'interactive', card },
		]);
	});

	it.each(['sendText', 'sendPost'])(
		'%s sends no text of which nothing is left',
		async (operation) => {
			const bot = await startBot(SENT);
			const texts = ['\u202E\u0000', '\u200B\u2060', '\uFEFF \u0007'];
			const context = feishuContext({
				url: bot.url,
				continueOnFail: true,
				items: texts.map(() => ({})),
				parameters: (index) => ({ operation, contentType: 'text', text: texts[index] }),
			});
			const [output] = await runItems(context);
			expect(output?.map(({ json: { error } }) => error)).toEqual(
				texts.map(() => 'The text is empty'),
			);
			expect(bot.received).toHaveLength(0);
		},
	);

	it('names the field of an item that is no order', async () => {
		const bot = await startBot(SENT);
		const parameters = { operation: 'sendOrderCard', order: { orderId: 81 } };
		const running = runItems(feishuContext({ url: bot.url, parameters }));
		await expect(running).rejects.toThrow('field "orderId" must be text');
		expect(bot.received).toHaveLength(0);
	});
});
