import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

/**
 * Runs a file of this folder in a process of its own and returns what it printed as JSON.
 *
 * @throws Error with the output of the process when it fails.
 */
export const runChild = async (file: string, args: readonly string[]): Promise<unknown> => {
	const path = fileURLToPath(new URL(file, import.meta.url));
	const { stdout } = await runFile(process.execPath, ['--expose-gc', path, ...args]);
	return JSON.parse(stdout) as unknown;
};

/** The rest of the garbage goes with the second run: some of it waits for finalizers. */
const collectGarbage = (): void => {
	if (!globalThis.gc) throw new Error('Start this process with --expose-gc.');
	globalThis.gc();
	globalThis.gc();
};

/** What is in use after the garbage is gone, MB: the heap, and buffers beside it. */
export const liveMb = (): number => {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / 1e6;
};
