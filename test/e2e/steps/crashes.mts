import { openLedger } from '../ledger/callers.mts';
import { startCrowd } from '../ledger/crowd.mts';
import { say, type Facts } from '../report.mts';
import type { Bridge, Stage } from '../stage.mts';

const ACCOUNT = 'account-of-the-crash-step';
const CALLERS = 12;
const KILLS = 6;
/** Enough that every caller has been answered and has asked again. */
const BETWEEN_KILLS = 4 * CALLERS;

/**
 * Kills n8n under parallel callers, again and again, and starts it anew.
 *
 * @returns how many acknowledged reservations are no longer counted afterwards.
 */
export async function killUnderLoad({ server }: Stage, bridge: Bridge): Promise<Facts> {
	const ledger = openLedger({ bridgeUrl: bridge.bridgeUrl, appSecret: bridge.app.appSecret });
	const crowd = startCrowd(ledger, ACCOUNT, CALLERS);
	try {
		for (let kill = 1; kill <= KILLS; kill++) {
			await crowd.more(BETWEEN_KILLS);
			await server.kill();
			say(`Killed n8n (${kill} of ${KILLS}) after ${crowd.acknowledged()} reservations ...`);
			await server.start();
		}
		await crowd.more(BETWEEN_KILLS);
	} finally {
		await crowd.stop();
	}
	const { used } = await ledger.status(ACCOUNT);
	return {
		kills: KILLS,
		acknowledged: crowd.acknowledged(),
		forgotten: Math.max(0, crowd.acknowledged() - used),
		countedTooMany: Math.max(0, used - crowd.asked()),
	};
}
