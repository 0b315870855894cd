import type { INode, IWebhookFunctions } from 'n8n-workflow';

import { accountThatFits } from '../../../../nodes/AliExpress/connect/keptAccount.ts';
import { admit, MAX_BODY_BYTES } from '../../../../nodes/AliExpress/push/admit.ts';
import type { Clock } from '../../../../nodes/time/clock.ts';
import { authorizationOf } from '../../../sandbox/push/authorization.mts';

const APP = { appKey: '512345', appSecret: 'secret-of-the-app' };
const MESSAGE = '{"message_type":53,"data":{"orderId":81}}';
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));
let credential = 0;

/** A push trigger with a credential of its own, on a clock that the test drives. */
function openTrigger() {
	const node = {
		parameters: { authentication: 'accessToken' },
		credentials: { aliExpressApi: { id: String(credential++), name: 'x' } },
	} as unknown as INode;
	let nowMs = 1_000_000;
	let stored: Record<string, unknown> | Error = { ...APP };
	let reads = 0;
	const logged: string[] = [];
	const clock: Clock = {
		nowMs: () => nowMs,
		monotonicMs: () => nowMs,
		sleepMs: async () => await Promise.resolve(),
	};
	const contextOf = (rawBody: unknown, authorization?: string) =>
		({
			getNode: () => node,
			getHeaderData: () => (authorization === undefined ? {} : { authorization }),
			getRequestObject: () => ({ rawBody }),
			getCredentials: async () => {
				reads += 1;
				await Promise.resolve();
				if (stored instanceof Error) throw stored;
				return stored;
			},
			logger: { warn: (line: string) => logged.push(line) },
		}) as unknown as IWebhookFunctions;
	const send = async (rawBody: unknown, authorization?: string) =>
		await admit(contextOf(rawBody, authorization), node, clock);
	return {
		send,
		signed: async (body: string | Uint8Array, app = APP) => {
			const raw = typeof body === 'string' ? bytes(body) : body;
			return await send(raw, authorizationOf(app, raw));
		},
		forged: async () => await send(bytes(MESSAGE), 'f'.repeat(64)),
		store: (value: typeof stored) => (stored = value),
		pass: (ms: number) => (nowMs += ms),
		reads: () => reads,
		logged,
		/** The same credential in another node, as the bridge has it. */
		fits: async () =>
			await accountThatFits(contextOf(bytes('')), node, 'Somebody', () => true, clock),
	};
}

describe('a request to the push trigger', () => {
	it('is let in as the account that signed it', async () => {
		const { signed } = openTrigger();
		expect(await signed(MESSAGE)).toMatchObject({
			account: APP,
			message: { type: 53, orderId: '81' },
		});
	});

	it('may be 64 KB long, to the byte', async () => {
		const { signed } = openTrigger();
		const body = (length: number) => MESSAGE + ' '.repeat(length - MESSAGE.length);
		expect(MAX_BODY_BYTES).toBe(65_536);
		expect(await signed(body(65_536))).toHaveProperty('account');
		expect(await signed(body(65_537))).toMatchObject({ status: 413 });
	});

	it.each([
		['no header', undefined],
		['an empty one', ''],
		['one that is too short', 'f'.repeat(63)],
		['one that is too long', 'f'.repeat(65)],
		['no hex', 'g'.repeat(64)],
		['a scheme', `Bearer ${'f'.repeat(64)}`],
	])('with %s is refused, and no credential is read for it', async (_, authorization) => {
		const trigger = openTrigger();
		expect(await trigger.send(bytes(MESSAGE), authorization)).toMatchObject({ status: 401 });
		expect(trigger.reads()).toBe(0);
	});

	it('is refused when the signature is of somebody else, and when n8n has read no body', async () => {
		const trigger = openTrigger();
		expect(await trigger.forged()).toMatchObject({ status: 401 });
		const other = { ...APP, appSecret: 'another' };
		expect(await trigger.signed(MESSAGE, other)).toMatchObject({ status: 401 });
		for (const rawBody of [undefined, MESSAGE, null]) {
			const authorization = authorizationOf(APP, bytes(MESSAGE));
			expect(await trigger.send(rawBody, authorization)).toMatchObject({ status: 401 });
		}
		expect(trigger.logged).toEqual([]);
	});

	it('that is signed and no message is refused for good, and the log says so', async () => {
		const trigger = openTrigger();
		expect(await trigger.signed('[]')).toMatchObject({ status: 400 });
		expect(await trigger.signed('')).toMatchObject({ status: 400 });
		expect(trigger.logged).toEqual(
			Array(2).fill('AliExpress Push: a signed body is not a push message and was refused.'),
		);
	});

	it.each([
		[{ ...APP, appSecret: '' }, 'has no App Key or no App Secret'],
		[{ ...APP, appKey: '' }, 'has no App Key or no App Secret'],
		[new Error('It is gone'), 'cannot be read: It is gone'],
	])('is to come again when the credential is %j', async (stored, words) => {
		const trigger = openTrigger();
		trigger.store(stored);
		expect(await trigger.signed(MESSAGE)).toMatchObject({ status: 503 });
		expect(trigger.logged).toEqual([
			expect.stringContaining(`AliExpress Push: the credential ${words}`),
		]);
	});
});

