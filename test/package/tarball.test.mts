import { globSync, readFileSync } from 'node:fs';
import { packedFiles } from '../../scripts/scan/packed.mts';

const files = packedFiles(process.cwd());

describe('the packed package', () => {
	it('holds dist and the papers, no test and no source', () => {
		const elsewhere = files.filter((path) => !path.startsWith('dist/')).sort();
		expect(elsewhere).toEqual(['LICENSE.md', 'README.md', 'package.json']);
		const allowed = /\.(js|json|svg|png)$/;
		expect(files.filter((path) => path.startsWith('dist/') && !allowed.test(path))).toEqual([]);
		expect(files.filter((path) => /\.test\.|sandbox|harness|\.mts$/.test(path))).toEqual([]);
	});

	it('has fewer than 400 files beside the schemas, none of which asks for a map that is not there', () => {
		const isSchema = (path: string) => path.includes('/__schema__/');
		expect(files.filter((path) => !isSchema(path)).length).toBeLessThan(400);
		const code = files.filter((path) => path.endsWith('.js'));
		expect(code.length).toBeGreaterThan(100);
		expect(code.filter((path) => /sourceMappingURL/.test(readFileSync(path, 'utf8')))).toEqual([]);
	});

	it('holds every file the manifest names', () => {
		const { n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
		expect(files).toEqual(expect.arrayContaining([...n8n.nodes, ...n8n.credentials]));
	});

	it('holds the output schemas, which the editor shows before the first call', () => {
		const schemas = globSync('nodes/*/__schema__/**/*.json').map(
			(path) => `dist/${path.replaceAll('\\', '/')}`,
		);
		expect(schemas.length).toBeGreaterThan(40);
		expect(files).toEqual(expect.arrayContaining(schemas));
	});

	it('holds no secret, no test credential and no path of the machine that built it', () => {
		const sandboxSecret = /sandbox-(secret|bot-token|helpdesk)[\w-]*/;
		const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
		const suspicious = files.filter((path) => {
			const text = readFileSync(path, 'utf8');
			return sandboxSecret.test(text) || privateKey.test(text) || text.includes(process.cwd());
		});
		expect(suspicious).toEqual([]);
	});
});
