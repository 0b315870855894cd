import { createHmac, createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { fetch } from 'undici';

import type { PushRequest, SandboxOptions } from '../sandbox/sandbox.mts';
import { openStage, PASTED, type Stage } from './bridge.mts';
import type { ActiveWorkflow } from './harness/activation.mts';
import type { WorkflowJson } from './harness/types.mts';

/** The engine brings a logger of its own version; it is that one whose words are looked at. */
const fromProject = createRequire(join(process.cwd(), 'package.json'));
const fromEngine = createRequire(fromProject.resolve('n8n-core'));
const { Logger } = fromEngine('@n8n/backend-common') as typeof import('@n8n/backend-common');

let stage: Stage;
let push: ActiveWorkflow;
let logged: string[];

beforeEach(() => {
	logged = [];
	for (const level of ['error', 'warn', 'info', 'debug'] as const) {
		jest.spyOn(Logger.prototype, level).mockImplementation((...words: unknown[]) => {
			logged.push(words.map((word) => JSON.stringify(word)).join(' '));
		});
	}
});
afterEach(() => jest.restoreAllMocks());

const close = async (): Promise<void> => await stage.close();

function pushWorkflow(parameters: Record<string, unknown> = {}): WorkflowJson {
	return {
		id: 'push',
		name: 'Push',
		nodes: [
			{
				id: 'push-node',
				webhookId: '6f9d2a57-61f0-4a5c-9d0e-1f5a54c7a001',
				name: 'AliExpress Push Trigger',
				type: 'n8n-nodes-aliexpress.aliExpressPushTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { authentication: 'accessToken', ...parameters },
				credentials: { aliExpressApi: { id: PASTED, name: PASTED } },
			},
		],
		connections: {},
	};
}

/** A sandbox and an n8n in which the push trigger is published and registered with the platform. */
async function open(
	parameters: Record<string, unknown> = {},
	options: SandboxOptions = {},
	fields: Record<string, unknown> = {},
): Promise<Stage> {
	// The 500 ms of the platform are looked at where they matter; a busy machine is not the point.
	const patient = { push: { answerWithinMs: 20_000, ...options.push } };
	stage = await openStage({ ...options, ...patient }, { counter: 'process', ...fields });
	push = await stage.host.activate(pushWorkflow(parameters));
	stage.sandbox.push.register(push.webhookUrls()[0]);
	return stage;
}

/** The items so far; waits for as many executions as there must be. */
async function items(least = 0): Promise<Array<INodeExecutionData['json']>> {
	while (stage.host.executions.length < least) await new Promise((go) => setTimeout(go, 10));
	await stage.host.idle();
	return stage.host.executions.flatMap(({ runData }) =>
		(runData['AliExpress Push Trigger']?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json),
	);
}

interface Post {
	body: string | Uint8Array;
	authorization?: string;
	contentType?: string;
	url?: string;
}

async function post({ body, authorization, contentType, url }: Post) {
	const response = await fetch(url ?? push.webhookUrls()[0] ?? '', {
		method: 'POST',
		headers: {
			'content-type': contentType ?? 'application/json;charset=UTF-8',
			...(authorization !== undefined && { authorization }),
		},
		body,
	});
	return { status: response.status, text: await response.text() };
}

let orderNumber = 8_100_000_000_000_000;

/** A request of the platform about an order of its own, as text that a test may change. */
function signed(draft = {}): { body: string; authorization: string } {
	orderNumber += 1;
	const { body, headers }: PushRequest = stage.sandbox.push.request({
		data: { orderId: orderNumber, orderStatus: 'PaymentAuthorized' },
		...draft,
	});
	return { body: body.toString('utf8'), authorization: headers.authorization ?? '' };
}

const RECEIVED = '{"received":true}';

describe('a message of the platform', () => {
	afterEach(close);

	it('starts one execution, under the contract of items', async () => {
		await open({}, { now: () => Date.parse('2026-11-22T08:00:00Z') + 400 });
		jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-22T08:00:01Z'));
		const order = stage.sandbox.shop.placeOrder();
		const [delivery] = await stage.sandbox.push.sendOrder(order);
		expect(delivery?.status).toBe(200);
		const [item, ...more] = await items();
		expect(more).toEqual([]);
		expect(item).toEqual({
			event: 'order.created',
			eventId: expect.stringMatching(/^[0-9a-f]{64}$/),
			occurredAt: '2026-11-22T08:00:00.000Z',
			messageType: 53,
			sellerId: '2000000001',
			site: 'ae_global',
			orderId: String(order.id),
			status: 'OrderCreated',
			isVerifiedDetail: false,
			data: { orderId: expect.anything(), orderStatus: 'OrderCreated', buyerId: '1***1' },
		});
	});

	it('of the shared form and of a type that nobody knows starts one as well', async () => {
		await open({}, { push: { form: 'shared' } });
		await stage.sandbox.push.sendOrder(stage.sandbox.shop.placeOrder());
		await stage.sandbox.push.send({ type: 4711, data: { what: 'ever' } });
		expect(await items()).toEqual([
			expect.objectContaining({ event: 'order.created', messageType: 0 }),
			expect.objectContaining({
				event: 'push.unknownType',
				messageType: 4711,
				data: { what: 'ever' },
			}),
		]);
	});

	it('of the verify button is answered and shown', async () => {
		await open();
		expect((await stage.sandbox.push.verify())[0]).toMatchObject({ status: 200 });
		expect(await items()).toMatchObject([{ event: 'push.tradeOrder', status: 'test' }]);
	});

	it('that the filter does not want is answered and starts nothing', async () => {
		await open({ messageTypes: ['51'], options: { furtherTypes: '3, 14' } });
		for (const type of [53, 0, 99]) {
			expect((await stage.sandbox.push.send({ type }))[0]?.status).toBe(200);
		}
		expect(await items()).toEqual([]);
		for (const type of [51, 14]) await stage.sandbox.push.send({ type });
		expect((await items()).map(({ messageType }) => messageType)).toEqual([51, 14]);
	});

	it('is filtered by what an expression says at that moment, and not at the one before', async () => {
		const realNow = Date.now;
		const atMs = realNow() + 60_000;
		await open({
			messageTypes: ['53'],
			options: { furtherTypes: `={{ Date.now() > ${atMs} ? "7" : "" }}` },
		});
		await post(signed({ type: 7 }));
		jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 90_000);
		await post(signed({ type: 7 }));
		jest.spyOn(Date, 'now').mockImplementation(realNow);
		await post(signed({ type: 7 }));
		expect(await items()).toHaveLength(1);
	});

	it('of another seller is answered and starts nothing when sellers are named', async () => {
		await open({ options: { sellerIds: '2000000001, 2000000003' } });
		for (const sellerId of ['2000000002', '2000000003']) {
			expect((await stage.sandbox.push.send({ sellerId }))[0]?.status).toBe(200);
		}
		expect((await items()).map(({ sellerId }) => sellerId)).toEqual(['2000000003']);
	});

	it('about an authorization that ends comes through for every seller, also a nameless one', async () => {
		await open({ options: { sellerIds: '2000000001' } });
		const ending = { app_key: '512345', auth_expiry_time: 1_900_000_000 };
		for (const seller_id of ['2000000001', '2000000009', 'null']) {
			const data = { ...ending, seller_id };
			const [sent] = await stage.sandbox.push.send({ type: 65, sellerId: 'null', data });
			expect(sent?.status).toBe(200);
		}
		const found = (await items()).map(({ event, sellerId }) => [event, sellerId]);
		expect(found).toEqual([
			['push.authorizationEnding', '2000000001'],
			['push.authorizationEnding', '2000000009'],
			['push.authorizationEnding', undefined],
		]);
	});
});

