// One call on its way out and back: what its counter is told, and what holds it back at the door.
import { settleTurn } from '../../../nodes/quota/settle.ts';
import { ALIBABA_FREE_POLICY, CONNECTOR_POLICY, type Policy } from '../../../nodes/quota/policy.ts';
import type { Grant, QuotaStore } from '../../../nodes/quota/store.ts';
import { takeTurn, type Granted, type Turn } from '../../../nodes/quota/turn.ts';
import type { Cause } from '../../../nodes/wire/failure.ts';
import { drivenClock, type DrivenClock } from '../../client/around.mts';

const GRANT: Granted = {
	granted: true,
	waitMs: 0,
	shareLeft: 9,
	isProbe: false,
	validForMs: 3_600_000,
};
let clock: DrivenClock;
let told: unknown[][];
let doors = 0;
beforeEach(() => {
	clock = drivenClock();
	told = [];
	doors += 1;
});

/** A counter that answers what it is given, the last answer again and again, and notes what it hears. */
function counter(...grants: Grant[]): QuotaStore {
	const note =
		(what: string) =>
		async (...heard: unknown[]): Promise<void> =>
			void told.push([what, ...heard]);
	return {
		scope: 'process',
		reserve: async () => {
			told.push(['reserve']);
			return (grants.length > 1 ? grants.shift() : grants[0]) ?? GRANT;
		},
		settle: note('settle'),
		giveBack: note('giveBack'),
		block: async (block) => {
			told.push(['block', block]);
			return 1_000;
		},
		status: async () => await Promise.reject(new Error('nobody asks')),
	};
}

function turnOf(quota: QuotaStore, more: Partial<Turn> = {}): Turn {
	const call = { id: 'call', account: 'A', purpose: 'action' as const, spender: 'W' };
	// A gateway of its own, since the doors of a process are kept.
	const gateway = `https://gateway-${doors}.example`;
	return { quota, call, gateway, app: '512345', policy: CONNECTOR_POLICY, clock, ...more };
}
const failure = (cause: Cause, code = '') => ({ cause, code, message: '' });

describe('what the counter is told of a call', () => {
	it.each<[Cause | undefined, boolean]>([
		[undefined, true],
		['business', true],
		['permission', true],
		['malformed', true],
		['timeout', false],
		['unreachable', false],
		['cancelled', false],
	])('%s: whether the platform answered', async (cause, isAnswered) => {
		await settleTurn(turnOf(counter()), GRANT, cause && failure(cause));
		expect(told).toEqual([['settle', { id: 'call', isAnswered }, false]]);
	});

	it.each<Cause>(['neverSent', 'forbidden'])(
		'hands back what never left, and says nothing else: %s',
		async (cause) => {
			await settleTurn(turnOf(counter()), GRANT, failure(cause));
			expect(told).toEqual([['giveBack', 'call']]);
		},
	);

	it("passes the platform's time on, and whose call it turned out to be", async () => {
		const more = { platformAtMs: 1_234, account: '2000000001' };
		await settleTurn(turnOf(counter()), GRANT, undefined, more);
		expect(told).toEqual([['settle', { id: 'call', isAnswered: true, ...more }, false]]);
	});

	it('tells at once what others wait for: a probe, a slot of the minute, a refused token', async () => {
		const urgent = async (grant: Granted, policy: Policy, more = {}) => {
			told = [];
			await settleTurn(turnOf(counter(), { policy }), grant, undefined, more);
			return told[0]?.at(-1);
		};
		expect(await urgent({ ...GRANT, isProbe: true }, CONNECTOR_POLICY)).toBe(true);
		expect(await urgent(GRANT, ALIBABA_FREE_POLICY)).toBe(true);
		const refusedToken = { name: 'name', cause: 'token' };
		expect(await urgent(GRANT, CONNECTOR_POLICY, { refusedToken })).toBe(true);
		expect(await urgent(GRANT, CONNECTOR_POLICY)).toBe(false);
	});

	it('keeps a limit answer before the settlement, which would take it for good news', async () => {
		const limit = { ...failure('rateLimit', 'ApiCallLimit'), banMs: 1_000 };
		await settleTurn(turnOf(counter()), GRANT, limit);
		expect(told.map(([what]) => what)).toEqual(['block', 'settle']);
	});
});

