import { randomUUID } from 'node:crypto';
import { built } from '../frame/built.mts';
import { median } from '../frame/numbers.mts';

const { reserveCall } = built(
	'nodes/quota/ledger/ledger',
) as typeof import('../../nodes/quota/ledger/ledger.ts');
const { openLedger } = built(
	'nodes/quota/ledger/ledgerState',
) as typeof import('../../nodes/quota/ledger/ledgerState.ts');
const { customPolicy } = built(
	'nodes/quota/policy',
) as typeof import('../../nodes/quota/policy.ts');

const ROUNDS = 7;
const PER_ROUND = 20_000;
const ACCOUNTS = 3;
const WORKFLOWS = 8;
/** Far from a midnight in Shanghai, so that no day begins while it is measured. */
const NOON_IN_SHANGHAI_MS = Date.UTC(2026, 10, 22, 4);
/** The ledger's own time between two calls; a slot is then free at once, and old ones are forgotten. */
const STEP_MS = 2;

/**
 * How many reservations a ledger in memory grants in a second of real time: three accounts, eight
 * workflows, a day and a second that do not run out. Median of rounds; the first warms up.
 *
 * @throws Error when a call is refused or has to wait: then something else was measured.
 */
export const reservationsPerSecond = (): number => {
	const policy = customPolicy(10_000_000, 1_000_000);
	const at = { wallMs: NOON_IN_SHANGHAI_MS, monotonicMs: 0 };
	const ledger = openLedger('bench', { ...at });
	at.wallMs += 60_000;
	at.monotonicMs += 60_000;
	const rates: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const calls = Array.from({ length: PER_ROUND }, (_, index) => ({
			id: randomUUID(),
			account: `200000000${index % ACCOUNTS}`,
			purpose: index % 4 === 0 ? ('action' as const) : ('trigger' as const),
			spender: `Workflow ${index % WORKFLOWS}`,
		}));
		const startedAtMs = performance.now();
		for (const call of calls) {
			at.wallMs += STEP_MS;
			at.monotonicMs += STEP_MS;
			const grant = reserveCall(ledger, policy, call, { ...at });
			if (!grant.granted) throw new Error(`A reservation was refused: ${grant.reason}.`);
			if (grant.waitMs > 0) throw new Error(`A reservation has to wait ${grant.waitMs} ms.`);
		}
		const tookMs = performance.now() - startedAtMs;
		if (round > 0) rates.push((PER_ROUND / tookMs) * 1000);
	}
	return Math.round(median(rates));
};
