/** @jest-environment ./test/engine/harness/interceptedHosts.environment.mts */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { type AlibabaStage, openAlibabaStage } from './alibabaStage.mts';
import type { ActiveWorkflow } from './harness/activation.mts';
import { importTemplate } from './harness/templates.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';
import { HOSTILE, isUnclean, visibleLines } from './hostileTexts.mts';
import { type Desk, DESKS, ZAMMAD } from './sceneDesks.mts';
import { openSheet, type Sheet, SHEET_CREDENTIAL } from './sceneSheet.mts';
import { itemsOf, openSceneStage, type SceneStage, succeeded } from './sceneStage.mts';

// Nodes that send or ask again after a pause, and the limit of the chat, do so on the real clock.
jest.setTimeout(120_000);

describe('on an event', () => {
	const TRIGGER = 'AliExpress Trigger';
	const DAY_MS = 86_400_000;

	let stage: SceneStage;
	let active: ActiveWorkflow;
	beforeEach(async () => {
		stage = await openSceneStage({ googleSheetsOAuth2Api: SHEET_CREDENTIAL });
	});
	afterEach(async () => {
		await stage.close();
		nock.cleanAll();
	});

	async function activate(scene: WorkflowJson): Promise<void> {
		active = await stage.host.activate(scene);
	}
	const next = async () => succeeded(await stage.nextExecution(active));

	function paidOrder(): bigint {
		const { id } = stage.sandbox.shop.placeOrder();
		stage.sandbox.shop.payOrder(id);
		return id;
	}
	const mentions = (text: unknown) =>
		stage.messages().filter((message) => message.includes(String(text))).length;

	describe('a new order', () => {
		it('is one card', async () => {
			await activate(stage.scene('new-order-to-feishu'));
			const id = paidOrder();
			await next();
			expect(mentions(id)).toBe(1);
		});

		it('is sent again when the bot refused it for a moment, and told when it goes on refusing', async () => {
			await activate(stage.scene('new-order-to-feishu'));
			const { feishu } = stage.sandbox;
			const first = paidOrder();
			feishu.options.keyword = 'something else';
			const sending = next();
			while (feishu.refusals.length === 0) await setImmediate();
			delete feishu.options.keyword;
			await sending;
			expect(mentions(first)).toBe(1);
			feishu.options.keyword = 'something else';
			paidOrder();
			const execution = await stage.nextExecution(active);
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toMatch(/keyword/i);
		});
	});

	it('a negative review is one red card, a good one none', async () => {
		const { shop } = stage.sandbox;
		await activate(stage.scene('negative-review-to-feishu'));
		const [bad, good] = [paidOrder(), paidOrder()];
		shop.writeReview({ orderId: good, stars: 5, text: 'Fine' });
		shop.writeReview({ orderId: bad, stars: 2, text: 'Torn' });
		await next();
		expect([mentions(bad), mentions(good), mentions('Torn')]).toEqual([1, 0, 1]);
		expect(mentions('"red"')).toBe(1);
	});

	it('an order is one card of an app, from new to shipped', async () => {
		const { shop, feishuApp } = stage.sandbox;
		const scene = structuredClone(stage.scene('order-on-one-card-to-feishu'));
		const node = scene.nodes.find(({ name }) => name === 'Feishu Bot');
		if (node) node.parameters.receiver = 'oc_group';
		await activate(scene);
		const { id } = shop.placeOrder();
		await next();
		shop.payOrder(id);
		await next();
		shop.shipOrder(id);
		await next();
		expect(feishuApp.messages).toHaveLength(1);
		expect(feishuApp.messages[0]?.cards).toHaveLength(3);
		expect(JSON.stringify(feishuApp.messages[0]?.cards[0])).toContain(String(id));
	});

	describe('a row for every order in the data table', () => {
		const TABLE = 'AliExpress orders';
		const rows = () => stage.host.dataTables.rows(TABLE);

		it('is written once and follows the order; the same event again changes nothing', async () => {
			await activate(stage.scene('new-order-to-data-table'));
			const { id } = stage.sandbox.shop.placeOrder();
			const execution = await next();
			expect(rows()).toMatchObject([
				{ orderId: String(id), status: 'PLACE_ORDER_SUCCESS', currency: 'USD', paidAt: null },
			]);
			stage.sandbox.shop.payOrder(id);
			await next();
			expect(rows()).toHaveLength(1);
			const [row] = rows();
			expect(row).toMatchObject({ orderId: String(id), status: 'WAIT_SELLER_SEND_GOODS' });
			expect(row?.paidAt).toBeInstanceOf(Date);
			expect(row?.amount).toMatch(/^\d+\.\d\d$/);
			expect(row?.products).toContain(' × ');
			const scene = stage.scene('new-order-to-data-table');
			succeeded(await stage.fire(scene, TRIGGER, itemsOf(execution, TRIGGER)));
			expect(rows()).toHaveLength(1);
		});

		it('is deleted after 90 days', async () => {
			const scene = stage.scene('new-order-to-data-table');
			await activate(scene);
			paidOrder();
			await next();
			const [old] = rows();
			stage.host.dataTables.age(TABLE, 89 * DAY_MS);
			paidOrder();
			await next();
			expect(rows()).toHaveLength(2);
			stage.host.dataTables.age(TABLE, 2 * DAY_MS);
			paidOrder();
			await next();
			expect(rows()).toHaveLength(2);
			expect(rows()).not.toContainEqual(expect.objectContaining({ orderId: old?.orderId }));
		});
	});

	describe('a row for every order in Google Sheets', () => {
		let sheet: Sheet;
		const scene = (): WorkflowJson => {
			const json = structuredClone(stage.scene('new-order-to-google-sheets'));
			const node = json.nodes.find(({ name }) => name === 'Google Sheets');
			if (node) node.parameters.documentId = { __rl: true, mode: 'id', value: sheet.id };
			return json;
		};
		beforeEach(() => {
			sheet = openSheet();
		});

		it('is written once and follows the order', async () => {
			await activate(scene());
			const { id } = stage.sandbox.shop.placeOrder();
			await next();
			stage.sandbox.shop.payOrder(id);
			const execution = await next();
			const row = () => sheet.rows().map((cells) => cells.slice(0, 2));
			expect(row()).toEqual([[String(id), 'WAIT_SELLER_SEND_GOODS']]);
			const items = itemsOf(execution, TRIGGER) as IDataObject[];
			succeeded(await stage.fire(scene(), TRIGGER, items));
			expect(row()).toHaveLength(1);
		});
	});
});

