import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import type { Linter } from 'eslint';
import { ESLint } from 'eslint';

export interface LintOutcome {
	/** Files for which the config has rules at all. */
	readonly files: number;
	/** Rules that were on for at least one of the files. */
	readonly rules: number;
	readonly errors: number;
	/** eslint's report, empty when there is nothing to say. */
	readonly report: string;
}

const listFiles = async (folder: string, patterns: readonly string[]): Promise<string[]> => {
	const files = new Set<string>();
	for await (const file of glob(patterns, {
		cwd: folder,
		exclude: (name) => name === 'node_modules',
	})) {
		files.add(join(folder, file));
	}
	return [...files].sort();
};

const isOn = (setting: Linter.RuleEntry | undefined): boolean => {
	const severity = Array.isArray(setting) ? setting[0] : setting;
	return severity !== undefined && severity !== 'off' && severity !== 0;
};

/**
 * Lints files of a package as n8n's scanner does: no config file of the package counts, no comment
 * switches a rule off.
 *
 * @param patterns globs relative to the folder
 */
export const lint = async (
	folder: string,
	patterns: readonly string[],
	config: Linter.Config[],
): Promise<LintOutcome> => {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: config,
	});
	const rules = new Set<string>();
	const checked: string[] = [];
	for (const file of await listFiles(folder, patterns)) {
		const settings = (await eslint.calculateConfigForFile(file)) as Linter.Config | undefined;
		if (settings === undefined) continue;
		checked.push(file);
		for (const [rule, setting] of Object.entries(settings.rules ?? {})) {
			if (isOn(setting)) rules.add(rule);
		}
	}
	const results = checked.length === 0 ? [] : await eslint.lintFiles(checked);
	const formatter = await eslint.loadFormatter('stylish');
	return {
		files: results.length,
		rules: rules.size,
		errors: results.reduce((sum, { errorCount }) => sum + errorCount, 0),
		report: await formatter.format(results),
	};
};
