import type { IDataObject } from 'n8n-workflow';

import type { Account } from '../../../nodes/AlibabaCom/account.ts';
import type { Clock } from '../../../nodes/time/clock.ts';
import { createRandom } from '../../sandbox/shop/random.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { createScheduler } from '../scheduler.mts';
import { built } from './built.mts';
import { contextOf, NODE } from './context.mts';
import { createNetwork } from './network.mts';

const { createClient } = built(
	'nodes/client/client',
) as typeof import('../../../nodes/client/client.ts');
const { earlierTries } = built(
	'nodes/action/router',
) as typeof import('../../../nodes/action/router.ts');
const { openApi } = built(
	'nodes/AlibabaCom/actions/operation',
) as typeof import('../../../nodes/AlibabaCom/actions/operation.ts');
const { runItems } = built(
	'nodes/AlibabaCom/actions/catalog',
) as typeof import('../../../nodes/AlibabaCom/actions/catalog.ts');
const { alibabaProtocol } = built(
	'nodes/AlibabaCom/protocol/protocol',
) as typeof import('../../../nodes/AlibabaCom/protocol/protocol.ts');
const { openLedger } = built(
	'nodes/quota/ledger/ledgerState',
) as typeof import('../../../nodes/quota/ledger/ledgerState.ts');
const { ALIBABA_FREE_POLICY } = built(
	'nodes/quota/policy',
) as typeof import('../../../nodes/quota/policy.ts');
const { processStore } = built(
	'nodes/quota/processStore',
) as typeof import('../../../nodes/quota/processStore.ts');

export interface SoakOptions {
	products: number;
	seed: number;
	/** Share of calls that are answered with a 504. */
	timeoutRate: number;
}

/** What a soak came to. */
export interface SoakResult {
	products: number;
	/** Items with a product, and without. */
	read: number;
	withoutResult: number;
	attempts: number;
	answered504: number;
	maxInOneMinute: number;
	blocks: number;
	/** Products whose first call left before that of one with a higher priority. */
	outOfOrder: number;
	/** Virtual time from the start of the execution to its end. */
	seconds: number;
	/** The least time in which the plan allows so many calls. */
	planSeconds: number;
	ratio: number;
}

const START_MS = Date.UTC(2026, 10, 22, 4);
const PER_MINUTE = 5;
/** A day of virtual time; far beyond what the soak takes. */
const LONGEST_MS = 86_400_000;

/** Out of the order of priority, or of equals out of the order of the input. */
function countDisorder(asked: readonly string[], items: readonly IDataObject[]): number {
	const wanted = items
		.toSorted((left, right) => Number(right.priority) - Number(left.priority))
		.map(({ productId }) => productId);
	const firsts = [...new Set(asked)];
	return firsts.filter((id, place) => id !== wanted[place]).length;
}

/** Reads products of the free plan in one execution, over a slow link with 504s, in virtual time. */
export async function runSoak({ products, seed, timeoutRate }: SoakOptions): Promise<SoakResult> {
	const scheduler = createScheduler(START_MS);
	const random = createRandom(seed * 17 + 3);
	const sandbox = await startSandbox({
		now: scheduler.nowMs,
		seed,
		// A fifth of the catalogue is not to be had by everybody.
		alibaba: { products: products * 2, timeoutRate },
	});
	try {
		const { app, addresses, log } = sandbox.alibaba;
		const clock: Clock = {
			nowMs: scheduler.nowMs,
			monotonicMs: scheduler.nowMs,
			sleepMs: async (durationMs) => await scheduler.sleepMs(durationMs),
		};
		const account: Account = {
			profile: 'productDetail',
			topSignMethod: 'md5',
			appKey: app.appKey,
			appSecret: app.appSecret,
			accessToken: '',
			refreshToken: '',
			needsNoToken: true,
			tokenParameter: 'access_token',
			baseUrl: addresses.article,
			account: '*',
			policy: ALIBABA_FREE_POLICY,
		};
		const at = { wallMs: START_MS, monotonicMs: START_MS };
		const quota = processStore(openLedger('soak', at), account.policy, clock);
		const network = createNetwork(scheduler, random);
		const asked: string[] = [];
		const client = createClient<Account>({
			node: NODE,
			platform: 'Alibaba.com',
			http: {
				httpRequest: async (options) => {
					asked.push(new URLSearchParams(String(options.body)).get('product_id') ?? '');
					return await network.httpRequest(options);
				},
			},
			protocol: alibabaProtocol,
			clock,
			readAccess: async () => account,
			renewToken: async () => undefined,
			openQuota: () => quota,
			purpose: 'action',
			spender: 'Soak',
			waitUpToMs: 600_000,
			warn: (message) => console.error(message),
		});
		const online = sandbox.alibaba.products.filter(({ state }) => state === 'online');
		const items = online.slice(0, products).map(({ id }) => ({
			resource: 'product',
			operation: 'get',
			productId: String(id),
			priority: random.int(1, 5),
		}));
		const context = contextOf(items);
		let endMs: number | undefined;
		let rows: IDataObject[] = [];
		scheduler.start(async () => {
			const api = openApi(context, client, account);
			const output = await runItems(context, api, earlierTries(context));
			rows = output.map(({ json }) => json);
			endMs = scheduler.nowMs();
		});
		while (endMs === undefined && scheduler.nowMs() < START_MS + LONGEST_MS) {
			await scheduler.runUntil(scheduler.nowMs() + 60_000);
		}
		if (endMs === undefined) throw new Error('The execution did not end within a day');
		const attempts = log.calls.length;
		const seconds = (endMs - START_MS) / 1_000;
		const planSeconds = Math.floor((attempts - 1) / PER_MINUTE) * 60;
		const read = rows.filter(({ error }) => error === undefined).length;
		return {
			products: items.length,
			read,
			withoutResult: rows.length - read,
			attempts,
			answered504: log.calls.filter(({ outcome }) => outcome === 'fault:http504').length,
			maxInOneMinute: log.maxInAnyMinute(),
			blocks: log.blocks.length,
			outOfOrder: countDisorder(asked, items),
			seconds: Math.round(seconds),
			planSeconds,
			ratio: Math.round((seconds / planSeconds) * 1_000) / 1_000,
		};
	} finally {
		await sandbox.close();
	}
}
