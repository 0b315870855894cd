/** @jest-environment ./test/engine/harness/interceptedHosts.environment.mts */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { openAlibabaStage, type AlibabaStage } from './alibabaStage.mts';
import { importTemplate } from './harness/templates.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';
import { HOSTILE, isUnclean, visibleLines } from './hostileTexts.mts';
import { DESKS, ZAMMAD, type Desk } from './sceneDesks.mts';
import { openSheet, SHEET_CREDENTIAL } from './sceneSheet.mts';
import { openSceneStage, succeeded, type SceneStage } from './sceneStage.mts';

// Cards keep the limit of the chat on the real clock.
jest.setTimeout(120_000);

const TRIGGER = 'AliExpress Trigger';
const FOLDER = join(process.cwd(), 'templates');
const parsed = (name: string) =>
	JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as WorkflowJson;

/** The templates that show a text that a buyer, or whoever opens a form, may choose. */
const SHOWING = [
	...DESKS.map(([, { template }]) => template),
	'negative-review-to-feishu',
	'dispute-to-ticket',
	'new-order-to-feishu',
	'new-order-to-data-table',
	'new-order-to-google-sheets',
	'new-order-to-postgres',
	'alibaba-quote-to-feishu',
];
/** Those that show none, but what seller, platform or carrier write. */
const OTHERS = [
	'aliexpress-connect',
	'daily-sales-to-feishu',
	'price-change-to-feishu',
	'promotion-ends-to-feishu',
	'quota-80-percent-to-feishu',
	'ship-within-a-day-to-feishu',
	'stock-low-or-offline-to-feishu',
	'tracking-to-feishu',
];

let stage: SceneStage | undefined;
let quotes: AlibabaStage | undefined;
afterEach(async () => {
	await stage?.close();
	await quotes?.close();
	[stage, quotes] = [undefined, undefined];
	nock.cleanAll();
});

/** The scene has run on a bad review of every hostile text; returns the texts by their order. */
async function reviewed(scene: WorkflowJson, { sandbox, host, nextExecution }: SceneStage) {
	const active = await host.activate(scene);
	const textOf = new Map<string, string>();
	for (const [, text] of HOSTILE) {
		const { id } = sandbox.shop.placeOrder();
		sandbox.shop.payOrder(id);
		sandbox.shop.writeReview({ orderId: id, stars: 1, text });
		textOf.set(String(id), text);
	}
	succeeded(await nextExecution(active));
	await active.deactivate();
	return textOf;
}

/** The parts of a message of Feishu in which tags, mentions and links work. */
function activeTexts(value: unknown): string[] {
	if (value === null || typeof value !== 'object') return [];
	const { tag, content } = value as { tag?: unknown; content?: unknown };
	const isActive = typeof content === 'string' && tag !== 'plain_text';
	return [...(isActive ? [content] : []), ...Object.values(value).flatMap(activeTexts)];
}

/** Every text of a message that is shown as it is. */
function plainTexts(value: unknown): string[] {
	if (value === null || typeof value !== 'object') return [];
	const { tag, content } = value as { tag?: unknown; content?: unknown };
	const isPlain = typeof content === 'string' && tag === 'plain_text';
	return [...(isPlain ? [content] : []), ...Object.values(value).flatMap(plainTexts)];
}

it('every template is run here, or shows no text that a buyer may choose', () => {
	const all = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
	expect([...new Set([...SHOWING, ...OTHERS])].sort()).toEqual(all.sort());
});

