import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installWithApt } from './apt.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const findChromium = () =>
	(process.env.PATH ?? '')
		.split(delimiter)
		.flatMap((folder) => NAMES.map((name) => join(folder, name)))
		.find((file) => existsSync(file) && spawnSync(file, ['--version']).status === 0);

/**
 * Finds a Chromium, or installs Debian's. A browser that npm brings would have to be fetched from
 * elsewhere, and its version would not be the distribution's.
 *
 * @returns {string | undefined} the program; undefined when there is none and it cannot be installed
 */
export const provideChromium = (say) => {
	const found = findChromium();
	if (found !== undefined) return found;
	installWithApt(['chromium'], say);
	return findChromium();
};
