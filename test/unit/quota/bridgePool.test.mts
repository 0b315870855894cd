// The bridge in several processes at once, in none that can save, and in one after the other.
import { customPolicy } from '../../../nodes/quota/policy.ts';
import { MOST_UNRETURNED } from '../../../nodes/quota/ledger/watch.ts';
import { grantedOf, openPool, reasonsOf, type Pool, type Process } from './bridgePool.mts';

const LIMIT = 60;
const POLICY = customPolicy(LIMIT, 10_000);
const SEEDS = Array.from({ length: 6 }, (_, nth) => nth + 1);

const openSeeded = (seed: number): Pool => openPool(POLICY, seed);
const inTurn = (...processes: Process[]) => {
	let asked = 0;
	return () => processes[asked++ % processes.length] as Process;
};
/** Lets a process count some calls, one after the other. */
function count(pool: Pool, process: Process, calls: number): number {
	let granted = 0;
	for (let call = 0; call < calls; call += 1) {
		const answers = pool.burst(1, () => process);
		pool.run();
		granted += grantedOf(answers);
	}
	return granted;
}

describe('one process', () => {
	it.each(SEEDS)('lets out exactly what the limit allows (seed %d)', (seed) => {
		const pool = openSeeded(seed);
		const process = pool.start();
		const answers = pool.burst(120, () => process);
		pool.run();
		expect(grantedOf(answers)).toBe(LIMIT);
		expect(reasonsOf(answers)).toEqual(['day']);
	});

	it('lets no more than a few out while n8n cannot save, says so, and goes on when it can', () => {
		const pool = openSeeded(1);
		const process = pool.start();
		expect(count(pool, process, 20)).toBe(20);
		pool.setWritable(false);
		const answers = pool.burst(30, () => process);
		pool.run();
		expect(grantedOf(answers)).toBe(MOST_UNRETURNED);
		expect(reasonsOf(answers)).toEqual(['unsaved']);
		// The first try has it stored, the next one finds it.
		pool.setWritable(true);
		expect(count(pool, process, 5)).toBe(5);
	});

	it('lets a single call out when nothing was ever saved', () => {
		const pool = openSeeded(2);
		const process = pool.start();
		pool.setWritable(false);
		const answers = pool.burst(30, () => process);
		pool.run();
		expect(grantedOf(answers)).toBe(1);
	});
});

describe('several processes behind a proxy that sends each request to the next', () => {
	/** How many calls too many are let out of a day in which `used` of the limit are spent before. */
	function overshoot(seed: number, used: number, processes: number) {
		const pool = openSeeded(seed);
		const pooled = Array.from({ length: processes }, () => pool.start());
		const [first] = pooled as [Process];
		const before = count(pool, first, used);
		pool.run(60_000);
		const answers = pool.burst(120, inTurn(...pooled));
		pool.run();
		return { above: Math.max(0, before + grantedOf(answers) - LIMIT), answers, pool, pooled };
	}

	it.each([2, 4])('of %d go above the limit by no more than the stated bound', (processes) => {
		const bound = (processes - 1) * MOST_UNRETURNED;
		let most = 0;
		for (const seed of SEEDS) {
			for (const used of [50, 57]) {
				most = Math.max(most, overshoot(seed * 100 + used, used, processes).above);
			}
		}
		expect(most).toBeGreaterThan(0);
		expect(most).toBeLessThanOrEqual(bound);
	});

	it('say what is the matter, and count on only where one of them has given up', () => {
		for (const seed of SEEDS) {
			const { answers, pooled } = overshoot(seed, 0, 2);
			expect(reasonsOf(answers)).toContain('notAlone');
			const counted = pooled.map(
				({ bridge: { ledger } }) => ledger.state.copies[ledger.instance]?.calls ?? 0,
			);
			// Whoever sees the other one stops, so at most one of them counts for long.
			expect(Math.min(...counted)).toBeLessThanOrEqual(MOST_UNRETURNED);
			expect(grantedOf(answers)).toBeLessThanOrEqual(LIMIT);
		}
	});

	it('go on by themselves once only one of them is asked', () => {
		const { answers, pool, pooled } = overshoot(3, 0, 2);
		const granted = grantedOf(answers);
		pool.run(6_000);
		const [first] = pooled as [Process];
		const more = pool.burst(120, () => first);
		pool.run();
		expect(granted + grantedOf(more)).toBe(LIMIT);
		expect(reasonsOf(more)).toEqual(['day']);
	});
});

describe('what looks like several processes and is none', () => {
	it('a restart within seconds: the next process counts on at once', () => {
		const pool = openSeeded(4);
		const old = pool.start();
		expect(count(pool, old, 10)).toBe(10);
		const cut = pool.burst(10, () => old);
		pool.run(60);
		old.isAlive = false;
		const next = pool.start();
		const answers = pool.burst(20, () => next);
		pool.run();
		expect(grantedOf(answers)).toBe(20);
		expect(grantedOf(cut)).toBeLessThan(10);
	});

	it.each(SEEDS)(
		'a rolling update: both answer for two seconds, and no caller is refused (seed %d)',
		(seed) => {
			const pool = openSeeded(seed);
			const old = pool.start();
			expect(count(pool, old, 10)).toBe(10);
			const next = pool.start();
			const both = inTurn(old, next);
			const isOver = { is: false };
			const answers = pool.burst(12, () => (isOver.is ? next : both()));
			pool.after(2_000, () => {
				isOver.is = true;
				old.isAlive = false;
			});
			pool.run();
			// A request that the old process took with it has no answer.
			const answered = answers.filter((grant) => grant !== undefined);
			expect(grantedOf(answered)).toBe(answered.length);
			expect(answered.length).toBeGreaterThan(8);
		},
	);

	it('the package loaded anew in the same process', () => {
		const pool = openSeeded(5);
		const process = pool.start();
		expect(count(pool, process, 10)).toBe(10);
		for (let update = 0; update < 15; update += 1) {
			process.bridge = pool.load();
			expect(count(pool, process, 2)).toBe(2);
		}
	});
});
