import { parseArgs } from 'node:util';

import { brokenLimits, figuresOf, missedDelays } from './report.mts';
import { runSoak } from './soak.mts';

/** `npm run soak [-- --days 30 --seed 1 --told]`: see docs/benchmarks.md. */
const { values } = parseArgs({
	options: {
		days: { type: 'string', default: '30' },
		seed: { type: 'string', default: '1' },
		/** Also prints why polls and actions brought no result. */
		told: { type: 'boolean', default: false },
	},
});
/** A counter in memory is forgotten at a restart, so its part has none, and is short. */
const MOST_DAYS_IN_PROCESS = 2;

const days = Number(values.days);
const seed = Number(values.seed);
if (!Number.isInteger(days) || days < 1 || !Number.isInteger(seed)) {
	console.error('Give whole numbers: --days 30 --seed 1');
	process.exit(2);
}
const packageRoot = process.cwd();

async function soak(counter: 'bridge' | 'process', daysOfPart: number) {
	const words = counter === 'bridge' ? 'in the bridge' : 'in the process';
	const result = await runSoak({
		days: daysOfPart,
		seed,
		counter,
		packageRoot,
		progress: (day) => {
			if (day % 5 === 0 || day === daysOfPart) {
				console.log(`Calls counted ${words}: day ${day} of ${daysOfPart} is over`);
			}
		},
	});
	if (values.told) console.log(JSON.stringify(result.told, null, '\t'));
	return figuresOf(daysOfPart, result);
}

const startedAtMs = performance.now();
const inProcess = await soak('process', Math.min(days, MOST_DAYS_IN_PROCESS));
const figures = await soak('bridge', days);
const broken = [
	...brokenLimits(figures),
	...missedDelays(figures),
	...brokenLimits(inProcess).map((words) => `Counted in the process: ${words}`),
];
for (const words of broken) console.error(words);
const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
const { maxInOneSecond, maxInOneDay, bans, ordersLost } = inProcess;
const memory = { days: inProcess.days, maxInOneSecond, maxInOneDay, bans, ordersLost };
console.log(JSON.stringify({ ...figures, inProcess: memory, seed, seconds }));
process.exitCode = broken.length === 0 ? 0 : 1;
