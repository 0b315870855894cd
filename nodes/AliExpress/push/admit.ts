import type { INode, IWebhookFunctions } from 'n8n-workflow';

import type { Clock } from '../../time/clock';
import { HOUR_MS } from '../../time/units';
import type { Account } from '../account';
import { keepAccount, keptAccountOf } from '../connect/keptAccount';
import { readAccount } from '../openClient';
import {
	NOT_A_MESSAGE,
	NOT_OF_NOW,
	NOT_READY,
	NOT_SIGNED,
	TOO_LARGE,
	type Refusal,
} from './answer';
import { readMessage, type PushMessage } from './message';
import { passesTypes } from './messageTypes';
import type { PushSettings } from './settings';
import { isPushSignature } from './signature';

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
 * The account that signed a message. Looks with the account that was read a moment ago first: reading
 * a credential takes longer than all the rest.
 */
async function signerOf(
	context: IWebhookFunctions,
	node: INode,
	rawBody: Uint8Array,
	clock: Clock,
): Promise<Account | Refusal> {
	const { authorization = '' } = context.getHeaderData();
	const known = keptAccountOf(node, clock);
	if (known && isPushSignature(authorization, rawBody, known)) return known;
	let account: Account;
	try {
		account = await readAccount(context);
	} catch (reason) {
		const why = reason instanceof Error ? reason.message : 'unknown reason';
		context.logger.warn(`AliExpress Push: the credential cannot be read: ${why}`);
		return NOT_READY;
	}
	if (!account.appKey || !account.appSecret) {
		context.logger.warn('AliExpress Push: the credential has no App Key or no App Secret.');
		return NOT_READY;
	}
	keepAccount(node, account, clock);
	return isPushSignature(authorization, rawBody, account) ? account : NOT_SIGNED;
}

/**
 * Checks a request before anything is done with it: size, then signature over the raw bytes, then
 * form. Nothing of a body that is not signed is read.
 */
export async function admit(
	context: IWebhookFunctions,
	node: INode,
	clock: Clock,
): Promise<Admitted | Refusal> {
	const rawBody = rawBodyOf(context);
	if (rawBody.byteLength > MAX_BODY_BYTES) return TOO_LARGE;
	const account = await signerOf(context, node, rawBody, clock);
	if ('status' in account) return account;
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

/** Whether the user wants this message: its kind, and the shop that it is about. */
export function isWanted(
	{ type, sellerId }: PushMessage,
	settings: Pick<PushSettings, 'messageTypes' | 'furtherTypes' | 'sellerIds'>,
): boolean {
	const { messageTypes, furtherTypes, sellerIds } = settings;
	if (!passesTypes(type, messageTypes, furtherTypes)) return false;
	return sellerIds.length === 0 || (sellerId !== undefined && sellerIds.includes(sellerId));
}
