// Counting in a Redis: what it answers, what it stores, and what it does when Redis is away or empty.
import fc from 'fast-check';

import { claimEverywhere } from '../../../nodes/AliExpress/push/marks.ts';
import { openLedger } from '../../../nodes/quota/ledger/ledgerState.ts';
import {
	ALIBABA_FREE_POLICY,
	ANY_ACCOUNT,
	CONNECTOR_POLICY,
	customPolicy,
} from '../../../nodes/quota/policy.ts';
import type { Policy, Purpose } from '../../../nodes/quota/policy.ts';
import { ledgerKeyOf, processStore } from '../../../nodes/quota/processStore.ts';
import type { RedisDialect } from '../../../nodes/quota/redis/exchange.ts';
import { redisStore } from '../../../nodes/quota/redis/redisStore.ts';
import { QuotaUnavailable, type QuotaStore, type Reservation } from '../../../nodes/quota/store.ts';
import { momentOf } from '../../../nodes/time/moment.ts';
import { drivenClock, type DrivenClock } from '../../client/around.mts';
import { DAY, HOUR, MINUTE, RUNS, SECOND, START_MS, steps } from './laws.mts';
import type { Step } from './model.mts';
import { fakeRedis, type FakeRedis } from './redisCounter.mts';

const SECRET = 'the-secret-of-the-app';
const TOKEN = 'the-token-of-redis';
const APP = ledgerKeyOf('512345', SECRET).slice(0, 16);
const KEY = `{n8n-aliexpress}:${APP}`;

let clock: DrivenClock;
let redis: FakeRedis;
let processes = 0;
beforeEach(() => {
	clock = drivenClock();
	redis = fakeRedis(() => clock.atMs);
});

/** Another process: it has read nothing yet. */
function open(policy: Policy = CONNECTOR_POLICY, dialect: RedisDialect = 'upstash'): QuotaStore {
	processes += 1;
	const address = { dialect, url: `http://redis-${processes}`, token: TOKEN };
	return redisStore(redis.http, address, APP, policy, clock);
}
/** One that was told to begin, past the first second. */
async function begun(policy?: Policy, dialect?: RedisDialect): Promise<QuotaStore> {
	const store = open(policy, dialect);
	await store.memory?.startCounting(0);
	clock.atMs += 2 * SECOND;
	return store;
}
let serial = 0;
const callFor = (purpose: Purpose = 'action', account = 'A'): Reservation => {
	serial += 1;
	return { id: `call-${serial}`, account, purpose, spender: 'Workflow' };
};
const used = async (store: QuotaStore, account = 'A') => (await store.status(account)).used;
const unavailable = async (asked: Promise<unknown>): Promise<QuotaUnavailable> => {
	const reason: unknown = await asked.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (reason instanceof QuotaUnavailable) return reason;
	throw new Error(`It answered, or failed otherwise: ${String(reason)}`);
};

