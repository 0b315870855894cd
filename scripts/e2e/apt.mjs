import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Installs packages of Debian, where that is possible without asking: as root. What is still missing
 * afterwards is told by whoever asked.
 *
 * @returns {boolean} whether it was tried and worked
 */
export const installWithApt = (packages, say) => {
	const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
	if (!isRootOnDebian) return false;
	say(`Installing ${packages.join(', ')} ...`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...args) => spawnSync('apt-get', args, { stdio: 'ignore', env }).status === 0;
	// Old lists often do; they are fetched anew only when they do not.
	const install = () => apt('install', '--yes', '--no-install-recommends', ...packages);
	return install() || (apt('update') && install());
};
