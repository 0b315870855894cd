import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readOrder } from '../../../nodes/AlibabaCom/parse/order.ts';
import { parsePriceInfo } from '../../../nodes/AlibabaCom/parse/price/price.ts';
import { readProductBuyer } from '../../../nodes/AlibabaCom/parse/product/productBuyer.ts';
import { readProductV1 } from '../../../nodes/AlibabaCom/parse/product/productV1.ts';
import { quoteFor } from '../../../nodes/AlibabaCom/parse/price/quote.ts';
import { toReviewItem } from '../../../nodes/AliExpress/parse/review/review.ts';
import { sendText } from '../../../nodes/FeishuBot/actions/message/sendText.operation.ts';
import { readItem } from '../../../nodes/FeishuBot/cards/item.ts';
import { ORDER_ITEM, orderDraft } from '../../../nodes/FeishuBot/cards/orderCard.ts';
import { readAnswer } from '../../../nodes/FeishuBot/message/deliver.ts';

// Inputs that were met in public code and reports, or made up by hand: one file each, with what is
// right. What the other tests of these readers hold is not repeated here.

interface Case {
	kind: string;
	input: never;
	expected: unknown;
}
type Fields = Record<string, never>;

const FOLDER = join(__dirname, '../../fixtures/cases');
const read = (name: string) =>
	JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Case;

const quoteOf = (facts: ReturnType<typeof readProductV1>, quantity: number) =>
	quoteFor(quantity, { price: facts.price, logistics: null, moq: facts.moq });
const codesOf = ({ warnings }: ReturnType<typeof quoteFor>) => warnings.map(({ code }) => code);
const LOGISTICS_LEFT_OUT = 'logisticsNotAsked';

function feishu(input: { httpStatus: number; body: unknown }) {
	const verdict = readAnswer(input.httpStatus, input.body);
	if (verdict.sent) return { sent: true };
	const { throttled, httpCode, description } = verdict.refusal;
	return { sent: false, throttled, httpCode, description };
}

/** The last expression of the node that writes the ticket, as n8n works it out for an event. */
function jiraDescription(body: string): string {
	const template = JSON.parse(readFileSync('templates/negative-review-to-jira.json', 'utf8')) as {
		nodes: Array<{ name: string; parameters: { additionalFields?: { description: string } } }>;
	};
	const expression = template.nodes.find(({ name }) => name === 'Jira')?.parameters.additionalFields
		?.description;
	const source = /^=\{\{(.*)\}\}$/s.exec(expression ?? '')?.[1];
	if (source === undefined) throw new Error('The node has no expression.');
	const event = { eventId: 'e1', ticket: { body } };
	return new Function('$json', `return ${source}`)(event) as string;
}

