import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
 * sha512 of the program of Node 24.21.0 by platform. npm fetches it by a script of the package `node`,
 * past the lock file, so what is run has to be known here. The registry has no other platform of this
 * version yet.
 */
const NODE_PROGRAMS = {
	version: '24.21.0',
	sha512: {
		'linux-arm64':
			'255629c01dd03d864c486636fc5cdb54eaf2126e0098b037dcefde4363d7fbd360bcf56c492ce3c47449e666f51c262522b10075d1a57ade8820ded444621dfe',
		'linux-x64':
			'9e11f1c01b93b4f39a4bb7a0d2202cf91be7587e3690f612b34a51e33c6195d8010231a822d75303320c6518c4f3f4276f536f0111fbac85dc55b1f5c62342f7',
		'win32-x64':
			'4cbff57b21416437016b53b6a0fb4bc87b1c7ba77add8dab2836d44c9b75f584bd93306bd93a31eaca996d52710dbe12f75b9b59bedf19dcfc4ae17e776aeeda',
	},
};

/** Deletes the program and refuses it, unless it is the one that is known. */
const checkNode = (say) => {
	const platform = `${process.platform}-${process.arch}`;
	const expected = NODE_PROGRAMS.sha512[platform];
	const found = createHash('sha512').update(readFileSync(node24)).digest('hex');
	if (found === expected) return;
	if (expected === undefined) {
		say(`No sha512 of Node ${NODE_PROGRAMS.version} for ${platform} is recorded; not compared.`);
		return;
	}
	rmSync(node24);
	throw new SetUpError(
		`The program of Node ${NODE_PROGRAMS.version} that npm fetched is not the recorded one, and was deleted.`,
	);
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
	checkNode(say);
};
