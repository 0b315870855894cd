import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageDirectoryLoader } from 'n8n-core';
import { core } from '../engine/harness/engine.mts';
import { removeEngineFolder } from '../engine/harness/environment.mts';

const root = process.cwd();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const load = async (): Promise<PackageDirectoryLoader> => {
	const loader = new core.PackageDirectoryLoader(root);
	await loader.loadAll();
	return loader;
};
const descriptions = ({ types }: PackageDirectoryLoader): string =>
	JSON.stringify([types.nodes, types.credentials], null, '\t');

let loader: PackageDirectoryLoader;
beforeAll(async () => {
	loader = await load();
});
afterAll(removeEngineFolder);

describe('the built package in n8n', () => {
	it('loads every node and credential of the manifest', () => {
		expect(Object.keys(loader.nodeTypes)).toHaveLength(manifest.n8n.nodes.length);
		expect(Object.keys(loader.credentialTypes)).toHaveLength(manifest.n8n.credentials.length);
	});

	it('shows a picture for light and dark and has codex data for every node', () => {
		const pictures = [...loader.types.nodes, ...loader.types.credentials].flatMap(
			({ name, iconUrl }) => {
				expect([name, typeof iconUrl]).toEqual([name, 'object']);
				return Object.values(iconUrl as object) as string[];
			},
		);
		const missing = pictures.filter(
			(url) => !existsSync(join(root, url.replace(`icons/${manifest.name}/`, ''))),
		);
		expect(missing).toEqual([]);
		for (const { name, codex } of loader.types.nodes) {
			expect([name, codex?.categories?.length]).not.toEqual([name, undefined]);
			expect([name, codex?.resources?.primaryDocumentation?.length]).not.toEqual([name, undefined]);
		}
	});

	it('looks the same after it was loaded a second time', async () => {
		const first = descriptions(loader);
		const second = await load();
		expect(descriptions(second)).toBe(first);
		expect(descriptions(loader)).toBe(first);
	});

	it('has no credential in which an older n8n shows its field for allowed domains', () => {
		// It adds the field to each type that does not have one of this name by itself.
		for (const { name, properties, hideDomainRestrictionFields } of loader.types.credentials) {
			const own = properties.filter((field) => field.name === 'allowedHttpRequestDomains');
			expect([name, own.map(({ type }) => type)]).toEqual([name, ['hidden']]);
			expect([name, own[0]?.default]).toEqual([name, 'all']);
			expect([name, hideDomainRestrictionFields]).toEqual([name, true]);
		}
	});

	it('ties every credential of a node to a type and every type to a node', () => {
		const used = loader.types.nodes.flatMap(({ credentials }) => credentials ?? []);
		const names = new Set(used.map(({ name }) => name));
		expect([...names].sort()).toEqual(Object.keys(loader.credentialTypes).sort());
	});
});

describe('dist', () => {
	const built = globSync('dist/**/*.*').map((path) => path.replaceAll('\\', '/'));

	it('has the pictures and codex files that n8n-node build would copy, byte for byte', () => {
		const copied = globSync('{nodes,credentials}/**/*.{png,svg,json}');
		expect(copied.length).toBeGreaterThan(0);
		for (const path of copied) {
			const same =
				existsSync(`dist/${path}`) && readFileSync(path).equals(readFileSync(`dist/${path}`));
			expect([path, same]).toEqual([path, true]);
		}
	});

	it('holds nothing but what was made from a source', () => {
		const sources = built.map((path) =>
			path.replace('dist/', '').replace(/\.(d\.ts|js|js\.map)$/, '.ts'),
		);
		expect([...new Set(sources)].filter((path) => !existsSync(path))).toEqual([]);
	});
});
