import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { command } from './command.mts';

/** The flags with which n8n installs the dependencies of a community package. */
const N8N_INSTALL = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

type Manifest = Record<string, unknown> & { name: string; version: string };

const readManifest = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8')) as Manifest;

function note(nodesFolder: string, { name, version }: Manifest): void {
	const file = join(nodesFolder, 'package.json');
	const known = existsSync(file) ? readManifest(file) : { name: 'installed-nodes', private: true };
	const dependencies = { ...(known as { dependencies?: object }).dependencies, [name]: version };
	writeFileSync(file, JSON.stringify({ ...known, dependencies }, null, 2));
}

/**
 * Installs a package the way n8n does (community-packages.service, n8n 2.41): pack, unpack into
 * `nodes/node_modules`, leave out development and peer dependencies, run npm there, write the name
 * down. n8n itself packs from the registry only, where this version is not.
 *
 * @param source folder of the package.
 * @param nodesFolder `<N8N_USER_FOLDER>/.n8n/nodes`.
 * @returns the folder in which the package now is.
 */
export async function installAsN8nDoes(source: string, nodesFolder: string): Promise<string> {
	const packed = join(nodesFolder, 'packed');
	mkdirSync(packed, { recursive: true });
	const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', packed];
	const archive = (await command('npm', pack, { cwd: source })).trim().split('\n').at(-1) ?? '';
	const { name } = readManifest(join(source, 'package.json'));
	const target = join(nodesFolder, 'node_modules', name);
	mkdirSync(target, { recursive: true });
	await command('tar', ['-xzf', archive, '-C', target, '--strip-components=1'], { cwd: packed });
	rmSync(packed, { recursive: true });
	const file = join(target, 'package.json');
	const { devDependencies, peerDependencies, optionalDependencies, ...manifest } =
		readManifest(file);
	writeFileSync(file, JSON.stringify(manifest, null, 2));
	await command('npm', N8N_INSTALL, { cwd: target });
	note(nodesFolder, manifest as Manifest);
	return target;
}