describe('tickets', () => {
	const TRIGGER = 'AliExpress Trigger';

	let stage: SceneStage;
	let desk: Desk;
	let scene: WorkflowJson;

	async function open(chosen: Desk, template = chosen.template): Promise<void> {
		desk = chosen;
		desk.open();
		stage = await openSceneStage(desk.credentials);
		scene = stage.scene(template, desk.fillIn(stage.sandbox));
	}
	afterEach(async () => {
		await stage.close();
		nock.cleanAll();
	});

	const tickets = () => desk.seen(stage.sandbox).map(({ title, text }) => `${title}\n${text}`);

	/** A bad review, as the active scene is given it by its trigger. */
	async function reviewed(text: string): Promise<Execution> {
		const active = await stage.host.activate(scene);
		const { id } = stage.sandbox.shop.placeOrder();
		stage.sandbox.shop.payOrder(id);
		stage.sandbox.shop.writeReview({ orderId: id, stars: 1, text });
		const execution = await stage.nextExecution(active);
		await active.deactivate();
		return execution;
	}

	/** The trigger hands the same event out again. */
	const again = async (execution: Execution): Promise<Execution> =>
		succeeded(await stage.fire(scene, TRIGGER, itemsOf(execution, TRIGGER)));

	describe.each(DESKS)('a negative review in %s', (_name, chosen) => {
		beforeEach(async () => await open(chosen));

		it('is one ticket with its facts', async () => {
			const execution = succeeded(await reviewed('Broken & <b>late</b>'));
			expect(tickets()).toHaveLength(1);
			expect(tickets()[0]).toMatch(/^1-star review for order \d+: /);
			expect(tickets()[0]).toContain('Broken');
			const [event] = itemsOf(execution, TRIGGER);
			expect(event?.eventId).toMatch(/^[\da-f]{64}$/);
		});

		it('fails when the helpdesk refuses, so that the event comes again: one ticket in the end', async () => {
			desk.befall('refused', stage.sandbox);
			const execution = await reviewed('First');
			expect(execution.status).toBe('error');
			expect(tickets()).toHaveLength(0);
			await again(execution);
			expect(tickets().filter((text) => text.includes('First'))).toHaveLength(1);
		});
	});

	describe.each(DESKS.filter(([, { once }]) => once))(
		'a negative review in %s that is looked up first',
		(_name, chosen) => {
			beforeEach(async () => await open(chosen, chosen.once));

			it('is no second ticket when the event comes again, nor when only the answer was lost', async () => {
				const told = succeeded(await reviewed('Once'));
				expect(tickets()).toHaveLength(1);
				await again(told);
				expect(tickets()).toHaveLength(1);
				desk.befall('answerLost', stage.sandbox);
				const failed = await reviewed('Another');
				expect(failed.status).toBe('error');
				expect(tickets()).toHaveLength(2);
				await again(failed);
				expect(tickets()).toHaveLength(2);
			});
		},
	);

	it('a dispute that a buyer opens is one ticket with its facts', async () => {
		await open({ ...ZAMMAD, template: 'dispute-to-ticket' });
		const { shop } = stage.sandbox;
		const active = await stage.host.activate(scene);
		const { id } = shop.placeOrder();
		shop.payOrder(id);
		const dispute = shop.openDispute({ orderId: id });
		succeeded(await stage.nextExecution(active));
		expect(tickets()).toHaveLength(1);
		expect(tickets()[0]).toMatch(new RegExp(`^Dispute for order ${id}: ${dispute.reasonEn}\n`));
		expect(tickets()[0]).toContain(`Dispute: ${dispute.id}\nOrder: ${id}\n`);
		expect(tickets()[0]).not.toContain(dispute.buyerLoginId);
		expect(stage.sandbox.helpdesk.tickets[0]).toMatchObject({ priority_id: 3 });
	});
});

