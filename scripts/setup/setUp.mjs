import { installDependencies, installNode } from './dependencies.mjs';
import { fetchNodesBase } from './nodesBase.mjs';
import { ensureBuilt } from './package.mjs';
import { SetUpError } from './run.mjs';

const OLDEST_NODE = 20;

const say = (sentence) => console.log(sentence);

/**
 * Brings a fresh clone to the point where tests and demonstration run. Every step looks first
 * whether its work is done, so that a complete set-up costs next to nothing.
 */
export const setUp = async () => {
	const major = Number(process.versions.node.split('.')[0]);
	if (major < OLDEST_NODE) {
		throw new SetUpError(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
	}
	await installDependencies(say);
	await Promise.all([installNode(say), fetchNodesBase(say)]);
	await ensureBuilt(say);
};

/**
 * Ends the process with what `work` returns. A step that failed is told in its own sentence,
 * without a stack.
 *
 * @param {() => Promise<number | void>} work
 */
export const runAndExit = async (work) => {
	try {
		process.exitCode = (await work()) ?? 0;
	} catch (error) {
		if (!(error instanceof SetUpError)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
};