describe.each(DESKS)('a review that means to do something in %s', (_name, desk: Desk) => {
	it('is shown letter by letter, in one ticket, under its title', async () => {
		desk.open();
		stage = await openSceneStage(desk.credentials);
		const scene = stage.scene(desk.template, desk.fillIn(stage.sandbox));
		const textOf = await reviewed(scene, stage);
		const seen = desk.seen(stage.sandbox);
		expect(seen).toHaveLength(HOSTILE.length);
		for (const { title, text, active } of seen) {
			const order = /order (\d+)/.exec(title)?.[1] ?? '';
			const hostile = textOf.get(order) ?? 'no such order';
			textOf.delete(order);
			expect({ hostile, active }).toEqual({ hostile, active: [] });
			expect({ hostile, isUnclean: isUnclean(title) }).toEqual({ hostile, isUnclean: false });
			const lines = text.split('\n');
			const shown = lines.filter((line) => line.startsWith('> ')).map((line) => line.slice(2));
			const wanted = visibleLines(hostile.trim()).join('\n').trim().split('\n');
			expect(shown.join('\n')).toBe(wanted.join('\n'));
			// What the buyer wrote is none of the facts.
			expect(lines.filter((line) => line.startsWith('Order: '))).toEqual([`Order: ${order}`]);
			const facts = lines.filter((line) => !line.startsWith('> ')).join('\n');
			expect(facts).not.toMatch(/evil\.|victim|Owner:|deleted|Hacked/);
			expect(isUnclean(text.replaceAll('\n', ''))).toBe(false);
		}
		expect([...textOf.keys()]).toEqual([]);
	});
});

it('a review that means to do something in Feishu is shown letter by letter on its card', async () => {
	stage = await openSceneStage();
	const textOf = await reviewed(stage.scene('negative-review-to-feishu'), stage);
	const { messages } = stage.sandbox.feishu;
	expect(messages).toHaveLength(HOSTILE.length);
	for (const { body, msgType } of messages) {
		expect(msgType).toBe('interactive');
		expect(activeTexts(body)).toEqual([]);
		const shown = plainTexts(body).map((text) => text.replaceAll('\t', ' '));
		const order = shown.flatMap((text) => /^订单号\n(\d+)$/.exec(text)?.[1] ?? [])[0] ?? '';
		const hostile = textOf.get(order) ?? 'no such order';
		textOf.delete(order);
		expect(shown).toContain(`评价内容\n${visibleLines(hostile).join('\n')}`);
	}
	expect([...textOf.keys()]).toEqual([]);
});

it('a dispute whose reason means to do something is one ticket that says it on one line', async () => {
	stage = await openSceneStage();
	const { shop } = stage.sandbox;
	const scene = stage.scene('dispute-to-ticket', ZAMMAD.fillIn(stage.sandbox));
	const active = await stage.host.activate(scene);
	for (const [, text] of HOSTILE) {
		const { id } = shop.placeOrder();
		shop.payOrder(id);
		const dispute = shop.openDispute({ orderId: id });
		dispute.reasonEn = text;
	}
	succeeded(await stage.nextExecution(active));
	const seen = ZAMMAD.seen(stage.sandbox);
	expect(seen).toHaveLength(HOSTILE.length);
	for (const { title, text, active: works } of seen) {
		expect([isUnclean(title), isUnclean(text.replaceAll('\n', '')), works]).toEqual([
			false,
			false,
			[],
		]);
		const lines = text.split('\n');
		expect(lines.filter((line) => /^(Order|Status|Dispute|Reason): /.test(line))).toHaveLength(4);
		expect(lines.at(-1)).toMatch(/^Event: /);
	}
});

