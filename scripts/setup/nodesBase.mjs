import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installNodesBaseModules } from './nodesBaseModules.mjs';
import { inProject } from './project.mjs';
import { runNpm, SetUpError } from './run.mjs';
import { readTarball } from './tar.mjs';

const VERSION = '2.41.1';
const INTEGRITY =
	'qc1lArqFRVpfXvRonHGhdVwmFrGOulIwKie+Hr5AwBzzOAwushvU+Ty3PSJYWs+C1L6FxpAmpAfiCgpjB/ldSQ==';

const cache = inProject('.cache');
/** Inside a node_modules, so that eslint and prettier leave the files alone. */
const folder = join(cache, 'node_modules', 'n8n-nodes-base');
const marker = join(folder, '.complete');
const archive = join(cache, `n8n-nodes-base-${VERSION}.tgz`);

const isComplete = () => existsSync(marker) && readFileSync(marker, 'utf8') === VERSION;

const download = async () => {
	const args = ['pack', `n8n-nodes-base@${VERSION}`, '--silent', '--pack-destination', cache];
	const { code, output } = await runNpm(args);
	if (code !== 0 || !existsSync(archive)) {
		throw new SetUpError(
			`n8n's own nodes (n8n-nodes-base ${VERSION}) could not be fetched from the npm registry. ${output.trim()}`,
		);
	}
};

/**
 * Type declarations, source maps and pictures are two thirds of the archive and not needed to run a
 * node.
 */
const isNeeded = (path) => /\.(js|json)$/.test(path);

const unpack = (bytes, target) => {
	const made = new Set();
	for (const { path, content } of readTarball(bytes)) {
		if (!isNeeded(path)) continue;
		const file = join(target, path.replace(/^package\//, ''));
		const parent = dirname(file);
		if (!made.has(parent)) mkdirSync(parent, { recursive: true });
		made.add(parent);
		writeFileSync(file, content);
	}
};

/**
 * n8n's own nodes, which the engine tests and the demonstration put beside ours. The package is
 * unpacked alone: with its dependencies it would be 1.5 GB.
 */
export const fetchNodesBase = async (say) => {
	await unpackNodesBase(say);
	await installNodesBaseModules(folder, say);
};

const unpackNodesBase = async (say) => {
	if (isComplete()) return;
	say(`Fetching n8n's own nodes (n8n-nodes-base ${VERSION}, 12 MB) ...`);
	mkdirSync(join(cache, 'node_modules'), { recursive: true });
	await download();
	const bytes = readFileSync(archive);
	rmSync(archive);
	if (createHash('sha512').update(bytes).digest('base64') !== INTEGRITY) {
		throw new SetUpError(`The download of n8n-nodes-base ${VERSION} is damaged. Try again.`);
	}
	const partial = `${folder}.partial`;
	rmSync(partial, { recursive: true, force: true });
	rmSync(folder, { recursive: true, force: true });
	unpack(bytes, partial);
	writeFileSync(join(partial, '.complete'), VERSION);
	renameSync(partial, folder);
};
