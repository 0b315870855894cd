import { createHash } from 'node:crypto';

import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { optionsCollection } from '../../../action/fields';
import { systemClock } from '../../../time/clock';
import { DAY_MS, SECOND_MS } from '../../../time/units';
import { isBlank } from '../../../wire/text';
import { callApp } from '../../app/app';
import { readCard, readJsonParameter, refused } from '../../message/checked';
import type { Delivery } from '../../message/deliver';
import { refusalBy } from '../../message/send';
import {
	cardOptions,
	cardSettingsOf,
	insist,
	mentionFields,
	textOf,
	type Operation,
} from '../fields';
import { drawOrder, orderField } from '../message/readyCards.operation';

/** The output item of a card of the app. */
export type SentCard = {
	sent: true;
	code: 0;
	/** Feishu's ID of the message that shows the card; absent when it told none. */
	messageId?: string;
	/** Whether a card that was there already shows it now. */
	updated: boolean;
	/** Of the whole request. */
	bytes: number;
	/** Only when it was sent more than once, since Feishu refused it as one too many. */
	attempts?: number;
};

/** Feishu changes cards for 14 days. */
const CHANGED_FOR_MS = 14 * DAY_MS;
/** Some 60 KB of static data. */
const MOST_CARDS = 1_000;
/** Feishu's codes for a card that cannot be changed any more: recalled, too old, deleted. */
const GONE: ReadonlySet<number> = new Set([230011, 230031, 230110]);

const CARDS = z.record(z.tuple([z.string(), z.number()]));

/** The cards that were sent, by the hash of what they are about: message ID, and when, seconds. */
type Cards = z.infer<typeof CARDS>;

// What this process has sent: static data of an execution are those of its start, and a test run saves none.
const sentHere = new Map<string, string>();

/** Remembers which message shows the card of what. */
function remembered(context: IExecuteFunctions, key: string) {
	const data = context.getWorkflowStaticData('global');
	const parsed = CARDS.safeParse(data.feishuCards);
	const cards: Cards = parsed.success ? parsed.data : {};
	const nowMs = systemClock.nowMs();
	return {
		messageId: sentHere.get(key) ?? cards[key]?.[0],
		note(messageId: string) {
			sentHere.delete(key);
			sentHere.set(key, messageId);
			const [oldest] = sentHere.keys();
			if (sentHere.size > MOST_CARDS && oldest !== undefined) sentHere.delete(oldest);
			const kept = Object.entries({ ...cards, [key]: [messageId, Math.floor(nowMs / SECOND_MS)] })
				.filter(([, [, atSeconds]]) => Number(atSeconds) * SECOND_MS > nowMs - CHANGED_FOR_MS)
				.sort(([, [, one]], [, [, other]]) => Number(other) - Number(one))
				.slice(0, MOST_CARDS);
			data.feishuCards = Object.fromEntries(kept);
		},
	};
}

// Two executions about one order at once would each find no card and send one.
const underWay = new Map<string, Promise<unknown>>();

async function oneAfterAnother<T>(key: string, work: () => Promise<T>): Promise<T> {
	const before = underWay.get(key) ?? Promise.resolve();
	const mine = before.then(work, work);
	underWay.set(key, mine);
	try {
		return await mine;
	} finally {
		if (underWay.get(key) === mine) underWay.delete(key);
	}
}

const RECEIVER_KINDS = ['chat_id', 'email', 'open_id'] as const;
type ReceiverKind = (typeof RECEIVER_KINDS)[number];

function receiverFields(): INodeProperties[] {
	return [
		{
			displayName: 'Send To',
			name: 'receiverKind',
			type: 'options',
			options: [
				{ name: 'Chat', value: 'chat_id', description: 'A group, by its chat ID' },
				{ name: 'Email', value: 'email', description: 'A person, by the address of work' },
				{ name: 'Person', value: 'open_id', description: 'A person, by the open ID' },
			],
			default: 'chat_id',
			description: 'What the receiver is named by',
		},
		{
			displayName: 'Receiver',
			name: 'receiver',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. oc_a0553eda9014c201e6969b478895c230',
			description: 'Chat ID (oc_…), mail address, or open ID (ou_…) of who gets the card',
		},
	];
}

function cardFields(): INodeProperties[] {
	return [
		...receiverFields(),
		{
			displayName: 'Content',
			name: 'content',
			type: 'options',
			options: [
				{ name: 'JSON', value: 'json', description: 'A card of your own' },
				{ name: 'Order Card', value: 'order', description: 'The ready card of an order' },
			],
			default: 'order',
			description: 'What the card shows',
		},
		{ ...orderField(), displayOptions: { show: { content: ['order'] } } },
		{
			displayName: 'Card',
			name: 'card',
			type: 'json',
			typeOptions: { rows: 8 },
			required: true,
			displayOptions: { show: { content: ['json'] } },
			default:
				'{"header":{"title":{"tag":"plain_text","content":"Hello"}},"elements":[{"tag":"div","text":{"tag":"plain_text","content":"From n8n"}}]}',
			description: 'JSON of the card. Put text of buyers into plain_text elements.',
		},
		{
			displayName: 'Order ID',
			name: 'orderId',
			type: 'string',
			required: true,
			displayOptions: { show: { content: ['json'] } },
			default: '={{ $json.orderId }}',
			description: 'What the card is about, so that Update Card finds it again',
		},
		...mentionFields().map((field) => ({
			...field,
			displayOptions: { show: { ...field.displayOptions?.show, content: ['order'] } },
		})),
		optionsCollection(cardOptions()),
	];
}

