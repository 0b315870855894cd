import type { Linter } from 'eslint';
import { config as cliConfig } from '@n8n/node-cli/eslint';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import {
	analyzePackage,
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import type { LintOutcome } from './lint.mts';
import { lint } from './lint.mts';

/** What n8n's scanner looks at in the published package. */
const PACKED_FILE_PATTERNS = ['**/*.js', 'package.json'];

export interface RuleSet {
	readonly name: string;
	checkSource(folder: string): Promise<LintOutcome>;
	checkPacked(folder: string): Promise<LintOutcome>;
}

/**
 * The scanner's own verdict, with the counts it does not give: it passes a package without any
 * file, too.
 */
const scanned = async (folder: string, patterns: string[]): Promise<LintOutcome> => {
	const verdict = await analyzePackage(folder, patterns);
	const outcome = await lint(folder, patterns, (await buildScanConfig()) as Linter.Config[]);
	if (verdict.passed !== (outcome.errors === 0)) {
		throw new Error(`The scanner's verdict (${verdict.message}) and the count of errors differ.`);
	}
	return outcome;
};

/** What a package must pass to be verified by n8n. */
const scannerRules: RuleSet = {
	name: 'scanner 0.29.0 rules',
	checkSource: async (folder) => await scanned(folder, SOURCE_FILE_PATTERNS),
	checkPacked: async (folder) => await scanned(folder, PACKED_FILE_PATTERNS),
};

/**
 * The newer rules that n8n's command line tool carries; its config leaves `dist` out, so that gets
 * the plugin alone.
 */
const cliRules: RuleSet = {
	name: 'CLI 0.32.0 rules',
	checkSource: async (folder) =>
		await lint(folder, SOURCE_FILE_PATTERNS, cliConfig as Linter.Config[]),
	checkPacked: async (folder) =>
		await lint(folder, ['**/*.js'], [
			n8nCommunityNodesPlugin.configs.recommended,
			{ rules: { 'no-console': 'error' } },
		] as Linter.Config[]),
};

export const ruleSets: readonly RuleSet[] = [scannerRules, cliRules];
