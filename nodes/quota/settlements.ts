import type { Clock } from '../time/clock';
import type { Settlement } from './store';
import { MAX_SETTLEMENTS } from './wire';

/** A settlement that waits for the next request, and since when, monotonic ms. */
interface Waiting {
	settlement: Settlement;
	sinceMs: number;
}

/** By ledger. Bounded: what is lost only makes a call look on its way for a minute. */
const waiting = new Map<string, Waiting[]>();

/** Keeps a settlement until the next request to a ledger. */
export function keepSettlement(ledger: string, settlement: Settlement, clock: Clock): void {
	const entries = waiting.get(ledger) ?? [];
	entries.push({ settlement, sinceMs: clock.monotonicMs() });
	waiting.set(ledger, entries.slice(-MAX_SETTLEMENTS));
}

/** Takes what waits for a ledger. The platform's time is brought forward to now. */
export function takeSettlements(ledger: string, clock: Clock): Settlement[] {
	const entries = waiting.get(ledger) ?? [];
	waiting.delete(ledger);
	return entries.map(({ settlement, sinceMs }) => {
		const { platformAtMs } = settlement;
		if (platformAtMs === undefined) return settlement;
		return { ...settlement, platformAtMs: platformAtMs + clock.monotonicMs() - sinceMs };
	});
}