describe('conformance', () => {
	const SMALL = 64 * 1024;
	const hmac = (algorithm: string, ...parts: string[]) =>
		parts
			.reduce((sum, part) => sum.update(part), createHmac(algorithm, stage.sandbox.app.appSecret))
			.digest('hex');

	/** What is sent, and what has to come back. */
	const CASES: Array<[what: string, status: number, starts: number, make: () => Post]> = [
		['exact raw body', 200, 1, () => signed()],
		['upper-case hex', 200, 1, () => upper(signed())],
		['mixed-case hex', 200, 1, () => mixed(signed())],
		['unicode', 200, 1, () => signed({ data: { note: 'Кроссовки 运动鞋 é 👟 "\u2028' } })],
		[
			'unicode, escaped',
			200,
			1,
			() => signed({ body: String.raw`{"message_type":1,"data":{"n":"\u041a"}}` }),
		],
		['odd spaces, as signed', 200, 1, () => signed({ body: ' {\r\n"message_type" : 53 } \n' })],
		['byte order mark', 200, 1, () => signed({ body: '\ufeff{"message_type":54}' })],
		['time in milliseconds', 200, 1, () => signed({ timestamp: Date.now() - 60_000 })],
		['an hour late', 200, 1, () => signed({ timestamp: seconds(-3_600) })],
		['no time', 200, 1, () => signed({ body: '{"message_type":53,"data":{}}' })],
		['text/plain', 200, 1, () => ({ ...signed(), contentType: 'text/plain' })],
		['no content type known', 200, 1, () => ({ ...signed(), contentType: 'application/x-odd' })],
		['just below the limit', 200, 1, () => signed({ data: { text: 'x'.repeat(SMALL - 200) } })],

		['re-spaced', 401, 0, () => changed((body) => body.replace(':', ': '))],
		['printed again', 401, 0, () => changed((body) => JSON.stringify(JSON.parse(body), null, 1))],
		['one more line end', 401, 0, () => changed((body) => `${body}\n`)],
		['altered', 401, 0, () => changed((body) => body.replace('PaymentAuthorized', 'OrderClosed'))],
		['unicode escaped on the way', 401, 0, () => reescaped()],
		['stale', 401, 0, () => signed({ timestamp: seconds(-25 * 3_600) })],
		['far ahead', 401, 0, () => signed({ timestamp: seconds(3 * 3_600) })],
		['signed in 1970', 200, 1, () => signed({ timestamp: 0 })],
		['no header', 401, 0, () => ({ body: signed().body })],
		['empty header', 401, 0, () => ({ ...signed(), authorization: '' })],
		['Bearer in front', 401, 0, () => prefixed('Bearer ')],
		[
			'cut signature',
			401,
			0,
			() => ({ ...signed(), authorization: signed().authorization.slice(2) }),
		],
		['no hex', 401, 0, () => ({ ...signed(), authorization: 'z'.repeat(64) })],
		['signature in base64', 401, 0, () => base64()],
		['HMAC-SHA1', 401, 0, () => other((body) => hmac('sha1', '512345', body))],
		['HMAC-SHA512', 401, 0, () => other((body) => hmac('sha512', '512345', body))],
		['HMAC-MD5', 401, 0, () => other((body) => hmac('md5', '512345', body))],
		['plain SHA-256', 401, 0, () => other((body) => sha256(`512345${body}`))],
		['HMAC of the body alone', 401, 0, () => other((body) => hmac('sha256', body))],
		['another App Key', 401, 0, () => other((body) => hmac('sha256', '512346', body))],
		['another App Secret', 401, 0, () => other((body) => foreign(body))],
		[
			'an empty App Secret',
			401,
			0,
			() => other((body) => createHmac('sha256', '').update(`512345${body}`).digest('hex')),
		],
		['not signed and malformed', 401, 0, () => ({ body: '{', contentType: 'text/plain' })],
		['nothing at all', 401, 0, () => ({ body: '' })],

		[
			'malformed',
			400,
			0,
			() => ({ ...signed({ body: '{"message_type":' }), contentType: 'text/plain' }),
		],
		['a list', 400, 0, () => signed({ body: '[]' })],
		['an empty object', 400, 0, () => signed({ body: '{}' })],
		['signed emptiness', 400, 0, () => signed({ body: '' })],
		['lists without end', 400, 0, () => signed({ body: nested('[', ']') })],
		['objects without end', 400, 0, () => signed({ body: nested('{"a":', '}') })],

		['oversized', 413, 0, () => signed({ data: { text: 'x'.repeat(SMALL) } })],
		['oversized and not signed', 413, 0, () => ({ body: `{"a":"${'x'.repeat(SMALL)}"}` })],
		// n8n itself refuses these before the node sees them.
		['malformed JSON by its content type', 422, 0, () => signed({ body: '{"message_type":' })],
	];

	const nested = (open: string, close: string) =>
		`{"message_type":53,"data":{"a":${open.repeat(9_000)}1${close.repeat(9_000)}}}`;
	const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
	const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
	const upper = (one: Post) => ({ ...one, authorization: one.authorization?.toUpperCase() });
	const mixed = (one: Post) => ({
		...one,
		authorization: one.authorization?.replace(/[a-f]/, (hex) => hex.toUpperCase()),
	});
	const changed = (change: (body: string) => string) => {
		const { body, authorization } = signed();
		expect(change(body)).not.toBe(body);
		return { body: change(body), authorization };
	};
	const reescaped = () => {
		const { body, authorization } = signed({ data: { note: 'é' } });
		return { body: body.replace('é', String.raw`\u00e9`), authorization };
	};
	const prefixed = (prefix: string) => {
		const { body, authorization } = signed();
		return { body, authorization: prefix + authorization };
	};
	const base64 = () => {
		const { body, authorization } = signed();
		return { body, authorization: Buffer.from(authorization, 'hex').toString('base64') };
	};
	const other = (sign: (body: string) => string) => {
		const { body } = signed();
		return { body, authorization: sign(body) };
	};
	const foreign = (body: string) =>
		createHmac('sha256', 'guess').update(`512345${body}`).digest('hex');

	// One n8n serves all cases.
	beforeAll(async () => {
		await open();
	});
	afterAll(close);

	it.each(CASES)('%s: %i', async (_, status, starts, make) => {
		const before = stage.host.executions.length;
		const stateBefore = JSON.stringify(push.savedStaticData());
		const answer = await post(make());
		await stage.host.idle();
		expect(answer.status).toBe(status);
		expect(stage.host.executions.length - before).toBe(starts);
		const state = JSON.stringify(push.savedStaticData());
		if (starts === 0) expect(state).toBe(stateBefore);
		else expect(answer.text).toBe(RECEIVED);
		const told = `${answer.text}\n${logged.join('\n')}\n${state}`;
		expect(told).not.toContain(stage.sandbox.app.appSecret);
		expect(told).not.toContain('PaymentAuthorized');
		expect(told).not.toContain(signed().authorization);
	});
});

