import { isMet } from '../../../bench/frame/goal.mts';
import { runFeed } from './feed.mts';
import type { FeedResult } from './feed.mts';
import { safetyOf } from './goals.mts';
import { monthPlan, pushPlan, salePlan } from './plan.mts';
import type { Plan } from './plan.mts';

const packageRoot = process.cwd();

function missedOf(result: FeedResult): string[] {
	return safetyOf(result)
		.filter((goal) => !isMet(goal))
		.map(({ what, measured }) => `${what}: ${measured}`);
}

/** A run that proves something: orders, reads, faults and ends of the process. */
function expectTroubles(result: FeedResult): void {
	expect(result.failedPolls).toBeGreaterThan(0);
	expect(result.restarts).toBeGreaterThan(2);
	expect(result.verdict.calls).toBeGreaterThan(100);
}

const play = async (plan: Plan, seed: number) => await runFeed({ plan, seed, packageRoot });
/** Days of a smaller shop: `npm run soak:feed` plays them as they are planned, and months of them. */
const small = (plan: Plan): Plan => ({
	...plan,
	legs: plan.legs.map((leg) => ({ ...leg, orders: Math.ceil(leg.orders / 3) })),
});

describe('the feed of new orders', () => {
	it('loses nothing around both changes of the clocks, where the known strategies do', async () => {
		const result = await play(small(monthPlan(2)), 2);
		expect(missedOf(result)).toEqual([]);
		expect(result.orders).toBe(734);
		expectTroubles(result);
		for (const key of ['watermark', 'newestItem', 'lastId', 'fixedLookback']) {
			expect(result.peers[key]?.lost).toBeGreaterThan(0);
		}
		expect(result.peers.seenIds?.repeated).toBeGreaterThan(0);
	}, 180_000);

	it('loses nothing on the day of a sale', async () => {
		const result = await play({ ...salePlan(2_000, 0.1), peers: 'none' }, 1);
		expect(missedOf(result)).toEqual([]);
		expect(result.orders).toBeGreaterThanOrEqual(2_000);
		expectTroubles(result);
	}, 180_000);

	it('takes nothing from a stranger and loses nothing when pushes are lost', async () => {
		const result = await play(small(pushPlan(2)), 3);
		expect(missedOf(result)).toEqual([]);
		const { push } = result;
		expect(push?.sent).toBeGreaterThan(1_000);
		for (const fate of ['lost', 'doubled', 'late', 'forged', 'missed'] as const) {
			expect(push?.[fate]).toBeGreaterThan(0);
		}
		// Most orders come by push within seconds; polling alone needs minutes.
		expect(push?.together.delayP50Min).toBeLessThan(1);
	}, 180_000);
});
