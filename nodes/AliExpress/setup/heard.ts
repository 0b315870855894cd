import { ledgerKeyOf } from '../../quota/processStore';

type App = { appKey: string; appSecret: string };

/** Far more apps than one n8n serves. */
const MOST_APPS = 100;

/** When a signed push message of each app came last to this process, ms UTC. */
const heardAtMs = new Map<string, number>();

/** Notes that a message came that the app has signed. */
export function noteHeard({ appKey, appSecret }: App, nowMs: number): void {
	if (heardAtMs.size >= MOST_APPS) heardAtMs.clear();
	heardAtMs.set(ledgerKeyOf(appKey, appSecret), nowMs);
}

/** When the last one came, ms UTC; undefined when none has since this process began. */
export function lastHeardMs({ appKey, appSecret }: App): number | undefined {
	return heardAtMs.get(ledgerKeyOf(appKey, appSecret));
}
