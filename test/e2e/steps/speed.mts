import { reserveRequest, type LedgerAddress } from '../ledger/callers.mts';
import type { Captured } from '../ledger/http.mts';
import { say, type Facts } from '../report.mts';
import { ratioOf, speedOf, takeTurns, type Round } from '../speed/rounds.mts';
import { redirected, sendAll } from '../speed/sending.mts';
import type { Bridge, Stage } from '../stage.mts';
import { bareWebhookWorkflow } from '../workflows.mts';

const ACCOUNT = 'account-of-the-speed-step';
const REQUESTS = 12;
const WARM_UP = 40;
const PARALLEL = 4;

async function reservations(address: LedgerAddress, count: number): Promise<Captured[]> {
	const made = Array.from({ length: count }, async () => await reserveRequest(address, ACCOUNT));
	return await Promise.all(made);
}

async function measure(address: LedgerAddress, bareUrl: string, atOnce: number): Promise<Round[]> {
	return await takeTurns(
		async () => await sendAll(await reservations(address, REQUESTS), atOnce),
		async () => await sendAll(redirected(await reservations(address, REQUESTS), bareUrl), atOnce),
	);
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
	say(
		`Reservations a second ${speedOf(single, 'ours')}, with ${PARALLEL} at once ` +
			`${speedOf(parallel, 'ours')}; bare webhook ${speedOf(single, 'bare')} and ` +
			`${speedOf(parallel, 'bare')}.`,
	);
	return {
		bridgeToBareWebhook: ratioOf(single),
		bridgeToBareWebhookParallel: ratioOf(parallel),
	};
}
