import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './project.mjs';

const NOT_COPIED = ['.cache', '.git', 'node_modules'];

/**
 * Makes a copy of the tree to work in, with the installed packages of the project. What stood in the
 * folder before is gone.
 *
 * @param {string} name of the folder inside `.cache`
 * @returns {string} its path
 */
export const scratchCopy = (name) => {
	const folder = inProject('.cache', name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const entry of readdirSync(inProject()).filter((one) => !NOT_COPIED.includes(one)))
		cpSync(inProject(entry), join(folder, entry), { recursive: true });
	symlinkSync(inProject('node_modules'), join(folder, 'node_modules'));
	return folder;
};
