import { parseArgs } from 'node:util';
import { playLive } from './live.mts';
import { playOnce } from './once.mts';
import { BUSY, setStage } from './stage.mts';

const DEFAULT_PORT = 4010;

const USAGE = `Runs the package's workflows in n8n's engine against a sandbox of AliExpress, Feishu and a helpdesk.

npm start                     days of a shop with 200 calls, two minutes each, on a page, until Ctrl-C
npm start -- --port 5000      the page on another port than ${DEFAULT_PORT}
npm start -- --once           one busy quarter of a minute without a page; the last line is the result as JSON`;

const readArguments = () =>
	parseArgs({
		options: {
			once: { type: 'boolean', default: false },
			port: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	}).values;

/** @returns exit code */
const main = async (): Promise<number> => {
	const { once, port, help } = readArguments();
	if (help) {
		console.log(USAGE);
		return 0;
	}
	if (!once) {
		await playLive(Number(port ?? DEFAULT_PORT));
		return 0;
	}
	const startedAtMs = Date.now();
	const say = (sentence: string): void =>
		console.log(`${((Date.now() - startedAtMs) / 1000).toFixed(1).padStart(6)} s  ${sentence}`);
	const stage = await setStage(Number(port ?? 0), BUSY);
	say('The account is connected; two workflows are polling.');
	try {
		const result = await playOnce(stage, say);
		console.log(JSON.stringify(result));
		return result.lost === 0 && result.repeated === 0 ? 0 : 1;
	} finally {
		await stage.close();
	}
};

try {
	process.exitCode = await main();
} catch (error) {
	if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
	console.error('The port is in use; choose another one: npm start -- --port 5000');
	process.exitCode = 1;
}
