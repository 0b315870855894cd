// A credential whose tokens n8n renews, where the bridge that learns of their end is another process.
import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { openClient } from '../../nodes/AliExpress/account/openClient.ts';
import { bridgeStore } from '../../nodes/quota/bridgeStore.ts';
import { drivenClock } from './around.mts';
import { fakeRedis } from '../unit/quota/redisCounter.mts';
import { NODE } from './context.mts';

const clock = drivenClock();
const ENDED = 'The authorization of this AliExpress account has ended';

/** A node on a credential whose access token is past its end; n8n's renewal ends with `reason`. */
function nodeWith(reason: unknown) {
	let renewals = 0;
	const context = {
		getNode: () => NODE,
		getWorkflow: () => ({ name: 'Workflow' }),
		getCredentials: async () => ({
			clientId: '512345',
			clientSecret: 'a-secret',
			bridgeUrl: 'https://n8n.example/webhook/bridge',
			oauthTokenData: {
				access_token: `access token of ${String(reason)}`,
				refresh_token: `refresh token of ${JSON.stringify(reason)}`,
				expires_at_ms: clock.nowMs(),
			},
		}),
		logger: { warn: () => undefined },
		helpers: {
			refreshOAuth2Token: async () => {
				renewals += 1;
				return await Promise.reject(reason);
			},
		},
	} as unknown as IExecuteFunctions;
	return {
		renewals: () => renewals,
		call: async () =>
			await openClient(context, 'trigger', { clock })
				.call('aliexpress.seller.order.list.get', {})
				.catch((thrown: unknown) => thrown),
	};
}

it.each([
	['as the bridge said it', { status: 400, body: { error: 'invalid_grant' } }],
	[
		'in the words of n8n',
		{ message: 'The credential "Shop" needs to be reconnected', description: 'Reconnect it.' },
	],
	[
		'as an error of n8n with its cause',
		new NodeApiError(NODE, {}, { failure: { cause: 'credential-invalid' } }),
	],
])('asks n8n once for a renewal that is refused for good, told %s', async (_, reason) => {
	const { call, renewals } = nodeWith(reason);
	for (let i = 0; i < 3; i += 1) expect(await call()).toHaveProperty('message', ENDED);
	expect(renewals()).toBe(1);
});

it.each([
	['another refusal of the bridge', { status: 429, body: { error: 'quota_refused' } }],
	['no answer', { code: 'ECONNREFUSED' }],
])('asks again after %s', async (_, reason) => {
	const { call, renewals } = nodeWith(reason);
	for (let i = 0; i < 2; i += 1) {
		expect(await call()).toHaveProperty(
			'message',
			'The access token of AliExpress could not be renewed',
		);
	}
	expect(renewals()).toBe(2);
});

/** Processes of n8n on one credential that counts in a Redis; each tries to renew its token as n8n does. */
function processesOn(redis: ReturnType<typeof fakeRedis>, count: number, worksFrom: number) {
	let renewals = 0;
	let accessToken = 'the first';
	const contextOf = () =>
		({
			getNode: () => NODE,
			getWorkflow: () => ({ name: 'Workflow' }),
			getCredentials: async () => ({
				clientId: '512345',
				clientSecret: 'a-secret',
				counter: 'redis',
				redisUrl: 'http://redis',
				oauthTokenData: {
					access_token: accessToken,
					refresh_token: 'a refresh token',
					expires_at_ms: clock.nowMs() + (accessToken === 'the first' ? 0 : 86_400_000),
				},
			}),
			logger: { warn: () => undefined },
			helpers: {
				httpRequest: redis.http.httpRequest,
				refreshOAuth2Token: async () => {
					renewals += 1;
					await Promise.resolve();
					if (renewals < worksFrom) throw Object.assign(new Error('No'), { code: 'ETIMEDOUT' });
					accessToken = `the token of renewal ${renewals}`;
				},
			},
		}) as unknown as IExecuteFunctions;
	const call = async () =>
		await openClient(contextOf(), 'trigger', { clock })
			.call('aliexpress.seller.order.list.get', {})
			.catch((thrown: unknown) => thrown);
	return {
		renewals: () => renewals,
		callAll: async () => await Promise.all(Array.from({ length: count }, call)),
	};
}

it('renews a token once for all processes that count in one Redis', async () => {
	const processes = processesOn(fakeRedis(clock.nowMs), 4, 1);
	for (const answer of await processes.callAll()) {
		// All of them went on to the counter, which was not told to begin.
		expect(answer).toHaveProperty('message', 'The Redis of the credential holds no count of today');
	}
	expect(processes.renewals()).toBe(1);
});

it('leaves the renewal to the next one when it does not work', async () => {
	const processes = processesOn(fakeRedis(clock.nowMs), 1, 2);
	const [failed] = await processes.callAll();
	expect(failed).toHaveProperty('message', 'The access token of AliExpress could not be renewed');
	await processes.callAll();
	expect(processes.renewals()).toBe(2);
});

it('renews nothing while the Redis is away', async () => {
	const redis = fakeRedis(clock.nowMs);
	const processes = processesOn(redis, 1, 1);
	redis.next('refused');
	const [away] = await processes.callAll();
	expect(away).toHaveProperty('message', 'The Redis that counts the calls cannot be reached');
	expect(processes.renewals()).toBe(0);
});

it.each([
	['http://127.0.0.1:5678/webhook/aliexpress-connect', true],
	['http://localhost:5678/webhook/aliexpress-connect', true],
	['http://[::1]:5678/webhook/aliexpress-connect', true],
	['http://n8n-main:5678/webhook/aliexpress-connect', false],
	['https://127.0.0.1.example.com/webhook/aliexpress-connect', false],
])('says of %s whether it may be the worker itself: %s', async (bridgeUrl, isSelf) => {
	const away = { httpRequest: async () => await Promise.reject({ code: 'ECONNREFUSED' }) };
	const store = bridgeStore(away, { bridgeUrl, appSecret: 'a-secret' }, clock);
	const reason: unknown = await store.status('A').catch((thrown: unknown) => thrown);
	expect(reason).toHaveProperty('message', 'The call counter in the bridge cannot be reached');
	const words = expect.stringContaining('are the worker itself');
	expect(reason).toHaveProperty('remedy', isSelf ? words : expect.not.stringContaining('worker'));
});