describe('the credential', () => {
	it('is read once for many, and again after ten seconds', async () => {
		const trigger = openTrigger();
		for (let n = 0; n < 5; n++) await trigger.signed(MESSAGE);
		expect(trigger.reads()).toBe(1);
		trigger.pass(9_999);
		await trigger.signed(MESSAGE);
		expect(trigger.reads()).toBe(1);
		trigger.pass(1);
		await trigger.signed(MESSAGE);
		expect(trigger.reads()).toBe(2);
		expect(await trigger.fits()).toMatchObject(APP);
		expect(trigger.reads()).toBe(2);
	});

	it('is read once for many at the same time', async () => {
		const trigger = openTrigger();
		await Promise.all(Array.from({ length: 20 }, async () => await trigger.signed(MESSAGE)));
		expect(trigger.reads()).toBe(1);
	});

	it('is read again for strangers once a second, one after the other or all at once', async () => {
		const trigger = openTrigger();
		await trigger.signed(MESSAGE);
		for (let second = 1; second <= 3; second++) {
			await Promise.all(Array.from({ length: 20 }, trigger.forged));
			for (let n = 0; n < 5; n++) await trigger.forged();
			expect(trigger.reads()).toBe(1 + second);
			trigger.pass(1_000);
		}
		expect(await trigger.signed(MESSAGE)).toHaveProperty('account');
		expect(trigger.reads()).toBe(4);
	});

	it('is taken at once when it was changed, if no stranger came a moment before', async () => {
		const trigger = openTrigger();
		const changed = { ...APP, appSecret: 'changed' };
		await trigger.signed(MESSAGE);
		trigger.store(changed);
		expect(await trigger.signed(MESSAGE, changed)).toHaveProperty('account');
		expect(await trigger.signed(MESSAGE)).toMatchObject({ status: 401 });

		trigger.pass(1_000);
		await trigger.forged();
		const last = { ...APP, appSecret: 'changed again' };
		trigger.store(last);
		expect(await trigger.signed(MESSAGE, last)).toMatchObject({ status: 401 });
		trigger.pass(1_000);
		expect(await trigger.signed(MESSAGE, last)).toHaveProperty('account');
	});

	it('that is gone is looked for once a second, told once a minute, and taken when it is back', async () => {
		const trigger = openTrigger();
		trigger.store(new Error('It is gone'));
		for (let second = 0; second < 90; second++) {
			for (let n = 0; n < 3; n++) expect(await trigger.forged()).toMatchObject({ status: 503 });
			trigger.pass(1_000);
		}
		expect(trigger.reads()).toBeLessThanOrEqual(100);
		expect(trigger.logged).toHaveLength(2);
		trigger.store({ ...APP });
		expect(await trigger.signed(MESSAGE)).toHaveProperty('account');
	});
});
