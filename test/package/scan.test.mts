import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * In its own tests eslint-plugin-n8n-nodes-base applies rules differently, and it takes jest for
 * them.
 */
const { NODE_ENV: _jest, ...environment } = process.env;

const scan = (root: string): { status: number | null; output: string } => {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(process.cwd(), 'scripts/scan.mts'), '--root', root],
		{ encoding: 'utf8', env: environment },
	);
	return { status, output: stdout + stderr };
};
const lastLine = (output: string): string => output.trimEnd().split('\n').at(-1) ?? '';

// The package itself goes through `npm run scan`, which .ci/run calls: it takes half a minute of processor.
describe('npm run scan', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'scan-'));
		cpSync('package.json', join(folder, 'package.json'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const write = (path: string, text: string): void => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	};

	it('bites with both rule sets in .ts and in .js, whatever a comment says', () => {
		const violation = '/* eslint-disable */\nexport const home = process.env.HOME;\n';
		write('nodes/Planted/planted.ts', violation);
		write(
			'dist/nodes/Planted/planted.js',
			'/* eslint-disable */\nexports.home = process.env.HOME;\n',
		);
		const { status, output } = scan(folder);
		for (const check of [
			'scanner 0.29.0 rules, source',
			'scanner 0.29.0 rules, dist',
			'CLI 0.32.0 rules, source',
			'CLI 0.32.0 rules, dist',
		]) {
			expect(output).toMatch(
				new RegExp(`${check.replaceAll('.', '\\.')}: [12] files, \\d+ rules, [1-9]`),
			);
		}
		expect(output.match(/no-restricted-globals/g)).toHaveLength(4);
		expect(lastLine(output)).toMatch(
			/^scan: \d+ errors \(scanner 0\.29\.0 rules and CLI 0\.32\.0 rules, [12] source files, [12] dist files\)$/,
		);
		expect(status).toBe(1);
	}, 60_000);

	it('does not pass a package without anything built', () => {
		write('nodes/Planted/planted.ts', 'export const one = 1;\n');
		const { status, output } = scan(folder);
		expect(output).toContain('there was nothing to check');
		expect(status).toBe(1);
	}, 60_000);
});
