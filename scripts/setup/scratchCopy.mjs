import { cpSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from './project.mjs';

const NOT_COPIED = ['.cache', '.git', 'node_modules'];

/**
 * Makes a copy of the tree to work in, with the installed packages of the project. It stands outside
 * of the project, where neither lint nor tests of the project find it; whoever asked removes it.
 *
 * @param {string} name what the folder's own begins with
 * @returns {string} its path
 */
export const scratchCopy = (name) => {
	const folder = mkdtempSync(join(tmpdir(), `n8n-nodes-aliexpress-${name}-`));
	for (const entry of readdirSync(inProject()).filter((one) => !NOT_COPIED.includes(one)))
		cpSync(inProject(entry), join(folder, entry), { recursive: true });
	symlinkSync(inProject('node_modules'), join(folder, 'node_modules'));
	return folder;
};