describe('a copy of a message', () => {
	afterEach(close);

	it('starts nothing, one after the other, at the same time, printed again or after a restart', async () => {
		await open();
		const one = signed();
		expect((await post(one)).text).toBe(RECEIVED);
		expect(await post(one)).toEqual({ status: 200, text: RECEIVED });
		const again = signed({ body: JSON.stringify(JSON.parse(one.body), null, 2) });
		expect((await post(again)).status).toBe(200);
		await stage.host.restart();
		expect((await post(one)).status).toBe(200);
		expect(await items()).toHaveLength(1);

		stage.sandbox.push.next({ kind: 'doubled', times: 5 });
		for (let type = 100; type < 105; type++) await stage.sandbox.push.send({ type });
		expect((await items()).map(({ messageType }) => messageType)).toEqual([
			53, 100, 101, 102, 103, 104,
		]);
		expect(stage.sandbox.push.deliveries.map(({ status }) => status)).toEqual(
			Array.from({ length: 10 }, () => 200),
		);
	});

	it('that was forged first does not keep the real message out', async () => {
		await open();
		const one = signed();
		expect((await post({ ...one, authorization: 'f'.repeat(64) })).status).toBe(401);
		expect((await post(one)).status).toBe(200);
		expect(await items()).toHaveLength(1);
	});

	it('that the filter kept out comes through when the filter is changed', async () => {
		await open({ messageTypes: ['0'] });
		const one = signed();
		await post(one);
		await push.deactivate();
		push = await stage.host.activate({
			...pushWorkflow(),
			staticData: push.savedStaticData(),
		});
		await post(one);
		expect(await items()).toHaveLength(1);
	});

	it('is known among many that come at once, and all of those come through', async () => {
		await open();
		const many = Array.from({ length: 40 }, () => signed());
		const answers = await Promise.all([...many, ...many].map(async (one) => await post(one)));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		const found = (await items()).map(({ orderId }) => orderId);
		expect(found).toHaveLength(40);
		expect(new Set(found).size).toBe(40);
	});

	it('is kept as a short hash under the id of the node, so that a rename loses nothing', async () => {
		await open();
		const one = signed();
		await post(one);
		await stage.host.idle();
		const staticData = push.savedStaticData();
		expect(staticData).toEqual({
			global: {
				'aliExpressPush:push-node': expect.stringMatching(/^3:[\w-]{8}[0-9a-z]{5}$/),
			},
		});
		await push.deactivate();
		await stage.host.restart();
		const renamed = pushWorkflow();
		push = await stage.host.activate({
			...renamed,
			nodes: renamed.nodes.map((node) => ({ ...node, name: 'Pushed' })),
			staticData,
		});
		await post(one);
		await stage.host.idle();
		expect(stage.host.executions).toHaveLength(1);
	});

	it('starts nothing after n8n was killed, however many came before', async () => {
		await open();
		const many = Array.from({ length: 5 }, () => signed());
		for (const one of many) expect(await post(one)).toEqual({ status: 200, text: RECEIVED });
		await stage.host.restart();
		for (const one of many) expect(await post(one)).toEqual({ status: 200, text: RECEIVED });
		expect(await items()).toHaveLength(5);
	});

	it('with its order starts nothing after n8n was killed, also when the order came late', async () => {
		await open({ readBack: true });
		const orders = [1, 2, 3].map(() => stage.sandbox.shop.placeOrder());
		for (const [index, order] of orders.entries()) {
			if (index > 0) stage.sandbox.faults.next({ kind: 'slow', delayMs: 600 });
			expect((await stage.sandbox.push.sendOrder(order))[0]?.status).toBe(200);
			await items(index + 1);
		}
		await stage.host.restart();
		for (const order of orders) {
			expect((await stage.sandbox.push.sendOrder(order))[0]?.status).toBe(200);
		}
		expect(await items()).toHaveLength(3);
	});

	it('that the platform sends again with another time is one, for seven hours', async () => {
		const atMs = Date.parse('2026-11-22T08:00:00Z');
		let hoursLater = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => atMs + hoursLater * 3_600_000);
		await open();
		const data = { orderId: 8_100_000_000_999_999, orderStatus: 'PaymentAuthorized' };
		const sent = async (hours: number) => {
			hoursLater = hours;
			const timestamp = Math.floor(Date.now() / 1000);
			expect((await post(signed({ data, timestamp }))).status).toBe(200);
			return (await items()).length;
		};
		for (const hours of [0, 0.5, 1, 6]) expect(await sent(hours)).toBe(1);
		await stage.host.restart();
		expect(await sent(6.5)).toBe(1);
		expect(await sent(24)).toBe(2);
		expect(await sent(24.5)).toBe(2);
		const ids = (await items()).map(({ eventId }) => eventId);
		expect(new Set(ids).size).toBe(1);
	});

	it('without a time is one for seven hours after it came', async () => {
		let hoursLater = 0;
		const realNow = Date.now;
		jest.spyOn(Date, 'now').mockImplementation(() => realNow() + hoursLater * 3_600_000);
		await open();
		const one = signed({ body: '{"message_type":53,"data":{"orderId":81}}' });
		for (const [hours, started] of [
			[0, 1],
			[6, 1],
			[8, 2],
			[9, 2],
		] as const) {
			hoursLater = hours;
			expect((await post(one)).status).toBe(200);
			expect(await items()).toHaveLength(started);
		}
	});

	it('may come again when the stored list cannot be read, and the log says so', async () => {
		await open();
		await push.deactivate();
		// As another version of the package stores it.
		const global = { 'aliExpressPush:push-node': '2:abcdefgh' };
		push = await stage.host.activate({ ...pushWorkflow(), staticData: { global } });
		const one = signed();
		for (let time = 0; time < 2; time++) expect((await post(one)).status).toBe(200);
		expect(await items()).toHaveLength(1);
		expect(logged.filter((line) => line.includes('cannot be read'))).toHaveLength(1);
	});
});

