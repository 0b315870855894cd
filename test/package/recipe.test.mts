import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One marked block of CONTRIBUTING.md: a file to write, or lines to put beside the first line with a text. */
interface Step {
	readonly path: string;
	readonly beside?: { readonly line: string; readonly isBefore: boolean };
	readonly text: string;
}

const BLOCK =
	/<!-- (?:new file: (?<file>\S+)|into (?<into>\S+) (?<side>behind|before): (?<line>.+?)) -->\n```\w*\n(?<text>[\s\S]*?\n)```/g;

const contributing = readFileSync('CONTRIBUTING.md', 'utf8');

/** The steps of a chapter, in the order in which they are written. */
function stepsUnder(title: string): Step[] {
	const [, chapter = ''] = contributing.split(`\n## ${title}\n`);
	const [own = ''] = chapter.split('\n## ');
	return [...own.matchAll(BLOCK)].map(({ groups = {} }) => ({
		path: groups.file ?? groups.into ?? '',
		text: groups.text ?? '',
		...(groups.line !== undefined && {
			beside: { line: groups.line, isBefore: groups.side === 'before' },
		}),
	}));
}

function carryOut(folder: string, { path, beside, text }: Step): void {
	const file = join(folder, path);
	if (beside === undefined) {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
		return;
	}
	const lines = readFileSync(file, 'utf8').split('\n');
	const at = lines.findIndex((line) => line.includes(beside.line));
	if (at === -1) throw new Error(`${path} has no line with "${beside.line}"`);
	lines.splice(beside.isBefore ? at : at + 1, 0, text.replace(/\n$/, ''));
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

test('the recipes for an operation and for an event work as they are written', () => {
	const ofOperation = stepsUnder('Add an operation in ten minutes');
	const ofEvent = stepsUnder('Add an event in ten minutes');
	expect(ofOperation.length).toBeGreaterThan(8);
	expect(ofEvent.length).toBeGreaterThan(5);
	const steps = [...ofOperation, ...ofEvent];
	folder = scratchCopy();
	for (const step of steps) carryOut(folder, step);
	const run = (program: string, ...args: string[]) => {
		const bin = join(folder, program);
		const done = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' });
		return done.status === 0 ? 'passes' : `${done.stdout}${done.stderr}`;
	};
	// The types of what the recipes touch, and of all that it imports; the others are as they were.
	const files = steps.map(({ path }) => join(folder, path)).filter((path) => /\.m?ts$/.test(path));
	const config = { extends: './tsconfig.json', include: [], files: [...new Set(files)] };
	writeFileSync(join(folder, 'test/recipe.json'), JSON.stringify(config));
	expect(run('node_modules/typescript/bin/tsc', '-p', 'test/recipe.json')).toBe('passes');
	expect(run('scripts/schemas.mts')).toBe('passes');
	// Without those in the engine, which loads what is built: the copy is not.
	const tests = ['test/operations/aliExpress', 'promiseTemplates', 'test/package/documents'];
	expect(run('node_modules/jest/bin/jest.js', '-w', '1', ...tests)).toBe('passes');
	const events = ['test/unit/AliExpress/trigger/events', '-t', 'frozen orders'];
	expect(run('node_modules/jest/bin/jest.js', '-w', '1', ...events)).toBe('passes');
}, 300_000);
