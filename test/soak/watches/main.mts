import { parseArgs } from 'node:util';

import { isMet } from '../../../bench/frame/goal.mts';
import { figuresOf, ofOrders, reachedOf, safetyOf, tableOf } from './goals.mts';
import { largePlan, usualPlan } from './plan.mts';
import type { Plan } from './plan.mts';
import { runWatchSoak } from './soak.mts';

/** `npm run soak:watches [-- --part usual|large --days 30 --seed 1 --told]`: see docs/benchmarks.md. */
const { values } = parseArgs({
	options: {
		days: { type: 'string' },
		seed: { type: 'string', default: '1' },
		part: { type: 'string', default: 'all' },
		/** Also prints what was missed or late, and why polls brought no result. */
		told: { type: 'boolean', default: false },
	},
});
const USUAL_DAYS = 30;
const LARGE_DAYS = 4;

const seed = Number(values.seed);
const daysOr = (usual: number) => (values.days === undefined ? usual : Number(values.days));
const isKnown = ['all', 'usual', 'large'].includes(values.part);
if (!Number.isInteger(seed) || !(daysOr(USUAL_DAYS) >= 1) || !isKnown) {
	console.error('Give whole numbers and a part: --part usual|large --days 30 --seed 1');
	process.exit(2);
}

const startedAtMs = performance.now();
async function run(plan: Plan, isWatching: boolean) {
	const result = await runWatchSoak({
		plan,
		seed,
		isWatching,
		packageRoot: process.cwd(),
		progress: (day) => {
			const words = isWatching ? 'with watches' : 'without watches';
			if (day % 5 === 0) console.log(`${plan.name}, ${words}: day ${day} is over`);
		},
	});
	if (values.told) {
		const { missed, late, strange, wrong } = result.score;
		console.log(JSON.stringify({ missed, late, strange, wrong, ...result.told }, null, '\t'));
	}
	return result;
}

const results = [];
const goals = [];
if (values.part !== 'large') {
	const plan = usualPlan(daysOr(USUAL_DAYS));
	const watching = await run(plan, true);
	const alone = await run(plan, false);
	results.push(watching);
	const isWhole = plan.days >= USUAL_DAYS;
	goals.push(
		...safetyOf(watching),
		ofOrders(watching, alone),
		...(isWhole ? reachedOf(watching) : []),
	);
}
if (values.part !== 'usual') {
	const large = await run(largePlan(daysOr(LARGE_DAYS)), true);
	results.push(large);
	goals.push(...safetyOf(large));
}
for (const line of results.flatMap((result) => [...tableOf(result), ''])) console.log(line);
const missed = goals.filter((one) => !isMet(one));
for (const { what, measured } of missed) console.error(`Missed: ${what}, ${measured}`);
const [ratio] = goals.filter(({ what }) => what.startsWith('p50')).map(({ measured }) => measured);
console.log(
	JSON.stringify({
		bench: 'soak:watches',
		seed,
		...Object.fromEntries(results.map((result) => [result.plan.name, figuresOf(result)])),
		...(ratio !== undefined && { p50OfOrdersRatio: ratio }),
		missedGoals: missed.map(({ what }) => what),
		seconds: Math.round((performance.now() - startedAtMs) / 1_000),
	}),
);
process.exitCode = missed.length === 0 ? 0 : 1;
