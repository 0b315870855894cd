import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

await runAndExit(async () => {
	await setUp();
	return await runNode([
		'--max-semi-space-size=64',
		'test/soak/feed/main.mts',
		...process.argv.slice(2),
	]);
});