describe('an order whose words mean to do something', () => {
	/** An order of every text, as the trigger gives them, with the text wherever one stands. */
	const orders = (): IDataObject[] =>
		HOSTILE.map(([, text], place) => ({
			event: 'order.created',
			eventId: `e${place}`,
			orderId: String(8_100_000_000_000_000 + place),
			status: text,
			createdAt: '2026-11-22T01:05:00.000Z',
			amount: { amount: '12.30', currency: text },
			products: [{ name: text, quantity: 1, skuCode: text }],
			buyerCountry: text,
		}));
	/** The cell holds the text letter by letter, on one line. */
	function expectCell(cell: string, text: string): void {
		const letters = (words: string) => words.replace(/\s/g, '');
		// Every store writes UTF-8, which has no halves of characters.
		const stored = Buffer.from(cell, 'utf8').toString('utf8');
		expect(letters(stored)).toBe(`${letters(visibleLines(text).join(''))}×1`);
		expect(isUnclean(cell)).toBe(false);
	}
	const run = async (scene: WorkflowJson): Promise<Execution> =>
		succeeded(await (stage as SceneStage).fire(scene, TRIGGER, orders()));

	it('is shown letter by letter on a card', async () => {
		stage = await openSceneStage();
		await run(stage.scene('new-order-to-feishu'));
		const { messages } = stage.sandbox.feishu;
		expect(messages).toHaveLength(HOSTILE.length);
		for (const [place, { body }] of messages.entries()) {
			const [, text] = HOSTILE[place] ?? ['', ''];
			expect(activeTexts(body)).toEqual([]);
			const start = visibleLines(text).join(' ').replace(/\s+/g, ' ').trim().slice(0, 40).trim();
			expect(plainTexts(body).join('\n')).toContain(`• ${start}`);
		}
	});

	it('is a row of a data table', async () => {
		stage = await openSceneStage();
		await run(stage.scene('new-order-to-data-table'));
		const rows = stage.host.dataTables.rows('AliExpress orders');
		expect(rows).toHaveLength(HOSTILE.length);
		for (const [place, row] of rows.entries()) {
			const [, text] = HOSTILE[place] ?? ['', ''];
			expectCell(String(row.products), text);
		}
	});

	it('is a row of a sheet that works nothing out', async () => {
		stage = await openSceneStage({ googleSheetsOAuth2Api: SHEET_CREDENTIAL });
		const sheet = openSheet();
		const scene = structuredClone(stage.scene('new-order-to-google-sheets'));
		const node = scene.nodes.find(({ name }) => name === 'Google Sheets');
		if (node) node.parameters.documentId = { __rl: true, mode: 'id', value: sheet.id };
		await run(scene);
		expect(sheet.rows()).toHaveLength(HOSTILE.length);
		expect(sheet.formulas()).toEqual([]);
		for (const [place, cells] of sheet.rows().entries()) {
			const [, text] = HOSTILE[place] ?? ['', ''];
			expectCell(cells[6] ?? '', text);
		}
	});

	it('is never part of a statement to PostgreSQL', () => {
		const nodes = parsed('new-order-to-postgres').nodes.filter(
			({ type }) => type === 'n8n-nodes-base.postgres',
		);
		expect(nodes).toHaveLength(3);
		for (const { parameters } of nodes) {
			// Values go as parameters; a statement is fixed.
			if (parameters.operation === 'executeQuery') {
				expect(parameters.query).not.toMatch(/^=|\{\{/);
			} else {
				expect(parameters).toMatchObject({ operation: 'upsert' });
				expect(parameters.query).toBeUndefined();
			}
		}
	});
});

it('what is entered into the form of a quote is shown letter by letter', async () => {
	quotes = await openAlibabaStage();
	const { host, sandbox } = quotes;
	const ids = { alibabaComApi: 'productDetail', feishuBotApi: 'feishu' };
	const json = importTemplate('alibaba-quote-to-feishu', ids);
	for (const [, text] of HOSTILE.slice(0, 16)) {
		const inputData = [{ json: { '商品 ID': text, 数量: text } }];
		succeeded(await host.runWorkflow(json, { startNode: 'Ask for a Quote', inputData }));
	}
	expect(sandbox.feishu.messages).toHaveLength(16);
	for (const { body } of sandbox.feishu.messages) expect(activeTexts(body)).toEqual([]);
});

it('every other message to Feishu leaves its texts to elements in which nothing works', () => {
	const bots = readdirSync(FOLDER).flatMap((file) =>
		parsed(file.replace(/\.json$/, '')).nodes.filter(({ type }) => type.endsWith('.feishuBot')),
	);
	expect(bots.length).toBeGreaterThan(8);
	for (const { parameters } of bots) {
		const { operation, contentType, card, options } = parameters as Record<string, unknown>;
		const isSafe =
			['sendOrderCard', 'sendReviewCard'].includes(String(operation)) ||
			(operation === 'sendPost' && contentType === 'text') ||
			(operation === 'sendCard' && !/lark_md|markdown/.test(String(card)));
		expect({ operation, isSafe }).toEqual({ operation, isSafe: true });
		expect(JSON.stringify(options ?? {})).not.toContain('escapeMentions');
	}
});
