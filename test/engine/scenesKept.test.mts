import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

import { sharesOf } from '../../nodes/quota/policy.ts';
import { setStage, type Stage } from '../demo/stage.mts';
import { cardTexts, tally, ticketTexts } from '../demo/tally.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import type { TrackingEvent } from '../sandbox/shop/tracking.mts';
import { fixedLimits } from './bridge.mts';
import { createDataTables } from './harness/dataTables.mts';
import { describedTypes, type DescriptionOf } from './harness/describedTypes.mts';
import { workflowLibrary } from './harness/engine.mts';
import { withSetting } from './harness/templates.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';
import { itemsOf, openSceneStage, type SceneStage, succeeded } from './sceneStage.mts';

// Nodes that send again after a pause do so on the real clock.
jest.setTimeout(90_000);

describe('state', () => {
	const HOUR_MS = 3_600_000;
	const DAY_MS = 24 * HOUR_MS;
	const TOLD = 'AliExpress told';

	let stage: SceneStage;
	let sandbox: Sandbox;
	beforeEach(async () => {
		stage = await openSceneStage();
		({ sandbox } = stage);
	});
	afterEach(async () => {
		await stage.close();
	});

	/** How many messages of the chat hold a text. */
	const mentions = (text: unknown) =>
		stage.messages().filter((message) => message.includes(String(text))).length;

	/** The bot takes only messages with this text; with nothing it takes all again. */
	const takeOnly = (keyword?: unknown) => {
		if (keyword === undefined) delete sandbox.feishu.options.keyword;
		else sandbox.feishu.options.keyword = String(keyword);
	};

	/** Fires a scene and expects it to end with what Feishu refused. */
	async function refused(scene: WorkflowJson, startNode: string): Promise<Execution> {
		const execution = await stage.fire(scene, startNode);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/^Feishu did not take the message: .*again/);
		return execution;
	}

	describe('a paid order whose time to ship ends within 24 hours', () => {
		const START = 'Every 6 Hours';

		/** The platform gives five days from payment. */
		function orderWithHoursLeft(hours: number): string {
			const { id } = sandbox.shop.placeOrder({ createdAtMs: Date.now() - 6 * DAY_MS });
			sandbox.shop.payOrder(id, { atMs: Date.now() + hours * HOUR_MS - 5 * DAY_MS });
			return String(id);
		}

		it('becomes a card once, for one call a run; later ones and those that are sent do not', async () => {
			const soon = orderWithHoursLeft(20);
			const late = orderWithHoursLeft(30);
			const sent = orderWithHoursLeft(10);
			sandbox.shop.shipOrder(BigInt(sent));
			const scene = stage.scene('ship-within-a-day-to-feishu');
			succeeded(await stage.fire(scene, START));
			expect([soon, late, sent].map(mentions)).toEqual([1, 0, 0]);
			expect(stage.methodsCalled()).toHaveLength(1);
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(1);
		});

		it('is told by the next run when the bot refused it, and the others are told at once', async () => {
			const [bad, good] = [orderWithHoursLeft(20), orderWithHoursLeft(21)];
			const scene = stage.scene('ship-within-a-day-to-feishu');
			takeOnly(good);
			await refused(scene, START);
			takeOnly();
			expect([bad, good].map(mentions)).toEqual([0, 1]);
			succeeded(await stage.fire(scene, START));
			succeeded(await stage.fire(scene, START));
			expect([bad, good].map(mentions)).toEqual([1, 1]);
		});

		it('is forgotten after 60 days, so that no order is kept longer than AliExpress allows', async () => {
			const scene = stage.scene('ship-within-a-day-to-feishu');
			orderWithHoursLeft(20);
			succeeded(await stage.fire(scene, START));
			expect(stage.host.dataTables.rows(TOLD)).toHaveLength(1);
			stage.host.dataTables.age(TOLD, 59 * DAY_MS);
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(1);
			for (const { id } of sandbox.shop.orders) sandbox.shop.shipOrder(id);
			stage.host.dataTables.age(TOLD, 2 * DAY_MS);
			succeeded(await stage.fire(scene, START));
			expect(stage.host.dataTables.rows(TOLD)).toHaveLength(0);
		});
	});

	describe('tracking milestones', () => {
		const PARCELS = 'AliExpress parcels';
		const [LIST, LOOK] = ['Every Morning', 'Three Times a Day'];

		function shippedOrder(): bigint {
			const { id } = sandbox.shop.placeOrder();
			sandbox.shop.payOrder(id);
			sandbox.shop.shipOrder(id);
			return id;
		}

		const STEPS = {
			cleared: ['CC_IM_SUCCESS', 'Import customs clearance complete', '进口清关完成'],
			delivering: ['GTMS_DELIVERING', 'Out for delivery', '派送中'],
			failed: ['GTMS_DEL_FAILURE', 'Delivery failed: nobody at home', '派送失败'],
			signed: ['GTMS_SIGNED', 'Delivered', '已签收'],
		} as const;

		function travel(id: bigint, ...steps: Array<keyof typeof STEPS>): void {
			const events = steps.map((step, index): TrackingEvent => {
				const [actionCode, en, zh] = STEPS[step];
				return { atMs: Date.now() - (10 - index) * 60_000, actionCode, en, zh, address: '' };
			});
			sandbox.shop.setTracking(id, events);
		}

		it('are told once for each parcel, and a delivered order is not looked at any more', async () => {
			const scene = stage.scene('tracking-to-feishu');
			const id = shippedOrder();
			travel(id, 'cleared');
			succeeded(await stage.fire(scene, LIST));
			succeeded(await stage.fire(scene, LIST));
			expect(stage.host.dataTables.rows(PARCELS)).toHaveLength(1);
			succeeded(await stage.fire(scene, LOOK));
			expect([mentions(id), mentions('Customs cleared')]).toEqual([1, 1]);
			succeeded(await stage.fire(scene, LOOK));
			expect(mentions(id)).toBe(1);
			travel(id, 'cleared', 'delivering', 'failed', 'signed');
			succeeded(await stage.fire(scene, LOOK));
			expect(mentions(id)).toBe(3);
			expect([mentions('Out for delivery'), mentions('Delivery failed')]).toEqual([1, 1]);
			expect(stage.host.dataTables.rows(PARCELS)).toHaveLength(0);
		});

		it('are told with the time of the workflow and in the words that people can read', async () => {
			const scene = stage.scene('tracking-to-feishu');
			const id = shippedOrder();
			const atMs = Date.now() - 60_000;
			sandbox.shop.setTracking(id, [
				{
					atMs,
					actionCode: 'CC_IM_SUCCESS',
					en: 'Import customs clearance complete',
					zh: '进口清关完成',
					address: 'Customs 7',
				},
			]);
			succeeded(await stage.fire(scene, LIST));
			succeeded(await stage.fire(scene, LOOK));
			const beijing = new Date(atMs + 8 * HOUR_MS).toISOString().slice(0, 16).replace('T', ' ');
			expect(mentions(`时间 ${beijing} (Asia/Shanghai)`)).toBe(1);
			expect(mentions('最新 [Customs 7] ')).toBe(1);
		});

		it('cost a list a day and two orders a look, in turn', async () => {
			const scene = stage.scene('tracking-to-feishu');
			const ids = [shippedOrder(), shippedOrder(), shippedOrder()];
			for (const id of ids) travel(id, 'cleared');
			succeeded(await stage.fire(scene, LIST));
			expect(stage.methodsCalled()).toHaveLength(1);
			succeeded(await stage.fire(scene, LOOK));
			expect(stage.methodsCalled().length).toBeLessThanOrEqual(6);
			expect(stage.messages()).toHaveLength(2);
			succeeded(await stage.fire(scene, LOOK));
			expect(ids.map(mentions)).toEqual([1, 1, 1]);
		});

		it('an order that cannot be read is told and does not stop the others', async () => {
			const scene = stage.scene('tracking-to-feishu');
			const [bad, good] = [shippedOrder(), shippedOrder()];
			travel(good, 'delivering');
			succeeded(await stage.fire(scene, LIST));
			const { host } = stage;
			expect(host.dataTables.rows(PARCELS)).toHaveLength(2);
			sandbox.faults.next({
				kind: 'wrongType',
				method: 'aliexpress.trade.new.redefining.findorderbyid',
			});
			const execution = await stage.fire(scene, LOOK);
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toMatch(/^The tracking of order \d+ could not be read: /);
			const read = [bad, good].map(mentions);
			expect(read[0]).toBe(0);
			succeeded(await stage.fire(scene, LOOK));
			expect(mentions(good)).toBe(1);
		});

		it('that the bot refused are told when the order is looked at again', async () => {
			const scene = stage.scene('tracking-to-feishu');
			const id = shippedOrder();
			travel(id, 'signed');
			travel(id, 'delivering', 'signed');
			succeeded(await stage.fire(scene, LIST));
			takeOnly('something else');
			await refused(scene, LOOK);
			takeOnly();
			succeeded(await stage.fire(scene, LOOK));
			expect(mentions(id)).toBe(1);
		});
	});

	describe('the sales of yesterday', () => {
		const START = 'At 9, 10 and 11';
		/** Noon of yesterday in Beijing, the zone of the workflow. */
		const yesterdayMs = () => {
			const beijingMs = Date.now() + 8 * HOUR_MS;
			return Math.floor(beijingMs / DAY_MS) * DAY_MS - 12 * HOUR_MS - 8 * HOUR_MS;
		};
		const dayText = () => new Date(yesterdayMs() + 8 * HOUR_MS).toISOString().slice(0, 10);

		it('are one message a day with orders, sums and best sellers, also when tried three times', async () => {
			const { shop } = sandbox;
			const atMs = yesterdayMs();
			const placed = [0, 1, 2].map(() => shop.placeOrder({ createdAtMs: atMs }));
			for (const { id } of placed.slice(0, 2)) shop.payOrder(id, { atMs: atMs + 60_000 });
			const today = shop.placeOrder();
			shop.payOrder(today.id);
			const scene = stage.scene('daily-sales-to-feishu');
			const execution = succeeded(await stage.fire(scene, START));
			const cents = placed.slice(0, 2).map(({ lines, shippingCents }) => {
				const goods = lines.reduce((sum, { sku, count }) => sum + sku.priceCents * count, 0);
				return goods + shippingCents;
			});
			const total = ((cents[0]! + cents[1]!) / 100).toFixed(2);
			const [figures] = itemsOf(execution, 'Figures');
			expect(figures).toMatchObject({ day: dayText(), orders: 3, paid: 2, sums: `USD ${total}` });
			const best = placed[0]!.lines[0]!.product.name;
			expect(String(figures?.top)).toContain(best);
			expect([mentions(dayText()), mentions(total)]).toEqual([1, 1]);
			expect(stage.methodsCalled()).toHaveLength(1);
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(1);
			expect(stage.methodsCalled()).toHaveLength(0);
		});

		it('are told of a day without orders too', async () => {
			succeeded(await stage.fire(stage.scene('daily-sales-to-feishu'), START));
			expect(mentions('订单 0，已付款 0')).toBe(1);
		});

		it('come an hour later when the bot refused them', async () => {
			const scene = stage.scene('daily-sales-to-feishu');
			takeOnly('something else');
			await refused(scene, START);
			takeOnly();
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(1);
		});
	});

	describe('stock and shelf', () => {
		const START = 'Every Morning';

		it('a product that goes offline is told once, and again after it was back', async () => {
			const [product] = sandbox.shop.products;
			const scene = stage.scene('stock-low-or-offline-to-feishu');
			const { id } = product!;
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(0);
			expect(stage.methodsCalled()).toHaveLength(3);
			const runs: Array<['onSelling' | 'offline', number]> = [
				['offline', 1],
				['offline', 1],
				['onSelling', 1],
				['offline', 2],
			];
			for (const [status, expected] of runs) {
				sandbox.shop.editProduct(id, { status });
				succeeded(await stage.fire(scene, START));
				expect([status, mentions(id)]).toEqual([status, expected]);
			}
		});

		it('a variant of a watched product whose stock falls is told once, for one call a product', async () => {
			const [product, other] = sandbox.shop.products;
			const { id, skus } = product!;
			const watched = [id, other!.id].join(',');
			const scene = stage.scene('stock-low-or-offline-to-feishu', (json) =>
				withSetting(json, 'Settings', 'watchedProductIds', watched),
			);
			const setStock = (first: number) =>
				sandbox.shop.editProduct(id, {
					skus: skus.map((sku, index) => ({ ...sku, stock: index === 0 ? first : 50 })),
				});
			sandbox.shop.editProduct(other!.id, {
				skus: other!.skus.map((sku) => ({ ...sku, stock: 50 })),
			});
			setStock(6);
			succeeded(await stage.fire(scene, START));
			expect(stage.methodsCalled()).toHaveLength(5);
			expect(stage.messages()).toHaveLength(0);
			for (const [stock, expected] of [
				[5, 1],
				[3, 1],
				[30, 1],
				[0, 2],
			] as const) {
				setStock(stock);
				succeeded(await stage.fire(scene, START));
				expect([stock, mentions('库存不足')]).toEqual([stock, expected]);
			}
		});

		it('a message that the bot refused comes with the next run', async () => {
			const scene = stage.scene('stock-low-or-offline-to-feishu');
			const { id } = sandbox.shop.products[0]!;
			succeeded(await stage.fire(scene, START));
			sandbox.shop.editProduct(id, { status: 'editingRequired' });
			takeOnly('something else');
			await refused(scene, START);
			takeOnly();
			succeeded(await stage.fire(scene, START));
			succeeded(await stage.fire(scene, START));
			expect(mentions(id)).toBe(1);
		});
	});

	describe('an own price', () => {
		const START = 'Twice a Day';

		it('that changes is told once with the old and the new one; the first run only learns', async () => {
			const scene = stage.scene('price-change-to-feishu');
			const { id, skus } = sandbox.shop.products[2]!;
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(0);
			expect(stage.methodsCalled()).toHaveLength(1);
			const [row] = stage.host.dataTables
				.rows('AliExpress prices')
				.filter(({ productId }) => productId === String(id));
			sandbox.shop.editProduct(id, { skus: skus.map((sku) => ({ ...sku, priceCents: 1234 })) });
			succeeded(await stage.fire(scene, START));
			expect(mentions(`${String(row?.price)} → USD 12.34`)).toBe(1);
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(1);
		});

		it('is told with the next run when the bot refused it, and others at once', async () => {
			const scene = stage.scene('price-change-to-feishu');
			const [bad, good] = sandbox.shop.products;
			succeeded(await stage.fire(scene, START));
			for (const { id, skus } of [bad!, good!]) {
				sandbox.shop.editProduct(id, { skus: skus.map((sku) => ({ ...sku, priceCents: 99 })) });
			}
			takeOnly(good!.id);
			await refused(scene, START);
			takeOnly();
			succeeded(await stage.fire(scene, START));
			expect([mentions(bad!.id), mentions(good!.id)]).toEqual([1, 1]);
		});
	});

	describe('a promotion', () => {
		const START = 'Every Morning';

		it('that ends within 48 hours is told once, for one call', async () => {
			const nowMs = Date.now();
			const add = (name: string, hours: number, paused = false) =>
				sandbox.shop.addPromotion({
					name,
					paused,
					startMs: nowMs - DAY_MS,
					endMs: nowMs + hours * HOUR_MS,
				});
			add('Ends tomorrow', 30);
			add('Ends next week', 170);
			add('Ends tomorrow, paused', 30, true);
			const scene = stage.scene('promotion-ends-to-feishu');
			succeeded(await stage.fire(scene, START));
			expect(stage.methodsCalled()).toHaveLength(1);
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(1);
			expect(mentions('Ends tomorrow')).toBe(1);
		});
	});

	describe('the calls of the day', () => {
		const START = 'Every Hour';

		it('are told once when four fifths are used, and reading them costs none', async () => {
			const { host } = stage;
			const scene = stage.scene('quota-80-percent-to-feishu');
			succeeded(await stage.fire(scene, START));
			expect(stage.messages()).toHaveLength(0);
			// Each run of the shelf is three calls.
			const shelf = stage.scene('stock-low-or-offline-to-feishu');
			for (let run = 0; run < 3; run += 1) succeeded(await stage.fire(shelf, 'Every Morning'));
			stage.methodsCalled();
			host.editCredential('aliExpressOAuth2Api', {
				...host.storedCredential('aliExpressOAuth2Api'),
				...fixedLimits(11, 5),
			});
			// The bridge looks at its credential every ten seconds; after a start it does so at once.
			await host.restart();
			succeeded(await stage.fire(scene, START));
			succeeded(await stage.fire(scene, START));
			expect(mentions('速卖通调用已用')).toBe(1);
			expect(stage.messages()).toHaveLength(1);
			expect(stage.methodsCalled()).toHaveLength(0);
		});
	});
});

