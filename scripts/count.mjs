import { existsSync, readFileSync } from 'node:fs';
import { inProject } from './setup/project.mjs';

const file = inProject('.cache', 'jest-result.json');

if (existsSync(file)) {
	const result = JSON.parse(readFileSync(file, 'utf8'));
	// A test file that could not even be loaded has no tests to count, but it failed.
	const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
	console.log(`${result.numPassedTests} passed, ${failed} failed`);
} else {
	console.log('No test was run.');
}
