import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { explain } from './dependencies.mjs';
import { inProject } from './project.mjs';
import { runNpm } from './run.mjs';

const FILES = ['package.json', 'package-lock.json'];
const wanted = (file) => inProject('scripts', 'setup', 'nodesBase', file);
const workplace = inProject('.cache', 'nodes-base-modules');

const wantedHash = () => {
	const hash = createHash('sha256');
	for (const file of FILES) hash.update(readFileSync(wanted(file)));
	return hash.digest('hex');
};

/**
 * Puts the modules beside n8n's own nodes that Schedule Trigger, If, Filter, HTTP Request, Google
 * Sheets and Postgres need and that do not come with n8n-core.
 *
 * @param {string} nodesBase where n8n-nodes-base was unpacked
 */
export const installNodesBaseModules = async (nodesBase, say) => {
	const hash = wantedHash();
	const modules = join(nodesBase, 'node_modules');
	const stamp = join(modules, '.installed-from');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	say("Fetching the modules of n8n's own nodes (40 MB) ...");
	rmSync(workplace, { recursive: true, force: true });
	mkdirSync(workplace, { recursive: true });
	for (const file of FILES) copyFileSync(wanted(file), join(workplace, file));
	copyFileSync(inProject('.npmrc'), join(workplace, '.npmrc'));
	const args = ['ci', '--prefix', workplace, '--no-audit', '--no-fund', '--prefer-offline'];
	const { code, output } = await runNpm(args);
	if (code !== 0) throw explain("The modules of n8n's own nodes could not be installed", output);
	rmSync(modules, { recursive: true, force: true });
	renameSync(join(workplace, 'node_modules'), modules);
	rmSync(workplace, { recursive: true, force: true });
	writeFileSync(stamp, hash);
};
