import { compileDatabaseDriver } from './e2e/compile.mjs';
import { installN8n } from './e2e/install.mjs';
import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

const say = (sentence) => console.log(sentence);

await runAndExit(async () => {
	await setUp();
	await installN8n(say);
	const missing = await compileDatabaseDriver(say);
	if (missing.length > 0) {
		say(`${missing.join(', ')} not found: n8n needs them to compile its database driver.`);
		say('Install them (Debian: apt-get install python3 make g++) and run this again.');
		say('The test in a real n8n was skipped.');
		return 0;
	}
	return await runNode(['test/e2e/main.mts', ...process.argv.slice(2)]);
});
