import { z } from 'zod';

import type { WrittenTime } from '../../time/written';
import { stageOf, statusWords, type OrderStage } from '../../wire/orderStatus';
import type { Draft } from '../message/text';
import { id, optionalMoney, optionalText, optionalTime } from './item';
import {
	card,
	fieldGrid,
	linkButton,
	momentText,
	plainBlock,
	short,
	timeLeftText,
	zoneOfTimes,
	type CardElement,
	type CardSettings,
} from './parts';
import { wordsOf, type OrderKind, type Words } from './words';

const PRODUCT = z.object(
	{
		productId: optionalText,
		name: optionalText,
		quantity: z.number({ invalid_type_error: 'must be a number' }).nullish(),
		skuCode: optionalText,
		unitPrice: optionalMoney,
	},
	{ invalid_type_error: 'must be an object' },
);

/** The part of an order item that the card shows. */
export const ORDER_ITEM = z.object({
	orderId: id,
	status: optionalText,
	createdAt: optionalTime,
	paidAt: optionalTime,
	amount: optionalMoney,
	products: z
		.array(PRODUCT, { invalid_type_error: 'must be a list' })
		.nullish()
		.transform((value) => value ?? []),
	productCount: z.number({ invalid_type_error: 'must be a number' }).nullish(),
	buyerCountry: optionalText,
	shipBy: optionalTime,
	url: optionalText,
	event: optionalText,
	eventId: optionalText,
});

type OrderItem = z.output<typeof ORDER_ITEM>;

const KIND_OF_STAGE: Record<OrderStage, OrderKind> = {
	placed: 'created',
	paying: 'created',
	held: 'onHold',
	waiting: 'other',
	toShip: 'paid',
	partlyShipped: 'shipped',
	shipped: 'shipped',
	sent: 'shipped',
	cancelling: 'cancelling',
	disputed: 'dispute',
	frozen: 'onHold',
	payout: 'finished',
	ended: 'ended',
	archived: 'finished',
};

const KIND_OF_EVENT: Record<string, OrderKind> = {
	'order.created': 'created',
	'order.paid': 'paid',
	'order.shipped': 'shipped',
	'order.cancelled': 'cancelled',
	'order.finished': 'finished',
};

/** Order states in which a deadline for shipping still means something. */
const TO_BE_SHIPPED: ReadonlySet<OrderKind> = new Set([
	'created',
	'createdPaid',
	'paid',
	'onHold',
	'changed',
	'other',
]);

const COLOUR_OF_KIND: Record<OrderKind, string> = {
	created: 'blue',
	createdPaid: 'green',
	paid: 'green',
	shipped: 'turquoise',
	cancelling: 'orange',
	cancelled: 'grey',
	dispute: 'red',
	onHold: 'yellow',
	finished: 'grey',
	ended: 'grey',
	changed: 'blue',
	other: 'blue',
};

function kindOf(status: string): OrderKind {
	const stage = stageOf(status);
	return stage === undefined ? 'other' : KIND_OF_STAGE[stage];
}

/**
 * What a card is about. States in which shipping would be wrong win over the event that woke the
 * workflow: an order paid and under payment check must not read "paid".
 */
function orderKind({ event, status, paidAt }: OrderItem): OrderKind {
	const byStatus = status === undefined ? undefined : kindOf(status);
	if (byStatus === 'onHold' || byStatus === 'dispute' || byStatus === 'cancelling') return byStatus;
	const byEvent = event === undefined ? undefined : KIND_OF_EVENT[event];
	if (byEvent === 'created') return byStatus === 'paid' ? 'createdPaid' : 'created';
	if (byEvent !== undefined) return byEvent;
	if (byStatus !== undefined && byStatus !== 'other') return byStatus;
	if (event?.startsWith('order.')) return 'changed';
	return byStatus === undefined && paidAt !== undefined ? 'paid' : 'other';
}

const MAX_PRODUCT_LINES = 5;

/**
 * The ready card of an order. Every value stands in plain text; product names and SKUs are other
 * people's text. Its parts are bounded, so it always fits the size limit.
 */
export function orderDraft(order: OrderItem, settings: CardSettings): Draft {
	const { language, zone } = settings;
	const words = wordsOf(language);
	const kind = orderKind(order);
	const { createdAt, paidAt, status } = order;
	const shipBy = TO_BE_SHIPPED.has(kind) ? order.shipBy : undefined;
	const elements = [
		fieldGrid([
			[words.order, order.orderId],
			[words.amount, order.amount && `${order.amount.amount} ${order.amount.currency}`],
			[words.status, status && statusWords(status, language)],
			[words.country, order.buyerCountry],
			[words.created, createdAt && momentText(createdAt, zone, words)],
			[words.paid, paidAt && momentText(paidAt, zone, words)],
			[words.zone, zoneOfTimes([createdAt, paidAt, shipBy], zone)],
		]),
		...productBlock(order, words),
		...(shipBy ? [deadlineBlock(shipBy, settings, words)] : []),
		...linkButton(words.openOrder, order.url),
	];
	const body = {
		msg_type: 'interactive' as const,
		card: card(COLOUR_OF_KIND[kind], words.orderTitles[kind], elements, settings),
	};
	return { body, shortened: false };
}

function productBlock({ products, productCount }: OrderItem, words: Words): CardElement[] {
	if (products.length === 0) {
		return productCount ? [plainBlock(`${words.items}: ${productCount}`)] : [];
	}
	const lines = products.slice(0, MAX_PRODUCT_LINES).map(productLine);
	const hidden = products.length - lines.length;
	const more = hidden > 0 ? [words.more(hidden)] : [];
	return [plainBlock([words.items, ...lines, ...more].join('\n'))];
}

function productLine(product: OrderItem['products'][number]): string {
	const name = short(product.name ?? product.productId ?? '?');
	const count = product.quantity === undefined || product.quantity === null ? 1 : product.quantity;
	const price = product.unitPrice && `${product.unitPrice.amount} ${product.unitPrice.currency}`;
	const details = [product.skuCode && `SKU ${short(product.skuCode)}`, price && short(price)];
	const shown = details.filter((detail) => detail !== undefined && detail !== '');
	return `• ${name} × ${count}${shown.length === 0 ? '' : ` (${shown.join(', ')})`}`;
}

function deadlineBlock(shipBy: WrittenTime, settings: CardSettings, words: Words): CardElement {
	const deadline = momentText(shipBy, settings.zone, words);
	const left = 'atMs' in shipBy ? [timeLeftText(shipBy.atMs, settings.nowMs, words)] : [];
	return plainBlock(`${words.shipBy}: ${[deadline, ...left].join(', ')}`);
}
