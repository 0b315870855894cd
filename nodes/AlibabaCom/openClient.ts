import type { IDataObject, IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { renewalErrorOf } from '../client/apiError';
import { createClient, type Client } from '../client/client';
import type { ClientSurroundings } from '../client/protocol';
import { askForRenewal } from '../client/tokenRenewal';
import { resumePause } from '../quota/ledger/ledger';
import type { Ledger } from '../quota/ledger/ledgerState';
import { ledgerInProcess, ledgerKeyOf, processStore } from '../quota/processStore';
import type { QuotaStore } from '../quota/store';
import { systemClock, type Clock } from '../time/clock';
import { momentOf } from '../time/moment';
import { accountOf, type Account } from './account';
import { alibabaProtocol } from './protocol/protocol';

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

/** Display name in messages. */
const PLATFORM = 'Alibaba.com';
const CREDENTIAL = 'alibabaComApi';
const worded = z.object({ message: z.string() });

type CallingContext = IExecuteFunctions | ILoadOptionsFunctions;

/** Reads the node's credential afresh. */
export async function readAccount(context: CallingContext): Promise<Account> {
	return accountOf(context.getNode(), await context.getCredentials(CREDENTIAL));
}

/** Has the credential renew its tokens. The reason carries the request, so only its words are kept. */
async function renewToken(context: CallingContext, current: Account): Promise<void> {
	const { httpRequestWithAuthentication } = context.helpers;
	try {
		await askForRenewal(current, async (request) => {
			await httpRequestWithAuthentication.call(context, CREDENTIAL, request);
		});
	} catch (reason) {
		const told = worded.safeParse(reason);
		const words = told.success
			? told.data.message
			: 'Authorize the app again and paste the new tokens into the credential.';
		throw renewalErrorOf(context.getNode(), PLATFORM, words);
	}
}

/** How patient a client is. */
type Patience = Required<
	Pick<ClientSurroundings<Account>, 'waitUpToMs' | 'onWaited' | 'repeatsReads'>
>;

/** Opens a client on the node's credential. */
export function openClient(context: CallingContext, patience: Patience): Client {
	const isRun = 'getExecutionCancelSignal' in context;
	const cancelSignal = isRun ? context.getExecutionCancelSignal() : undefined;
	return createClient<Account>({
		node: context.getNode(),
		platform: PLATFORM,
		http: context.helpers,
		protocol: alibabaProtocol,
		clock: systemClock,
		readAccess: async () => await readAccount(context),
		renewToken: async (current) => await renewToken(context, current),
		openQuota: (account) =>
			openQuota(account, systemClock, isRun ? context.getWorkflowStaticData('global') : undefined),
		purpose: 'action',
		...patience,
		spender: context.getWorkflow().name ?? 'Unnamed workflow',
		...(cancelSignal && { cancelSignal }),
		warn: (message) => context.logger.warn(message),
	});
}