describe('the whole way', () => {
	let stage: Stage;
	beforeEach(async () => {
		stage = await setStage(0);
	});
	afterEach(async () => {
		await stage.close();
	});

	/** Polls both workflows, as n8n would, until what is waited for is there. */
	async function pollUntil(isThere: () => boolean): Promise<void> {
		const deadlineMs = Date.now() + 20_000;
		while (!isThere() && Date.now() < deadlineMs) {
			for (const workflow of Object.values(stage.polling)) await workflow.poll();
			await sleep(100);
		}
		expect(isThere()).toBe(true);
	}

	/** Lets two more reads pass, in which a repetition would show. */
	async function pollTwiceMore(): Promise<void> {
		const readsBefore = stage.sandbox.log.calls.length;
		await pollUntil(() => stage.sandbox.log.calls.length >= readsBefore + 4);
	}

	it('a new order becomes one card and a bad review one ticket, faults and a restart in between', async () => {
		const { shop, faults } = stage.sandbox;
		faults.next({ kind: 'http504' });
		const first = shop.placeOrder();
		shop.payOrder(first.id);
		shop.writeReview({ orderId: first.id, stars: 1, text: 'Broken <at user_id="all"></at>' });
		shop.writeReview({ stars: 5, orderId: shop.placeOrder().id });
		await pollUntil(
			() => cardTexts(stage.sandbox).length >= 2 && ticketTexts(stage.sandbox).length >= 1,
		);

		await stage.host.restart();
		shop.placeOrder();
		await pollUntil(() => cardTexts(stage.sandbox).length >= 3);
		await pollTwiceMore();

		expect(tally(stage.sandbox)).toMatchObject({
			ordersPlaced: 3,
			negativeReviews: 1,
			lost: 0,
		});
		expect(ticketTexts(stage.sandbox)[0]).toContain('Broken');
		expect(stage.sandbox.helpdesk.tickets[0]).toMatchObject({ priority_id: 3 });
		expect(stage.sandbox.log.maxInAnySecond()).toBeLessThanOrEqual(5);
		expect(stage.sandbox.log.bans).toHaveLength(0);
	});
});

