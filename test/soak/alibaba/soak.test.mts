import { brokenLimits } from './report.mts';
import { runSoak } from './soak.mts';

it('reads products in the order of their priority, as fast as the free plan allows', async () => {
	const result = await runSoak({ products: 200, seed: 7, timeoutRate: 0.08 });
	expect(brokenLimits(result)).toEqual([]);
	// It has to have been a hard one.
	expect(result.read).toBe(200);
	expect(result.answered504).toBeGreaterThan(5);
	expect(result.attempts).toBe(result.read + result.answered504);
}, 60_000);