describe('the decision', () => {
	/** What both are asked; the rest is about processes that come and go. */
	const KINDS: ReadonlySet<Step['kind']> = new Set([
		'pass',
		'approachMidnight',
		'reserve',
		'settle',
		'giveBack',
		'block',
	]);
	const policies = fc.constantFrom(CONNECTOR_POLICY, customPolicy(20, 5), ALIBABA_FREE_POLICY);

	/** Carries the steps out on a counter; every answer, and the state after each step. */
	async function answersOf(
		taken: readonly Step[],
		time: DrivenClock,
		next: () => QuotaStore,
	): Promise<unknown[]> {
		const answers: unknown[] = [];
		const ids: string[] = [];
		const idOf = (which: number) => ids.at(-1 - which) ?? 'none';
		for (const step of taken) {
			const store = next();
			if (step.kind === 'pass') time.atMs += step.ms;
			else if (step.kind === 'approachMidnight') {
				const dayEndMs = Math.ceil((time.atMs + 8 * HOUR) / DAY) * DAY - 8 * HOUR;
				time.atMs = Math.max(time.atMs, dayEndMs - step.beforeMs);
			} else if (step.kind === 'reserve') {
				for (let nth = 0; nth < step.times; nth += 1) {
					const id = `${ids.length}`;
					ids.push(id);
					const { account, purpose } = step;
					const token = `token-${ids.length % 7}`;
					const call = { id, account, purpose, spender: `W${ids.length % 70}`, token };
					const { decidedAtMs: _, ...grant } = { decidedAtMs: 0, ...(await store.reserve(call)) };
					answers.push(grant);
				}
			} else if (step.kind === 'settle') {
				const name = `token-${step.which}`;
				const told = step.which === 3 ? { refusedToken: { name, cause: 'token' as const } } : {};
				const account = step.which === 4 ? { account: 'B' } : {};
				const platformAtMs = step.which === 5 ? { platformAtMs: time.atMs + 5_000 } : {};
				const { isAnswered } = step;
				const settlement = {
					id: idOf(step.which),
					isAnswered,
					...told,
					...account,
					...platformAtMs,
				};
				await store.settle(settlement, true);
			} else if (step.kind === 'giveBack') await store.giveBack(idOf(step.which));
			else if (step.kind === 'block') {
				const { account, banMs, isDayLimit } = step;
				const ban = banMs === undefined ? {} : { banMs };
				answers.push(await store.block({ account, isDayLimit, ...ban }));
			}
			for (const account of ['A', 'B', ANY_ACCOUNT]) answers.push(await store.status(account));
		}
		return answers;
	}

	it('is that of the ledger, whatever is asked and from whichever process', async () => {
		await fc.assert(
			fc.asyncProperty(policies, steps, async (policy, all) => {
				const taken = all.filter(({ kind }) => KINDS.has(kind));
				const alone = drivenClock(START_MS);
				const ledger = processStore(openLedger('alone', momentOf(alone)), policy, alone);
				const expected = await answersOf(taken, alone, () => ledger);

				clock.atMs = START_MS;
				redis = fakeRedis(() => clock.atMs);
				const stores = [open(policy), open(policy, 'webdis'), open(policy)];
				await stores[0]?.memory?.startCounting(0);
				let turn = 0;
				const given = await answersOf(taken, clock, () => stores[turn++ % 3] as QuotaStore);
				expect(given).toEqual(expected);
			}),
			{ ...RUNS, numRuns: 40 },
		);
	});
});

describe.each<RedisDialect>(['upstash', 'webdis'])('one Redis (%s)', (dialect) => {
	it('lets no more out than the limit, however many processes ask at once', async () => {
		const policy = customPolicy(60, 10_000);
		const first = await begun(policy, dialect);
		const stores = [first, open(policy, dialect), open(policy, dialect), open(policy, dialect)];
		const asked = Array.from({ length: 120 }, async (_, nth) => {
			return await (stores[nth % 4] as QuotaStore).reserve(callFor('connect'));
		});
		const answers = await Promise.all(asked);
		expect(answers.filter(({ granted }) => granted)).toHaveLength(60);
		expect(await used(first)).toBe(60);
	});

	it('is asked once for all that a process asks at the same time, and stores nothing for a refusal', async () => {
		const store = await begun(customPolicy(20, 10_000), dialect);
		const before = redis.asked();
		await Promise.all(
			Array.from({ length: 20 }, async () => await store.reserve(callFor('connect'))),
		);
		// The first one goes ahead; what came meanwhile is one question.
		expect(redis.asked() - before).toBe(2);
		const stored = redis.values.get(KEY);
		clock.atMs += 10;
		await expect(store.reserve(callFor())).resolves.toMatchObject({ reason: 'day' });
		expect(redis.values.get(KEY)).toBe(stored);
	});

	it('keeps the connection open, without which Webdis waits for ever for a longer body', async () => {
		const asked = jest.spyOn(redis.http, 'httpRequest');
		await begun(undefined, dialect);
		const kept = asked.mock.calls.filter(([{ headers }]) => headers?.connection === 'keep-alive');
		expect(kept).toHaveLength(dialect === 'webdis' ? redis.asked() : 0);
	});

	it('holds no secret and no token', async () => {
		const store = await begun(undefined, dialect);
		await store.reserve({ ...callFor(), token: 'hash-of-a-token' });
		const stored = [...redis.values.entries()].join('\n');
		expect(stored).toContain('hash-of-a-token');
		for (const secret of [SECRET, TOKEN, '512345']) expect(stored).not.toContain(secret);
	});
});

