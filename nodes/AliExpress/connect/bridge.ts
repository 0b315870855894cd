import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { processStore } from '../../quota/processStore';
import { isLedgerSignature, LEDGER_SIGNATURE_HEADER, type LedgerRequest } from '../../quota/wire';
import { systemClock, type Clock } from '../../time/clock';
import { momentOf } from '../../time/moment';
import { isSha256Hex } from '../../wire/sign';
import type { Account } from '../account/account';
import { readAccount } from '../account/openClient';
import { knowsApp } from './callers';
import { accountThatFits } from './keptAccount';
import { answerLedgerRequest, readLedgerRequest } from './ledgerEndpoint';
import { answerTokenRequest, clientOf, NOT_THIS_APP, type OAuthAnswer } from './oauthFacade';
import { openSellers } from './sellers';
import { openSharedLedger } from './sharedLedger';

/** Ends the response here and starts no execution, so nothing of a token lands in n8n's lists. */
function end(context: IWebhookFunctions, answer: OAuthAnswer): IWebhookResponseData {
	context
		.getResponseObject()
		.status(answer.status)
		.set('Cache-Control', 'no-store')
		.json(answer.body);
	return { noWebhookResponse: true };
}

function headerOf(context: IWebhookFunctions, name: string): string {
	const value = context.getHeaderData()[name];
	return typeof value === 'string' ? value : '';
}

function rawBodyOf(context: IWebhookFunctions): Uint8Array {
	const request: { rawBody?: unknown } = context.getRequestObject();
	return request.rawBody instanceof Uint8Array ? request.rawBody : new Uint8Array();
}

/** Stands before lines of the log. */
const WHO = 'AliExpress Connect';

async function tokenAnswer(context: IWebhookFunctions, clock: Clock): Promise<OAuthAnswer> {
	const body: unknown = context.getBodyData();
	const client = clientOf(body, headerOf(context, 'authorization'));
	if (!client?.appKey || !client.appSecret) return NOT_THIS_APP;
	const isClient = (account: Account) => knowsApp(account, client.appKey, client.appSecret);
	const kept = await accountThatFits(context, context.getNode(), WHO, isClient, clock);
	if (typeof kept === 'string') return NOT_THIS_APP;
	if (context.getMode() === 'manual') {
		const error_description =
			'The test address is not the bridge. Publish the workflow and use the production address.';
		return { status: 400, body: { error: 'bridge_not_active', error_description } };
	}
	// Its other settings, such as the gateway, may have been changed a moment ago.
	const account = await readAccount(context);
	const staticData = context.getWorkflowStaticData('global');
	const quota = processStore(openSharedLedger(staticData, account, clock), account.policy, clock);
	const sellers = openSellers(staticData, account);
	return await answerTokenRequest(context.helpers, clock, account, quota, sellers, body);
}

/** A request of somebody who holds the app secret, and the account it is for. */
interface SignedRequest {
	account: Account;
	request: LedgerRequest;
}

/** Reads a ledger request; undefined for one of somebody else, and for everything that is amiss with it. */
async function signedRequest(
	context: IWebhookFunctions,
	clock: Clock,
): Promise<SignedRequest | undefined> {
	const signature = headerOf(context, LEDGER_SIGNATURE_HEADER);
	if (!isSha256Hex(signature)) return undefined;
	const rawBody = rawBodyOf(context);
	const isSigner = ({ appSecret }: Account) => isLedgerSignature(signature, rawBody, appSecret);
	const account = await accountThatFits(context, context.getNode(), WHO, isSigner, clock);
	if (typeof account === 'string') return undefined;
	const request = readLedgerRequest(rawBody, clock.nowMs());
	return request && { account, request };
}

async function ledgerAnswer(
	context: IWebhookFunctions,
	clock: Clock,
): Promise<IWebhookResponseData> {
	const signed = await signedRequest(context, clock);
	// A count made in a test run is not saved, so it would be forgotten.
	if (!signed || context.getMode() === 'manual') return end(context, NOT_THIS_APP);
	const { account, request } = signed;
	const ledger = openSharedLedger(context.getWorkflowStaticData('global'), account, clock);
	const answer = answerLedgerRequest(ledger, account.policy, request, momentOf(clock));
	// Returned and not ended here: n8n then saves the count before it answers.
	return { webhookResponse: answer };
}

/**
 * Answers one request to the bridge: the OAuth facade on its address, the ledger on `/ledger`.
 * Never throws, since n8n stores a failed execution for a throw and strangers could fill the list.
 */
export async function answerBridgeRequest(
	context: IWebhookFunctions,
	clock: Clock = systemClock,
): Promise<IWebhookResponseData> {
	try {
		if (context.getWebhookName() !== 'default') return await ledgerAnswer(context, clock);
		return end(context, await tokenAnswer(context, clock));
	} catch (reason) {
		// Of our own words only those of a state that cannot be read; others might carry a secret.
		const isUnreadable = reason instanceof TypeError && reason.message.startsWith('The stored');
		const name = reason instanceof Error ? reason.name : 'unknown reason';
		const why = isUnreadable ? reason.message : name;
		context.logger.error(`AliExpress Connect could not answer a request: ${why}`);
		const error_description = 'The bridge could not answer. The log of n8n says why.';
		return end(context, { status: 400, body: { error: 'bridge_stopped', error_description } });
	}
}
