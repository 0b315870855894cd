import { parseArgs } from 'node:util';
import { provideChromium } from './e2e/chromium.mjs';
import { compileDatabaseDriver } from './e2e/compile.mjs';
import { folderOfN8n, installN8n } from './e2e/install.mjs';
import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

const say = (sentence) => console.log(sentence);

// What else is said on the command line is for the test itself.
const { n8n } = parseArgs({ options: { n8n: { type: 'string' } }, strict: false }).values;

await runAndExit(async () => {
	await setUp();
	await installN8n(say, n8n);
	const missing = await compileDatabaseDriver(say, folderOfN8n(n8n));
	if (missing.length > 0) {
		say(`${missing.join(', ')} not found: n8n needs them to compile its database driver.`);
		say('Install them (Debian: apt-get install python3 make g++) and run this again.');
		say('THE TEST IN A REAL n8n WAS SKIPPED.');
		say(JSON.stringify({ skipped: `no ${missing.join(', ')}` }));
		return 0;
	}
	const chromium = provideChromium(say);
	if (chromium === undefined) {
		say(
			'No Chromium was found. Install one (Debian: apt-get install chromium) and run this again.',
		);
		say('THE PART IN A REAL BROWSER IS SKIPPED; its steps are done over the interface behind it.');
	}
	const browser = chromium === undefined ? [] : [`--chromium=${chromium}`];
	return await runNode(['test/e2e/main.mts', ...browser, ...process.argv.slice(2)]);
});