/** What is to be shown, and what it is about. */
interface Shown {
	card: Record<string, unknown>;
	about: string;
	eventId: string | undefined;
}

function shownOf(context: IExecuteFunctions, index: number): Shown {
	if (context.getNodeParameter('content', index, 'order') === 'json') {
		const json = readJsonParameter(context.getNodeParameter('card', index), 'Card');
		const card = insist(context, index, readCard(insist(context, index, json)));
		const about = textOf(context.getNodeParameter('orderId', index, '')).trim();
		if (!isBlank(about)) return { card, about, eventId: undefined };
		const missing = refused(
			'The card is about no order',
			'Fill in Order ID: by it the card is found.',
		);
		return insist(context, index, missing);
	}
	const { draft, eventId, orderId } = drawOrder(context, index, cardSettingsOf(context, index));
	const card = draft.body.msg_type === 'interactive' ? draft.body.card : {};
	return { card, about: orderId, eventId };
}

/** Only a card that says so of itself can be changed for everybody who sees it. A template says it inside. */
function changeable(card: Record<string, unknown>): Record<string, unknown> {
	if (card.type === 'template') return card;
	const config = z.record(z.unknown()).catch({}).parse(card.config);
	return { ...card, config: { ...config, update_multi: true } };
}

function receiverOf(context: IExecuteFunctions, index: number): { kind: ReceiverKind; id: string } {
	const given = textOf(context.getNodeParameter('receiverKind', index, 'chat_id'));
	const kind: ReceiverKind = RECEIVER_KINDS.find((one) => one === given) ?? 'chat_id';
	const id = textOf(context.getNodeParameter('receiver', index, '')).trim();
	const isOdd = kind === 'email' ? !/^[^\s@]+@[^\s@]+$/.test(id) : !/^[\w-]+$/.test(id);
	if (!isOdd) return { kind, id };
	const words = refused(
		'The receiver is no ID or address of the chosen kind',
		'A chat ID begins with oc_, an open ID with ou_; a mail address has an @.',
	);
	return insist(context, index, words);
}

const ANSWER = z.object({ data: z.object({ message_id: z.string().min(1) }) });

function sentCard(
	{ bytes, attempts }: Delivery & { sent: true },
	messageId: string | undefined,
	updated: boolean,
): SentCard {
	return {
		sent: true,
		code: 0,
		...(messageId !== undefined && { messageId }),
		updated,
		bytes,
		...(attempts > 1 && { attempts }),
	};
}

/** Sends the card of an item, or changes the one that is there. */
async function show(
	context: IExecuteFunctions,
	index: number,
	isUpdate: boolean,
): Promise<IDataObject> {
	const receiver = receiverOf(context, index);
	const { card, about, eventId } = shownOf(context, index);
	const content = JSON.stringify(changeable(card));
	const lane = `${receiver.kind} ${receiver.id}`;
	const { credentials } = context.getNode();
	const whose = [context.getWorkflow().id, credentials?.feishuAppApi?.id, lane, about];
	const key = createHash('sha256').update(JSON.stringify(whose)).digest('base64url').slice(0, 16);
	const sent = await oneAfterAnother(key, async () => {
		const memory = remembered(context, key);
		const known = isUpdate ? memory.messageId : undefined;
		if (known !== undefined) {
			const path = `/open-apis/im/v1/messages/${encodeURIComponent(known)}`;
			const changed = await callApp(context, index, {
				method: 'PATCH',
				path,
				body: { content },
				lane,
			});
			if (changed.sent) return sentCard(changed, known, true);
			if (!GONE.has(changed.refusal.code ?? 0)) throw refusalBy(context, index, changed.refusal);
		}
		const path = `/open-apis/im/v1/messages?receive_id_type=${receiver.kind}`;
		const body = { receive_id: receiver.id, msg_type: 'interactive', content };
		const delivery = await callApp(context, index, { method: 'POST', path, body, lane });
		if (!delivery.sent) throw refusalBy(context, index, delivery.refusal);
		const json = readJsonParameter(delivery.answer, 'answer');
		const answer = ANSWER.safeParse(json.ok ? json.value : undefined);
		const messageId = answer.success ? answer.data.data.message_id : undefined;
		if (messageId !== undefined) memory.note(messageId);
		return sentCard(delivery, messageId, false);
	});
	return eventId === undefined ? sent : { ...sent, eventId };
}

/** Sends a card in the name of the app. */
export const sendAppCard: Operation = {
	name: 'Send Card',
	value: 'send',
	action: 'Send card of an app',
	description: 'Send a card that can be updated later. Sends one message.',
	fields: cardFields,
	run: async (context, index) => await show(context, index, false),
};

/** Changes the card of an order, and sends one where there is none. */
export const updateAppCard: Operation = {
	name: 'Update Card',
	value: 'update',
	action: 'Update card of an app',
	description:
		'Update the card of the same order; sends one where there is none. Sends one message.',
	fields: cardFields,
	run: async (context, index) => await show(context, index, true),
};
