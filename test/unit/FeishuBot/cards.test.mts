import { DateTime } from 'luxon';

import { readItem } from '../../../nodes/FeishuBot/cards/item.ts';
import { timeLeftText } from '../../../nodes/FeishuBot/cards/parts.ts';
import { ORDER_ITEM, orderDraft } from '../../../nodes/FeishuBot/cards/orderCard.ts';
import { REVIEW_ITEM, reviewDraft, starsText } from '../../../nodes/FeishuBot/cards/reviewCard.ts';
import { wordsOf } from '../../../nodes/FeishuBot/cards/words.ts';
import { listedStatuses } from '../../../nodes/wire/orderStatus.ts';

const NOW_MS = Date.parse('2026-11-22T03:00:00Z');
const SETTINGS = {
	language: 'en' as const,
	zone: 'Asia/Shanghai',
	nowMs: NOW_MS,
	headerTitle: '',
	shopName: '',
	choices: [],
	keyword: '',
	mention: [] as string[],
};
const ORDER = {
	orderId: '8123456789012345678',
	status: 'WAIT_SELLER_SEND_GOODS',
	createdAt: '2026-11-22T01:05:00Z',
	amount: { amount: '12.30', currency: 'USD' },
	products: [{ productId: '1005', name: 'Lamp', quantity: 2, skuCode: 'L-1' }],
	buyerCountry: 'ES',
	shipBy: '2026-11-25T06:30:00Z',
	url: 'https://trade.aliexpress.com/order?id=8123456789012345678',
	event: 'order.paid',
	unknown: { field: 1 },
};
const REVIEW = { orderId: '81', productId: '1005', stars: 2, text: 'Broken' };
const HOSTILE = '<at id=all></at> **b** [x](https://evil.example) ![i](img_v2)';

interface Card {
	header: { template: string; title: { content: string } };
	elements: Array<Record<string, unknown>>;
}

function orderCard(order: object, settings: object = {}): Card {
	const item = readItem(ORDER_ITEM, order, 'order');
	if (!item.ok) throw new Error(item.refusal.message);
	return cardOf(orderDraft(item.value, { ...SETTINGS, ...settings }).body);
}

function reviewCard(review: object, settings: object = {}): Card {
	const item = readItem(REVIEW_ITEM, review, 'review');
	if (!item.ok) throw new Error(item.refusal.message);
	return cardOf(reviewDraft(item.value, { ...SETTINGS, ...settings }).body);
}

function cardOf(body: object): Card {
	return (body as { card: Card }).card;
}

/** Every text element of a card with its tag. */
function texts(value: unknown): Array<{ tag: string; content: string }> {
	if (value === null || typeof value !== 'object') return [];
	const own = value as { tag?: string; content?: string };
	const here =
		typeof own.content === 'string' ? [{ tag: own.tag ?? '', content: own.content }] : [];
	return [...here, ...Object.values(value).flatMap(texts)];
}

const shown = (card: Card) =>
	texts(card)
		.map(({ content }) => content)
		.join('\n');
const button = (card: Card) => card.elements.find(({ tag }) => tag === 'action');

