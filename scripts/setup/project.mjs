import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the project, with a separator at the end removed. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** @param {...string} parts path inside the project */
export const inProject = (...parts) => join(projectRoot, ...parts);

const executable = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * The Node 24 that n8n needs; it comes as a package, so that any Node from 20 on can start the
 * project.
 */
export const node24 = inProject('node_modules', 'node', 'bin', executable);