describe('a Redis that is found empty', () => {
	it('lets nothing out until counting is begun', async () => {
		const store = open();
		const { message, remedy } = await unavailable(store.reserve(callFor()));
		expect(message).toBe('The Redis of the credential holds no count of today');
		expect(remedy).toContain('Start Counting');
		await unavailable(store.status('A'));
		await expect(open().memory?.startCounting(0)).resolves.toBe(true);
		// What was sent before it was begun may have been sent just now.
		const grant = await store.reserve(callFor());
		expect(grant).toMatchObject({ granted: true, waitMs: 1_100 });
		// Begun once, it is not begun anew.
		await expect(store.memory?.startCounting(0)).resolves.toBe(false);
		expect(await used(store)).toBe(1);
	});

	it('counts by itself once the day on which it was found so has ended', async () => {
		const store = open();
		await unavailable(store.reserve(callFor()));
		clock.atMs += 11 * HOUR;
		await unavailable(store.reserve(callFor()));
		clock.atMs += 1 * HOUR + 10 * SECOND;
		await expect(store.reserve(callFor())).resolves.toMatchObject({ granted: true });
		await expect(open().reserve(callFor())).resolves.toMatchObject({ granted: true });
	});

	it('refuses also a process that had counted in it before', async () => {
		const store = await begun();
		await store.reserve(callFor());
		redis.values.clear();
		await unavailable(store.reserve(callFor()));
	});

	it('begins with the calls of the day that are told', async () => {
		const store = open();
		await store.memory?.startCounting(190);
		clock.atMs += 2 * SECOND;
		expect(await used(store, 'A')).toBe(190);
		expect(await used(store, 'B')).toBe(190);
	});

	it('counts a week of minutes anew, too', async () => {
		const store = await begun(ALIBABA_FREE_POLICY);
		await expect(store.reserve(callFor())).resolves.toMatchObject({ reason: 'minute' });
		clock.atMs += 2 * MINUTE;
		await expect(store.reserve(callFor())).resolves.toMatchObject({ granted: true });
	});
});

describe('what processes know together', () => {
	const memoryOf = (dialect: RedisDialect) => {
		const { memory } = open(undefined, dialect);
		if (!memory) throw new Error('Nothing is shared.');
		return memory;
	};

	it('is taken by one of all who try, and free again when its time is over', async () => {
		const memories = [memoryOf('upstash'), memoryOf('webdis'), memoryOf('upstash')];
		const taken = async () =>
			await Promise.all(memories.map(async (one) => await one.take('name', 'word', 60 * SECOND)));
		expect((await taken()).filter((word) => word === undefined)).toHaveLength(1);
		expect(await taken()).toEqual(['word', 'word', 'word']);
		await memories[1]?.put('name', 'other', 60 * SECOND);
		expect(await memories[2]?.take('name', 'word', SECOND)).toBe('other');
		clock.atMs += 61 * SECOND;
		expect((await taken()).filter((word) => word === undefined)).toHaveLength(1);
		await memories[0]?.drop('name');
		expect(await memories[2]?.take('name', 'word', SECOND)).toBeUndefined();
	});

	it('belongs to the app', async () => {
		await memoryOf('upstash').take('name', 'word', SECOND);
		expect([...redis.values.keys()]).toEqual([`${KEY}:name`]);
	});

	it('tells a copy of a push from one that another process is handing out', async () => {
		const [first, second] = [memoryOf('upstash'), memoryOf('webdis')];
		let end: (isHandedOut: boolean) => void = () => undefined;
		const outcome = new Promise<boolean>((resolve) => (end = resolve));
		const never = new Promise<boolean>(() => undefined);
		expect(await claimEverywhere(first, 'push:1', outcome)).toBe('mine');
		expect(await claimEverywhere(second, 'push:1', never)).toBe('underWay');
		end(true);
		await outcome;
		await new Promise(setImmediate);
		expect(await claimEverywhere(second, 'push:1', never)).toBe('copy');
		clock.atMs += 8 * HOUR;
		expect(await claimEverywhere(second, 'push:1', never)).toBe('mine');
	});

	it.each([
		['fails', async () => false, 0],
		['is killed', async () => await new Promise<boolean>(() => undefined), 61 * SECOND],
	])('leaves a push to another process when the first one %s', async (_, handOut, afterMs) => {
		const outcome = handOut();
		expect(await claimEverywhere(memoryOf('upstash'), 'push:1', outcome)).toBe('mine');
		await new Promise(setImmediate);
		clock.atMs += afterMs;
		const never = new Promise<boolean>(() => undefined);
		expect(await claimEverywhere(memoryOf('webdis'), 'push:1', never)).toBe('mine');
	});
});

