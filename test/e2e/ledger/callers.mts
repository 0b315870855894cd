import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Clock } from '../../../nodes/time/clock.ts';
import type { HttpHelper } from '../../../nodes/wire/send.ts';
import type { Purpose } from '../../../nodes/quota/policy.ts';
import type { Grant, QuotaStore, Reservation } from '../../../nodes/quota/store.ts';
import { fromPackage } from '../project.mts';
import { capturing, overFetch, type Captured } from './http.mts';

const { bridgeStore } =
	fromPackage<typeof import('../../../nodes/quota/bridgeStore.ts')>('quota/bridgeStore');
const { systemClock } = fromPackage<typeof import('../../../nodes/time/clock.ts')>('time/clock');

/** Where a ledger is and what it takes to be let in. */
export interface LedgerAddress {
	bridgeUrl: string;
	appSecret: string;
}

/** The package's own client of the ledger, from the build that n8n runs. */
export const openLedger = (address: LedgerAddress, http: HttpHelper = overFetch): QuotaStore =>
	bridgeStore(http, address, systemClock);

/** A reservation with an id of its own. */
export const callFor = (account: string, purpose: Purpose = 'trigger'): Reservation => ({
	id: randomUUID(),
	account,
	purpose,
	spender: 'End-to-end test',
});

/**
 * Reserves a call as nodes do: as long as n8n has yet to store those before it, it is asked for again.
 * Resolves to the answer that is left.
 */
export async function reserveInTurn(ledger: QuotaStore, call: Reservation): Promise<Grant> {
	for (;;) {
		const grant = await ledger.reserve(call);
		if (grant.granted || grant.reason !== 'unsaved') return grant;
		await sleep(grant.opensInMs);
	}
}

/**
 * The request with which the package's client would reserve a call, without sending it.
 *
 * @param aheadMs how far the clock of the caller is ahead of ours.
 */
export async function reserveRequest(
	address: LedgerAddress,
	account: string,
	aheadMs = 0,
): Promise<Captured> {
	const kept: Captured[] = [];
	const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + aheadMs };
	// The client takes the answer that never comes for an unreachable bridge.
	await bridgeStore(capturing(kept), address, clock)
		.reserve(callFor(account))
		.catch((reason: unknown) => {
			if (!(reason instanceof Error) || reason.name !== 'QuotaUnavailable') throw reason;
		});
	const [request] = kept;
	if (!request) throw new Error('The client of the ledger made no request.');
	return request;
}
