import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { LintOutcome } from './scan/lint.mts';
import { copyPacked } from './scan/packed.mts';
import { ruleSets } from './scan/ruleSets.mts';

/** Prints one check and returns its errors; a check of nothing counts as one. */
const report = (title: string, { files, rules, errors, report: text }: LintOutcome): number => {
	console.log(`${title}: ${files} files, ${rules} rules, ${errors} errors${text.trimEnd()}`);
	if (files > 0 && rules > 0) return errors;
	console.log(`${title}: there was nothing to check. Run npm run build first.`);
	return 1;
};

/**
 * Both of n8n's rule sets over the sources and over what would be published.
 *
 * @returns number of errors
 */
const scan = async (packageRoot: string): Promise<number> => {
	const packed = copyPacked(packageRoot);
	let errors = 0;
	let sourceFiles = 0;
	let packedFiles = 0;
	try {
		for (const ruleSet of ruleSets) {
			const source = await ruleSet.checkSource(packageRoot);
			const published = await ruleSet.checkPacked(packed);
			errors += report(`${ruleSet.name}, source`, source);
			errors += report(`${ruleSet.name}, dist`, published);
			sourceFiles = Math.max(sourceFiles, source.files);
			packedFiles = Math.max(packedFiles, published.files);
		}
	} finally {
		rmSync(packed, { recursive: true });
	}
	const names = ruleSets.map(({ name }) => name).join(' and ');
	console.log(
		`scan: ${errors} errors (${names}, ${sourceFiles} source files, ${packedFiles} dist files)`,
	);
	return errors;
};

const { values } = parseArgs({ options: { root: { type: 'string', default: process.cwd() } } });
process.exitCode = (await scan(values.root)) === 0 ? 0 : 1;
