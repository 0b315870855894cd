import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { node24, projectRoot } from './project.mjs';

/** A step that could not be done, told in a sentence for the user. */
export class SetUpError extends Error {}

/**
 * npm itself must not run on the Node inside node_modules, which `npm ci` deletes: leave the
 * project's own programs out of the path.
 */
const environmentOfNpm = () => {
	const path = process.env.PATH ?? process.env.Path ?? '';
	const outside = path.split(delimiter).filter((folder) => !/[/\\]node_modules[/\\]/.test(folder));
	return { ...process.env, PATH: outside.join(delimiter) };
};

const ended = (child, name) =>
	new Promise((resolve, reject) => {
		child.once('error', (error) => {
			const isMissing = error.code === 'ENOENT';
			reject(new SetUpError(isMissing ? `${name} was not found on this machine.` : error.message));
		});
		child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
	});

/**
 * Runs npm in the project and collects what it prints.
 *
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
export const runNpm = async (args) => {
	const child = spawn('npm', args, {
		cwd: projectRoot,
		env: environmentOfNpm(),
		shell: process.platform === 'win32',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => (output += text));
	}
	return { code: await ended(child, 'npm'), output };
};

/**
 * Runs a script under Node 24 with the terminal of this process, hands signals on and waits for its
 * end.
 *
 * @param {string[]} args script and its arguments
 * @returns {Promise<number>} exit code, as a shell would give it
 */
export const runNode = async (args) => {
	const child = spawn(node24, args, { cwd: projectRoot, stdio: 'inherit' });
	// Ctrl-C reaches the child through the terminal; this process only has to outlive it.
	const ignore = () => undefined;
	const forward = (signal) => child.kill(signal);
	process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward);
	try {
		return await ended(child, 'Node 24');
	} finally {
		process.off('SIGINT', ignore).off('SIGTERM', forward).off('SIGHUP', forward);
	}
};