describe('order card', () => {
	it('shows the order in the zone of the workflow', () => {
		const card = orderCard(ORDER);
		expect(card.header).toMatchObject({
			template: 'green',
			title: { content: 'AliExpress order paid' },
		});
		const text = shown(card);
		expect(text).toContain('Order\n8123456789012345678');
		expect(text).toContain('12.30 USD');
		expect(text).toContain('• Lamp × 2 (SKU L-1)');
		expect(text).toContain('Buyer country\nES');
		expect(text).toContain('Created\n2026-11-22 09:05');
		expect(text).toContain('Ship by: 2026-11-25 14:30, 3 d 3 h left');
		expect(text).toContain('Status\nAwaiting Shipment (Paid)');
		expect(text.split('Asia/Shanghai')).toHaveLength(2);
		expect(JSON.stringify(button(card))).toContain(ORDER.url);
	});

	it('says the name of the shop behind the title, one of its own as well', () => {
		const titleOf = (settings: object) => orderCard(ORDER, settings).header.title.content;
		expect(titleOf({ shopName: '杭州灯具' })).toBe('AliExpress order paid · 杭州灯具');
		expect(titleOf({ shopName: 'Lamps', headerTitle: 'Pack today' })).toBe('Pack today · Lamps');
		expect(titleOf({})).toBe('AliExpress order paid');
		expect(reviewCard(REVIEW, { shopName: 'Lamps' }).header.title.content).toMatch(/ · Lamps$/);
		expect(titleOf({ shopName: `${'x'.repeat(900)}\nsecond` })).not.toContain('second');
		// The name may hold the word that the bot looks for.
		const card = orderCard(ORDER, { shopName: 'Lamps', keyword: 'Lamps' });
		expect(shown(card).split('Lamps')).toHaveLength(2);
	});

	it('needs nothing but the order number', () => {
		const card = orderCard({ orderId: '81', products: null, amount: null });
		expect(card.header.template).toBe('blue');
		expect(button(card)).toBeUndefined();
		expect(shown(card)).not.toMatch(/undefined|null|NaN/);
	});

	it.each([
		[{ event: 'order.created', status: 'PLACE_ORDER_SUCCESS' }, 'blue', 'New AliExpress order'],
		[{ event: 'order.created' }, 'blue', 'New AliExpress order'],
		[{ event: 'order.created', status: 'WAIT_SELLER_SEND_GOODS' }, 'green', 'order, paid'],
		[{ status: 'WAIT_SELLER_SEND_GOODS' }, 'green', 'paid'],
		[{ event: 'order.paid', status: 'RISK_CONTROL' }, 'yellow', 'do not ship'],
		[{ event: 'order.paid', status: 'IN_CANCEL' }, 'orange', 'cancel'],
		[{ event: 'order.changed', status: 'IN_ISSUE' }, 'red', 'Dispute'],
		[{ event: 'order.changed', status: 'SOMETHING_NEW' }, 'blue', 'changed'],
		[{ status: 'SOMETHING_NEW' }, 'blue', 'AliExpress order'],
		[{ event: 'order.cancelled', status: 'FINISH' }, 'grey', 'cancelled'],
		[{ event: 'order.finished', status: 'FINISH' }, 'grey', 'order finished'],
		[{ status: 'FINISH' }, 'grey', 'finished or closed'],
		[{ event: 'order.created', status: 'WAIT_SELLER_EXAMINE_MONEY' }, 'yellow', 'do not ship'],
		[{ event: 'push.order', status: 'OrderShipped' }, 'turquoise', 'shipped'],
	])('titles %j', (fields, template, title) => {
		const card = orderCard({ orderId: '81', ...fields });
		expect(card.header.template).toBe(template);
		expect(card.header.title.content).toContain(title);
	});

	it('shows no deadline once the order is shipped', () => {
		const card = orderCard({ ...ORDER, event: 'order.shipped' });
		expect(shown(card)).not.toContain('Ship by');
	});

	it('lists five products and counts the others', () => {
		const products = Array.from({ length: 7 }, (_, at) => ({ name: `P${at}`, quantity: 1 }));
		const text = shown(orderCard({ ...ORDER, products }));
		expect(text).toContain('• P4 × 1\nand 2 more');
		expect(text).not.toContain('P5');
	});

	it('gives foreign text no tag that interprets it', () => {
		const products = [{ name: HOSTILE, quantity: 1, skuCode: HOSTILE }];
		const order = { ...ORDER, products, buyerCountry: HOSTILE, status: HOSTILE };
		const card = orderCard(order, { headerTitle: HOSTILE, keyword: HOSTILE });
		const active = texts(card).filter(({ tag }) => tag !== 'plain_text');
		expect(active).toEqual([]);
		expect(shown(card)).toContain(HOSTILE);
	});

	it('mentions in markdown of its own, with nothing foreign in it', () => {
		const active = texts(orderCard(ORDER, { mention: ['all'] })).filter(
			({ tag }) => tag === 'lark_md',
		);
		expect(active).toEqual([{ tag: 'lark_md', content: '<at id=all></at>' }]);
	});

	it.each([
		'http://trade.aliexpress.com/x',
		'javascript:alert(1)',
		'not a url',
		`https://a.example/${'x'.repeat(3_000)}`,
	])('has no button to %s', (url) => {
		expect(button(orderCard({ ...ORDER, url }))).toBeUndefined();
	});

	it('puts the keyword in unless the title has it', () => {
		expect(shown(orderCard(ORDER, { keyword: '速卖通' }))).toContain('速卖通');
		const titled = orderCard(ORDER, { keyword: '订单', headerTitle: '新订单' });
		expect(titled.elements.some(({ tag }) => tag === 'note')).toBe(false);
		expect(titled.header.title.content).toBe('新订单');
	});

	it('speaks Chinese', () => {
		const text = shown(orderCard(ORDER, { language: 'zh' }));
		expect(text).toContain('速卖通订单已付款');
		expect(text).toContain('剩余 3 天 3 小时');
		expect(text).toContain('状态\n等待卖家发货（已付款）');
		expect(text).toContain('时区\nAsia/Shanghai');
		expect(text).not.toMatch(/Order\n|Ship by|Items|[A-Z]+_[A-Z]+/);
	});

	it.each([
		...listedStatuses().map(({ status }) => status),
		'OrderCreated',
		'PaymentAuthorized',
		'paymentFailedEvent',
		'OrderShipped',
		'OrderConfirmed',
		'OrderClosed',
	])('says %s in words of either language', (status) => {
		const zh = shown(orderCard({ orderId: '81', status }, { language: 'zh' }));
		expect(/状态\n(.*)/.exec(zh)?.[1]).toMatch(/^\p{Script=Han}[\p{Script=Han}（）]+$/u);
		const en = shown(orderCard({ orderId: '81', status }));
		expect(/Status\n(.*)/.exec(en)?.[1]).toMatch(/^[A-Z][a-z]+( [A-Za-z()]+)*$/);
	});

	it('shows a status that nobody knows as it came', () => {
		for (const status of ['SOMETHING_NEW', 'constructor', 'PLACE_ORDER']) {
			const text = shown(orderCard({ orderId: '81', status }, { language: 'zh' }));
			expect(text).toContain(`状态\n${status}`);
		}
	});

	it('falls back to UTC in a zone nobody knows', () => {
		const text = shown(orderCard(ORDER, { zone: 'Mars/Base' }));
		expect(text).toContain('2026-11-22 01:05');
		expect(text).toContain('Time zone\nUTC');
	});

	it('stays under 20 KB whatever the texts are', () => {
		const long = '长👨‍👩‍👧"'.repeat(5_000);
		const products = Array.from({ length: 300 }, () => ({ name: long, skuCode: long }));
		const order = { orderId: long, status: long, buyerCountry: long, products };
		const size = Buffer.byteLength(JSON.stringify(orderCard(order, { headerTitle: long })));
		expect(size).toBeLessThan(20_000);
	});

	it.each([
		[{}, 'orderId', 'is missing'],
		[{ orderId: 8123456789012345 }, 'orderId', 'must be text'],
		[{ orderId: ' ' }, 'orderId', 'is empty'],
		[{ orderId: '81', amount: 12.3 }, 'amount', 'must be an object'],
		[{ orderId: '81', amount: { amount: 12.3, currency: 'USD' } }, 'amount.amount', 'must be text'],
		[{ orderId: '81', amount: { amount: '1' } }, 'amount.currency', 'is missing'],
		[{ orderId: '81', products: {} }, 'products', 'must be a list'],
		[{ orderId: '81', products: [{ quantity: 'two' }] }, 'products.0.quantity', 'a number'],
		[{ orderId: '81', shipBy: 'soon' }, 'shipBy', 'must be a time'],
	])('names the field of %j that does not fit', (order, field, reason) => {
		const item = readItem(ORDER_ITEM, order, 'order');
		if (item.ok) throw new Error('was accepted');
		expect(item.refusal.message).toContain(`"${field}"`);
		expect(item.refusal.message).toContain(reason);
		expect(item.refusal.description).toContain('AliExpress Trigger');
	});

	it.each([null, 'text', 5, [1]])('refuses %j as an order', (order) => {
		const item = readItem(ORDER_ITEM, order, 'order');
		expect(item.ok ? '' : item.refusal.message).toBe('The order is not an object');
	});
});

