import { parseArgs } from 'node:util';

import { finish } from '../../../bench/frame/finish.mts';
import { isMet } from '../../../bench/frame/goal.mts';
import type { Goal } from '../../../bench/frame/goal.mts';
import { runFeed } from './feed.mts';
import type { FeedResult } from './feed.mts';
import { goalsOf, nameOf, reachedGoals } from './goals.mts';
import {
	againstWatermark,
	monthPlan,
	paidPlan,
	pushPlan,
	reviewsPlans,
	salePlan,
	uncountedPlans,
	withoutRestarts,
} from './plan.mts';
import type { Plan } from './plan.mts';
import { KINDS, rarePlan } from './rare.mts';
import { figuresOf, sumUp, tableOf } from './report.mts';

/** `npm run soak:feed [-- --part month --seed 1 --days 30 --told]`: see docs/benchmarks.md. */
const { values } = parseArgs({
	options: {
		/** Of the months; half of them are in spring. Push messages are sent for a third of them. */
		days: { type: 'string', default: '30' },
		/** One exact run; without it each part has seeds of its own. */
		seed: { type: 'string' },
		/** Many runs, `1..40`; the first that misses a goal is told and ends it. */
		seeds: { type: 'string' },
		part: { type: 'string', default: 'all' },
		/** Nobody ends n8n in the months. */
		'no-restarts': { type: 'boolean', default: false },
		/** Also prints why polls brought no result and which events were lost. */
		told: { type: 'boolean', default: false },
	},
});
const PUSHED_PART = 3;
const LEAST_DAYS = 2;
const USUAL_DAYS = 30;

const days = Number(values.days);
const withChoice = (plan: Plan) => (values['no-restarts'] ? withoutRestarts(plan) : plan);
interface PartOfRun {
	seeds: readonly [number, number];
	plans(seed: number): readonly Plan[];
}
const PARTS: Readonly<Record<string, PartOfRun>> = {
	month: {
		seeds: [1, 3],
		plans(seed) {
			const plan = withChoice(monthPlan(days));
			// One month with all of them is enough to tell them apart.
			return [seed === 1 ? plan : againstWatermark(plan)];
		},
	},
	paid: { seeds: [1, 1], plans: () => [withChoice(paidPlan(days))] },
	uncounted: { seeds: [1, 1], plans: () => uncountedPlans(days).map(withChoice) },
	reviews: { seeds: [1, 1], plans: () => reviewsPlans(days).map(withChoice) },
	push: {
		seeds: [1, 1],
		plans: () => [withChoice(pushPlan(Math.max(LEAST_DAYS, days / PUSHED_PART)))],
	},
	sale: { seeds: [1, 1], plans: () => [salePlan()] },
	rare: { seeds: [1, 2 * KINDS], plans: (seed) => [rarePlan(seed)] },
};
/** What everybody has it measured by. */
const WHOLE: ReadonlyArray<[string, PartOfRun]> = [
	...Object.entries(PARTS),
	['monthNoRestarts', { seeds: [1, 3], plans: () => [withoutRestarts(monthPlan(days))] }],
];

function seedsAsked(): [number, number] | undefined {
	const text = values.seed ?? values.seeds;
	if (text === undefined) return undefined;
	const [first = Number.NaN, last = first] = text.split('..').map(Number);
	return [first, last];
}
const asked = seedsAsked();
const parts =
	values.part === 'all' ? WHOLE : Object.entries(PARTS).filter(([name]) => name === values.part);
const isRange = asked?.every((seed) => Number.isInteger(seed) && seed >= 0) ?? true;
if (!(days >= LEAST_DAYS) || !isRange || parts.length === 0) {
	const names = Object.keys(PARTS).join('|');
	console.error(`Give at least 2 days, whole seeds and a part: --days 30 --seed 1 --part ${names}`);
	process.exit(2);
}

const missedOf = (goals: readonly Goal[]) =>
	goals.filter((one) => !isMet(one)).map(({ what }) => what);

const startedAtMs = performance.now();
const results: FeedResult[] = [];
const missed: string[] = [];
let failingSeed: number | undefined;

async function run(plan: Plan, seed: number): Promise<void> {
	const result = await runFeed({
		plan,
		seed,
		packageRoot: process.cwd(),
		progress: (day) => {
			if (day % 5 === 0) console.log(`${plan.name}, seed ${seed}: day ${day} is over`);
		},
	});
	if (values.told) console.log(JSON.stringify(result.told, null, '\t'));
	const wrong = missedOf(goalsOf(result));
	for (const what of wrong) console.log(`Seed ${seed} missed: ${what}`);
	missed.push(...wrong);
	results.push(result);
}

for (const [, part] of parts) {
	const [first, last] = asked ?? part.seeds;
	for (let seed = first; seed <= last && failingSeed === undefined; seed++) {
		for (const plan of part.plans(seed)) await run(plan, seed);
		if (missed.length > 0 && values.seeds !== undefined) failingSeed = seed;
	}
}

const rare = results.filter(({ plan }) => plan.part === 'rare');
// A few worlds need not reach everything.
const together = sumUp(rare);
const reached = rare.length >= KINDS ? reachedGoals(together.reached, together.cuts) : [];
const goals = [...results.flatMap(goalsOf), ...reached];
const apart = rare.length > 1 ? results.filter(({ plan }) => plan.part !== 'rare') : results;
const figures = {
	...Object.fromEntries(apart.map((result) => [nameOf(result), figuresOf(result)])),
	...(rare.length > 1 && { rare: together }),
	...(asked && { seeds: asked }),
	...(failingSeed !== undefined && { failingSeed }),
};
const lines = apart.flatMap((result) => [...tableOf(result), '']);
console.log(`Took ${Math.round((performance.now() - startedAtMs) / 1_000)} s`);
// Only the whole run, as everybody has it, goes into the document.
if (values.part === 'all' && days === USUAL_DAYS && !asked) {
	// One line for all worlds: what each of them missed was said above.
	const ofWorlds = rare.flatMap(goalsOf);
	const worlds = `rare: goals missed, of ${ofWorlds.length} in ${rare.length} worlds`;
	const summed = { what: worlds, measured: missedOf(ofWorlds).length, atMost: 0 };
	finish({
		name: 'soak:feed',
		figures,
		goals: [...apart.flatMap(goalsOf), summed, ...reached],
		lines,
	});
} else {
	for (const line of lines) console.log(line);
	console.log(JSON.stringify({ bench: 'soak:feed', ...figures, missed: missedOf(goals) }));
	process.exitCode = missedOf(goals).length === 0 ? 0 : 1;
}
