import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

await runAndExit(async () => {
	await setUp();
	return await runNode(['test/soak/alibaba/main.mts', ...process.argv.slice(2)]);
});
