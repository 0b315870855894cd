import { openApi } from '../../nodes/AlibabaCom/actions/operation.ts';
import { runItems } from '../../nodes/AlibabaCom/actions/catalog.ts';
import type { Account } from '../../nodes/AlibabaCom/account.ts';
import type { Profile } from '../../nodes/AlibabaCom/profile.ts';
import { alibabaProtocol } from '../../nodes/AlibabaCom/protocol/protocol.ts';
import { createClient } from '../../nodes/client/client.ts';
import { momentOf } from '../../nodes/time/moment.ts';
import type { ClientSurroundings } from '../../nodes/client/protocol.ts';
import { openLedger } from '../../nodes/quota/ledger/ledgerState.ts';
import { ALIBABA_FREE_POLICY, ANY_ACCOUNT } from '../../nodes/quota/policy.ts';
import { processStore } from '../../nodes/quota/processStore.ts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { n8nHttp, type DrivenClock } from './around.mts';
import { contextOf, NODE } from './context.mts';
import { earlierTries } from '../../nodes/action/router.ts';

const ADDRESSES = { productDetail: 'article', openPlatform: 'openPlatform', top: 'top' } as const;

/** Ten minutes, as the node waits by default. */
const WAIT_MS = 600_000;

/** The account of the sandbox's app in a profile. */
export function alibabaAccount(sandbox: Sandbox, profile: Profile): Account {
	const { app, addresses } = sandbox.alibaba;
	const isDetail = profile === 'productDetail';
	return {
		profile,
		topSignMethod: 'md5',
		appKey: app.appKey,
		appSecret: app.appSecret,
		accessToken: isDetail ? '' : sandbox.alibaba.issueTokens().accessToken,
		refreshToken: '',
		tokenParameter: profile === 'top' ? 'session' : 'access_token',
		baseUrl: addresses[ADDRESSES[profile]],
		account: ANY_ACCOUNT,
		policy: ALIBABA_FREE_POLICY,
		...(isDetail && { needsNoToken: true }),
	};
}

/** A client and the node's operations against the sandbox, with a ledger of its own. */
export function alibabaFor(
	sandbox: Sandbox,
	clock: DrivenClock,
	profile: Profile,
	replace: Partial<ClientSurroundings<Account>> & { account?: Partial<Account> } = {},
) {
	const account: Account = { ...alibabaAccount(sandbox, profile), ...replace.account };
	const quota = processStore(openLedger('test', momentOf(clock)), account.policy, clock);
	const waits: number[] = [];
	const client = createClient<Account>({
		node: NODE,
		platform: 'Alibaba.com',
		http: n8nHttp(),
		protocol: alibabaProtocol,
		clock,
		readAccess: async () => account,
		renewToken: async () => undefined,
		openQuota: () => quota,
		purpose: 'action',
		spender: 'Test workflow',
		waitUpToMs: WAIT_MS,
		onWaited: (ms) => waits.push(ms),
		warn: () => undefined,
		...replace,
	});
	/** Runs one operation for items, each with its own parameters over the shared ones. */
	async function run(
		shared: Record<string, unknown>,
		items: Array<Record<string, unknown>> = [{}],
		continueOnFail = false,
	) {
		const own = items.map((item) => ({ ...shared, ...item }));
		const { context, hints } = contextOf(own, continueOnFail);
		const output = await runItems(
			context,
			openApi(context, client, account),
			earlierTries(context),
		);
		return { output, hints: hints.map(({ message }) => message) };
	}
	return { client, account, quota, waits, run };
}
