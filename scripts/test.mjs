import { mkdirSync, rmSync } from 'node:fs';
import { inProject } from './setup/project.mjs';
import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

/** What jest found, for whoever needs the numbers afterwards (see .ci/run). */
const RESULT = '.cache/jest-result.json';

await runAndExit(async () => {
	rmSync(inProject(RESULT), { force: true });
	await setUp();
	// Who asks for a few tests waits for those alone; `npm test` and `npm run typecheck` look at all types.
	const isWhole = process.argv.length === 2;
	const typed = isWhole
		? await runNode(['node_modules/typescript/bin/tsc', '-p', 'test/tsconfig.json'])
		: 0;
	if (typed !== 0) return typed;
	mkdirSync(inProject('.cache'), { recursive: true });
	return await runNode([
		'node_modules/jest/bin/jest.js',
		'--json',
		`--outputFile=${RESULT}`,
		...process.argv.slice(2),
	]);
});