describe('times of an item that was mapped from elsewhere', () => {
	const MOMENT = '2026-09-30 18:00';
	it.each([
		['2026-09-30T10:00:00Z', MOMENT],
		['2026-09-30T10:00:00.123456Z', MOMENT],
		['2026-09-30T18:00:00+08:00', MOMENT],
		['2026-09-30T18:00:00 +08:00', MOMENT],
		['2026-09-30 10:00:00+00', MOMENT],
		['2026-09-30 18:00:00 +0800', MOMENT],
		['2026-09-30 03:00:00 America/Los_Angeles', MOMENT],
		['20260930T100000Z', MOMENT],
		['Wed, 30 Sep 2026 10:00:00 GMT', MOMENT],
		['1790762400', MOMENT],
		[1790762400, MOMENT],
		[1790762400.5, MOMENT],
		['1790762400000', MOMENT],
		[1790762400000, MOMENT],
		[new Date('2026-09-30T10:00:00Z'), MOMENT],
		[DateTime.fromISO('2026-09-30T10:00:00Z'), MOMENT],
	])('%p is a moment and is shown in the zone of the workflow', (createdAt, expected) => {
		const text = shown(orderCard({ orderId: '81', createdAt, shipBy: createdAt }));
		expect(text).toContain(`Created\n${expected}\n`);
		expect(text).toMatch(new RegExp(`Ship by: ${expected}, overdue by 52 d 1[67] h`));
		expect(text.split('Asia/Shanghai')).toHaveLength(2);
	});

	it.each([
		['2026-09-30 10:00:00', '2026-09-30 10:00'],
		['2026-09-30T10:00:00', '2026-09-30 10:00'],
		['2026-09-30 10:00', '2026-09-30 10:00'],
		['2026-09-30T10:00', '2026-09-30 10:00'],
		['2026-09-30 10:00:00.0', '2026-09-30 10:00'],
		['2026/9/30 10:00:00', '2026-09-30 10:00'],
		['2026-09-30', '2026-09-30'],
	])(
		'%p names no zone: it is shown as it stands, said so, and counts down to nothing',
		(written, expected) => {
			const order = { orderId: '81', createdAt: written, paidAt: null, shipBy: written };
			const text = shown(orderCard(order));
			expect(text).toContain(`Created\n${expected} (time zone not given)`);
			expect(text).toContain(`Ship by: ${expected} (time zone not given)`);
			expect(text).not.toMatch(/left|overdue|Asia|Invalid|NaN/);
			expect(shown(orderCard(order, { language: 'zh' }))).toContain(`${expected} (时区未注明)`);
		},
	);

	it.each([undefined, null, '', '  '])('%p is no time and is left out', (createdAt) => {
		const text = shown(orderCard({ orderId: '81', createdAt, shipBy: createdAt }));
		expect(text).not.toMatch(/Created|Ship by|Time zone|Invalid|NaN/);
	});

	it.each([
		'soon',
		new Date(Number.NaN),
		DateTime.invalid('none'),
		'10:00',
		'2026',
		'2026-13-01 10:00:00',
		'2026-02-30',
		'46295',
		5,
		true,
		[],
		{},
		`2026-09-30 ${'1'.repeat(9_999)}`,
	])('%p is said not to be one', (createdAt) => {
		const item = readItem(ORDER_ITEM, { orderId: '81', createdAt }, 'order');
		expect(item.ok ? '' : item.refusal.message).toContain('"createdAt" must be a time');
	});
});

