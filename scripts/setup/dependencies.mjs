import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { inProject, node24 } from './project.mjs';
import { runNpm, SetUpError } from './run.mjs';

const lockFile = inProject('package-lock.json');
/** npm writes this last, so a broken installation does not have it. */
const installedLock = inProject('node_modules', '.package-lock.json');
const stamp = inProject('node_modules', '.installed-from');

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

const isInstalled = () => {
	if (!existsSync(installedLock)) return false;
	if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === lockHash();
	return statSync(installedLock).mtimeMs >= statSync(lockFile).mtimeMs;
};

const isNetworkTrouble = (output) =>
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(output);

/** What to tell when npm could not do something: its own words without its help. */
export const explain = (what, output) => {
	// npm's help follows its error; what went wrong stands first.
	const said = output.split('\n').filter((line) => /^npm error \S/.test(line));
	const reason = isNetworkTrouble(output)
		? 'The npm registry could not be reached: check the network and the proxy settings of npm.'
		: `npm said:\n${said.slice(0, 10).join('\n')}`;
	return new SetUpError(`${what}. ${reason}`);
};

/** Installs what package-lock.json names, unless it is there. */
export const installDependencies = async (say) => {
	if (isInstalled()) return;
	say('Installing the packages of the project (npm ci, about a minute) ...');
	const { code, output } = await runNpm(['ci', '--no-audit', '--no-fund', '--prefer-offline']);
	if (code !== 0) throw explain('The packages could not be installed', output);
	writeFileSync(stamp, lockHash());
};

/**
 * Fetches the Node 24 program. npm runs no install scripts here (.npmrc: one of them asks
 * questions), so the script of this one package, which fetches the program for this machine, is run
 * by name.
 */
export const installNode = async (say) => {
	if (existsSync(node24)) return;
	say('Fetching Node 24, which n8n needs ...');
	const { code, output } = await runNpm(['rebuild', 'node', '--ignore-scripts=false']);
	if (code !== 0 || !existsSync(node24)) throw explain('Node 24 could not be fetched', output);
};
