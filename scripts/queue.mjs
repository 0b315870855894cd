import { existsSync, readdirSync } from 'node:fs';
import { installWithApt } from './e2e/apt.mjs';
import { installN8n } from './e2e/install.mjs';
import { runNode } from './setup/run.mjs';
import { runAndExit, setUp } from './setup/setUp.mjs';

const say = (sentence) => console.log(sentence);

/** Where Debian has the programs of PostgreSQL, by version. */
const POSTGRES = '/usr/lib/postgresql';

const hasPostgres = () =>
	existsSync(POSTGRES) &&
	readdirSync(POSTGRES).some((version) => existsSync(`${POSTGRES}/${version}/bin/initdb`));

/** The packages of Debian that queue mode needs and that are not there. */
const missingServers = () => [
	...(existsSync('/usr/bin/redis-server') ? [] : ['redis-server']),
	...(existsSync('/usr/bin/webdis') ? [] : ['webdis']),
	...(hasPostgres() ? [] : ['postgresql']),
];

await runAndExit(async () => {
	await setUp();
	if (missingServers().length > 0) installWithApt(missingServers(), say);
	const missing = missingServers();
	if (missing.length > 0) {
		say(`${missing.join(', ')} not found: n8n's queue mode cannot be tried without.`);
		say(`Install them (Debian: apt-get install ${missing.join(' ')}) and run this again.`);
		say('THE TEST IN QUEUE MODE WAS SKIPPED.');
		say(JSON.stringify({ skipped: `no ${missing.join(', ')}` }));
		return 0;
	}
	await installN8n(say);
	return await runNode(['test/queue/main.mts', ...process.argv.slice(2)]);
});
