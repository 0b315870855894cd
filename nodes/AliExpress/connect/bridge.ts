import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { z } from 'zod';
import { createHash, timingSafeEqual } from 'node:crypto';

import { type QuotaStore, QuotaUnavailable } from '../../quota/store';
import {
	isLedgerSignature,
	LEDGER_CLOCK_TOLERANCE_MS,
	LEDGER_SIGNATURE_HEADER,
	type LedgerRequest,
	ledgerRequestSchema,
} from '../../quota/wire';
import { type Clock, systemClock } from '../../time/clock';
import { parseJson } from '../../wire/json';
import { isSha256Hex } from '../../wire/sign';
import type { Account } from '../account/account';
import { readAccount } from '../account/openClient';
import { openRedis } from '../account/openQuota';
import { keptReport } from '../setup/kept';
import { answerSetupRequest, type SetupRequest, setupRequestSchema } from '../setup/look';
import {
	isSigned,
	languageOf,
	LINK_PARAMETER,
	PAGE_HEADERS,
	pageOf,
	readTicket,
} from '../setup/page';
import { accountThatFits } from './keptAccount';
import { answerTokenRequest, clientOf, NOT_THIS_APP, type OAuthAnswer } from './oauthFacade';
import { openSellers } from './sellers';
import { openSharedLedger, sharedStore } from './sharedLedger';

function fingerprint(appKey: string, appSecret: string): Buffer {
	return createHash('sha256').update(`${appKey}\n${appSecret}`, 'utf8').digest();
}

/**
 * Whether a caller knows the App Key and App Secret that this bridge carries. Hashes are compared,
 * so neither the place of a difference nor a length shows in the time it takes.
 */
export function knowsApp(account: Account, appKey: string, appSecret: string): boolean {
	if (!account.appKey || !account.appSecret) return false;
	return timingSafeEqual(
		fingerprint(account.appKey, account.appSecret),
		fingerprint(appKey, appSecret),
	);
}

/**
 * Ids of requests within the clock tolerance; a copy of a request that was seen is refused. This memory
 * is of one process and one life of it: after a restart, and at another process, a copy is good once more
 * within its five minutes. It can count a call too many then, or repeat a pause; it gives nothing back.
 */
const seenRequests = new Map<string, number>();
/**
 * Far above what 5 calls a second can need in ten minutes. Beyond it the oldest are forgotten: who holds the
 * App Secret needs no copies, and must not keep others out by asking often.
 */
const MAX_SEEN_REQUESTS = 20_000;

/**
 * Whether a signed request is of now and comes for the first time.
 *
 * @param atMs when the caller made it, ms UTC.
 * @param nowMs this server's clock, ms UTC.
 */
export function isFreshRequest(requestId: string, atMs: number, nowMs: number): boolean {
	if (Math.abs(nowMs - atMs) > LEDGER_CLOCK_TOLERANCE_MS) return false;
	for (const [id, seenAtMs] of seenRequests) {
		// A time ahead of now was seen before the clock was set back.
		const isOver = seenAtMs > nowMs || seenAtMs <= nowMs - 2 * LEDGER_CLOCK_TOLERANCE_MS;
		if (!isOver && seenRequests.size < MAX_SEEN_REQUESTS) break;
		seenRequests.delete(id);
	}
	if (seenRequests.has(requestId)) return false;
	seenRequests.set(requestId, nowMs);
	return true;
}

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

/** The counter of an app: this bridge, or the Redis that its credential names. */
function counterOf(context: IWebhookFunctions, account: Account, clock: Clock): QuotaStore {
	const { redis, policy } = account;
	if (redis) return openRedis(context.helpers, account, redis, clock);
	const staticData = context.getWorkflowStaticData('global');
	return sharedStore(openSharedLedger(staticData, account, clock), policy, clock);
}

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
	const quota = counterOf(context, account, clock);
	const sellers = openSellers(context.getWorkflowStaticData('global'), account);
	return await answerTokenRequest(context.helpers, clock, account, quota, sellers, body);
}

/** A request of somebody who holds the app secret, and the account it is for. */
interface SignedRequest {
	account: Account;
	request: BridgeRequest;
}

/** Reads a signed request; undefined for one of somebody else, and for everything that is amiss with it. */
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
	const request = readBridgeRequest(rawBody, clock.nowMs());
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
	if (isSetupRequest(request)) {
		const address = context.getNodeWebhookUrl('default') ?? account.bridgeUrl;
		return { webhookResponse: answerSetupRequest(account, request, address, clock) };
	}
	const answer = await answerLedgerRequest(counterOf(context, account, clock), request);
	// Returned and not ended here: n8n then saves the count before it answers.
	return { webhookResponse: answer };
}

