import type { WrittenTime } from '../../time/written';
import { statusWords } from '../../wire/orderStatus';
import type { Draft } from '../message/draft';
import { momentText, timeLeftText, zoneOfTimes } from './moment';
import type { OrderItem } from './orderItem';
import { COLOUR_OF_KIND, orderKind, TO_BE_SHIPPED } from './orderKind';
import type { CardElement, CardSettings } from './parts';
import { card, fieldGrid, linkButton, plainBlock, short } from './parts';
import type { Words } from './words';
import { wordsOf } from './words';

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
