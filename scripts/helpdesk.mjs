import { existsSync } from 'node:fs';
import { installWithApt } from './e2e/apt.mjs';
import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

const say = (sentence) => console.log(sentence);
const PACKAGES = ['request-tracker5', 'rt5-db-sqlite', 'rt5-standalone'];
const PROGRAM = '/usr/share/request-tracker5/libexec/rt-server';

await runAndExit(async () => {
	await setUp();
	if (!existsSync(PROGRAM)) installWithApt(PACKAGES, say);
	if (!existsSync(PROGRAM)) {
		say('No Request Tracker 5 was found.');
		say(`Install it (Debian: apt-get install ${PACKAGES.join(' ')}) and run this again.`);
		say('THE TEST WITH A REAL HELPDESK WAS SKIPPED.');
		say(JSON.stringify({ skipped: 'no request-tracker5' }));
		return 0;
	}
	// Said of every module of the package that plain Node loads; jest and n8n load them otherwise.
	const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
	return await runNode([quiet, 'test/helpdesk/main.mts']);
});
