import { parseArgs } from 'node:util';

import { finish } from '../../../bench/frame/finish.mts';
import { isMet } from '../../../bench/frame/goal.mts';
import { runFeed } from './feed.mts';
import type { FeedResult } from './feed.mts';
import { monthPlan, pushPlan, salePlan } from './plan.mts';
import type { Plan } from './plan.mts';
import { figuresOf, goalsOf, tableOf } from './report.mts';

/** `npm run soak:feed [-- --days 30 --seed 1 --part month|sale|push|all --told]`: see docs/benchmarks.md. */
const { values } = parseArgs({
	options: {
		/** Of the month; half of them are in spring. Push messages are sent for a third of them. */
		days: { type: 'string', default: '30' },
		seed: { type: 'string', default: '1' },
		part: { type: 'string', default: 'all' },
		/** Also prints why polls brought no result and which orders were lost. */
		told: { type: 'boolean', default: false },
	},
});
const PUSHED_PART = 3;
const LEAST_DAYS = 2;
const USUAL = { days: 30, seed: 1 };

const days = Number(values.days);
const seed = Number(values.seed);
const PLANS: Readonly<Record<string, () => Plan>> = {
	month: () => monthPlan(days),
	sale: () => salePlan(),
	push: () => pushPlan(Math.max(LEAST_DAYS, days / PUSHED_PART)),
};
const parts = values.part === 'all' ? Object.keys(PLANS) : [values.part];
if (!(days >= LEAST_DAYS) || !Number.isInteger(seed) || parts.some((part) => !PLANS[part])) {
	console.error(
		'Give at least 2 days, a whole seed and a part: --days 30 --seed 1 --part month|sale|push|all',
	);
	process.exit(2);
}

const startedAtMs = performance.now();
const results: FeedResult[] = [];
for (const part of parts) {
	const plan = PLANS[part]?.();
	if (!plan) continue;
	const result = await runFeed({
		plan,
		seed,
		packageRoot: process.cwd(),
		progress: (day) => {
			if (day % 5 === 0) console.log(`${part}: day ${day} is over`);
		},
	});
	if (values.told) console.log(JSON.stringify(result.told, null, '\t'));
	results.push(result);
}
const goals = results.flatMap(goalsOf);
const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
const figures = {
	...Object.fromEntries(results.map((result) => [result.plan.name, figuresOf(result)])),
	seed,
	seconds,
};
const lines = results.flatMap((result) => [...tableOf(result), '']);
// Only the whole run, as everybody has it, goes into the document.
if (values.part === 'all' && days === USUAL.days && seed === USUAL.seed) {
	finish({ name: 'soak:feed', figures, goals, lines });
} else {
	for (const line of lines) console.log(line);
	const missed = goals.filter((goal) => !isMet(goal)).map(({ what }) => what);
	console.log(JSON.stringify({ bench: 'soak:feed', ...figures, missed }));
	process.exitCode = missed.length === 0 ? 0 : 1;
}