describe('the order behind a message', () => {
	afterEach(close);

	it('is read when asked for, counted in the share of triggers', async () => {
		await open({ readBack: true });
		const order = stage.sandbox.shop.payOrder(stage.sandbox.shop.placeOrder().id);
		const [delivery] = await stage.sandbox.push.sendOrder(order);
		expect(delivery?.status).toBe(200);
		const [item] = await items(1);
		expect(item).toMatchObject({
			event: 'push.orderStatus',
			isVerifiedDetail: true,
			orderId: String(order.id),
			status: 'WAIT_SELLER_SEND_GOODS',
			amount: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'USD' },
			data: { orderStatus: 'PaymentAuthorized' },
		});
		expect(JSON.stringify(item)).not.toContain(order.buyer.street);
		expect(stage.sandbox.log.calls.map(({ method, outcome }) => [method, outcome])).toEqual([
			['aliexpress.trade.new.redefining.findorderbyid', 'ok'],
		]);
	});

	it('that cannot be read does not hold the message back', async () => {
		await open({ readBack: true });
		stage.sandbox.settings.answers.withoutPermissions = ['trade'];
		await stage.sandbox.push.sendOrder(stage.sandbox.shop.placeOrder());
		expect(await items(1)).toEqual([
			expect.objectContaining({
				event: 'order.created',
				isVerifiedDetail: false,
				detailNote: expect.stringContaining('The order was not read'),
			}),
		]);
	});

	it('is not read when the share for triggers is spent, and the item says so', async () => {
		const shares = { ownShares: true, recoveryShare: 2, triggerShare: 1, actionShare: 1 };
		const limits = { policy: 'custom', callsPerDay: 5, callsPerSecond: 5, browseShare: 1 };
		await open({ readBack: true }, {}, { ...limits, ...shares, releaseHours: 0 });
		for (let count = 1; count <= 2; count++) {
			await stage.sandbox.push.sendOrder(stage.sandbox.shop.placeOrder());
			await items(count);
		}
		expect((await items()).map(({ isVerifiedDetail }) => isVerifiedDetail)).toEqual([true, false]);
		expect(stage.sandbox.log.calls).toHaveLength(1);
	});

	it('of another shop, or of no order, spends no call', async () => {
		await open({ readBack: true, authentication: 'oAuth2' });
		await push.deactivate();
		const token = await stage.connect();
		expect(token.seller_id).toBe('2000000001');
		const [node] = pushWorkflow().nodes;
		const credentials = { aliExpressOAuth2Api: { id: 'oauth2-credential', name: 'x' } };
		const parameters = { ...node?.parameters, authentication: 'oAuth2', readBack: true };
		push = await stage.host.activate({
			...pushWorkflow(),
			nodes: [{ ...node, parameters, credentials }] as WorkflowJson['nodes'],
		});
		stage.sandbox.push.register(push.webhookUrls()[0]);
		const calls = stage.sandbox.log.calls.length;
		const data = { orderId: 8_100_000_000_000_001, orderStatus: 'OrderCreated' };
		await stage.sandbox.push.send({ sellerId: '2000000009', data });
		await stage.sandbox.push.send({ type: 21, data: { text: 'hello' } });
		expect((await items()).map(({ detailNote }) => detailNote)).toEqual([
			expect.stringContaining('another shop'),
			expect.stringContaining('names no order'),
		]);
		expect(stage.sandbox.log.calls).toHaveLength(calls);
	});

	it('may take long: the platform has its answer in time, the item comes with the order', async () => {
		await open({ readBack: true });
		const order = stage.sandbox.shop.placeOrder();
		stage.sandbox.faults.next({ kind: 'slow', delayMs: 1_500 });
		const startedMs = performance.now();
		const [delivery] = await stage.sandbox.push.sendOrder(order);
		const tookMs = performance.now() - startedMs;
		expect(delivery?.status).toBe(200);
		expect(tookMs).toBeLessThan(1_400);
		expect(stage.host.executions).toHaveLength(0);
		const copy = stage.sandbox.push.sendOrder(order);
		expect((await copy)[0]?.status).toBe(200);
		expect(await items(1)).toMatchObject([{ isVerifiedDetail: true, orderId: String(order.id) }]);
	});
});

