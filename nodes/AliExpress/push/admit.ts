import type {
	INode,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { timingSafeEqual } from 'node:crypto';

import type { Clock } from '../../time/clock';
import { HOUR_MS } from '../../time/units';
import { isSha256Hex, signPush } from '../../wire/sign';
import type { Account } from '../account/account';
import { accountThatFits } from '../connect/keptAccount';
import { readMessage, type PushMessage } from './message';
import { passesTypes } from './messageTypes';
import type { PushSettings } from './settings';

/** A message that is not taken: what its sender is told. Says nothing of the message or the app. */
interface Refusal {
	status: 400 | 401 | 413 | 503;
	message: string;
}

const TOO_LARGE: Refusal = { status: 413, message: 'The message is too large.' };
/** One answer for a missing, malformed and wrong signature: a stranger learns nothing from it. */
const NOT_SIGNED: Refusal = { status: 401, message: 'The signature is not accepted.' };
const NOT_A_MESSAGE: Refusal = { status: 400, message: 'The body is not a push message.' };
const NOT_OF_NOW: Refusal = {
	status: 401,
	message: 'The time of the message is too long ago or lies ahead.',
};
/** The platform repeats what was not answered with 200, so nothing is lost. */
export const NOT_READY: Refusal = {
	status: 503,
	message: 'The trigger is not ready. The log of n8n says why.',
};

/** What the platform gets for every message that it need not send again. */
const RECEIVED = { received: true };

/** Ends the response here and starts no execution. */
export function refuse(context: IWebhookFunctions, refusal: Refusal): IWebhookResponseData {
	const { status, message } = refusal;
	// The message was acknowledged already; what went wrong afterwards is in the log.
	if (context.getResponseObject().headersSent) return { noWebhookResponse: true };
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

/** Has n8n answer 200 and start nothing. */
export function received(): IWebhookResponseData {
	return { webhookResponse: RECEIVED };
}

/**
 * Has n8n record an execution of these items and then answer 200.
 *
 * @param recorded writes what the workflow is to keep. It is called when n8n asks for the answer: the
 * execution is recorded then, and n8n saves next. Not before: to start an execution n8n opens the
 * workflow a second time over the same data, and forgets with that that something was written to it.
 */
export function handedOut(
	workflowData: INodeExecutionData[][],
	recorded: () => void,
): IWebhookResponseData {
	return {
		workflowData,
		get webhookResponse() {
			recorded();
			return RECEIVED;
		},
	};
}

/** Answers 200 here and now; what follows must return `noWebhookResponse`. */
export function endAsReceived(context: IWebhookFunctions): void {
	context.getResponseObject().status(200).json(RECEIVED);
}

/**
 * Whether a message was signed with this App Key and App Secret: the `Authorization` header is the
 * HMAC-SHA256 over App Key and raw body as hex, in either case. Compared in constant time.
 *
 * @param rawBody the bytes as they came; JSON that was parsed and printed again would not match.
 */
export function isPushSignature(
	header: string,
	rawBody: Uint8Array,
	app: { appKey: string; appSecret: string },
): boolean {
	// With an empty secret anybody could sign.
	if (!app.appKey || !app.appSecret) return false;
	const given = header.trim();
	// Also the length check: both buffers below then hold 32 bytes.
	if (!isSha256Hex(given)) return false;
	const expected = Buffer.from(signPush(app.appKey, rawBody, app.appSecret), 'hex');
	return timingSafeEqual(expected, Buffer.from(given, 'hex'));
}

/** Some hundred times the size of a message. */
export const MAX_BODY_BYTES = 64 * 1024;
/** How far ahead a message may be: the difference of clocks that the platform itself allows. */
const AHEAD_MS = 7_200_000;

/** A message that the platform has signed, and as whom it was checked. */
export interface Admitted {
	account: Account;
	message: PushMessage;
}

function rawBodyOf(context: IWebhookFunctions): Uint8Array {
	const request: { rawBody?: unknown } = context.getRequestObject();
	return request.rawBody instanceof Uint8Array ? request.rawBody : new Uint8Array();
}

/**
 * Checks a request before anything is done with it: size, form of the signature, signature over the raw
 * bytes, form of the message. Nothing of a body that is not signed is read, and nothing of a credential
 * for a request that cannot be signed.
 */
export async function admit(
	context: IWebhookFunctions,
	node: INode,
	clock: Clock,
): Promise<Admitted | Refusal> {
	const rawBody = rawBodyOf(context);
	if (rawBody.byteLength > MAX_BODY_BYTES) return TOO_LARGE;
	const { authorization = '' } = context.getHeaderData();
	if (!isSha256Hex(authorization.trim())) return NOT_SIGNED;
	const isSigner = (account: Account) => isPushSignature(authorization, rawBody, account);
	const account = await accountThatFits(context, node, 'AliExpress Push', isSigner, clock);
	if (account === 'unusable') return NOT_READY;
	if (account === 'other') return NOT_SIGNED;
	const message = readMessage(rawBody);
	if (message) return { account, message };
	context.logger.warn('AliExpress Push: a signed body is not a push message and was refused.');
	return NOT_A_MESSAGE;
}

/** Whether a message is of now; one without a time is, since nothing says otherwise. */
export function checkAge(
	{ sentAtMs }: PushMessage,
	{ acceptHours }: Pick<PushSettings, 'acceptHours'>,
	nowMs: number,
): Refusal | undefined {
	if (sentAtMs === undefined || acceptHours === 0) return undefined;
	const isOld = sentAtMs < nowMs - acceptHours * HOUR_MS;
	return isOld || sentAtMs > nowMs + AHEAD_MS ? NOT_OF_NOW : undefined;
}

/**
 * Whether the user wants this message: its kind, and the shop that it is about. That an authorization ends
 * is always wanted: without it nothing can be read any more, and some of these messages name no shop.
 */
export function isWanted(
	{ type, sellerId, isAuthorizationEnding }: PushMessage,
	settings: Pick<PushSettings, 'messageTypes' | 'furtherTypes' | 'sellerIds'>,
): boolean {
	const { messageTypes, furtherTypes, sellerIds } = settings;
	if (!passesTypes(type, messageTypes, furtherTypes)) return false;
	if (sellerIds.length === 0 || isAuthorizationEnding) return true;
	return sellerId !== undefined && sellerIds.includes(sellerId);
}
