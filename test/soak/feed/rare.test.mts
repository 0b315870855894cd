import { isMet } from '../../../bench/frame/goal.mts';
import { runFeed } from './feed.mts';
import { delayGoalsOf, reachedGoals, safetyOf } from './goals.mts';
import { CUTS } from './mishaps.mts';
import type { Plan } from './plan.mts';
import { KINDS, rarePlan } from './rare.mts';
import { RARE } from './reached.mts';
import { figuresOf } from './report.mts';

const packageRoot = process.cwd();
const play = async (plan: Plan, seed: number) => await runFeed({ plan, seed, packageRoot });
/** A quarter of the orders and nothing that only an audit finds. */
const small = (plan: Plan): Plan => ({
	...plan,
	legs: plan.legs.map((leg) => ({ ...leg, orders: Math.ceil(leg.orders / 4) })),
	visibility: { ...plan.visibility, tardyPart: 0 },
});
const kills = rarePlan(4);
let killed: ReturnType<typeof play> | undefined;
/** A world that several tests look at, played once. */
const playKills = () => (killed ??= play(small(kills), 4));
const missedOf = (result: Awaited<ReturnType<typeof play>>) =>
	safetyOf(result)
		.filter((goal) => !isMet(goal))
		.map(({ what, measured }) => `${what}: ${measured}`);

describe('a seed', () => {
	it('is one exact run, whatever ends n8n in it', async () => {
		expect(kills.name).toBe('rare.4.kills');
		const [one, again, other] = [
			await playKills(),
			await play(small(kills), 4),
			await play(small(kills), 5),
		];
		expect(figuresOf(again)).toEqual(figuresOf(one));
		expect(other.trace).not.toBe(one.trace);
		expect(missedOf(one)).toEqual([]);
		// n8n ended in the middle of things, also between the state of a batch and its execution.
		expect(one.restarts).toBeGreaterThan(40);
		expect(Object.keys(one.cuts).length).toBeGreaterThan(4);
		expect(one.reached.lostBatch).toBeGreaterThan(0);
	}, 180_000);

	it('plays the durable scheduler, wrong clocks and reviews beside orders too', async () => {
		const plan = {
			...small(rarePlan(11)),
			scheduling: 'durable' as const,
			events: ['order.created', 'review.created'] as const,
			reviewsPerDay: 30,
		};
		const result = await play(plan, 11);
		expect(missedOf(result)).toEqual([]);
		expect(result.reviews).toBe(60);
		expect(result.reached.durableBatch).toBeGreaterThan(20);
		expect(result.reached.clockForward).toBeGreaterThan(0);
		expect(result.reached.clockBack).toBeGreaterThan(0);
	}, 180_000);
});

describe('the kinds of short worlds', () => {
	it('come in turn, and the same seed is the same world', () => {
		const names = Array.from({ length: 2 * KINDS }, (_, seed) => rarePlan(seed).name);
		const kinds = names.map((name) => name.split('.')[2]);
		expect(new Set(kinds).size).toBe(KINDS);
		expect(kinds.slice(KINDS)).toEqual(kinds.slice(0, KINDS));
		expect(rarePlan(17)).toEqual(rarePlan(17));
		expect(rarePlan(17)).not.toEqual(rarePlan(17 + KINDS));
	});
});

describe('a goal', () => {
	it('is missed by a rare thing that never happened, and by an end that n8n never had', () => {
		const all = Object.fromEntries(RARE.map((what) => [what, 1]));
		const cuts = Object.fromEntries(CUTS.map((point) => [point, 1]));
		expect(reachedGoals(all, cuts).every(isMet)).toBe(true);
		const goals = reachedGoals({ ...all, autumnHour: 0 }, { ...cuts, inFlight: 0 });
		const missed = goals.filter((goal) => !isMet(goal)).map(({ what }) => what);
		expect(missed).toEqual(['reached: autumnHour', 'ended: inFlight']);
	});

	it('is missed by delays above it, and by rows of an hour late that nobody finds in a day', async () => {
		const played = await playKills();
		const result = { ...played, plan: { ...played.plan, part: 'paid' as const } };
		const late = { delayP50Min: 11.1, delayP95Min: 25.1, delayMaxMin: 150.1 };
		const never = { delayP50Min: 26, delayP95Min: 76, delayMaxMin: 151 };
		const ours = { ...result.ours, ...late, others: { 'order.paid': never }, tardy: 1 };
		const bad = { ...result, ours: { ...ours, tardyFoundMaxMin: 1_441 }, headGapMaxMin: 600 };
		const missed = delayGoalsOf(bad).filter((goal) => !isMet(goal));
		expect(missed).toHaveLength(8);
		const good = { delayP50Min: 11, delayP95Min: 25, delayMaxMin: 150 };
		const met = { ...result.ours, ...good, others: { 'order.paid': good } };
		expect(delayGoalsOf({ ...result, ours: met, headGapMaxMin: 60 }).every(isMet)).toBe(true);
	}, 180_000);
});
