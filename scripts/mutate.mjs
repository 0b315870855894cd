import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { instrument } from './mutate/instrument.mjs';
import { PURE_CORE } from './mutate/pureCore.mjs';
import { nearestTestsOf } from './mutate/nearest.mjs';
import { chosenFrom } from './mutate/sample.mjs';
import { inProject, node24 } from './setup/project.mjs';
import { SetUpError } from './setup/run.mjs';
import { scratchCopy } from './setup/scratchCopy.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

/**
 * `npm run mutate -- [files] [--core] [--sample N] [--seed S]`: breaks the code in small ways, one at a
 * time, and tells which breaks no unit or client test notices. Works in a copy of the tree. No gate:
 * it exits with 0 whatever lives.
 *
 * Only files that hold a mutant of the sample are instrumented. Each mutant has a process of its own, in which the
 * tests run that are the fewest imports away from its file: the nearest first, and the others when it lives. In the
 * end those that have killed one are run without any.
 */

const TESTS = ['test/unit', 'test/client'];
/** Test files that look at a mutant: of `time` and `wire` nearly all would, and those further away kill little. */
const MOST_TESTS = 12;
const NEAREST = 2;
/** Far longer than these tests take; a mutant that waits for ever is killed by it. */
const PATIENCE_MS = 240_000;

const folder = scratchCopy('mutate');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const REACHED = join(folder, 'reached');

const changedFiles = () => {
	const { stdout } = spawnSync('git', ['diff', '--name-only', 'HEAD', '--', 'nodes'], {
		cwd: inProject(),
		encoding: 'utf8',
	});
	return stdout.split('\n').filter((file) => file.endsWith('.ts') && existsSync(inProject(file)));
};

const prepare = () => {
	const base = JSON.stringify(inProject('jest.config.js'));
	const settings = {
		rootDir: folder,
		roots: [join(folder, 'nodes'), ...TESTS.map((name) => join(folder, name))],
		testEnvironment: inProject('scripts', 'mutate', 'environment.cjs'),
		testPathIgnorePatterns: ['/node_modules/'],
		modulePathIgnorePatterns: [join(folder, 'dist')],
	};
	const config = `module.exports = { ...require(${base}), ...${JSON.stringify(settings)} };\n`;
	writeFileSync(join(folder, 'jest.config.js'), config);
	writeFileSync(REACHED, '');
};

/** Whether these test files of the copy pass; a run that does not end in time has not. */
const pass = async (tests, env) =>
	await new Promise((resolve) => {
		const jest = [inProject('node_modules/jest/bin/jest.js'), '-c', join(folder, 'jest.config.js')];
		const args = ['-w', '1', '--bail=1', '--runTestsByPath', ...tests];
		const child = spawn(node24, [...jest, ...args], {
			cwd: folder,
			stdio: 'ignore',
			timeout: PATIENCE_MS,
			killSignal: 'SIGKILL',
			env: { ...process.env, MUTANTS_REACHED: REACHED, ...env },
		});
		child.on('close', (code) => resolve(code === 0));
	});

/** Works on all of a list, as many at a time as there are processors. */
const forAll = async (list, work) => {
	const left = [...list];
	const workOn = async () => {
		for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
	};
	await Promise.all(Array.from({ length: availableParallelism() }, workOn));
};

await runAndExit(async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			core: { type: 'boolean' },
			sample: { type: 'string', default: '300' },
			seed: { type: 'string', default: '1' },
		},
	});
	await setUp();
	const files = values.core ? PURE_CORE : positionals.length > 0 ? positionals : changedFiles();
	const missing = files.filter((file) => !existsSync(inProject(file)));
	if (missing.length > 0) throw new SetUpError(`There is no ${missing.join(', ')}.`);
	if (files.length === 0)
		throw new SetUpError(
			'No file of nodes/ has changed since the last commit: name some, or --core.',
		);
	prepare();
	const { mutants, contents } = await instrument(files);
	const chosen = chosenFrom(mutants, Number(values.sample), Number(values.seed));
	const nearest = nearestTestsOf(TESTS, MOST_TESTS);
	const testsOf = new Map(
		chosen.map(({ file }) => [file, nearest(file).map((test) => join(folder, test))]),
	);
	for (const [file, content] of contents) {
		if (testsOf.has(file)) writeFileSync(join(folder, file), content);
	}
	console.log(
		`${mutants.length} mutants of ${files.length} files, ${chosen.length} of them tried.`,
	);

	/** What killed each mutant. */
	const killed = new Map();
	await forAll(chosen, async ({ id, file }) => {
		const tests = testsOf.get(file);
		for (const some of [tests.slice(0, NEAREST), tests.slice(NEAREST)]) {
			if (some.length === 0) return;
			if (await pass(some, { __STRYKER_ACTIVE_MUTANT__: id })) continue;
			killed.set(id, some);
			return;
		}
	});
	const killers = [...new Set([...killed.values()].flat())];
	if (killers.length > 0 && !(await pass(killers, {}))) {
		throw new SetUpError('The tests do not pass without a mutant.');
	}

	const reachedIds = new Set(readFileSync(REACHED, 'utf8').split('\n'));
	const reached = chosen.filter(({ id }) => reachedIds.has(id) || killed.has(id));
	for (const mutant of chosen.filter(({ id }) => !killed.has(id))) {
		const { at, was, became } = mutant;
		console.log(
			`${at}  ${was}  ->  ${became}${reached.includes(mutant) ? '' : '  (no test comes here)'}`,
		);
	}
	const part = (of) => (of === 0 ? null : Math.round((1_000 * killed.size) / of) / 1_000);
	console.log(
		JSON.stringify({
			files: files.length,
			mutants: mutants.length,
			tried: chosen.length,
			reached: reached.length,
			killed: killed.size,
			killedOfTried: part(chosen.length),
			killedOfReached: part(reached.length),
			seed: Number(values.seed),
		}),
	);
});
