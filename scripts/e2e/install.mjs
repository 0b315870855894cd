import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../setup/dependencies.mjs';
import { inProject } from '../setup/project.mjs';
import { runNpm } from '../setup/run.mjs';

/**
 * Where the real n8n is. Not beside its lock file in test/e2e: 2.8 GB there would be walked through
 * by whatever looks for tests and sources.
 */
export const n8nFolder = inProject('.cache', 'n8n');

const FILES = ['package.json', 'package-lock.json', '.npmrc'];
const wanted = (file) => inProject('test', 'e2e', file);
const stamp = join(n8nFolder, '.installed-from');

const wantedHash = () => {
	const hash = createHash('sha256');
	for (const file of FILES) hash.update(readFileSync(wanted(file)));
	return hash.digest('hex');
};

/** Installs the n8n that test/e2e/package-lock.json names, unless it is there. */
export const installN8n = async (say) => {
	const hash = wantedHash();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	say('Installing a real n8n (npm ci, 2.8 GB, about 5 minutes) ...');
	mkdirSync(n8nFolder, { recursive: true });
	rmSync(stamp, { force: true });
	for (const file of FILES) copyFileSync(wanted(file), join(n8nFolder, file));
	const args = ['ci', '--prefix', n8nFolder, '--no-audit', '--no-fund', '--prefer-offline'];
	const { code, output } = await runNpm(args);
	if (code !== 0) throw explain('n8n could not be installed', output);
	writeFileSync(stamp, hash);
};
