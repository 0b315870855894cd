import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { renewalErrorOf } from '../client/apiError';
import { createClient, type Client } from '../client/client';
import type { ClientSurroundings } from '../client/surroundings';
import { askForRenewal } from '../client/tokenRenewal';
import { systemClock } from '../time/clock';
import { accountOf, type Account } from './account';
import { openQuota } from './openQuota';
import { alibabaProtocol } from './protocol/protocol';

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