describe('an AliExpress Trigger beside it', () => {
	afterEach(close);

	/** Both triggers on one account, and a clock that can be moved on. */
	async function openBoth() {
		await open();
		const [node] = pushWorkflow().nodes;
		const polling = await stage.host.activate({
			id: 'poll',
			name: 'Poll',
			nodes: [
				{
					...node,
					id: 'poll-node',
					name: 'AliExpress Trigger',
					type: 'n8n-nodes-aliexpress.aliExpressTrigger',
					parameters: { authentication: 'accessToken', events: ['order.created'] },
				},
			] as WorkflowJson['nodes'],
			connections: {},
		});
		let aheadMs = 0;
		const realNow = Date.now;
		jest.spyOn(Date, 'now').mockImplementation(() => realNow() + aheadMs);
		return { polling, pass: (ms: number) => (aheadMs += ms) };
	}

	const calls = () => stage.sandbox.log.calls.length;

	it('reads sooner because of a message, and reports the order under the same id', async () => {
		const { polling, pass } = await openBoth();
		const atFirst = calls();
		const order = stage.sandbox.shop.placeOrder();
		pass(60_000);
		expect((await polling.poll()).emitted).toBeNull();
		expect(calls()).toBe(atFirst);

		await stage.sandbox.push.sendOrder(order);
		const [pushed] = await items(1);
		// Rows enter the list some seconds after the message.
		pass(30_000);
		const { emitted } = await polling.poll();
		expect(calls()).toBe(atFirst + 1);
		expect(emitted?.[0]?.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				event: 'order.created',
				eventId: pushed?.eventId,
				orderId: String(order.id),
			}),
		]);
	});

	it('does not read sooner because a parcel has moved, or because somebody chats', async () => {
		const { polling, pass } = await openBoth();
		const atFirst = calls();
		const { id: orderId } = stage.sandbox.shop.placeOrder();
		const moved = { trade_order_id: String(orderId), status: 'DELIVERED' };
		await stage.sandbox.push.send({ type: 18, data: moved });
		await stage.sandbox.push.send({ type: 21, data: { orderId, text: 'hello' } });
		expect((await items(2)).map(({ status }) => status)).toEqual(['DELIVERED', undefined]);
		pass(90_000);
		expect((await polling.poll()).emitted).toBeNull();
		expect(calls()).toBe(atFirst);
	});
});

