import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../setup/dependencies.mjs';
import { inProject } from '../setup/project.mjs';
import { runNpm } from '../setup/run.mjs';

const LOCK = 'package-lock.json';
const FILES = ['package.json', LOCK, '.npmrc'];

/**
 * Where a real n8n is: the one that the lock file names, or another version. Not beside the lock file in
 * test/e2e: 2.8 GB there would be walked through by whatever looks for tests and sources.
 *
 * @param {string | undefined} version of an n8n that is not the pinned one
 */
export const folderOfN8n = (version) =>
	inProject('.cache', version === undefined ? 'n8n' : `n8n-${version}`);

/** The files that npm installs from, as texts; another version has no lock file of ours. */
const wantedFiles = (version) => {
	const texts = FILES.map((file) => [file, readFileSync(inProject('test', 'e2e', file), 'utf8')]);
	if (version === undefined) return texts;
	const manifest = JSON.parse(texts[0][1]);
	manifest.dependencies.n8n = version;
	return [['package.json', JSON.stringify(manifest, null, 2)], texts.at(-1)];
};

const hashOf = (files) => {
	const hash = createHash('sha256');
	for (const [, text] of files) hash.update(text);
	return hash.digest('hex');
};

/**
 * Installs the n8n that test/e2e/package-lock.json names, or another version beside it, unless it is there.
 *
 * @param {string | undefined} version of an n8n that is not the pinned one
 */
export const installN8n = async (say, version) => {
	const folder = folderOfN8n(version);
	const stamp = join(folder, '.installed-from');
	const files = wantedFiles(version);
	const hash = hashOf(files);
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	say(`Installing a real n8n ${version ?? ''} (2.8 GB, about 5 minutes) ...`);
	mkdirSync(folder, { recursive: true });
	rmSync(stamp, { force: true });
	for (const [file, text] of files) writeFileSync(join(folder, file), text);
	const how = version === undefined ? ['ci'] : ['install', '--no-package-lock'];
	const args = [...how, '--prefix', folder, '--no-audit', '--no-fund', '--prefer-offline'];
	const { code, output } = await runNpm(args);
	if (code !== 0) throw explain('n8n could not be installed', output);
	writeFileSync(stamp, hash);
};
