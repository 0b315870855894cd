import { brokenLimits, figuresOf } from './report.mts';
import { runSoak } from './soak.mts';

const packageRoot = process.cwd();

describe('a day of three shops with everything that goes wrong', () => {
	it('breaks no limit when calls are counted in the bridge', async () => {
		const result = await runSoak({ days: 1, seed: 3, counter: 'bridge', packageRoot });
		const figures = figuresOf(1, result);
		expect(brokenLimits(figures)).toEqual([]);
		// The day has to have been one: with calls up to a ceiling, ends of the process and faults.
		expect(figures.polls).toBeGreaterThan(10_000);
		expect(figures.orders).toBeGreaterThan(200);
		expect(figures.reviews).toBeGreaterThan(0);
		expect(figures.calls).toBeGreaterThan(400);
		expect(figures.ceilings).toBeGreaterThan(0);
		expect(figures.restarts).toBeGreaterThan(0);
		expect(figures.refreshes).toBeGreaterThan(5);
		expect(figures.faults).toBeGreaterThan(10);
		expect(figures.executionsFailed).toBeGreaterThan(20);
		expect(figures.absences).toBe(1);
	}, 120_000);

	it('breaks no limit when calls are counted in the process', async () => {
		const result = await runSoak({ days: 1, seed: 4, counter: 'process', packageRoot });
		const figures = figuresOf(1, result);
		expect(brokenLimits(figures)).toEqual([]);
		expect(figures.calls).toBeGreaterThan(400);
		expect(figures.restarts).toBe(0);
	}, 120_000);
});