describe('strangers', () => {
	afterEach(close);

	it('do not have the credential read for a header that is no signature', async () => {
		await open();
		const reads = stage.host.credentialReads();
		for (const authorization of [undefined, '', 'Bearer x', 'f'.repeat(63), 'z'.repeat(64)]) {
			expect((await post({ body: signed().body, authorization })).status).toBe(401);
		}
		expect(stage.host.credentialReads()).toBe(reads);
	});

	it('have it read no oftener than good requests, one after the other and all at once', async () => {
		await open();
		expect((await post(signed())).status).toBe(200);
		const reads = stage.host.credentialReads();
		const startedMs = performance.now();
		const forged = async () => (await post({ ...signed(), authorization: 'f'.repeat(64) })).status;
		for (let n = 0; n < 15; n++) expect(await forged()).toBe(401);
		const many = await Promise.all(Array.from({ length: 30 }, forged));
		expect(new Set(many)).toEqual(new Set([401]));
		const seconds = Math.ceil((performance.now() - startedMs) / 1000);
		expect(stage.host.credentialReads() - reads).toBeLessThanOrEqual(1 + seconds);
		expect((await post(signed())).status).toBe(200);
	});
});

describe('listening in the editor', () => {
	afterEach(close);

	it('shows every signed message, also an old one and one that comes again, and keeps nothing', async () => {
		await open();
		const url = push.webhookUrls()[0]?.replace('/webhook/', '/webhook-test/');
		const old = { ...signed({ timestamp: 1_719_389_200 }), url };
		expect((await post(old)).status).toBe(200);
		expect((await post(old)).status).toBe(200);
		expect((await post({ ...old, authorization: 'f'.repeat(64) })).status).toBe(401);
		expect(await items()).toHaveLength(2);
		expect(push.savedStaticData()).toEqual({});
	});
});

