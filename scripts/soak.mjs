import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

/** `node scripts/soak.mjs <its main file> [options of its own]` */
await runAndExit(async () => {
	await setUp();
	return await runNode(['--max-semi-space-size=64', ...process.argv.slice(2)]);
});
