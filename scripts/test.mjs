import { mkdirSync, rmSync } from 'node:fs';
import { inProject } from './setup/project.mjs';
import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

/** What jest found, for whoever needs the numbers afterwards (see .ci/run). */
const RESULT = '.cache/jest-result.json';
/** What tsc knows of the types since the last time. */
const TYPES = '.cache/test-types.tsbuildinfo';

const runTypes = () =>
	runNode([
		'node_modules/typescript/bin/tsc',
		...['-p', 'test/tsconfig.json', '--incremental', '--tsBuildInfoFile', TYPES],
	]);

await runAndExit(async () => {
	rmSync(inProject(RESULT), { force: true });
	await setUp();
	mkdirSync(inProject('.cache'), { recursive: true });
	const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${RESULT}`];
	// Who asks for a few tests waits for those alone; `npm test` and `npm run typecheck` look at all types.
	const isWhole = process.argv.length === 2;
	const codes = await Promise.all([
		runNode([...jest, ...process.argv.slice(2)]),
		isWhole ? runTypes() : 0,
	]);
	return codes.find((code) => code !== 0) ?? 0;
});
