import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to its standard output.
 * @throws with what it wrote to its standard error.
 */
export async function command(
	program: string,
	args: string[],
	options: { cwd: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number },
): Promise<string> {
	const { stdout } = await run(program, args, { ...options, maxBuffer: 64 * 1024 * 1024 });
	return stdout;
}
