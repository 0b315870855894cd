import { globSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string): string => readFileSync(path, 'utf8');

/** What is looked at of a compose file. Its environment is a table or a list of `NAME=value`. */
const composeSchema = z.object({
	services: z.record(
		z.object({
			image: z.string(),
			environment: z
				.union([z.record(z.unknown()), z.array(z.string())])
				.optional()
				.transform((given = {}) =>
					Array.isArray(given)
						? Object.fromEntries(given.map((line) => line.split(/=(.*)/s).slice(0, 2)))
						: given,
				),
			ports: z.array(z.string()).optional(),
			volumes: z.array(z.string()).optional(),
		}),
	),
	volumes: z.record(z.unknown()).optional(),
});

const compose = (text: string) => composeSchema.parse(parse(text, { merge: true }));

/** What n8n reads of its environment, taken from the n8n of the end-to-end test, which compares them. */
const known = z
	.object({ n8n: z.string(), names: z.array(z.string()) })
	.parse(JSON.parse(read('test/fixtures/n8nEnvironment.json')));

const N8N_IMAGE = /^n8nio\/n8n:/;

/** Settings that n8n does not know; `_FILE` behind a name means that a file holds the value. */
const unknownSettings = (text: string): string[] =>
	Object.values(compose(text).services)
		.filter(({ image }) => N8N_IMAGE.test(image))
		.flatMap(({ environment }) => Object.keys(environment))
		.filter((name) => !known.names.includes(name.replace(/_FILE$/, '')));

const files = globSync('deploy/**/compose.yaml').sort();

test('the list of settings is that of the n8n which is tested', () => {
	const { dependencies } = JSON.parse(read('test/e2e/package.json'));
	expect(known.n8n).toBe(dependencies.n8n);
	expect(known.names.length).toBeGreaterThan(500);
});

test('a setting that n8n does not know is found, whatever its form', () => {
	const withSettings = (settings: string) =>
		`services:\n  n8n:\n    image: n8nio/n8n:2.41.1\n    environment:\n${settings}`;
	expect(unknownSettings(withSettings('      N8N_PORT: "1"\n      N8N_PROT: "1"\n'))).toEqual([
		'N8N_PROT',
	]);
	expect(unknownSettings(withSettings('      - N8N_PORT=1\n      - N8N_PROT=1\n'))).toEqual([
		'N8N_PROT',
	]);
	expect(unknownSettings(withSettings('      N8N_ENCRYPTION_KEY_FILE: /run/key\n'))).toEqual([]);
	const twice = withSettings('      N8N_PORT: "1"\n      N8N_PORT: "2"\n');
	expect(() => unknownSettings(twice)).toThrow(/unique/);
});

describe.each(files)('%s', (file) => {
	const text = read(file);
	const { services, volumes = {} } = compose(text);
	const ofN8n = Object.values(services).filter(({ image }) => N8N_IMAGE.test(image));

	test('has only settings that n8n knows', () => {
		expect(ofN8n.length).toBeGreaterThan(0);
		expect(unknownSettings(text)).toEqual([]);
	});

	test('takes the n8n that is tested, and nothing by "latest"', () => {
		for (const { image } of ofN8n) expect(image).toBe(`n8nio/n8n:${known.n8n}`);
		for (const { image } of Object.values(services)) expect(image).toMatch(/:\d/);
	});

	test('declares the volumes that it uses', () => {
		const used = Object.values(services)
			.flatMap((service) => service.volumes ?? [])
			.map((line) => line.split(':')[0] ?? '')
			.filter((name) => /^\w/.test(name));
		expect([...new Set(used)].sort()).toEqual(Object.keys(volumes).sort());
	});

	test('says of each value to be given that it is missing, or has one for it', () => {
		const given = [...text.matchAll(/\$\{(\w+)([^}]*)\}/g)];
		const explained = given
			.filter(([, , rest = '']) => /^:[?-]/.test(rest))
			.map(([, name]) => name);
		const bare = given.map(([, name]) => name).filter((name) => !explained.includes(name));
		expect(bare).toEqual([]);
	});
});

describe('deploy/compose.yaml', () => {
	const text = read('deploy/compose.yaml');
	const { services } = compose(text);
	const [n8n] = Object.values(services);

	test('runs n8n alone, on this machine, with its data in the volume', () => {
		expect(Object.keys(services)).toEqual(['n8n']);
		expect(n8n?.ports).toEqual(['127.0.0.1:5678:5678']);
		// Where the image has N8N_USER_FOLDER, in which database, key and packages are.
		expect(n8n?.volumes).toEqual(['n8n_data:/home/node/.n8n']);
	});

	test('tells n8n one public address, and lets it take this package', () => {
		expect(n8n?.environment.N8N_EDITOR_BASE_URL).toMatch(/^\$\{PUBLIC_URL:\?/);
		expect(n8n?.environment.N8N_WEBHOOK_URL).toBe('${PUBLIC_URL}');
		expect(n8n?.environment).toMatchObject({
			N8N_PROXY_HOPS: '1',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		});
	});

	test('keeps executions for less than the 90 days that AliExpress allows', () => {
		expect(n8n?.environment.EXECUTIONS_DATA_PRUNE).toBe('true');
		expect(Number(n8n?.environment.EXECUTIONS_DATA_MAX_AGE)).toBeLessThan(90 * 24);
	});

	test('is the one that the pages tell of', () => {
		for (const page of ['docs/install.md', 'docs/zh/install.md']) {
			const said = read(page);
			expect(said).toContain('PUBLIC_URL=https://n8n.example.com docker compose up --detach');
			expect(said).toContain('/home/node/.n8n/nodes/node_modules/n8n-nodes-aliexpress');
		}
	});
});
