import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { instrument } from './mutate/instrument.mjs';
import { PURE_CORE } from './mutate/pureCore.mjs';
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
 * First every test is repeated for each living mutant that it reaches, within one run of jest; what
 * still lives is then tried again in a process of its own, since a module that remembers what it has
 * read can hide a mutant from a repetition.
 */

const folder = scratchCopy('mutate');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const TESTS = ['unit', 'client'];

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
		roots: [join(folder, 'nodes'), ...TESTS.map((name) => join(folder, 'test', name))],
		testEnvironment: inProject('scripts', 'mutate', 'environment.cjs'),
		testPathIgnorePatterns: ['/node_modules/'],
		modulePathIgnorePatterns: [join(folder, 'dist')],
	};
	const config = `module.exports = { ...require(${base}), ...${JSON.stringify(settings)} };\n`;
	writeFileSync(join(folder, 'jest.config.js'), config);
	writeFileSync(join(folder, 'killed'), '\n');
	writeFileSync(join(folder, 'reached'), '');
};

const runJest = (args, { ids, mutant }) =>
	spawnSync(
		node24,
		[inProject('node_modules/jest/bin/jest.js'), '-c', join(folder, 'jest.config.js'), ...args],
		{
			cwd: folder,
			encoding: 'utf8',
			stdio: ['ignore', 'ignore', 'pipe'],
			timeout: mutant === undefined ? undefined : 120_000,
			env: {
				...process.env,
				MUTATE: JSON.stringify({ folder, mutants: ids }),
				...(mutant !== undefined && { __STRYKER_ACTIVE_MUTANT__: mutant }),
			},
		},
	);

const linesOf = (name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean);

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
	for (const [file, content] of contents) writeFileSync(join(folder, file), content);
	const chosen = chosenFrom(mutants, Number(values.sample), Number(values.seed));
	const ids = chosen.map(({ id }) => id);
	console.log(`${mutants.length} mutants of ${files.length} files, ${ids.length} of them tried.`);

	const first = runJest(['--findRelatedTests', ...files.map((file) => join(folder, file))], {
		ids,
	});
	if (first.status !== 0) {
		console.error(first.stderr.slice(-3_000));
		throw new SetUpError('The tests do not pass without a mutant.');
	}
	const testsOf = new Map();
	for (const { test, ids: reached } of linesOf('reached').map((line) => JSON.parse(line))) {
		for (const id of reached) testsOf.set(id, [...(testsOf.get(id) ?? []), test]);
	}
	const killed = new Set(linesOf('killed'));
	const isReached = ({ id }) => testsOf.has(id);
	const left = chosen.filter((one) => isReached(one) && !killed.has(one.id));
	console.log(
		`${killed.size} killed by repetition; ${left.length} tried in a process of their own ...`,
	);
	for (const { id } of left) {
		const { status } = runJest(['--bail=1', '-w', '1', ...testsOf.get(id)], { ids, mutant: id });
		if (status !== 0) killed.add(id);
	}

	for (const { id, at, was, became } of chosen.filter((one) => !killed.has(one.id))) {
		console.log(`${at}  ${was}  ->  ${became}${testsOf.has(id) ? '' : '  (no test comes here)'}`);
	}
	const reached = chosen.filter(isReached).length;
	const part = (of) => (of === 0 ? null : Math.round((1_000 * killed.size) / of) / 1_000);
	console.log(
		JSON.stringify({
			files: files.length,
			mutants: mutants.length,
			tried: ids.length,
			reached,
			killed: killed.size,
			killedOfTried: part(ids.length),
			killedOfReached: part(reached),
			seed: Number(values.seed),
		}),
	);
});