/** What is done with the input of each file, and what has to come out. */
const JUDGES: Readonly<Record<string, (given: Case) => Promise<void> | void>> = {
	'alibaba-buyer-ladder-end': ({ input }) => {
		const { data, quantity } = input as { data: Fields; quantity: number };
		const facts = readProductBuyer(data, 'en');
		expect(facts.price.tiers).toMatchObject([{ minQuantity: 50, maxQuantity: 499 }]);
		const quoted = quoteOf(facts, quantity);
		expect(quoted.offers).toEqual([]);
		expect(codesOf(quoted)).toEqual(['noPrice', LOGISTICS_LEFT_OUT]);
		expect(quoted.text.en).toContain('ask the seller');
	},
	'alibaba-null-word-in-list': ({ input }) => {
		expect(readOrder(input).lines).toMatchObject([{ name: 'Mug', attributes: [] }]);
		const [line] = (input as { order_products: Fields[] }).order_products;
		for (const none of ['', '[]', ' null ', null, '{}']) {
			const order = { order_products: [{ ...line, sku_attributes: none }] };
			expect(readOrder(order).lines).toMatchObject([{ name: 'Mug', attributes: [] }]);
		}
	},
	'alibaba-v1-minimum-of-first-step': ({ input }) => {
		const { quantity } = input as { quantity: number };
		const facts = readProductV1(read('alibaba-v1-sku-attributes').input, 'en');
		const quoted = quoteOf(facts, quantity);
		expect(quoted).toMatchObject({ minimum: 3, offers: [] });
		expect(codesOf(quoted)).toEqual(['noPrice', LOGISTICS_LEFT_OUT]);
	},
	'alibaba-v1-sku-attributes': ({ input, expected }) => {
		expect(readProductV1(input, 'en').skus).toMatchObject(expected as object[]);
	},
	'card-invalid-datetime': ({ input }) => {
		const item = readItem(ORDER_ITEM, input, 'order');
		const settings = {
			language: 'en' as const,
			zone: 'Asia/Shanghai',
			nowMs: 0,
			headerTitle: '',
			shopName: '',
			choices: [],
		};
		const shown = item.ok
			? JSON.stringify(orderDraft(item.value, { ...settings, keyword: '', mention: [] }))
			: item.refusal.message;
		expect(shown).toContain(item.ok ? '2026-09-30 10:00' : 'must be a time');
		expect(shown).not.toMatch(/Invalid|NaN|null/);
	},
	'feishu-9499-too-many-200': ({ input, expected }) => {
		expect(feishu(input)).toMatchObject(expected as object);
	},
	'feishu-9499-too-many-400': ({ input, expected }) => {
		expect(feishu(input)).toMatchObject(expected as object);
	},
	'feishu-known-code-loses-words': ({ input }) => {
		const { msg } = (input as { body: { msg: string } }).body;
		expect(feishu(input)).toMatchObject({
			sent: false,
			throttled: false,
			description: expect.stringContaining(msg),
		});
	},
	'feishu-text-empty-after-tidying': async ({ input }) => {
		let requests = 0;
		const context = {
			getNode: () => ({ id: '1', name: 'Feishu Bot' }),
			getNodeParameter: (name: string, _index: number, fallback?: unknown) =>
				name === 'text' ? (input as string) : fallback,
			getCredentials: async () => ({ webhookUrl: 'https://a.example/open-apis/bot/v2/hook/x' }),
			helpers: { httpRequest: async () => (requests += 1) },
		};
		await expect(sendText.run(context as never, 0)).rejects.toThrow('The text is empty');
		expect(requests).toBe(0);
	},
	'jira-noformat-nested': ({ input }) => {
		const inside = jiraDescription(input).split('\n{noformat}\n')[0]?.replace('{noformat}\n', '');
		expect(inside).toContain('[~accountid:0000]');
		expect(inside).not.toMatch(/\{noformat/i);
	},
	'price-currency-signs': ({ input, expected }) => {
		const codes = (input as string[]).map(
			(currency) => parsePriceInfo({ price: '5', currency }).tiers[0]?.currency,
		);
		expect(codes).toEqual(expected);
	},
	'ticket-title-splits-emoji': ({ input }) => {
		const fields = { order_id: '2', parent_order_id: '1', buyer_feedback: input };
		const choice = { includeBuyerData: false, pseudonymKey: 'k', zone: 'UTC' as const };
		const { title } = toReviewItem({ fields, source: {} } as never, choice).ticket;
		expect(title).toMatch(/^Review for order 1: (👨‍👩‍👧‍👦)+…$/u);
	},
	'trade-term-alternatives': ({ input }) => {
		for (const term of input as string[]) {
			const price = parsePriceInfo({ price: '5', trade_terms: term });
			const quoted = quoteFor(1, { price, logistics: null });
			expect(quoted.offers).toMatchObject([
				{ tradeTerm: term, freightIncluded: null, insuranceIncluded: null, dutyIncluded: null },
			]);
			expect(codesOf(quoted)).toContain('unknownTerm');
		}
	},
};

/** Files of this folder that other tests judge. */
const ELSEWHERE = /^(?!alibaba-|feishu-|card-|jira-|price-currency|ticket-|trade-)/;
const names = readdirSync(FOLDER)
	.map((file) => file.replace(/\.json$/, ''))
	.filter((name) => !ELSEWHERE.test(name));

test.each(names)('%s', async (name) => {
	const judge = JUDGES[name];
	if (!judge) throw new Error(`Nothing judges ${name}.`);
	await judge(read(name));
});
