import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');
const manifest = JSON.parse(read('package.json'));

const built = (pattern: string): string[] =>
	globSync(pattern)
		.map((path) => `dist/${path.replaceAll('\\', '/').replace(/\.ts$/, '.js')}`)
		.sort();

describe('package.json', () => {
	it('lists every node and every credential', () => {
		expect([...manifest.n8n.nodes].sort()).toEqual(built('nodes/**/*.node.ts'));
		expect([...manifest.n8n.credentials].sort()).toEqual(built('credentials/*.credentials.ts'));
	});

	it('asks nothing of whoever installs the package', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.overrides).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.files).toEqual(['dist']);
		const lifecycle = /^(pre|post)?(install|publish|pack|prepare)$|^prepublishOnly$|^dependencies$/;
		expect(Object.keys(manifest.scripts).filter((name) => lifecycle.test(name))).toEqual([]);
	});

	it('declares itself as a strict community package of API version 1', () => {
		expect(manifest).toMatchObject({
			name: 'n8n-nodes-aliexpress',
			license: 'MIT',
			keywords: expect.arrayContaining(['n8n-community-node-package']),
			n8n: { n8nNodesApiVersion: 1, strict: true },
		});
	});

	it('names the nodes in their codex files as n8n does', () => {
		for (const path of globSync('nodes/**/*.node.json')) {
			const { node } = JSON.parse(read(path));
			const className = /(\w+)\.node\.json$/.exec(path)?.[1] ?? '';
			const name = className.replace(/^\w/, (letter) => letter.toLowerCase());
			expect(node.toLowerCase()).toBe(`${manifest.name}.${name}`.toLowerCase());
		}
	});

	it("lints with n8n's own config, unchanged", () => {
		const own =
			'node_modules/@n8n/node-cli/dist/template/templates/shared/default/eslint.config.mjs';
		expect(read('eslint.config.mjs')).toBe(read(own));
	});
});