describe('a Redis that does not answer as it should', () => {
	it.each<[Parameters<FakeRedis['next']>[0], string, boolean]>([
		['refused', 'The Redis that counts the calls cannot be reached', false],
		['lost', 'The Redis that counts the calls cannot be reached', true],
		[
			{ status: 401, text: 'Unauthorized' },
			'The Redis that counts the calls does not accept the token of the credential',
			false,
		],
		[{ status: 502, text: '<html>' }, 'Something else answers in place of Redis (HTTP 502)', true],
		[{ status: 200, text: '<html>' }, 'Something else answers in place of Redis (HTTP 200)', true],
		[
			{ status: 200, text: '{"PING":"PONG"}' },
			'Something else answers in place of Redis (HTTP 200)',
			true,
		],
		[
			{ status: 200, text: '{"result":["what?"]}' },
			'The Redis that counts the calls answers in a way that is not known',
			true,
		],
		[
			{ error: "OOM command not allowed when used memory > 'maxmemory'." },
			'The Redis that counts the calls has refused to count (OOM)',
			false,
		],
		[
			{ error: 'max daily request limit exceeded' },
			'The Redis that counts the calls has refused to count (ERR)',
			false,
		],
	])('%j', async (fault, message, mayHaveCounted) => {
		const store = await begun();
		redis.next(fault);
		const reason = await unavailable(store.reserve(callFor()));
		expect(reason).toMatchObject({ message, mayHaveCounted });
		// And goes on as soon as it answers again.
		await expect(store.reserve(callFor())).resolves.toMatchObject({ granted: true });
	});

	it('a call whose answer was lost can be handed back, and is not counted then', async () => {
		const store = await begun();
		const call = callFor();
		redis.next('lost');
		await unavailable(store.reserve(call));
		expect(await used(store)).toBe(1);
		await store.giveBack(call.id);
		expect(await used(store)).toBe(0);
	});

	it('news of a call that is done are kept until it answers again', async () => {
		const store = await begun();
		await store.block({ account: 'A', banMs: SECOND, isDayLimit: false });
		clock.atMs += 2 * SECOND;
		const probe = callFor();
		await expect(store.reserve(probe)).resolves.toMatchObject({ isProbe: true });
		redis.next('refused');
		await store.settle({ id: probe.id, isAnswered: true }, true);
		await expect(store.reserve(callFor())).resolves.toMatchObject({ granted: true });
	});

	it('what it holds is not read as something else', async () => {
		const store = await begun();
		redis.values.set(KEY, `${'0'.repeat(16)}{"version":9}`);
		const { message } = await unavailable(store.reserve(callFor()));
		expect(message).toBe(
			'The count in the Redis of the credential has a form that this version does not know',
		);
	});
});

describe('a Redis that has lost its last seconds', () => {
	it('is told by the process that still knows them, and leaves room for calls on their way', async () => {
		const store = await begun(customPolicy(200, 5));
		const other = open(customPolicy(200, 5));
		await store.reserve(callFor());
		const older = new Map(redis.values);
		for (let nth = 0; nth < 3; nth += 1) await store.reserve(callFor());
		for (const [key, value] of older) redis.values.set(key, value);
		const grant = await store.reserve(callFor());
		expect(await used(other)).toBe(5);
		// Slots of the four before it are at 0, 275, 550 and 825 ms.
		expect(grant.granted && grant.waitMs).toBeGreaterThanOrEqual(1_100);
	});
});

describe('the clock of Redis', () => {
	it('that is set back neither stops the windows nor opens them', async () => {
		let offMs = 0;
		redis = fakeRedis(() => clock.atMs + offMs);
		const store = await begun(customPolicy(200, 5));
		for (let nth = 0; nth < 4; nth += 1) await store.reserve(callFor());
		offMs = -HOUR;
		const other = open(customPolicy(200, 5));
		const next = await other.reserve(callFor());
		expect(next.granted && next.waitMs).toBeGreaterThanOrEqual(1_100);
		expect(next.granted && next.waitMs).toBeLessThanOrEqual(1_100 + 1_100);
		clock.atMs += 3 * SECOND;
		await expect(other.reserve(callFor())).resolves.toMatchObject({ waitMs: 0 });
	});
});
