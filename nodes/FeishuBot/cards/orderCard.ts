import type { Draft } from '../message/draft';
import { momentText, timeLeftText } from './moment';
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
	const words = wordsOf(settings.language);
	const kind = orderKind(order);
	const elements = [
		fieldGrid([
			[words.order, order.orderId],
			[words.amount, order.amount && `${order.amount.amount} ${order.amount.currency}`],
			[words.status, order.status],
			[words.country, order.buyerCountry],
			[words.created, order.createdAt && momentText(order.createdAt, settings.zone)],
			[words.paid, order.paidAt && momentText(order.paidAt, settings.zone)],
		]),
		...productBlock(order, words),
		...(TO_BE_SHIPPED.has(kind) ? deadlineBlock(order, settings, words) : []),
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

function deadlineBlock(order: OrderItem, settings: CardSettings, words: Words): CardElement[] {
	if (order.shipBy === undefined) return [];
	const deadline = momentText(order.shipBy, settings.zone);
	const left = timeLeftText(order.shipBy, settings.nowMs, words);
	return [plainBlock(`${words.shipBy}: ${deadline}, ${left}`)];
}