describe('hostile texts', () => {
	const TRIGGER = 'AliExpress Trigger';
	const FOLDER = join(process.cwd(), 'templates');
	const parsed = (name: string) =>
		JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as WorkflowJson;

	/** The templates that show a text that a buyer, or whoever opens a form, may choose. */
	const SHOWING = [
		...DESKS.flatMap(([, { template, once }]) => (once ? [template, once] : [template])),
		'negative-review-to-feishu',
		'dispute-to-ticket',
		'new-order-to-feishu',
		'new-order-to-data-table',
		'new-order-to-google-sheets',
		'new-order-to-postgres',
		'order-on-one-card-to-feishu',
		'alibaba-quote-to-feishu',
	];
	/** Those that show none, but what seller, platform or carrier write. */
	const OTHERS = [
		'aliexpress-connect',
		'compliance-to-feishu',
		'daily-sales-to-feishu',
		'price-change-to-feishu',
		'promotion-ends-to-feishu',
		'quota-80-percent-to-feishu',
		'ship-within-a-day-to-feishu',
		'stock-low-or-offline-to-feishu',
		'store-health-to-feishu',
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

	/**
	 * The scene has run on a bad review of every hostile text; returns the texts by their order.
	 *
	 * @param told how many of them have come out. Each has an execution, and a slow machine needs several polls for all.
	 */
	async function reviewed(
		scene: WorkflowJson,
		{ sandbox, host, nextExecution }: SceneStage,
		told: () => number,
	) {
		const active = await host.activate(scene);
		const textOf = new Map<string, string>();
		for (const [, text] of HOSTILE) {
			const { id } = sandbox.shop.placeOrder();
			sandbox.shop.payOrder(id);
			sandbox.shop.writeReview({ orderId: id, stars: 1, text });
			textOf.set(String(id), text);
		}
		do succeeded(await nextExecution(active));
		while (told() < HOSTILE.length);
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
			const { sandbox } = stage;
			const textOf = await reviewed(scene, stage, () => desk.seen(sandbox).length);
			const seen = desk.seen(sandbox);
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
		const { messages } = stage.sandbox.feishu;
		const scene = stage.scene('negative-review-to-feishu');
		const textOf = await reviewed(scene, stage, () => messages.length);
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
		const { sandbox } = stage;
		const { shop } = sandbox;
		const scene = stage.scene('dispute-to-ticket', ZAMMAD.fillIn(sandbox));
		const active = await stage.host.activate(scene);
		for (const [, text] of HOSTILE) {
			const { id } = shop.placeOrder();
			shop.payOrder(id);
			const dispute = shop.openDispute({ orderId: id });
			dispute.reasonEn = text;
		}
		const told = () => ZAMMAD.seen(sandbox);
		do succeeded(await stage.nextExecution(active));
		while (told().length < HOSTILE.length);
		const seen = told();
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
			expect(nodes).toHaveLength(1);
			for (const { parameters } of nodes) {
				// Values go as parameters; the statement is fixed.
				expect(parameters.operation).toBe('executeQuery');
				expect(parameters.query).not.toMatch(/^=|\{\{/);
				expect(parameters.options).toEqual({
					queryReplacement: expect.stringMatching(/^=\{\{ \[/),
				});
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
			const { resource, operation, contentType, content, card, options } = parameters as Record<
				string,
				unknown
			>;
			const isSafe =
				['sendOrderCard', 'sendReviewCard'].includes(String(operation)) ||
				(operation === 'sendPost' && contentType === 'text') ||
				(resource === 'appCard' && content === 'order') ||
				(operation === 'sendCard' && !/lark_md|markdown/.test(String(card)));
			expect({ operation, isSafe }).toEqual({ operation, isSafe: true });
			expect(JSON.stringify(options ?? {})).not.toContain('escapeMentions');
		}
	});
});
