import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import type { BuyerDataChoice } from '../../client/buyerData';
import { systemClock, type Clock } from '../../time/clock';
import { msToIso } from '../../time/zones';
import { stageOf, type OrderStage } from '../../wire/orderStatus';
import { QuotaUnavailable, type SharedMemory } from '../../quota/store';
import type { Account } from '../account/account';
import { openQuota } from '../account/openQuota';
import { answerSource } from '../parse/maskedSource';
import { present } from '../parse/present';
import { EVENTS } from '../trigger/events/events';
import type { ListName } from '../trigger/lists/lists';
import { noteHeard } from '../setup/look';
import { readSoon } from '../trigger/schedule/pushed';
import {
	admit,
	checkAge,
	endAsReceived,
	handedOut,
	isWanted,
	NOT_READY,
	received,
	refuse,
	type Admitted,
} from './admit';
import { certainOf, happeningOf, type Happening } from './happening';
import {
	addMark,
	addStored,
	claim,
	claimEverywhere,
	inboxOf,
	markOf,
	pushStateOf,
	type Inbox,
} from './marks';
import type { PushMessage } from './message';
import { readBack, type ReadBack } from './readBack';
import { readSettings, type PushSettings } from './settings';

/** The order may have left the list that hides finished orders; what is not known may have, too. */
const MAY_HAVE_ENDED: ReadonlySet<OrderStage | undefined> = new Set([
	undefined,
	'payout',
	'ended',
	'archived',
]);

/** Kinds of messages that are about an order and do not change it. */
const NO_CHANGE: ReadonlySet<number> = new Set([18, 21]);

/** The lists that an order's stage can have changed. */
function listsAbout(stage: OrderStage | undefined): ListName[] {
	const certain = certainOf(stage);
	// The first list of an event shows it soonest.
	if (certain) return EVENTS[certain.event].lists.slice(0, 1);
	const underWay: ListName[] = ['orders', 'toSend', 'changed'];
	return MAY_HAVE_ENDED.has(stage) ? [...underWay, 'finished'] : underWay;
}

/**
 * Has the AliExpress Triggers of the same account read sooner, in this process and in those that share its memory: a message is a hint, and
 * what they read is complete.
 */
export function hastenFeed(
	account: Account,
	message: PushMessage,
	nowMs: number,
	memory?: SharedMemory,
): void {
	const { orderId, sellerId, orderStatus: status = '', type } = message;
	// A parcel that moves and a chat change no list.
	if (orderId === undefined || (status === '' && NO_CHANGE.has(type ?? 0))) return;
	const stage = stageOf(status);
	const lists = listsAbout(stage);
	if (stage === 'disputed') lists.push('disputes');
	readSoon(account, lists, nowMs, sellerId, memory);
}

/**
 * The item of a message.
 *
 * @param readBack the order as it was read, or why it was not; undefined when nobody asked for it.
 * @param receivedAtMs stands in for the time that a message does not carry, ms UTC.
 */
export function pushItemOf(
	message: PushMessage,
	{ event, eventId }: Happening,
	readBack: ReadBack | undefined,
	choice: BuyerDataChoice & { includeRaw: boolean },
	receivedAtMs: number,
): IDataObject {
	const { type, sellerId, site, orderId, orderLineId, status, data, source } = message;
	const { reverseOrderId, reverseOrderLineId, reverseStatus } = message;
	return present({
		event,
		eventId,
		occurredAt: msToIso(message.sentAtMs ?? receivedAtMs),
		messageType: type,
		sellerId,
		site,
		orderId,
		orderLineId,
		reverseOrderId,
		reverseOrderLineId,
		reverseStatus,
		status,
		...readBack?.order,
		isVerifiedDetail: readBack?.order !== undefined,
		detailNote: readBack?.note,
		data: answerSource(data, choice),
		raw: choice.includeRaw ? answerSource(source, choice) : undefined,
	});
}

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
	const claimed = await claim(inbox, mark, response, clock);
	if (!claimed) return received();
	const { memory } = openQuota(context.helpers, account, clock);
	if (memory) {
		const name = `push:${context.getWorkflow().id ?? ''}:${nodeId}:${mark.id}`;
		const standing = await claimEverywhere(memory, name, claimed.outcome);
		if (standing === 'copy') return received();
		// If the other process fails, the platform sends it again.
		if (standing === 'underWay') return refuse(context, NOT_READY);
	}
	hastenFeed(account, message, clock.nowMs(), memory);
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
	noteHeard(admitted.account, clock.nowMs());
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
		const words = reason instanceof QuotaUnavailable ? `${reason.message}. ${reason.remedy}` : name;
		const isOwn = reason instanceof NodeOperationError;
		const why = isOwn ? `${reason.message}. ${reason.description ?? ''}` : words;
		context.logger.error(`AliExpress Push could not take a message: ${why}`);
		return refuse(context, NOT_READY);
	}
}
