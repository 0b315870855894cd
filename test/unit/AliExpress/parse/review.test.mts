import { readFileSync } from 'node:fs';
import fc from 'fast-check';

import {
	parseReviewList,
	reviewKey,
	reviewVersion,
	simplifyReview,
	starsOf,
	toReviewItem,
} from '../../../../nodes/AliExpress/parse/review/review.ts';
import {
	TICKET_LANGUAGES,
	TICKET_WORDS,
} from '../../../../nodes/AliExpress/parse/review/ticketWords.ts';
import { openEnvelope } from '../../../../nodes/wire/envelope.ts';
import { parseJson, type JsonObject } from '../../../../nodes/wire/json.ts';

const choice = {
	includeBuyerData: false,
	pseudonymKey: 'secret',
	zone: 'America/Los_Angeles' as const,
};

function fixture(): JsonObject {
	const opened = openEnvelope(parseJson(readFileSync('test/fixtures/review_list.json', 'utf8')));
	if (!opened.ok) throw new Error('The fixture holds no result');
	return opened.value;
}

function one(fields: JsonObject = {}) {
	const [raw] = parseReviewList({ target_list: [{ order_id: 2, parent_order_id: 1, ...fields }] });
	if (!raw) throw new Error('No review was read');
	return raw;
}

const item = (fields: JsonObject) => toReviewItem(one(fields), choice);

describe('review list', () => {
	test('becomes an item with both faces of its times and a ticket', () => {
		const [raw] = parseReviewList(fixture());
		if (!raw) throw new Error('No review was read');
		const full = toReviewItem(raw, choice);
		expect(full).toEqual({
			orderId: '9223372036854775002',
			parentOrderId: '9223372036854775001',
			productId: '1005000000000001',
			stars: 1,
			sentiment: 'negative',
			text: 'Broken\non arrival',
			reviewedAt: '2026-10-20T15:00:00.000Z',
			reviewedAtPlatform: '2026-10-20 08:00:00',
			validAt: '2026-11-02T16:00:00.000Z',
			validAtPlatform: '2026-11-02 08:00:00',
			createdAt: '2026-10-20T15:00:00.000Z',
			createdAtPlatform: '2026-10-20 08:00:00',
			modifiedAt: '2026-10-21T15:00:00.000Z',
			modifiedAtPlatform: '2026-10-21 08:00:00',
			orderCompletedAt: '2026-10-19T15:00:00.000Z',
			orderCompletedAtPlatform: '2026-10-19 08:00:00',
			buyerRef: expect.stringMatching(/^[0-9a-f]{16}$/),
			buyer: { loginId: 'g***7' },
			ticket: {
				title: '1-star review for order 9223372036854775001: Broken on arrival',
				body: expect.stringContaining('\n\nReview:\n> Broken\n> on arrival'),
				priority: 'high',
				dedupeKey: 'review:9223372036854775001:9223372036854775002',
				url: 'https://www.aliexpress.com/item/1005000000000001.html',
			},
		});
		expect(full).toMatchObject(simplifyReview(full));
		expect(JSON.stringify(full)).not.toContain('gkowalczyk77');
	});

	test.each([{}, { target_list: null }, { target_list: {} }, { result: {} }] as JsonObject[])(
		'%j is empty',
		(value) => {
			expect(parseReviewList(value)).toEqual([]);
		},
	);

	test('stands at the top, under result, wrapped or plain', () => {
		const list = [{ order_id: 2, parent_order_id: 1 }];
		const values = [
			{ target_list: list },
			{ target_list: { trade_evaluation_open_dto: list } },
			{ result: { target_list: list } },
		] as JsonObject[];
		for (const value of values) expect(parseReviewList(value)).toHaveLength(1);
	});

	test.each([{ product_id: 'x' }, { buyer_feedback: {} }, { gmt_modified: [] }] as JsonObject[])(
		'%j is a review without that detail',
		(odd) => {
			expect(item(odd)).toEqual(item({}));
		},
	);

	test.each([
		{ target_list: 'x' },
		{ result: 'cut' },
		{ result: { target_list: 5 } },
	] as JsonObject[])('%j is refused, not empty', (value) => {
		expect(() => parseReviewList(value)).toThrow(TypeError);
	});

	test('a review without its identity is refused', () => {
		expect(() => parseReviewList({ target_list: [{ order_id: 2 }] })).toThrow(
			'"target_list[0].parent_order_id" of the answer is missing',
		);
	});
});

