import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Access } from '../../nodes/client/access.ts';
import type { Client } from '../../nodes/client/client.ts';
import type { HttpHelper } from '../../nodes/wire/send.ts';
import type { Policy } from '../../nodes/quota/policy.ts';
import { built, NODE } from '../frame/built.mts';

const { createClient } = built(
	'nodes/client/client',
) as typeof import('../../nodes/client/client.ts');
const { systemClock } = built('nodes/time/clock') as typeof import('../../nodes/time/clock.ts');
const { momentOf } = built('nodes/time/moment') as typeof import('../../nodes/time/moment.ts');
const { openLedger } = built(
	'nodes/quota/ledger/ledgerState',
) as typeof import('../../nodes/quota/ledger/ledgerState.ts');
const { processStore } = built(
	'nodes/quota/processStore',
) as typeof import('../../nodes/quota/processStore.ts');
const { syncProtocol } = built(
	'nodes/client/protocol',
) as typeof import('../../nodes/client/protocol.ts');

const METHOD = 'aliexpress.trade.new.redefining.findorderbyid';
const PARAMS = { param1: { order_id: '8123456789012345', show_id: 1 } };

/** The package's client on the real clock, with a ledger of its own in this process. */
export const openClient = (http: HttpHelper, baseUrl: string, policy: Policy): Client => {
	const access: Access = {
		appKey: '12345678',
		appSecret: 'benchSecretbenchSecretbenchSecre',
		accessToken: '50000001a27k15ZmbenchTokenbenchTokenbenchTokenbench',
		tokenParameter: 'session',
		baseUrl,
		account: '2000000001',
		policy,
	};
	const quota = processStore(openLedger('bench', momentOf(systemClock)), policy, systemClock);
	return createClient<Access>({
		node: NODE,
		platform: 'AliExpress',
		http,
		protocol: syncProtocol,
		clock: systemClock,
		readAccess: async () => access,
		renewToken: async () => await Promise.reject(new Error('The token of a bench does not end.')),
		openQuota: () => quota,
		// The largest share: the scenario has more calls than the share of actions.
		purpose: 'trigger',
		spender: 'Bench',
		warn: (message) => console.error(message),
	});
};

/** One read of an order through a client. */
export const readOrder = async (client: Client): Promise<unknown> =>
	await client.call(METHOD, PARAMS);

/** The request that a client makes, so that the bare helper can be given the very same. */
export const recordRequest = async (
	http: HttpHelper,
	baseUrl: string,
	policy: Policy,
): Promise<IHttpRequestOptions> => {
	let recorded: IHttpRequestOptions | undefined;
	const recording: HttpHelper = {
		httpRequest: async (options) => {
			recorded = options;
			return await http.httpRequest(options);
		},
	};
	await readOrder(openClient(recording, baseUrl, policy));
	if (!recorded) throw new Error('The client answered without a request.');
	return recorded;
};