describe('data tables', () => {
	// What n8n 2.41.1 does with its data tables (modules/data-table of the package n8n), so that scenes
	// do not pass on a table that is kinder than the real one.

	const NODE = { type: 'n8n-nodes-base.dataTable' } as INode;
	const OTHER = { type: 'n8n-nodes-aliexpress.aliExpress' } as INode;
	const COLUMNS = [
		{ name: 'key', type: 'string' as const },
		{ name: 'count', type: 'number' as const },
		{ name: 'at', type: 'date' as const },
	];

	async function open() {
		const tables = createDataTables();
		const { provider } = tables;
		const aggregate = await provider.getDataTableAggregateProxy(undefined as never, NODE);
		const { id } = await aggregate.createDataTable({ name: 'Told', columns: COLUMNS });
		const rows = await provider.getDataTableProxy(undefined as never, NODE, id);
		return { tables, provider, aggregate, rows };
	}

	const where = (columnName: string, condition: 'eq' | 'neq' | 'lt', value: unknown) => ({
		type: 'and' as const,
		filters: [{ columnName, condition, value: value as string }],
	});

	it('are for the Data Table node only', async () => {
		const { provider } = await open();
		await expect(provider.getDataTableAggregateProxy(undefined as never, OTHER)).rejects.toThrow(
			'only available for Data table nodes',
		);
	});

	it('are found by a part of their name, whatever its case, and made under one name once', async () => {
		const { aggregate } = await open();
		const found = await aggregate.getManyAndCount({ filter: { name: 'tol' }, take: 1 });
		expect(found.data.map(({ name }) => name)).toEqual(['Told']);
		const again = aggregate.createDataTable({ name: 'Told', columns: COLUMNS });
		await expect(again).rejects.toThrow('already exists');
		const reserved = aggregate.createDataTable({
			name: 'Other',
			columns: [{ name: 'createdAt', type: 'date' }],
		});
		await expect(reserved).rejects.toThrow('reserved');
	});

	it('refuse unknown columns and values of another type, and fill what is left out with null', async () => {
		const { rows } = await open();
		await expect(rows.insertRows([{ nope: 1 }], 'all')).rejects.toThrow(
			"unknown column name 'nope'",
		);
		await expect(rows.insertRows([{ count: 'many' }], 'all')).rejects.toThrow('does not match');
		const [row] = await rows.insertRows([{ key: 7 as never, at: '2026-11-22T00:00:00Z' }], 'all');
		expect(row).toMatchObject({ key: '7', count: null, at: new Date('2026-11-22T00:00:00Z') });
	});

	it('compare as SQL does, where null is equal to nothing', async () => {
		const { rows } = await open();
		await rows.insertRows([{ key: 'a', count: 1 }, { key: 'b' }], 'all');
		const keys = async (filter: ReturnType<typeof where>) =>
			(await rows.getManyRowsAndCount({ filter })).data.map(({ key }) => key);
		expect(await keys(where('count', 'eq', 1))).toEqual(['a']);
		expect(await keys(where('count', 'neq', 1))).toEqual(['b']);
		expect(await keys(where('count', 'lt', 5))).toEqual(['a']);
		expect(await keys(where('count', 'eq', null))).toEqual(['b']);
	});

	it('an upsert writes over every row that matches, and inserts where none does', async () => {
		const { rows, tables } = await open();
		const filter = where('key', 'eq', 'a');
		await rows.upsertRow({ filter, data: { key: 'a', count: 1 } });
		await rows.upsertRow({ filter, data: { key: 'a', count: 2 } });
		expect(tables.rows('Told')).toMatchObject([{ id: 1, key: 'a', count: 2 }]);
		await rows.deleteRows({ filter });
		await rows.upsertRow({ filter, data: { key: 'a', count: 3 } });
		expect(tables.rows('Told')).toMatchObject([{ id: 2, count: 3 }]);
	});
});