describe('review item', () => {
	test('reads times in the chosen zone', () => {
		const raw = one({ valid_date: '2026-11-02 08:00:00' });
		expect(toReviewItem(raw, { ...choice, zone: 'UTC' }).validAt).toBe('2026-11-02T08:00:00.000Z');
		expect(toReviewItem(raw, { ...choice, zone: 'Asia/Shanghai' }).validAt).toBe(
			'2026-11-02T00:00:00.000Z',
		);
	});

	test.each([
		['5', 5],
		['5.0', 5],
		[3, 3],
		['0', undefined],
		['6', undefined],
		['good', undefined],
	])('stars %p', (written, stars) => {
		expect(item({ buyer_evaluation: written }).stars).toBe(stars);
		expect(starsOf(String(written))).toBe(stars);
		// What is no number of stars is passed on as it was written.
		expect(item({ buyer_evaluation: written }).starsPlatform).toBe(
			stars === undefined ? written : undefined,
		);
	});

	test.each([
		[1, 'high'],
		[2, 'high'],
		[3, 'normal'],
		[4, 'low'],
		[5, 'low'],
		[null, 'normal'],
	])('%p stars make a ticket of priority %s', (stars, priority) => {
		expect(item({ buyer_evaluation: stars }).ticket.priority).toBe(priority);
	});

	test.each([
		[3, 3, 'negative', 'high'],
		[5, 5, 'negative', 'high'],
		[2, 1, 'neutral', 'normal'],
		[1, 1, 'negative', 'high'],
		[4, 3, 'positive', 'low'],
		[null, 5, undefined, 'normal'],
	])('%p stars where up to %i are negative', (stars, negativeUpToStars, sentiment, priority) => {
		const raw = one({ buyer_evaluation: stars });
		const { ticket, ...rest } = toReviewItem(raw, { ...choice, negativeUpToStars });
		expect([rest.sentiment, ticket.priority]).toEqual([sentiment, priority]);
	});

	test.each([
		['a family', '👨‍👩‍👧‍👦'],
		['a flag', '🇨🇳'],
		['a skin tone', '👍🏽'],
		['an accent', 'e\u0301'],
		['Hangul', '\u1112\u1161\u11AB'],
	])('the title never ends inside %s', (_name, character) => {
		for (let before = 0; before < 8; before += 1) {
			const text = 'x'.repeat(before) + character.repeat(60);
			const { title } = item({ buyer_feedback: text }).ticket;
			expect(title).toMatch(new RegExp(`: x{${before}}(${character})+…$`, 'u'));
			expect(Array.from(title).length).toBeLessThanOrEqual(120);
			expect(Array.from(title).length).toBeGreaterThan(110);
		}
	});

	test('the title is one line of at most 120 characters, whatever the buyer writes', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
				const { title } = item({ buyer_feedback: text }).ticket;
				expect(Array.from(title).length).toBeLessThanOrEqual(120);
				expect(title).not.toMatch(/[\r\n\u2028\u0000-\u001f]/);
			}),
		);
	});

	test('the ticket gives the facts first and the texts last', () => {
		const texts = { buyer_feedback: 'Bad', buyer_reply: 'Still bad', seller_reply: 'Sorry' };
		expect(item({ ...texts, buyer_evaluation: 1, product_id: 7 }).ticket.body).toBe(
			[
				'Stars: 1 of 5',
				'Order: 1',
				'Order line: 2',
				'Product: 7',
				'Product page: https://www.aliexpress.com/item/7.html',
				'',
				'Review:',
				'> Bad',
				'',
				'Follow-up:',
				'> Still bad',
				'',
				'Your reply:',
				'> Sorry',
			].join('\n'),
		);
	});

	test.each([
		['zh', '订单 1 的 1 星评价：Bad', '星级：1（满分 5）', '您的回复：'],
		['en', '1-star review for order 1: Bad', 'Stars: 1 of 5', 'Your reply:'],
		['pt', 'Avaliação de 1 estrela do pedido 1: Bad', 'Estrelas: 1 de 5', 'Sua resposta:'],
		['ru', 'Отзыв, оценка 1 из 5, заказ 1: Bad', 'Оценка: 1 из 5', 'Ваш ответ:'],
		['es', 'Reseña de 1 estrella del pedido 1: Bad', 'Estrellas: 1 de 5', 'Su respuesta:'],
	] as const)(
		'its headings can be in %s, and nothing else changes',
		(ticketLanguage, title, first, last) => {
			const texts = { buyer_feedback: 'Bad', buyer_reply: 'Still bad', seller_reply: 'Sorry' };
			const raw = one({
				...texts,
				buyer_evaluation: 1,
				product_id: 7,
				buyer_fb_date: '2026-11-01',
			});
			const { ticket } = toReviewItem(raw, { ...choice, ticketLanguage });
			const english = toReviewItem(raw, choice).ticket;
			expect(ticket.title).toBe(title);
			const lines = ticket.body.split('\n');
			expect([lines[0], lines.at(-2)]).toEqual([first, last]);
			const said = (body: string) =>
				body.split('\n').map((line) => line.replace(/^[^:：>]+[:：] ?/, ''));
			expect(said(ticket.body).slice(1)).toEqual(said(english.body).slice(1));
			expect({ ...ticket, title: '', body: '' }).toEqual({ ...english, title: '', body: '' });
		},
	);

	test.each(TICKET_LANGUAGES)(
		'no two headings in %s are the same, also without stars',
		(language) => {
			const { name, colon, subject, starsOf: _, review, ...facts } = TICKET_WORDS[language];
			const headings = Object.values(facts);
			expect(new Set(headings).size).toBe(headings.length);
			expect([subject('8', 3), subject('8')].map((text) => /\b8\b/.test(text))).toEqual([
				true,
				true,
			]);
			expect(subject('8')).not.toMatch(/undefined|[0-79]/);
			expect(name && review && colon.trim().length).toBe(1);
		},
	);

	test('no text of a buyer reads as a fact of the ticket, whatever ends its lines', () => {
		for (const end of ['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029']) {
			const text = ['bad', 'Order: 999', '', 'Product page: https://evil.example'].join(end);
			const { body } = item({ buyer_feedback: text, buyer_reply: text }).ticket;
			const lines = body.split(/[\n\r\v\f\u0085\u2028\u2029]/);
			expect(lines.filter((line) => line.startsWith('Order:'))).toEqual(['Order: 1']);
			expect(lines.filter((line) => /999|evil/.test(line) && !line.startsWith('> '))).toEqual([]);
			expect(lines).toContain('> Order: 999');
		}
	});

	test('control characters and turns of direction stay out of title and body', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				const hostile = `a\u202e\u0007\u2066${text}\u202db\tc`;
				const { title, body } = item({ buyer_feedback: hostile }).ticket;
				expect(title).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
				expect(body).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
			}),
		);
	});

	test('a text of nothing visible leaves no heading behind', () => {
		const { title, body } = item({ buyer_feedback: '\u0000\u202e' }).ticket;
		expect(title).toBe('Review for order 1');
		expect(body).not.toContain('Review:');
	});

	test('the login id appears only when asked for', () => {
		const raw = one({ buyer_login_id: 'gkowalczyk77' });
		const plain = toReviewItem(raw, { ...choice, includeBuyerData: true });
		expect(plain.buyer).toEqual({ loginId: 'gkowalczyk77' });
		expect(simplifyReview(plain, { includeBuyerData: true }).buyer).toEqual(plain.buyer);
		expect(simplifyReview(plain)).not.toHaveProperty('buyer');
		expect(plain.ticket.body).not.toContain('gkowalczyk77');
	});
});

describe('identity and version', () => {
	test('the key is the pair of orders', () => {
		expect(reviewKey(one().fields)).toBe('1:2');
	});

	test('the version is the time of modification', () => {
		expect(reviewVersion(one({ gmt_modified: '2026-10-21 08:00:00' }).fields)).toBe(
			'2026-10-21 08:00:00',
		);
	});

	test('without it, every change of stars or texts makes another version', () => {
		const states: JsonObject[] = [
			{},
			{ buyer_evaluation: '1' },
			{ buyer_evaluation: '2' },
			{ buyer_feedback: 'a' },
			{ buyer_reply: 'a' },
			{ seller_reply: 'a' },
			{ buyer_feedback: 'a', buyer_reply: 'b' },
			{ buyer_feedback: 'ab' },
		];
		const versions = states.map((state) => reviewVersion(one(state).fields));
		expect(new Set(versions).size).toBe(states.length);
		expect(versions[3]).toMatch(/^[0-9a-f]{16}$/);
	});
});
