import type { IDataObject } from 'n8n-workflow';

import { roll } from '../../quota/ledger/day';
import { reserveCall } from '../../quota/ledger/ledger';
import { mergeState, readStoredState, type Ledger } from '../../quota/ledger/ledgerState';
import { lookAtStored, openWatch, standBack, type Watch } from '../../quota/ledger/watch';
import type { Policy } from '../../quota/policy';
import { ledgerInProcess, ledgerKeyOf, processStore } from '../../quota/processStore';
import type { Grant, QuotaStore, Reservation } from '../../quota/store';
import type { Clock } from '../../time/clock';
import { momentOf, type Moment } from '../../time/moment';
import type { Account } from '../account/account';

/** The ledger of the bridge, and what it has noticed of others. */
export interface SharedLedger {
	ledger: Ledger;
	watch: Watch;
}

/** One entry an app, so that a bridge whose credential is exchanged does not mix what it keeps. */
export function stateKeyOf(name: string, account: Account): string {
	return `${name}:${ledgerKeyOf(account.appKey, account.appSecret).slice(0, 16)}`;
}

const watches = new WeakMap<Ledger, Watch>();

/**
 * Merges what the workflow has stored into a ledger, looks whether others count as well, and puts the
 * ledger back into the workflow as the live object. n8n prints static data when it saves, so also a save
 * that is late writes the newest numbers and an acknowledged call is never forgotten.
 *
 * @param stateKey where in `staticData` it is.
 * @throws TypeError when the stored count cannot be read.
 */
export function joinStored(
	{ ledger, watch }: SharedLedger,
	staticData: IDataObject,
	stateKey: string,
	at: Moment,
): void {
	const stored = readStoredState(staticData[stateKey]);
	const nowMs = roll(ledger, at);
	lookAtStored(watch, ledger.instance, ledger.state.copies, stored?.copies, at.monotonicMs);
	if (stored) mergeState(ledger, stored, nowMs);
	staticData[stateKey] = ledger.state;
}

/**
 * The bridge's ledger in this process, joined with what its workflow has stored; see `joinStored`.
 *
 * @param staticData the workflow's 'global' data; 'node' data is keyed by the node's name, and a
 * rename would open an empty ledger.
 * @throws TypeError when the stored count cannot be read.
 */
export function openSharedLedger(
	staticData: IDataObject,
	account: Account,
	clock: Clock,
): SharedLedger {
	const ledger = ledgerInProcess(account.appKey, account.appSecret, clock);
	const watch = watches.get(ledger) ?? openWatch();
	watches.set(ledger, watch);
	const shared = { ledger, watch };
	joinStored(shared, staticData, stateKeyOf('aliExpressQuota', account), momentOf(clock));
	return shared;
}

/**
 * Asks the bridge's ledger for one call, unless the bridge has to stand back. Changes `shared`.
 *
 * @param shared opened for this request, so that it has seen what was stored.
 */
export function reserveWatched(
	{ ledger, watch }: SharedLedger,
	policy: Policy,
	call: Reservation,
	at: Moment,
): Grant {
	const { copies } = ledger.state;
	const calls = copies[ledger.instance]?.calls ?? 0;
	const held = standBack(watch, calls, at);
	if (held) return held;
	const grant = reserveCall(ledger, policy, call, at);
	if (grant.granted) copies[ledger.instance] = { calls: calls + 1, atMs: at.wallMs };
	return grant;
}

/** The bridge's ledger as a counter for its own calls: those that trade codes and tokens. */
export function sharedStore(shared: SharedLedger, policy: Policy, clock: Clock): QuotaStore {
	return {
		...processStore(shared.ledger, policy, clock),
		reserve: async (call) => reserveWatched(shared, policy, call, momentOf(clock)),
	};
}
