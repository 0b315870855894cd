import { parseArgs } from 'node:util';

import { brokenLimits } from './report.mts';
import { runSoak } from './soak.mts';

/** `npm run soak:alibaba [-- --products 200 --seed 1]` */
const { values } = parseArgs({
	options: {
		products: { type: 'string', default: '200' },
		seed: { type: 'string', default: '1' },
	},
});
const products = Number(values.products);
const seed = Number(values.seed);
if (!Number.isInteger(products) || products < 6 || !Number.isInteger(seed)) {
	console.error('Give whole numbers, at least 6 products: --products 200 --seed 1');
	process.exit(2);
}
const result = await runSoak({ products, seed, timeoutRate: 0.08 });
const broken = brokenLimits(result);
for (const words of broken) console.error(words);
console.log(JSON.stringify({ ...result, seed }));
process.exitCode = broken.length === 0 ? 0 : 1;