describe('at the door', () => {
	it('a grant of yesterday is handed back and asked for again', async () => {
		const stale = { ...GRANT, waitMs: 2_000, validForMs: 1_999 };
		const startedMs = clock.atMs;
		expect(await takeTurn(turnOf(counter(stale, GRANT)), 12_000)).toBe(GRANT);
		expect(told.map(([what]) => what)).toEqual(['reserve', 'giveBack', 'reserve']);
		expect(clock.atMs - startedMs).toBe(3_000);
		// One that leaves at the last moment is of today.
		told = [];
		const last = { ...GRANT, waitMs: 2_000, validForMs: 2_000 };
		expect(await takeTurn(turnOf(counter(last)), 12_000)).toBe(last);
		expect(told).toEqual([['reserve']]);
	});

	it('no more leave in a second than the platform allows, whatever the counter says', async () => {
		const leftMs: number[] = [];
		const quota = counter(GRANT);
		for (let i = 0; i < 9; i += 1) {
			await takeTurn(turnOf(quota), 12_000);
			leftMs.push(clock.atMs);
		}
		const most = leftMs.map((ms) => leftMs.filter((at) => at >= ms && at < ms + 1_000).length);
		expect(Math.max(...most)).toBe(4);
		// Another gateway has limits of its own, and without any nothing waits.
		const beforeMs = clock.atMs;
		doors += 1;
		const policy = { ...CONNECTOR_POLICY, windows: { day: 200 } };
		for (let i = 0; i < 9; i += 1) await takeTurn(turnOf(quota, { policy }), 12_000);
		expect(clock.atMs).toBe(beforeMs);
	});

	describe('of a process that shares its counter with others', () => {
		const shared = (...grants: Grant[]): QuotaStore => ({ ...counter(...grants), scope: 'bridge' });
		/** Wakes every sleeper so much later, the first ones only. */
		const sleepsIn = (...lateMs: number[]): DrivenClock => ({
			...clock,
			sleepMs: async (durationMs) => {
				if (durationMs > 0) clock.atMs += durationMs + (lateMs.shift() ?? 0);
			},
		});
		const asked = () => told.map(([what]) => what);

		it.each([
			[250, ['reserve']],
			[251, ['reserve', 'giveBack', 'reserve']],
			[4_000, ['reserve', 'giveBack', 'reserve']],
		])('a call that wakes %d ms after its slot', async (lateMs, what) => {
			const waiting = { ...GRANT, waitMs: 1_000 };
			const turn = turnOf(shared(waiting, GRANT), { clock: sleepsIn(lateMs) });
			await expect(takeTurn(turn, 12_000)).resolves.toMatchObject({ granted: true });
			expect(asked()).toEqual(what);
		});

		it('says so when it is too busy to leave in time for as long as it may wait', async () => {
			const late = Array.from({ length: 100 }, () => 3_000);
			const turn = turnOf(shared({ ...GRANT, waitMs: 500 }), { clock: sleepsIn(...late) });
			await expect(takeTurn(turn, 12_000)).resolves.toMatchObject({ reason: 'late' });
			expect(asked().filter((what) => what === 'reserve')).toHaveLength(
				asked().filter((what) => what === 'giveBack').length,
			);
		});

		/** A counter whose clock is far from ours and whose answers come so many ms after they were decided. */
		function faraway(...waysMs: number[]): QuotaStore {
			const decide = counter(GRANT);
			return {
				...decide,
				scope: 'bridge',
				reserve: async (call) => {
					const decidedAtMs = clock.atMs - 86_400_000;
					clock.atMs += waysMs.shift() ?? 0;
					return { ...(await decide.reserve(call)), decidedAtMs };
				},
			};
		}

		it('counts the time in which an answer was held up, whatever the clock of the counter says', async () => {
			const quota = faraway(20, 320, 10);
			await takeTurn(turnOf(quota), 12_000);
			expect(asked()).toEqual(['reserve']);
			clock.atMs += 2_000;
			// 300 ms later than the first: its slot is over.
			await takeTurn(turnOf(quota), 12_000);
			expect(asked()).toEqual(['reserve', 'reserve', 'giveBack', 'reserve']);
		});

		it('does not take a clock that was set for answers that were held up', async () => {
			const quota = faraway(20, 20, 20);
			await takeTurn(turnOf(quota), 12_000);
			clock.atMs += 2_000;
			const setBack: QuotaStore = {
				...quota,
				reserve: async (call) => {
					const grant = await quota.reserve(call);
					return grant.granted
						? { ...grant, decidedAtMs: (grant.decidedAtMs ?? 0) - 60_000 }
						: grant;
				},
			};
			await takeTurn(turnOf(setBack), 12_000);
			expect(asked()).toEqual(['reserve', 'reserve']);
		});
	});

	it('a cancelled call does not wait for its slot', async () => {
		const cancelled = new AbortController();
		cancelled.abort();
		const quota = counter(GRANT);
		for (let i = 0; i < 4; i += 1) await takeTurn(turnOf(quota), 12_000);
		const beforeMs = clock.atMs;
		await takeTurn(turnOf(quota, { cancelSignal: cancelled.signal }), 12_000);
		expect(clock.atMs).toBe(beforeMs);
	});
});