describe('a trigger that is not ready', () => {
	afterEach(close);

	it('without an App Secret takes nothing, not even what is signed with nothing', async () => {
		await open();
		const stored = stage.host.storedCredential(PASTED);
		stage.host.editCredential(PASTED, { ...stored, appSecret: '' });
		const body = '{"message_type":53,"data":{}}';
		const authorization = createHmac('sha256', '').update(`512345${body}`).digest('hex');
		expect((await post({ body, authorization })).status).toBe(503);
		expect((await post(signed())).status).toBe(503);
		expect(await items()).toEqual([]);
		expect(logged.join()).toContain('no App Secret');
	});

	it('says so once, however many strangers ask, and reads the credential as seldom', async () => {
		await open();
		const stored = stage.host.storedCredential(PASTED);
		stage.host.editCredential(PASTED, { ...stored, appSecret: '' });
		const reads = stage.host.credentialReads();
		const startedMs = performance.now();
		for (let n = 0; n < 20; n++) {
			expect((await post({ ...signed(), authorization: 'f'.repeat(64) })).status).toBe(503);
		}
		const seconds = Math.ceil((performance.now() - startedMs) / 1000);
		expect(stage.host.credentialReads() - reads).toBeLessThanOrEqual(1 + seconds);
		expect(logged.filter((line) => line.includes('no App Secret'))).toHaveLength(1);
	});

	it('takes a secret that was changed at once', async () => {
		await open();
		expect((await post(signed())).status).toBe(200);
		const stored = stage.host.storedCredential(PASTED);
		stage.host.editCredential(PASTED, { ...stored, appSecret: 'changed-secret' });
		const { body } = signed();
		const authorization = createHmac('sha256', 'changed-secret')
			.update(`512345${body}`)
			.digest('hex');
		expect((await post({ body, authorization })).status).toBe(200);
	});

	it.each([
		[{ messageTypes: [] }, 'Message Types'],
		[{ messageTypes: ['12345'] }, 'Message Types'],
		[{ options: { acceptHours: -1 } }, 'Accept Messages up to'],
		[{ options: { sellerIds: 'my shop' } }, 'Seller IDs'],
		[{ options: { furtherTypes: 'order' } }, 'Further Message Types'],
	])('is not published with %j', async (parameters, field) => {
		const publishing = open(parameters);
		await expect(publishing).rejects.toMatchObject({
			message: 'A setting of this trigger cannot be used',
			description: expect.stringContaining(field),
		});
	});
});
