import {
	NodeOperationError,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { systemClock, type Clock } from '../../time/clock';
import { admit, checkAge, isWanted, type Admitted } from './admit';
import { endAsReceived, handedOut, NOT_READY, received, refuse } from './answer';
import { happeningOf, type Happening } from './happening';
import { hastenFeed } from './hasten';
import { claim, inboxOf, type Inbox } from './inbox';
import { pushItemOf } from './item';
import { addMark, addStored, markOf, pushStateOf } from './marks';
import { readBack, type ReadBack } from './readBack';
import { readSettings, type PushSettings } from './settings';

/** The platform wants its answer within 500 ms, and n8n needs some of them before and after. */
const ANSWER_AFTER_MS = 250;

/** Where a push trigger keeps its state. Under its id: names can change. */
export function stateKeyOf(nodeId: string): string {
	return `aliExpressPush:${nodeId}`;
}

/** The inbox of the node, with what the workflow has stored of it taken in. */
function openInbox(context: IWebhookFunctions, nodeId: string): Inbox {
	const inbox = inboxOf(`${context.getWorkflow().id ?? ''}:${nodeId}`);
	const stored = context.getWorkflowStaticData('global')[stateKeyOf(nodeId)];
	if (!addStored(inbox.marks, stored)) {
		// Rather a message twice than none at all.
		context.logger.warn(
			'AliExpress Push: the stored list of messages cannot be read; it begins anew, and copies of earlier messages may come again.',
		);
	}
	return inbox;
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

/** A message on its way into the workflow. */
interface Handover {
	context: IWebhookFunctions;
	admitted: Admitted;
	settings: PushSettings;
	/** When its request came, monotonic ms. */
	startedAtMs: number;
	clock: Clock;
}

/**
 * Hands a message out, with the order behind it if the user wants that.
 *
 * @param recorded writes down that it was handed out; called just before n8n saves.
 */
async function handOut(
	{ context, admitted, settings, startedAtMs, clock }: Handover,
	happening: Happening,
	recorded: () => void,
): Promise<IWebhookResponseData> {
	const { account, message } = admitted;
	const choice = { ...settings, pseudonymKey: account.appSecret };
	const asItem = (detail?: ReadBack): INodeExecutionData[][] => [
		context.helpers.returnJsonArray(pushItemOf(message, happening, detail, choice, clock.nowMs())),
	];
	if (!settings.readBack) return handedOut(asItem(), recorded);
	const reading = readBack(context, account, message, settings, choice, clock);
	const leftMs = ANSWER_AFTER_MS - (clock.monotonicMs() - startedAtMs);
	const { detail, isAnswered } = await readInTime(context, reading, leftMs, clock);
	if (!isAnswered) return handedOut(asItem(detail), recorded);
	// Nobody asks for the answer any more; n8n saves as soon as this returns.
	recorded();
	return { noWebhookResponse: true, workflowData: asItem(detail) };
}

/** Hands a message out, unless it is a copy of one that was. */
async function handOutOnce(handover: Handover, nodeId: string): Promise<IWebhookResponseData> {
	const { context, clock } = handover;
	const { account, message } = handover.admitted;
	const happening = happeningOf(message, account);
	const mark = markOf(happening.messageId, message.sentAtMs ?? clock.nowMs());
	const inbox = openInbox(context, nodeId);
	const response = context.getResponseObject();
	if (!(await claim(inbox, mark, response, clock))) return received();
	hastenFeed(account, message, clock.nowMs());
	return await handOut(handover, happening, () => {
		addMark(inbox.marks, mark);
		context.getWorkflowStaticData('global')[stateKeyOf(nodeId)] = pushStateOf(inbox.marks);
	});
}

async function receive(context: IWebhookFunctions, clock: Clock): Promise<IWebhookResponseData> {
	const startedAtMs = clock.monotonicMs();
	// n8n copies the node each time it is asked for it.
	const node = context.getNode();
	const admitted = await admit(context, node, clock);
	if ('status' in admitted) return refuse(context, admitted);
	const settings = readSettings(context, node);
	const handover: Handover = { context, admitted, settings, startedAtMs, clock };
	// Somebody listens in the editor: the test message of the console may carry an old time, may come
	// again and again, and n8n keeps no state.
	if (context.getMode() === 'manual') {
		if (!isWanted(admitted.message, settings)) return received();
		const happening = happeningOf(admitted.message, admitted.account);
		return await handOut(handover, happening, () => undefined);
	}
	const refusal = checkAge(admitted.message, settings, clock.nowMs());
	if (refusal) {
		context.logger.warn('AliExpress Push: a signed message was refused for its time.');
		return refuse(context, refusal);
	}
	if (!isWanted(admitted.message, settings)) return received();
	return await handOutOnce(handover, node.id);
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
