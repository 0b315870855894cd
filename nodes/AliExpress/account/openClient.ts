import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeCredentialDescription,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { z } from 'zod';

import { tokenNameOf } from '../../client/access';
import { renewalErrorOf, uncountedErrorOf } from '../../client/apiError';
import { noteRefusedToken } from '../../client/authorization';
import { createClient, type Client } from '../../client/client';
import { syncProtocol } from '../../client/protocol';
import { askForRenewal } from '../../client/tokenRenewal';
import { BRIDGE_REMEDY } from '../../quota/bridgeStore';
import type { Purpose } from '../../quota/policy';
import { ignoreUnavailable, QuotaUnavailable, type QuotaStore } from '../../quota/store';
import { DEFAULT_PATIENCE_MS } from '../../quota/turn';
import { systemClock, type Clock } from '../../time/clock';
import { accountOf, type Account, type CredentialType } from './account';
import { openQuota } from './openQuota';

const oauthReason = z.object({
	body: z.object({ error: z.string(), error_description: z.string().optional() }),
});
const unansweredReason = z.union([
	z.object({ status: z.literal(404) }),
	z.object({ code: z.enum(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT']) }),
]);
/** n8n's own error for `invalid_grant`; older ones have the words alone. */
const reconnectReason = z.union([
	z.object({ failure: z.object({ cause: z.literal('credential-invalid') }) }),
	z.object({ message: z.string().regex(/needs to be reconnected/) }),
]);
const worded = z.object({ message: z.string(), description: z.string().nullish() });

/** Whether the bridge said that the refresh token is refused for good, as it came or as n8n words it. */
function isEndOfOAuth(reason: unknown): boolean {
	const fromBridge = oauthReason.safeParse(reason);
	if (fromBridge.success) return fromBridge.data.body.error === 'invalid_grant';
	return reconnectReason.safeParse(reason).success;
}

/**
 * Why a renewal did not work: the words of the bridge or of n8n and nothing else, because the reason
 * carries the request with its refresh token.
 */
function renewalWordsOf(reason: unknown): string {
	const fromBridge = oauthReason.safeParse(reason);
	if (fromBridge.success) {
		const { error, error_description: description } = fromBridge.data.body;
		return description ?? error;
	}
	if (unansweredReason.safeParse(reason).success) {
		return `The bridge of this credential is not published. ${BRIDGE_REMEDY}`;
	}
	const fromN8n = worded.safeParse(reason);
	if (!fromN8n.success) return '';
	return [fromN8n.data.message, fromN8n.data.description].filter(Boolean).join('. ');
}

/** Display name in messages. */
export const PLATFORM = 'AliExpress';

type CallingContext =
	| IExecuteFunctions
	| IPollFunctions
	| ILoadOptionsFunctions
	| IWebhookFunctions;

/** The parameter with which a node chooses between the two credential types. */
export function authenticationProperty(): INodeProperties {
	return {
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'OAuth2 (Recommended)', value: 'oAuth2' },
			{ name: 'Access Token', value: 'accessToken' },
		],
		default: 'oAuth2',
	};
}

/** The credential entries of a node that has `authenticationProperty`. */
export function credentialChoices(): INodeCredentialDescription[] {
	return [
		{
			name: 'aliExpressOAuth2Api',
			required: true,
			displayOptions: { show: { authentication: ['oAuth2'] } },
		},
		{
			name: 'aliExpressApi',
			required: true,
			displayOptions: { show: { authentication: ['accessToken'] } },
		},
	];
}

function credentialTypeOf(context: CallingContext): CredentialType {
	const authentication: unknown = context.getNode().parameters.authentication ?? 'oAuth2';
	return authentication === 'accessToken' ? 'aliExpressApi' : 'aliExpressOAuth2Api';
}

/** Reads the node's credential afresh. */
export async function readAccount(context: CallingContext): Promise<Account> {
	const type = credentialTypeOf(context);
	return accountOf(context.getNode(), type, await context.getCredentials(type));
}

/**
 * Has n8n renew the tokens and store them. The credential without a button is renewed by its own
 * hook, which n8n only runs around a request; the credential stops that request before it leaves.
 */
async function renewHere(context: CallingContext, current: Account): Promise<void> {
	const type = credentialTypeOf(context);
	const isOAuth2 = type === 'aliExpressOAuth2Api';
	const { refreshOAuth2Token, httpRequestWithAuthentication } = context.helpers;
	try {
		await askForRenewal(current, async (request) => {
			if (isOAuth2) await refreshOAuth2Token.call(context, type);
			else await httpRequestWithAuthentication.call(context, type, request);
		});
	} catch (reason) {
		// The bridge may be in another process, so what it has learned is noted here as well.
		if (isOAuth2 && isEndOfOAuth(reason)) noteRefusedToken(current.refreshToken, current);
		throw renewalErrorOf(context.getNode(), PLATFORM, renewalWordsOf(reason));
	}
}

/** Longer than a renewal takes, its turn and the platform's answer included. */
const RENEWAL_MS = 90_000;
/** How often whoever waits for the renewal of another process looks whether it is done. */
const LOOK_AGAIN_MS = 500;

/** Waits until another process has renewed the token and n8n has stored it. */
async function awaitRenewal(
	context: CallingContext,
	current: Account,
	clock: Clock,
): Promise<void> {
	const deadlineMs = clock.monotonicMs() + DEFAULT_PATIENCE_MS;
	while (clock.monotonicMs() < deadlineMs) {
		await clock.sleepMs(LOOK_AGAIN_MS, cancelSignalOf(context));
		if ((await readAccount(context)).accessToken !== current.accessToken) return;
	}
	const words =
		'Another process of n8n is renewing it and has not come to an end. Run again in a minute; if it stays so, look at the log of that process.';
	throw renewalErrorOf(context.getNode(), PLATFORM, words);
}

/** Renews the tokens: of all processes that share a memory one does it, and the others wait for it. */
async function renewToken(
	context: CallingContext,
	current: Account,
	{ memory }: QuotaStore,
	clock: Clock,
): Promise<void> {
	if (!memory) return await renewHere(context, current);
	const { accessToken, refreshToken, code = '' } = current;
	const name = `renewal:${tokenNameOf(accessToken, refreshToken, code)}`;
	const known = await memory.take(name, 'under way', RENEWAL_MS).catch((reason: unknown) => {
		if (!(reason instanceof QuotaUnavailable)) throw reason;
		throw uncountedErrorOf(context.getNode(), reason);
	});
	if (known !== undefined) return await awaitRenewal(context, current, clock);
	try {
		await renewHere(context, current);
	} catch (reason) {
		// The next one may try at once, or after the time that was taken where that cannot be said.
		await memory.drop(name).catch(ignoreUnavailable);
		return await Promise.reject(reason);
	}
}

function cancelSignalOf(context: CallingContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

interface ClientOptions {
	waitUpToMs?: number;
	clock?: Clock;
	/** Whether a read that did not come through is sent again; not when n8n repeats the node itself. */
	repeatsReads?: boolean;
	/** Hears how long a call has waited, ms. */
	onWaited?(waitedMs: number): void;
}

/**
 * Opens a client on the credential that the node's `authentication` parameter chooses.
 *
 * @param purpose which share of the day its calls are taken from.
 * @param options how long calls that the quota refuses may wait, who hears of it, and the time it goes by.
 */
export function openClient(
	context: CallingContext,
	purpose: Purpose,
	{ waitUpToMs = 0, clock = systemClock, onWaited, repeatsReads = true }: ClientOptions = {},
): Client {
	const cancelSignal = cancelSignalOf(context);
	const http = context.helpers;
	const quotaOf = (account: Account) => openQuota(http, account, clock, cancelSignal);
	return createClient<Account>({
		node: context.getNode(),
		platform: PLATFORM,
		http,
		protocol: syncProtocol,
		clock,
		readAccess: async () => await readAccount(context),
		renewToken: async (current) => await renewToken(context, current, quotaOf(current), clock),
		openQuota: quotaOf,
		purpose,
		waitUpToMs,
		repeatsReads,
		...(onWaited && { onWaited }),
		spender: context.getWorkflow().name ?? 'Unnamed workflow',
		...(cancelSignal && { cancelSignal }),
		warn: (message) => context.logger.warn(message),
	});
}
