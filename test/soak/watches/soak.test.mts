import { isMet } from '../../../bench/frame/goal.mts';
import { safetyOf } from './goals.mts';
import { briefPlan } from './plan.mts';
import { runWatchSoak } from './soak.mts';

const packageRoot = process.cwd();

describe('two days of a small shop in which everything is watched', () => {
	it('are told in time and once, within the calls for it', async () => {
		const result = await runWatchSoak({
			plan: briefPlan(2),
			seed: 1,
			isWatching: true,
			packageRoot,
		});
		const missed = safetyOf(result).filter((goal) => !isMet(goal));
		expect(missed).toEqual([]);
		// The days have to have been some: with things to tell, ends of the process and failures.
		const { events } = result.score;
		const due = Object.entries(events).filter(([, one]) => one.due > 0);
		expect(due.length).toBeGreaterThan(3);
		expect(events['product.priceChanged']?.told).toBeGreaterThan(1);
		expect(result.restarts).toBeGreaterThan(0);
		expect(result.executionsFailed).toBeGreaterThan(5);
		expect(result.watchCallsADay).toBeGreaterThan(20);
	}, 180_000);
});