describe('templates', () => {
	const FOLDER = join(process.cwd(), 'templates');
	const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
	const STICKY = 'n8n-nodes-base.stickyNote';

	/** What a user has to choose after the import, by template and node: n8n marks it red until then. */
	const TO_BE_CHOSEN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
		'negative-review-to-jira': { Jira: ['project', 'issueType'] },
		'new-order-to-google-sheets': { 'Google Sheets': ['documentId'] },
	};

	const SECRETS = [
		/\b(?:password|secret|apikey|accesstoken)"?\s*[:=]\s*"?[^"\s,}]/i,
		/\bBearer\s+[\w-]{8,}/,
		/open-apis\/bot\/v2\/hook\//,
		/Token token=[\w-]/,
		/\b(?:\d{1,3}\.){3}\d{1,3}\b/,
		/localhost/,
	];

	let descriptionOf: DescriptionOf;
	beforeAll(async () => {
		descriptionOf = await describedTypes(process.cwd());
	});

	const read = (name: string) => readFileSync(join(FOLDER, `${name}.json`), 'utf8');
	const parsed = (name: string) => JSON.parse(read(name)) as WorkflowJson;

	function described({ type, typeVersion }: WorkflowJson['nodes'][number]): INodeTypeDescription {
		const found = descriptionOf(type, typeVersion);
		if (found === undefined) throw new Error(`No node type ${type} in version ${typeVersion}.`);
		return found;
	}

	const isExpression = (value: unknown): boolean =>
		typeof value === 'string' && value.startsWith('=');

	/** Paths of chosen values that the drop-down of their field does not have; fetched lists are free. */
	function illegal(value: unknown, fields: readonly INodeProperties[], at: string): string[] {
		if (value === null || typeof value !== 'object') return [];
		return Object.entries(value).flatMap(([name, chosen]) => {
			const path = `${at}.${name}`;
			const same = fields.filter((field) => field.name === name);
			const results = same.map((field) => illegalIn(chosen, field, path));
			// Fields of one name take turns, by what is chosen elsewhere.
			return results.find((found) => found.length === 0) ?? results[0] ?? [];
		});
	}

	function illegalIn(chosen: unknown, field: INodeProperties, path: string): string[] {
		const { type, options = [], typeOptions, modes = [] } = field;
		if (isExpression(chosen) || typeOptions?.loadOptionsMethod !== undefined) return [];
		if (type === 'options' || type === 'multiOptions') {
			const legal = (options as INodePropertyOptions[]).map((option) => option.value);
			return [chosen].flat().every((one) => legal.includes(one as string)) ? [] : [path];
		}
		if (type === 'boolean' || type === 'number') return typeof chosen === type ? [] : [path];
		if (type === 'resourceLocator') {
			const { mode } = chosen as { mode: string };
			return modes.some((known) => known.name === mode) ? [] : [`${path}.mode`];
		}
		if (type === 'collection') return illegal(chosen, options as INodeProperties[], path);
		if (type !== 'fixedCollection') return [];
		return Object.entries(chosen as object).flatMap(([group, rows]) => {
			const { values = [] } =
				(options as INodePropertyCollection[]).find(({ name }) => name === group) ?? {};
			return [rows].flat().flatMap((row) => illegal(row, values, `${path}.${group}`));
		});
	}

	/** Every path and value of `part` that `whole` does not have. */
	function missing(part: unknown, whole: unknown, at: string): string[] {
		if (Array.isArray(part)) {
			const list = Array.isArray(whole) ? whole : [];
			return part.flatMap((value, index) => missing(value, list[index], `${at}[${index}]`));
		}
		if (part !== null && typeof part === 'object') {
			if (whole === null || typeof whole !== 'object') return [at];
			return Object.entries(part).flatMap(([key, value]) =>
				missing(value, (whole as Record<string, unknown>)[key], `${at}.${key}`),
			);
		}
		return part === whole ? [] : [at];
	}

	describe.each(NAMES)('%s', (name) => {
		it('is a workflow in the form of prettier, with nodes of unlike ids and names', () => {
			const text = read(name);
			const workflow = parsed(name);
			expect(text.endsWith('}\n')).toBe(true);
			expect(Object.keys(workflow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
			const { nodes } = workflow;
			expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
			expect(new Set(nodes.map((node) => node.name)).size).toBe(nodes.length);
			for (const { id } of nodes) expect(id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
		});

		it('has connections between its nodes, and none that nothing leads to', () => {
			const { nodes, connections } = parsed(name);
			const names = new Set(nodes.map((node) => node.name));
			const targets = new Set<string>();
			for (const [source, { main }] of Object.entries(connections)) {
				expect(names).toContain(source);
				for (const { node, type, index } of (main ?? []).flatMap((output) => output ?? [])) {
					expect(names).toContain(node);
					expect([type, index]).toEqual(['main', 0]);
					targets.add(node);
				}
			}
			for (const node of nodes.filter(({ type }) => type !== STICKY)) {
				const isStart = described(node).group.includes('trigger');
				expect({ node: node.name, isReached: isStart || targets.has(node.name) }).toEqual({
					node: node.name,
					isReached: true,
				});
			}
		});

		it('keeps nothing of whoever made it: no credentials, secrets, addresses or instances', () => {
			const text = read(name);
			for (const node of parsed(name).nodes) expect(node.credentials).toBeUndefined();
			expect(text).not.toContain('instanceId');
			for (const secret of SECRETS) expect(text).not.toMatch(secret);
			const hosts = [...text.matchAll(/https?:\/\/([^/"\s`}]+)/g)].map(([, host]) => host ?? '');
			for (const host of hosts) expect(host).toMatch(/(^|\.)example\.com$|^your-company\./);
		});

		it('says on a note what to fill in, and what it costs where it costs calls', () => {
			const { nodes } = parsed(name);
			const notes = nodes.filter(({ type }) => type === STICKY);
			const text = String(notes[0]?.parameters.content ?? '');
			expect(text).toMatch(/^## /);
			expect(text).toMatch(/1\. /);
			const spends = nodes.some(({ type }) => /aliexpress\.aliExpress(Trigger)?$/.test(type));
			expect(/\*\*Calls\*\*: /.test(text)).toBe(spends);
			const bold = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words ?? '');
			const known = new Set(['Calls', 'published', 'production address', 'Postgres']);
			for (const words of bold.filter((word) => !known.has(word))) {
				expect(nodes.map((node) => node.name)).toContain(words);
			}
		});

		it('uses node types, parameters and values that n8n knows', () => {
			for (const node of parsed(name).nodes) {
				const description = described(node);
				const { properties } = description;
				const full = workflowLibrary.NodeHelpers.getNodeParameters(
					properties,
					node.parameters,
					true,
					false,
					node as INode,
					description,
				);
				expect({ node: node.name, unknown: missing(node.parameters, full, 'parameters') }).toEqual({
					node: node.name,
					unknown: [],
				});
				const refused = illegal(node.parameters, properties, 'parameters');
				expect({ node: node.name, refused }).toEqual({ node: node.name, refused: [] });
				const issues = workflowLibrary.NodeHelpers.getNodeParametersIssues(
					properties,
					node as INode,
					description,
				);
				expect({ node: node.name, issues: Object.keys(issues?.parameters ?? {}) }).toEqual({
					node: node.name,
					issues: TO_BE_CHOSEN[name]?.[node.name] ?? [],
				});
			}
		});

		it('names only nodes of its own in expressions', () => {
			const { nodes } = parsed(name);
			const asked = [...read(name).matchAll(/\$\('([^']+)'\)/g)].map(([, node]) => node);
			for (const node of asked) expect(nodes.map((own) => own.name)).toContain(node);
		});
	});

	describe('the pages', () => {
		const page = (name: string, folder = 'docs/scenes') =>
			readFileSync(join(process.cwd(), folder, `${name}.md`), 'utf8');
		/** A scene that looks first whether something is there has no page of its own. */
		const plainOf = (name: string) => name.replace(/-once$/, '');
		const PAGES = NAMES.filter((name) => plainOf(name) === name);

		const HEADINGS: ReadonlyArray<readonly [folder: string, headings: readonly string[]]> = [
			['docs/scenes', ['What you need', 'Set up', 'Calls', 'What can go wrong']],
			['docs/zh/scenes', ['需要什么', '设置', '调用次数', '可能出什么错']],
		];

		/** Nodes and arrows of each drawing of a page. */
		function drawingsOf(text: string) {
			return [...text.matchAll(/^flowchart LR\n([^`]*)```$/gm)].map(([, drawing = '']) => {
				const drawn = [...drawing.matchAll(/^ {2}(n\d+)\["(.+)"\]$/gm)];
				const labels = new Map(drawn.map(([, id = '', label = '']) => [id, label]));
				const arrows = [...drawing.matchAll(/^ {2}(n\d+) --> (n\d+)$/gm)].map(
					([, from = '', to = '']) => `${labels.get(from)} → ${labels.get(to)}`,
				);
				return { nodes: [...labels.values()], arrows: arrows.sort() };
			});
		}

		function pictureOf(name: string) {
			const { nodes, connections } = parsed(name);
			const working = nodes.filter(({ type }) => type !== STICKY).map((node) => node.name);
			const links = Object.entries(connections).flatMap(([source, { main }]) =>
				(main ?? []).flatMap((output) => (output ?? []).map(({ node }) => `${source} → ${node}`)),
			);
			return { nodes: working, arrows: links.sort() };
		}

		describe.each(HEADINGS)('in %s', (folder, headings) => {
			it.each(PAGES)('%s has one with all its parts and the pictures of its nodes', (name) => {
				const text = page(name, folder);
				expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headings);
				const shown = NAMES.filter((other) => plainOf(other) === name);
				const up = '../'.repeat(folder.split('/').length);
				for (const own of shown) expect(text).toContain(`](${up}templates/${own}.json)`);
				expect(drawingsOf(text)).toEqual(shown.map(pictureOf));
			});
		});

		it('a scene has at most four nodes, in one row', () => {
			for (const name of NAMES) {
				const working = parsed(name).nodes.filter(({ type }) => type !== STICKY);
				expect({ name, isShort: working.length <= 4 }).toEqual({ name, isShort: true });
				const rows = new Set(working.map(({ position }) => position[1]));
				expect({ name, rows: rows.size }).toEqual({ name, rows: 1 });
			}
		});

		it('the index names every scene and no other', () => {
			const listed = [...page('README').matchAll(/^\| \[[^\]]+\]\(([^)]+)\.md\)/gm)];
			expect(listed.map(([, name]) => name).sort()).toEqual([...PAGES].sort());
		});

		it('the calls by the clock add up to what the index says, within the share of actions', () => {
			const text = page('README');
			const counts = [...text.matchAll(/^ {2}\| \[[^\]]+\]\([^)]+\) \| (\d+)/gm)];
			const sum = counts.reduce((total, [, count]) => total + Number(count), 0);
			expect(text).toContain(`| **all of them** | **${sum}** |`);
			expect(sum).toBeLessThanOrEqual(sharesOf(200).action);
		});
	});

	it('no name of a data table is part of another one, since n8n looks for a part of the name', () => {
		const tables = NAMES.flatMap((name) =>
			parsed(name).nodes.flatMap(({ parameters }) =>
				typeof parameters.tableName === 'string' ? [parameters.tableName.toLowerCase()] : [],
			),
		);
		const unlike = [...new Set(tables)];
		for (const table of unlike) {
			expect(unlike.filter((other) => other.includes(table))).toEqual([table]);
		}
	});

	it('every data table that is used is made in the same workflow, with the columns that are used', () => {
		for (const name of NAMES) {
			const { nodes } = parsed(name);
			const made = new Map(
				nodes.flatMap(({ parameters }) => {
					const { column } = (parameters.columns ?? {}) as { column?: Array<{ name: string }> };
					return column === undefined
						? []
						: [[String(parameters.tableName), column.map((one) => one.name)] as const];
				}),
			);
			for (const { parameters } of nodes) {
				if (parameters.resource !== 'row') continue;
				const columns = made.get(String((parameters.dataTableId as { value: string }).value));
				const { conditions = [] } = (parameters.filters ?? {}) as {
					conditions?: Array<{ keyName: string }>;
				};
				const { value } = (parameters.columns ?? {}) as { value?: Record<string, unknown> };
				const used = [...conditions.map(({ keyName }) => keyName), ...Object.keys(value ?? {})];
				const known = [...(columns ?? []), 'createdAt'];
				expect({ name, unknown: used.filter((column) => !known.includes(column)) }).toEqual({
					name,
					unknown: [],
				});
			}
		}
	});
});
