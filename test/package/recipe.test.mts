import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One marked block of CONTRIBUTING.md: a file to write, or lines to put behind the first line with a text. */
interface Step {
	readonly path: string;
	readonly behind?: string;
	readonly text: string;
}

const BLOCK =
	/<!-- (?:new file: (?<file>\S+)|into (?<into>\S+) behind: (?<behind>.+?)) -->\n```\w*\n(?<text>[\s\S]*?\n)```/g;

const steps: Step[] = [...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(BLOCK)].map(
	({ groups = {} }) => ({
		path: groups.file ?? groups.into ?? '',
		text: groups.text ?? '',
		...(groups.behind !== undefined && { behind: groups.behind }),
	}),
);

function carryOut(folder: string, { path, behind, text }: Step): void {
	const file = join(folder, path);
	if (behind === undefined) {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
		return;
	}
	const lines = readFileSync(file, 'utf8').split('\n');
	const at = lines.findIndex((line) => line.includes(behind));
	if (at === -1) throw new Error(`${path} has no line with "${behind}"`);
	lines.splice(at + 1, 0, text.trimEnd());
	writeFileSync(file, lines.join('\n'));
}

/** Scripts run without jest, which cannot load them. */
function scratchCopy(): string {
	const code =
		"import('./scripts/setup/scratchCopy.mjs').then((m) => process.stdout.write(m.scratchCopy('recipe')))";
	return spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' }).stdout;
}

let folder = '';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the recipe for an operation works as it is written', () => {
	expect(steps.length).toBeGreaterThan(8);
	folder = scratchCopy();
	for (const step of steps) carryOut(folder, step);
	const run = (program: string, ...args: string[]) => {
		const bin = join(folder, program);
		const done = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' });
		return done.status === 0 ? 'passes' : `${done.stdout}${done.stderr}`;
	};
	// The types of what the recipe touches, and of all that it imports; the others are as they were.
	const files = steps.map(({ path }) => join(folder, path)).filter((path) => /\.m?ts$/.test(path));
	const config = { extends: './tsconfig.json', include: [], files: [...new Set(files)] };
	writeFileSync(join(folder, 'test/recipe.json'), JSON.stringify(config));
	expect(run('node_modules/typescript/bin/tsc', '-p', 'test/recipe.json')).toBe('passes');
	expect(run('scripts/schemas.mts')).toBe('passes');
	// Without those in the engine, which loads what is built: the copy is not.
	const tests = ['test/operations/aliExpress', 'promise-templates', 'test/package/documents'];
	expect(run('node_modules/jest/bin/jest.js', '-w', '1', ...tests)).toBe('passes');
}, 300_000);
