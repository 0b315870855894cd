import {
	NodeOperationError,
	type IDataObject,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { systemClock, type Clock } from '../../time/clock';
import { shortIdOf } from '../trigger/events/eventId';
import { admit, checkAge, isWanted, type Admitted } from './admit';
import { endAsReceived, NOT_READY, received, refuse } from './answer';
import { happeningOf, type Happening } from './happening';
import { hastenFeed } from './hasten';
import { claim, openInbox, stateWith, type Inbox } from './inbox';
import { pushItemOf } from './item';
import { pushStateOf, readPushState } from './marks';
import { readBack, type ReadBack } from './readBack';
import { readSettings, type PushSettings } from './settings';

/** The platform wants its answer within 500 ms, and n8n needs some of them before and after. */
const ANSWER_AFTER_MS = 250;

/** Where a push trigger keeps its state. Under its id: names can change. */
export function stateKeyOf(nodeId: string): string {
	return `aliExpressPush:${nodeId}`;
}

function openInboxOf(context: IWebhookFunctions, nodeId: string): Inbox {
	const stored = readPushState(context.getWorkflowStaticData('global')[stateKeyOf(nodeId)]);
	if (stored === undefined) {
		// Rather a message twice than none at all.
		context.logger.warn(
			'AliExpress Push: the stored list of messages cannot be read; it begins anew, and copies of earlier messages may come again.',
		);
	}
	return openInbox(`${context.getWorkflow().id ?? ''}:${nodeId}`, stored ?? '');
}

/**
 * Reads the order and lets the platform wait for it as long as it may. After that the message is
 * acknowledged here, before n8n has recorded it.
 */
async function readInTime(
	context: IWebhookFunctions,
	reading: Promise<ReadBack>,
	leftMs: number,
	clock: Clock,
): Promise<{ detail: ReadBack; isAnswered: boolean }> {
	const late = clock.sleepMs(leftMs).then(() => undefined);
	const detail = await Promise.race([reading, late]);
	if (detail) return { detail, isAnswered: false };
	endAsReceived(context);
	return { detail: await reading, isAnswered: true };
}

async function itemsOf(
	context: IWebhookFunctions,
	{ account, message }: Admitted,
	happening: Happening,
	settings: PushSettings,
	startedAtMs: number,
	clock: Clock,
): Promise<IWebhookResponseData> {
	const choice = { ...settings, pseudonymKey: account.appSecret };
	const asItem = (detail?: ReadBack): IDataObject =>
		pushItemOf(message, happening, detail, choice, clock.nowMs());
	if (!settings.readBack) return received([context.helpers.returnJsonArray(asItem())]);
	const reading = readBack(context, account, message, settings, choice, clock);
	const leftMs = ANSWER_AFTER_MS - (clock.monotonicMs() - startedAtMs);
	const { detail, isAnswered } = await readInTime(context, reading, leftMs, clock);
	const workflowData = [context.helpers.returnJsonArray(asItem(detail))];
	return isAnswered ? { noWebhookResponse: true, workflowData } : received(workflowData);
}

async function handOut(
	context: IWebhookFunctions,
	nodeId: string,
	admitted: Admitted,
	settings: PushSettings,
	startedAtMs: number,
	clock: Clock,
): Promise<IWebhookResponseData> {
	const { account, message } = admitted;
	const happening = happeningOf(message, account);
	const mark = shortIdOf(happening.messageId);
	const inbox = openInboxOf(context, nodeId);
	const response = context.getResponseObject();
	if (!(await claim(inbox, mark, response, clock))) return received();
	hastenFeed(account, message, clock.nowMs());
	const result = await itemsOf(context, admitted, happening, settings, startedAtMs, clock);
	// Last: n8n saves it after the execution is recorded, so a message is marked only with its item.
	const state = pushStateOf(stateWith(inbox, mark));
	context.getWorkflowStaticData('global')[stateKeyOf(nodeId)] = state;
	return result;
}

async function receive(context: IWebhookFunctions, clock: Clock): Promise<IWebhookResponseData> {
	const startedAtMs = clock.monotonicMs();
	// n8n copies the node each time it is asked for it.
	const node = context.getNode();
	const admitted = await admit(context, node, clock);
	if ('status' in admitted) return refuse(context, admitted);
	const settings = readSettings(context, node);
	// Somebody listens in the editor: the test message of the console may carry an old time, may come
	// again and again, and n8n keeps no state.
	if (context.getMode() === 'manual') {
		if (!isWanted(admitted.message, settings)) return received();
		const happening = happeningOf(admitted.message, admitted.account);
		return await itemsOf(context, admitted, happening, settings, startedAtMs, clock);
	}
	const refusal = checkAge(admitted.message, settings, clock.nowMs());
	if (refusal) {
		context.logger.warn('AliExpress Push: a signed message was refused for its time.');
		return refuse(context, refusal);
	}
	if (!isWanted(admitted.message, settings)) return received();
	return await handOut(context, node.id, admitted, settings, startedAtMs, clock);
}

/**
 * Answers one request to the address of the push trigger. Never throws: n8n stores a failed execution
 * for a throw, and what went wrong here the platform sends again.
 */
export async function receivePush(
	context: IWebhookFunctions,
	clock: Clock = systemClock,
): Promise<IWebhookResponseData> {
	try {
		return await receive(context, clock);
	} catch (reason) {
		// Our own words only; those of others might carry a part of the message.
		const name = reason instanceof Error ? reason.name : 'unknown reason';
		const isOwn = reason instanceof NodeOperationError;
		const why = isOwn ? `${reason.message}. ${reason.description ?? ''}` : name;
		context.logger.error(`AliExpress Push could not take a message: ${why}`);
		return refuse(context, NOT_READY);
	}
}
