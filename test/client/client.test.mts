import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeApiError } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { clientFor, drivenClock, type DrivenClock } from './around.mts';

const PROFILE = 'aliexpress.merchant.profile.get';
const ORDERS = 'aliexpress.trade.seller.orderlist.get';
const ORDER_PAGE = { param_aeop_order_query: { current_page: 1, page_size: 20 } };

let sandbox: Sandbox;
let clock: DrivenClock;

beforeEach(async () => {
	clock = drivenClock();
	sandbox = await startSandbox({ now: () => clock.atMs });
});
afterEach(async () => {
	await sandbox.close();
});

/** Runs a call that must be refused and hands its error over. */
async function refusal(call: Promise<unknown>): Promise<NodeApiError> {
	const reason = await call.then(
		() => undefined,
		(error: unknown) => error,
	);
	expect(reason).toBeInstanceOf(NodeApiError);
	return reason as NodeApiError;
}

/** A server that answers everything alike. */
async function answering(status: number, body: string | ((sent: string) => string)) {
	const server: Server = createServer((request, response) => {
		let sent = '';
		request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
		request.on('end', () => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(typeof body === 'string' ? body : body(sent));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { url: `http://127.0.0.1:${port}`, close };
}

/** Sleepers wake one after another in order of time, each when the network has come to rest. */
function stagedSleep(driven: DrivenClock) {
	const sleepers: Array<{ atMs: number; wake: () => void }> = [];
	const sleepMs = async (durationMs: number) => {
		if (durationMs <= 0) return;
		await new Promise<void>((wake) => sleepers.push({ atMs: driven.atMs + durationMs, wake }));
	};
	async function runUntil<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const done = work.finally(() => (isDone = true));
		while (!isDone) {
			await new Promise((resolve) => setTimeout(resolve, 20));
			sleepers.sort((a, b) => a.atMs - b.atMs);
			const next = sleepers.shift();
			if (!next) continue;
			driven.atMs = Math.max(driven.atMs, next.atMs);
			next.wake();
		}
		return await done;
	}
	return { sleepMs, runUntil };
}

/** Everything an error could show or store. */
function allOf(error: NodeApiError): string {
	return JSON.stringify([error.message, error.description, error.context, error.messages, error]);
}

describe('a call', () => {
	it('is signed, answered and counted once', async () => {
		const { client, quota, access } = clientFor(sandbox, clock);
		await expect(client.call(PROFILE, {})).resolves.toHaveProperty('profile');
		expect(sandbox.log.calls.map(({ outcome }) => outcome)).toEqual(['ok']);
		expect((await quota.status(access.account)).used).toBe(1);
	});

	it("keeps 64-bit ids through n8n's HTTP helper, in both envelopes", async () => {
		for (const envelope of ['wrapped', 'plain'] as const) {
			sandbox.settings.answers.envelope = envelope;
			const order = sandbox.shop.placeOrder({
				id: 9007199254740993n + BigInt(sandbox.shop.orders.length) * 2n,
			});
			const { client } = clientFor(sandbox, clock);
			const answer = await client.call(ORDERS, ORDER_PAGE);
			expect(JSON.stringify(answer)).toContain(String(order.id));
		}
	});

	it('sends the token under the name that is chosen', async () => {
		const { client } = clientFor(sandbox, clock, { access: { tokenParameter: 'access_token' } });
		await expect(client.call(PROFILE, {})).resolves.toBeDefined();
	});
});

describe('passing faults', () => {
	it.each(['http502', 'http503', 'http504', 'reset', 'serviceUnavailable'] as const)(
		'a read met by %s is sent again after 2 s, newly signed and counted',
		async (kind) => {
			sandbox.faults.next({ kind, times: 3 });
			const { client, quota, access } = clientFor(sandbox, clock);
			await expect(client.call(PROFILE, {})).resolves.toHaveProperty('profile');
			expect(sandbox.log.calls).toHaveLength(4);
			expect((await quota.status(access.account)).used).toBe(4);
			expect(clock.sleptMs.filter((ms) => ms === 2_000)).toHaveLength(3);
		},
	);

	it.each([
		[500, 'AliExpress answered with something that is no result'],
		[403, 'AliExpress answered with something that is no result'],
	])('JSON of something in between under HTTP %s is no result', async (status, message) => {
		const proxy = await answering(status, '{"message":"Too Many Requests"}');
		const { client } = clientFor(sandbox, clock, { access: { baseUrl: proxy.url } });
		expect((await refusal(client.call(PROFILE, {}))).message).toBe(message);
		await proxy.close();
	});

	it('gives up after the third repetition', async () => {
		sandbox.faults.next({ kind: 'http504', times: 9 });
		const { client } = clientFor(sandbox, clock);
		const error = await refusal(client.call(PROFILE, {}));
		expect(sandbox.log.calls).toHaveLength(4);
		expect(error.message).toBe('AliExpress is not available at the moment');
		expect(error.httpCode).toBe('503');
	});

	it.each(['cutJson', 'html', 'emptyBody'] as const)(
		'an answer that is %s is no result',
		async (kind) => {
			sandbox.faults.next({ kind });
			const { client } = clientFor(sandbox, clock);
			const error = await refusal(client.call(PROFILE, {}));
			expect(error.message).toBe('AliExpress answered with something that is no result');
			expect(sandbox.log.calls).toHaveLength(1);
		},
	);

	it.each([
		[
			'SsrfBlockedIpError',
			'The request was blocked because it resolves to a restricted IP address',
		],
		['UserError', 'Domain not allowed: This credential is restricted from accessing 127.0.0.1'],
		['UserError', 'No allowed domains specified. Configure allowed domains or change it.'],
	])(
		'counts nothing when n8n forbids the request, and says what to do: %s',
		async (name, words) => {
			const forbidden = Object.assign(new Error(words), { name });
			// As n8n's helper hands on what happened below it.
			const thrown = new Error('Request failed', { cause: forbidden });
			const { client, quota, access } = clientFor(sandbox, clock, {
				http: { httpRequest: async () => await Promise.reject(thrown) },
			});
			const error = await refusal(client.call(PROFILE, {}));
			expect(error.message).toBe('n8n does not let this credential reach AliExpress');
			expect(error.description).toMatch(
				/"Allowed HTTP Request Domains".*N8N_SSRF_ALLOWED_HOSTNAMES/,
			);
			expect((await quota.status(access.account)).used).toBe(0);
		},
	);

	it('counts nothing when no connection could be made', async () => {
		const { client, quota, access } = clientFor(sandbox, clock, {
			access: { baseUrl: 'http://127.0.0.1:9' },
		});
		const error = await refusal(client.call(PROFILE, {}));
		expect(error.message).toBe('AliExpress cannot be reached from this server');
		expect((await quota.status(access.account)).used).toBe(0);
	});
});

describe('limits', () => {
	it('waits out a short pause once and does not hammer', async () => {
		sandbox.faults.next({ kind: 'apiCallLimit', seconds: 1 });
		const { client } = clientFor(sandbox, clock);
		await expect(client.call(PROFILE, {})).resolves.toHaveProperty('profile');
		const [first, second] = sandbox.log.calls;
		expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1_000);
		expect(sandbox.log.calls).toHaveLength(2);
	});

	it('ends at a long pause, and no later call leaves before it is over', async () => {
		sandbox.faults.next({ kind: 'apiCallLimit', seconds: 600 });
		const { client } = clientFor(sandbox, clock);
		const error = await refusal(client.call(PROFILE, {}));
		expect(error.message).toBe(
			'AliExpress has paused calls from this server until 2026-11-22 12:10 Beijing time (UTC+8)',
		);
		expect(error.httpCode).toBe('429');
		clock.atMs += 580_000;
		expect((await refusal(client.call(PROFILE, {}))).message).toContain('has paused calls');
		expect(sandbox.log.calls).toHaveLength(1);
		clock.atMs += 21_000;
		await expect(client.call(PROFILE, {})).resolves.toBeDefined();
	});

	it('waits as long as it may for a pause to end, and not once the execution is cancelled', async () => {
		sandbox.faults.next({ kind: 'apiCallLimit', seconds: 40, times: 2 });
		const patient = clientFor(sandbox, clock, { waitUpToMs: 60_000 });
		await expect(patient.client.call(PROFILE, {})).rejects.toMatchObject({ httpCode: '429' });
		sandbox.faults.clear();
		const pausedMs = clock.atMs;
		await expect(patient.client.call(PROFILE, {})).resolves.toBeDefined();
		expect(clock.atMs - pausedMs).toBeGreaterThan(39_000);
	});

	it('ends the wait for a pause when the execution is cancelled', async () => {
		sandbox.faults.next({ kind: 'apiCallLimit', seconds: 40 });
		const cancel = new AbortController();
		const { client } = clientFor(sandbox, clock, {
			waitUpToMs: 600_000,
			cancelSignal: cancel.signal,
			clock: {
				...clock,
				nowMs: clock.nowMs,
				monotonicMs: clock.monotonicMs,
				sleepMs: async (durationMs) => {
					if (durationMs > 10_000) cancel.abort();
					else await clock.sleepMs(durationMs);
				},
			},
		});
		expect((await refusal(client.call(PROFILE, {}))).message).toMatch(/cancel/i);
		expect(sandbox.log.calls).toHaveLength(1);
	});

	it('stops until midnight in Beijing when the calls of the day are used up', async () => {
		sandbox.faults.next({ kind: 'appCallLimit' });
		const { client } = clientFor(sandbox, clock);
		expect((await refusal(client.call(PROFILE, {}))).message).toContain(
			'used up its calls of today',
		);
		clock.atMs = Date.UTC(2026, 10, 22, 15, 59);
		const error = await refusal(client.call(PROFILE, {}));
		expect(error.description).toContain('2026-11-23 00:00 Beijing time');
		clock.atMs = Date.UTC(2026, 10, 22, 16, 0, 1);
		await expect(client.call(PROFILE, {})).resolves.toBeDefined();
	});

	it('refuses by itself what the share does not allow, and says who spent it', async () => {
		// In the morning, when nothing is lent yet.
		clock.atMs = Date.UTC(2026, 10, 22, 0);
		const { client } = clientFor(sandbox, clock);
		for (let i = 0; i < 40; i++) await client.call(PROFILE, {});
		const error = await refusal(client.call(PROFILE, {}));
		expect(error.message).toBe('The 40 calls a day set aside for actions are used up');
		expect(error.description).toContain('"Test workflow" 40 (actions)');
		expect(sandbox.log.calls).toHaveLength(40);
		expect(sandbox.log.maxInAnySecond()).toBeLessThanOrEqual(5);
		expect(sandbox.log.bans).toHaveLength(0);
	});
});

describe('many calls at once', () => {
	it('stay back when the first of them learns of a pause, although they hold a grant', async () => {
		sandbox.faults.next({ kind: 'apiCallLimit', seconds: 600 });
		const { sleepMs, runUntil } = stagedSleep(clock);
		const { client, quota, access } = clientFor(sandbox, clock, {
			clock: { ...clock, sleepMs },
		});
		const calls = Array.from({ length: 12 }, async () => await refusal(client.call(PROFILE, {})));
		const errors = await runUntil(Promise.all(calls));
		for (const { message } of errors) expect(message).toContain('has paused calls');
		// Those already on the wire cannot be called back; none follows them.
		expect(sandbox.log.calls.length).toBeLessThanOrEqual(4);
		const { used } = await quota.status(access.account);
		expect(used).toBe(sandbox.log.calls.length);
	});

	it('wait out a short pause that another call has met', async () => {
		sandbox.faults.next({ kind: 'apiCallLimit', seconds: 1 });
		const { client } = clientFor(sandbox, clock);
		const answers = await Promise.all([1, 2, 3].map(async () => await client.call(PROFILE, {})));
		expect(answers).toHaveLength(3);
	});
});

describe('a process that was busy', () => {
	it('does not send at once what was planned for several seconds', async () => {
		// Everybody wakes at the same late moment, as after a long computation in n8n.
		let wakeAll: Array<() => void> = [];
		const sleepMs = async (durationMs: number) => {
			if (durationMs <= 0) return;
			await new Promise<void>((resolve) => wakeAll.push(resolve));
		};
		const { client } = clientFor(sandbox, clock, { clock: { ...clock, sleepMs } });
		const calls = Array.from({ length: 14 }, async () => await client.call(PROFILE, {}));
		const done = Promise.all(calls);
		let isDone = false;
		void done.then(() => (isDone = true));
		while (!isDone) {
			await new Promise((resolve) => setTimeout(resolve, 20));
			clock.atMs += 4_000;
			const waking = wakeAll;
			wakeAll = [];
			for (const wake of waking) wake();
		}
		await done;
		expect(sandbox.log.calls).toHaveLength(14);
		expect(sandbox.log.maxInAnySecond()).toBeLessThanOrEqual(5);
		expect(sandbox.log.bans).toHaveLength(0);
	});
});

describe('tokens', () => {
	it('are renewed once when refused, and the call is repeated once', async () => {
		const tokens = sandbox.issueTokens();
		let renewals = 0;
		const { client, access } = clientFor(sandbox, clock, {
			renewToken: async () => {
				renewals += 1;
				access.accessToken = sandbox.issueTokens().accessToken;
			},
			access: { accessToken: tokens.accessToken },
		});
		sandbox.expireToken(tokens.accessToken);
		await expect(client.call(PROFILE, {})).resolves.toBeDefined();
		expect(renewals).toBe(1);
		expect(sandbox.log.calls.map(({ outcome }) => outcome)).toEqual(['IllegalAccessToken', 'ok']);
	});

	it('that stay refused end the call after one renewal', async () => {
		let renewals = 0;
		const { client } = clientFor(sandbox, clock, {
			renewToken: async () => {
				renewals += 1;
			},
			access: { accessToken: 'no-such-token-1234' },
		});
		const error = await refusal(client.call(PROFILE, {}));
		expect(renewals).toBe(1);
		expect(error.message).toBe('AliExpress no longer accepts the access token');
		expect(error.httpCode).toBe('401');
	});

	it('that were refused are not sent a second time, whoever calls', async () => {
		const { client } = clientFor(sandbox, clock, {
			access: { accessToken: 'no-such-token-5678' },
			renewToken: async () => await Promise.reject(new Error('bridge away')),
		});
		for (let i = 0; i < 3; i += 1) {
			await expect(client.call(PROFILE, {})).rejects.toThrow('bridge away');
		}
		expect(sandbox.log.calls).toHaveLength(1);
	});

	it.each([
		['MissingAccessToken', 0, 2],
		['26', 0, 2],
		['27', 1, 1],
	])('%s: renewed %i times, sent %i times by two callers', async (code, renewed, sent) => {
		let requests = 0;
		let renewals = 0;
		const gateway = await answering(200, () => {
			requests += 1;
			return JSON.stringify({ error_response: { code, msg: 'session' } });
		});
		const { client } = clientFor(sandbox, clock, {
			renewToken: async () => {
				renewals = 1;
			},
			access: { baseUrl: gateway.url },
		});
		for (let i = 0; i < 2; i += 1) {
			const { message } = await refusal(client.call(PROFILE, {}));
			expect(message).toBe('AliExpress no longer accepts the access token');
		}
		// One that is missed is not refused: the setting under which it travels is to be mended.
		expect([renewals, requests]).toEqual([renewed, sent]);
		await gateway.close();
	});

	it('are not renewed again when somebody else has just done so', async () => {
		const { accessToken: old } = sandbox.issueTokens();
		sandbox.expireToken(old);
		const fresh = sandbox.issueTokens().accessToken;
		let reads = 0;
		let renewals = 0;
		const { client, access } = clientFor(sandbox, clock, {
			readAccess: async () => ({ ...access, accessToken: reads++ === 0 ? old : fresh }),
			renewToken: async () => {
				renewals += 1;
			},
		});
		await expect(client.call(PROFILE, {})).resolves.toBeDefined();
		expect(renewals).toBe(0);
	});

	it('are renewed ahead of their end; a failed early renewal does not stop the call', async () => {
		let renewals = 0;
		const { client, warnings } = clientFor(sandbox, clock, {
			renewToken: async () => {
				renewals += 1;
				throw new Error('bridge away');
			},
			access: { expiresAtMs: clock.atMs + 60_000, lifetimeMs: 86_400_000 },
		});
		await expect(client.call(PROFILE, {})).resolves.toBeDefined();
		expect(renewals).toBe(1);
		expect(warnings).toHaveLength(1);
		// Each try costs a call of the share, so the next one has some minutes' time.
		await client.call(PROFILE, {});
		expect(renewals).toBe(1);
		clock.atMs += 61_000;
		await expect(client.call(PROFILE, {})).rejects.toThrow('bridge away');
	});
});

describe('refusals', () => {
	it('a wrong secret is told as such', async () => {
		const { client } = clientFor(sandbox, clock, { access: { appSecret: 'wrong-secret-0001' } });
		const error = await refusal(client.call(PROFILE, {}));
		expect(error.message).toBe('AliExpress did not accept the signature');
		expect(error.description).toContain('App Secret');
		expect(allOf(error)).not.toContain('wrong-secret-0001');
	});

	it("a buyer's token is told as missing permission", async () => {
		const { accessToken } = sandbox.issueTokens({ buyer: true });
		const { client } = clientFor(sandbox, clock, { access: { accessToken } });
		const error = await refusal(client.call(PROFILE, {}));
		expect(error.message).toBe('AliExpress refused access to this data');
		expect(error.description).toContain('buyer account');
		expect(allOf(error)).not.toContain(accessToken);
	});

	it('a retired method is told as such', async () => {
		const { client } = clientFor(sandbox, clock);
		const error = await refusal(client.call('aliexpress.message.list', {}));
		expect(error.message).toBe('AliExpress no longer offers this method');
	});

	it('a wrong clock is told as such', async () => {
		const { client } = clientFor(sandbox, clock);
		sandbox.settings.now = () => clock.atMs + 3 * 3_600_000;
		const error = await refusal(client.call(PROFILE, {}));
		expect(error.message).toBe('AliExpress refused the time of the request');
	});

	it('secrets that the platform echoes are taken out', async () => {
		const echo = await answering(200, (sent) => {
			const session = new URLSearchParams(sent).get('session');
			return JSON.stringify({ error_response: { code: 'X', msg: `bad ${session}` } });
		});
		const { client, access } = clientFor(sandbox, clock, { access: { baseUrl: echo.url } });
		const error = await refusal(client.call(PROFILE, {}));
		expect(error.description).toContain('bad ***');
		expect(allOf(error)).not.toContain(access.accessToken);
		expect(allOf(error)).not.toContain(access.appSecret);
		await echo.close();
	});
});

describe('cancelling', () => {
	it('before sending gives the reservation back; while waiting for the answer it ends at once', async () => {
		const stopped = new AbortController();
		stopped.abort();
		const early = clientFor(sandbox, clock, { cancelSignal: stopped.signal });
		expect((await refusal(early.client.call(PROFILE, {}))).message).toBe(
			'The execution was cancelled',
		);
		expect((await early.quota.status(early.access.account)).used).toBe(0);

		const stopping = new AbortController();
		sandbox.faults.next({ kind: 'hang' });
		const late = clientFor(sandbox, clock, { cancelSignal: stopping.signal });
		const call = refusal(late.client.call(PROFILE, {}));
		while (sandbox.log.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
		stopping.abort();
		expect((await call).message).toBe('The execution was cancelled');
		expect((await late.quota.status(late.access.account)).used).toBe(1);
	});
});
