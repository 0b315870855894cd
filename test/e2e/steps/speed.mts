import { reserveRequest, type LedgerAddress } from '../ledger/callers.mts';
import { overFetch, type Captured } from '../ledger/http.mts';
import { say, type Facts } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';
import { bareWebhookWorkflow } from '../workflows.mts';

const ACCOUNT = 'account-of-the-speed-step';
/** Many short rounds: what else the machine does then falls on both sides. */
const MOST_ROUNDS = 21;
const FEWEST_ROUNDS = 7;
const MEASURING_MS = 30_000;
const REQUESTS = 12;
const WARM_UP = 40;
const PARALLEL = 4;

const median = (values: number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

async function sendAll(requests: Captured[], atOnce: number): Promise<void> {
	const queue = [...requests];
	const work = async () => {
		for (let request = queue.pop(); request; request = queue.pop()) {
			const answer = await overFetch.httpRequest({ ...request, method: 'POST' });
			const { statusCode } = answer as { statusCode: number };
			if (statusCode !== 200) throw new Error(`A measured request was answered ${statusCode}.`);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}

/** Requests a second. The requests are signed before the clock starts: both sides get the same. */
async function rateOf(requests: Captured[], atOnce: number): Promise<number> {
	const startMs = performance.now();
	await sendAll(requests, atOnce);
	return (requests.length * 1000) / (performance.now() - startMs);
}

async function reservations(address: LedgerAddress, count: number): Promise<Captured[]> {
	const made = Array.from({ length: count }, async () => await reserveRequest(address, ACCOUNT));
	return await Promise.all(made);
}

/** The same requests to another address. */
const redirected = (requests: Captured[], url: string): Captured[] =>
	requests.map((request) => ({ ...request, url }));

interface Round {
	bridge: number;
	bare: number;
}

async function measure(address: LedgerAddress, bareUrl: string, atOnce: number): Promise<Round[]> {
	const rounds: Round[] = [];
	const enoughAtMs = Date.now() + MEASURING_MS;
	for (let round = 0; round < MOST_ROUNDS; round++) {
		if (round >= FEWEST_ROUNDS && Date.now() > enoughAtMs) break;
		const bridge = async () => await rateOf(await reservations(address, REQUESTS), atOnce);
		const bare = async () =>
			await rateOf(redirected(await reservations(address, REQUESTS), bareUrl), atOnce);
		// Who comes first changes, so that neither always has the quieter moment.
		if (round % 2 === 0) {
			const first = await bridge();
			rounds.push({ bridge: first, bare: await bare() });
		} else {
			const first = await bare();
			rounds.push({ bare: first, bridge: await bridge() });
		}
	}
	return rounds;
}

/**
 * How fast reservations are beside a webhook that does nothing, one after the other and several at
 * once: the median of rounds that take turns.
 */
export async function compareWithBareWebhook(stage: Stage, bridge: Bridge): Promise<Facts> {
	const { editor, home } = stage;
	await editor.publish(await editor.createWorkflow(bareWebhookWorkflow()));
	const bareUrl = `${home.url}/webhook/bare-webhook`;
	const address = { bridgeUrl: bridge.bridgeUrl, appSecret: bridge.app.appSecret };
	const warmUp = await reservations(address, WARM_UP);
	await sendAll(warmUp, PARALLEL);
	await sendAll(redirected(warmUp, bareUrl), PARALLEL);
	const single = await measure(address, bareUrl, 1);
	const parallel = await measure(address, bareUrl, PARALLEL);
	const ratioOf = (rounds: Round[]) => rounded(median(rounds.map((r) => r.bridge / r.bare)));
	const speedOf = (rounds: Round[], who: keyof Round) =>
		Math.round(median(rounds.map((round) => round[who])));
	say(
		`Reservations a second ${speedOf(single, 'bridge')}, with ${PARALLEL} at once ` +
			`${speedOf(parallel, 'bridge')}; bare webhook ${speedOf(single, 'bare')} and ` +
			`${speedOf(parallel, 'bare')}.`,
	);
	return {
		bridgeToBareWebhook: ratioOf(single),
		bridgeToBareWebhookParallel: ratioOf(parallel),
	};
}