/** Ends the response with a text of a kind that a browser shows. */
function show(
	context: IWebhookFunctions,
	status: number,
	headers: Readonly<Record<string, string>>,
	text: string,
): IWebhookResponseData {
	const response = context.getResponseObject().status(status);
	for (const [name, value] of Object.entries(headers)) response.set(name, value);
	response.send(text);
	return { noWebhookResponse: true };
}

/** The one answer to everybody who opens the address without a link that is good. */
const NOTHING_HERE = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

/** The page of a check for whoever has its link: what was found, and nothing that costs or changes anything. */
async function pageAnswer(context: IWebhookFunctions, clock: Clock): Promise<IWebhookResponseData> {
	const query: { [LINK_PARAMETER]?: unknown } = { ...context.getQueryData() };
	const nowMs = clock.nowMs();
	const ticket = readTicket(query[LINK_PARAMETER], nowMs);
	const nothing = () => show(context, 404, NOTHING_HERE, 'Not found');
	if (!ticket || context.getMode() === 'manual') return nothing();
	const isSigner = ({ appSecret }: Account) => isSigned(ticket, appSecret);
	const account = await accountThatFits(context, context.getNode(), WHO, isSigner, clock);
	const report = typeof account === 'string' ? undefined : keptReport(ticket.shop, nowMs);
	if (!report) return nothing();
	const language = languageOf(headerOf(context, 'accept-language'));
	return show(context, 200, PAGE_HEADERS, pageOf(report, language));
}

/**
 * Answers one request to the bridge: the OAuth facade on its address, the ledger on `/ledger`, and to a
 * browser with the link of a check its page.
 * Never throws, since n8n stores a failed execution for a throw and strangers could fill the list.
 */
export async function answerBridgeRequest(
	context: IWebhookFunctions,
	clock: Clock = systemClock,
): Promise<IWebhookResponseData> {
	try {
		if (context.getWebhookName() !== 'default') return await ledgerAnswer(context, clock);
		if (context.getRequestObject().method === 'GET') return await pageAnswer(context, clock);
		return end(context, await tokenAnswer(context, clock));
	} catch (reason) {
		// Of our own words only those of a state that cannot be read; others might carry a secret.
		const isUnreadable = reason instanceof TypeError && reason.message.startsWith('The stored');
		const isAway = reason instanceof QuotaUnavailable;
		const name = reason instanceof Error ? reason.name : 'unknown reason';
		const own = isAway ? `${reason.message}. ${reason.remedy}` : undefined;
		const why = own ?? (isUnreadable ? reason.message : name);
		context.logger.error(`AliExpress Connect could not answer a request: ${why}`);
		const error_description = own ?? 'The bridge could not answer. The log of n8n says why.';
		return end(context, { status: 400, body: { error: 'bridge_stopped', error_description } });
	}
}

/** What a bridge may be asked: about the count, or about the set-up. */
const requestSchema = z.union([ledgerRequestSchema, setupRequestSchema]);
type BridgeRequest = z.infer<typeof requestSchema>;

/** Whether a request is about the set-up. */
function isSetupRequest(request: BridgeRequest): request is SetupRequest {
	return request.operation === 'look' || request.operation === 'keep';
}

/**
 * Reads a request that is signed, or undefined for one that is old, was seen before, or has another
 * shape. The caller cannot tell which.
 *
 * @param rawBody the bytes as they came.
 * @param nowMs wall clock, ms UTC.
 */
function readBridgeRequest(rawBody: Uint8Array, nowMs: number): BridgeRequest | undefined {
	let body: unknown;
	try {
		body = parseJson(Buffer.from(rawBody).toString('utf8'));
	} catch {
		return undefined;
	}
	const parsed = requestSchema.safeParse(body);
	if (!parsed.success) return undefined;
	const { requestId, atMs } = parsed.data;
	return isFreshRequest(requestId, atMs, nowMs) ? parsed.data : undefined;
}

/** Carries out a ledger request. @throws QuotaUnavailable when the counter is elsewhere and away. */
async function answerLedgerRequest(
	quota: QuotaStore,
	request: LedgerRequest,
): Promise<IDataObject> {
	const settled = 'settled' in request ? (request.settled ?? []) : [];
	for (const settlement of settled) await quota.settle(settlement, false);
	switch (request.operation) {
		case 'reserve': {
			const { id, account, purpose, spender, token } = request;
			const call = { id, account, purpose, spender, ...(token !== undefined && { token }) };
			return { ...(await quota.reserve(call)) } as IDataObject;
		}
		case 'settle':
			await quota.settle(request.settlement, true);
			return { done: true };
		case 'giveBack':
			await quota.giveBack(request.id);
			return { done: true };
		case 'block': {
			const { account, banMs, isDayLimit } = request;
			const ban = banMs === undefined ? {} : { banMs };
			return { pauseMs: await quota.block({ account, isDayLimit, ...ban }) };
		}
		case 'status':
			return { ...(await quota.status(request.account)) } as unknown as IDataObject;
	}
}
