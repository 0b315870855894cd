import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explain } from '../setup/dependencies.mjs';
import { runNpm } from '../setup/run.mjs';
import { installWithApt } from './apt.mjs';

const DRIVER = join('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
const TOOLS = ['python3', 'make', 'g++'];

const missingTools = () =>
	TOOLS.filter((tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0);

/** Node brings its headers in most installations; without them node-gyp would fetch them. */
const useHeadersOfNode = () => {
	const prefix = dirname(dirname(process.execPath));
	if (existsSync(join(prefix, 'include', 'node', 'node_api.h'))) {
		process.env.npm_config_nodedir ??= prefix;
	}
};

/**
 * Builds the database driver of n8n, unless it is there. npm runs no install scripts here, so the
 * one of this package is run by name; it takes a ready-made driver where it finds one.
 *
 * @param {string} folder in which n8n is installed
 * @returns {Promise<string[]>} the tools that are missing and without which it did not work
 */
export const compileDatabaseDriver = async (say, folder) => {
	const driver = join(folder, DRIVER);
	if (existsSync(driver)) return [];
	if (missingTools().length > 0) installWithApt(TOOLS, say);
	say("Building n8n's database driver (about a minute) ...");
	useHeadersOfNode();
	const args = ['rebuild', 'sqlite3', '--prefix', folder, '--ignore-scripts=false'];
	const { code, output } = await runNpm(args);
	if (code === 0 && existsSync(driver)) return [];
	const missing = missingTools();
	if (missing.length > 0) return missing;
	throw explain("n8n's database driver could not be built", output);
};
