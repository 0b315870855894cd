import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { resumePause } from '../quota/ledger';
import type { Ledger } from '../quota/ledgerState';
import { ledgerInProcess, ledgerKeyOf, processStore } from '../quota/processStore';
import type { QuotaStore } from '../quota/store';
import type { Clock } from '../time/clock';
import { momentOf } from '../time/moment';
import type { Account } from './account';

/** Where the workflow keeps until when an app key is paused: a week is longer than n8n runs. */
const STATE_KEY = 'alibabaComPauses';
/** More keys than one workflow uses. */
const MAX_KEPT = 10;

/** Until when the platform refuses, ms UTC by this server's clock, by a hash of the app. */
const pausesSchema = z.record(z.string(), z.number()).catch({});

/**
 * A counter that writes a pause of the platform into the static data of the workflow, and knows one
 * that was written before n8n was restarted. n8n saves static data of active workflows only.
 *
 * @param keyOf names the app by a hash; asked only when there is a pause.
 */
export function withKeptPause(
	quota: QuotaStore,
	ledger: Ledger,
	{ keyOf, account, staticData }: { keyOf(): string; account: string; staticData: IDataObject },
	clock: Clock,
): QuotaStore {
	const kept = staticData[STATE_KEY];
	if (kept !== undefined) {
		const leftMs = (pausesSchema.parse(kept)[keyOf()] ?? 0) - clock.nowMs();
		if (leftMs > 0) resumePause(ledger, account, leftMs, momentOf(clock));
	}
	return {
		...quota,
		async block(block) {
			const pauseMs = await quota.block(block);
			const ledgerKey = keyOf();
			const nowMs = clock.nowMs();
			const others = Object.entries(pausesSchema.parse(staticData[STATE_KEY]))
				.filter(([key, untilMs]) => key !== ledgerKey && untilMs > nowMs)
				.slice(1 - MAX_KEPT);
			staticData[STATE_KEY] = Object.fromEntries([...others, [ledgerKey, nowMs + pauseMs]]);
			return pauseMs;
		},
	};
}

/**
 * The counter of an app key, in the memory of this process.
 *
 * @param staticData of the workflow, where a pause outlives the process; absent for calls that belong to
 * no workflow.
 */
export function openQuota(account: Account, clock: Clock, staticData?: IDataObject): QuotaStore {
	const { appKey, appSecret } = account;
	const ledger = ledgerInProcess(appKey, appSecret, clock);
	const quota = processStore(ledger, account.policy, clock);
	if (!staticData) return quota;
	const keyOf = () => ledgerKeyOf(appKey, appSecret).slice(0, 16);
	return withKeptPause(quota, ledger, { keyOf, account: account.account, staticData }, clock);
}
