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
 * Only files that hold a mutant of the sample are instrumented, and of the tests only those run that are the fewest
 * imports away from one of them. They run once without a mutant, which tells what each of them reaches; then, for
 * each mutant in a process of its own, those that reach it, until one fails.
 */

const TESTS = ['test/unit', 'test/client'];
/** Test files that look at a mutant: of `time` and `wire` nearly all would, and those further away kill little. */
const MOST_TESTS = 12;
/** A test file that takes this much longer with a mutant does not end. */
const TIMES_LONGER = 5;
const PATIENCE_MS = 60_000;
/** Test files that take longer look at a mutant last. */
const SLOW_MS = 10_000;

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

/**
 * Runs test files of the copy.
 *
 * @returns whether all passed, and what jest printed; a run that does not end in time has not passed
 */
const runTests = async (tests, { env, args = [], timeoutMs }) =>
	await new Promise((resolve) => {
		const jest = [inProject('node_modules/jest/bin/jest.js'), '-c', join(folder, 'jest.config.js')];
		const child = spawn(node24, [...jest, ...args, '--runTestsByPath', ...tests], {
			cwd: folder,
			stdio: ['ignore', 'ignore', 'pipe'],
			timeout: timeoutMs,
			killSignal: 'SIGKILL',
			env: { ...process.env, ...env },
		});
		let printed = '';
		child.stderr.setEncoding('utf8').on('data', (part) => (printed += part));
		child.on('close', (code) => resolve({ isPassed: code === 0, printed }));
	});

/** Works on all of a list, as many at a time as there are processors. */
const forAll = async (list, work) => {
	const left = [...list];
	const workOn = async () => {
		for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
	};
	await Promise.all(Array.from({ length: availableParallelism() }, workOn));
};

const linesOf = (name) => readFileSync(name, 'utf8').split('\n').filter(Boolean);

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
	const tests = [...new Set([...testsOf.values()].flat())];
	console.log(
		`${mutants.length} mutants of ${files.length} files, ${chosen.length} of them tried by ${tests.length} test files.`,
	);

	const args = ['-w', String(availableParallelism())];
	const whole = await runTests(tests, { env: { MUTANTS_REACHED: REACHED }, args });
	if (!whole.isPassed) {
		console.error(whole.printed.slice(-3_000));
		throw new SetUpError('The tests do not pass without a mutant.');
	}
	const runs = new Map(
		linesOf(REACHED).map((line) => {
			const { test, ids, tookMs } = JSON.parse(line);
			return [test, { ids: new Set(ids), tookMs }];
		}),
	);
	const isSlow = (test) => runs.get(test).tookMs > SLOW_MS;
	const reaching = ({ id, file }) =>
		testsOf
			.get(file)
			.filter((test) => runs.get(test)?.ids.has(id))
			.sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)));

	const killed = new Set();
	const reached = chosen.filter((mutant) => reaching(mutant).length > 0);
	await forAll(reached, async (mutant) => {
		const looking = reaching(mutant);
		const tookMs = looking.reduce((sum, test) => sum + runs.get(test).tookMs, 0);
		for (const test of looking) {
			const { isPassed } = await runTests([test], {
				env: { __STRYKER_ACTIVE_MUTANT__: mutant.id },
				args: ['-w', '1', '--bail=1'],
				timeoutMs: PATIENCE_MS + TIMES_LONGER * tookMs,
			});
			if (isPassed) continue;
			killed.add(mutant.id);
			return;
		}
	});

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