describe('time left', () => {
	it.each([
		['2026-11-22T03:45:00Z', '45 min left'],
		['2026-11-22T05:10:00Z', '2 h 10 min left'],
		['2026-11-24T04:10:00Z', '2 d 1 h left'],
		['2026-11-22T00:30:00Z', 'overdue by 2 h 30 min'],
	])('until %s', (deadline, expected) => {
		expect(timeLeftText(Date.parse(deadline), NOW_MS, wordsOf('en'))).toBe(expected);
	});
});

describe('review card', () => {
	it.each([
		[0, 'red', 'Negative', '☆☆☆☆☆'],
		[1, 'red', 'Negative', '★☆☆☆☆'],
		[2, 'red', 'Negative', '★★☆☆☆'],
		[3, 'orange', 'Neutral', '★★★☆☆'],
		[4, 'green', 'Positive', '★★★★☆'],
		[5, 'green', 'Positive', '★★★★★'],
	])('of %i stars is %s', (stars, template, title, drawn) => {
		const card = reviewCard({ ...REVIEW, stars });
		expect(card.header.template).toBe(template);
		expect(card.header.title.content).toContain(title);
		expect(starsText(stars)).toBe(drawn);
		expect(shown(card)).toContain(`${drawn} ${stars}/5`);
	});

	it.each([
		[{ stars: 3, event: 'review.negative' }, 'red', 'Negative'],
		[{ stars: 5, event: 'review.negative', sentiment: 'negative' }, 'red', 'Negative'],
		[{ stars: 4, event: 'review.created', sentiment: 'negative' }, 'red', 'Negative'],
		[{ stars: 2, event: 'review.created', sentiment: 'neutral' }, 'orange', 'Neutral'],
		[{ stars: 3, event: 'review.created' }, 'orange', 'Neutral'],
		[{ stars: 1, sentiment: 'odd' }, 'red', 'Negative'],
		[{ stars: undefined, event: 'review.negative' }, 'red', 'Negative'],
	])('of %j is what the trigger calls it: %s', (fields, template, title) => {
		const card = reviewCard({ ...REVIEW, ...fields });
		expect(card.header.template).toBe(template);
		expect(card.header.title.content).toContain(title);
	});

	it('shows the number of the order that its own card shows, and the line only where it differs', () => {
		const numbers = (review: object) =>
			shown(reviewCard({ ...REVIEW, ...review }, { language: 'zh' }))
				.split('\n')
				.flatMap((line, at, lines) =>
					line.endsWith('订单号') ? [`${line} ${lines[at + 1]}`] : [],
				);
		expect(numbers({ orderId: '81', parentOrderId: '80' })).toEqual(['订单号 80', '子订单号 81']);
		expect(numbers({ orderId: '80', parentOrderId: '80' })).toEqual(['订单号 80']);
		expect(numbers({ orderId: '80' })).toEqual(['订单号 80']);
		expect(numbers({ orderId: '80', parentOrderId: '' })).toEqual(['订单号 80']);
	});

	it('leaves a text of nothing visible out', () => {
		expect(shown(reviewCard({ ...REVIEW, text: '\u202E\u0000', followUp: '\u200B' }))).not.toMatch(
			/Review\n|Follow-up/,
		);
	});

	it.each([{}, { stars: null }])('with %j in place of stars draws none', (stars) => {
		const { stars: _, ...unrated } = REVIEW;
		const card = reviewCard({ ...unrated, ...stars, starsPlatform: 'A+' });
		expect(card.header).toMatchObject({
			template: 'blue',
			title: { content: 'AliExpress review' },
		});
		expect(shown(card)).not.toMatch(/[★☆]/);
		expect(shown(card)).toContain('Rating\nA+');
	});

	it('shows text, follow-up, product, order and times', () => {
		const text = shown(
			reviewCard({
				...REVIEW,
				followUp: 'Still broken',
				parentOrderId: '80',
				reviewedAt: '2026-11-20T10:00:00Z',
				modifiedAt: '2026-11-21T10:00:00Z',
			}),
		);
		for (const part of [
			'Review\nBroken',
			'Follow-up\nStill broken',
			'Product\n1005',
			'Order\n80',
			'Order line\n81',
			'2026-11-20 18:00',
			'2026-11-21 18:00',
		]) {
			expect(text).toContain(part);
		}
	});

	it('gives the buyer no tag that interprets his words', () => {
		const card = reviewCard({ ...REVIEW, text: HOSTILE, followUp: HOSTILE, productId: HOSTILE });
		expect(texts(card).filter(({ tag }) => tag !== 'plain_text')).toEqual([]);
		expect(shown(card)).toContain(HOSTILE);
	});

	it('cuts an endless text and keeps the rest of the card', () => {
		const item = { ...REVIEW, text: '差评👎🏽'.repeat(20_000), url: 'https://a.example/r' };
		const card = reviewCard(item);
		expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(20_000);
		expect(button(card)).toBeDefined();
		expect(shown(card)).toMatch(/…/);
		expect(shown(card)).not.toMatch(/👎…|\uFFFD/);
	});

	it('opens the link of the ticket draft when the review has none', () => {
		const ticket = { title: 't', body: 'b', priority: 'high', url: 'https://a.example/t' };
		expect(JSON.stringify(button(reviewCard({ ...REVIEW, ticket })))).toContain('a.example/t');
	});

	it.each([
		[{ stars: 1 }, 'orderId'],
		[{ orderId: '81', stars: '5' }, 'stars'],
		[{ orderId: '81', stars: 6 }, 'stars'],
		[{ orderId: '81', stars: 1, text: ['x'] }, 'text'],
		[{ orderId: '81', stars: 1, ticket: 'x' }, 'ticket'],
	])('names the field of %j that does not fit', (review, field) => {
		const item = readItem(REVIEW_ITEM, review, 'review');
		expect(item.ok ? '' : item.refusal.message).toContain(`"${field}"`);
	});
});
