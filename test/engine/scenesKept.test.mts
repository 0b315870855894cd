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
import { currentVersion } from '../sandbox/shop/orders.mts';
import { createDataTables } from './harness/dataTables.mts';
import { describedTypes, type DescriptionOf } from './harness/describedTypes.mts';
import { workflowLibrary } from './harness/engine.mts';
import type { WorkflowJson } from './harness/types.mts';
import { type FillIn, openSceneStage, type SceneStage, succeeded } from './sceneStage.mts';

// Nodes that send again after a pause do so on the real clock.
jest.setTimeout(90_000);

/** The user has named the product whose stock is looked at. */
function withWatched(json: WorkflowJson, productId: unknown): WorkflowJson {
	const copy = structuredClone(json);
	const trigger = copy.nodes.find(({ name }) => name === 'AliExpress Trigger');
	if (trigger) trigger.parameters.watchedProducts = String(productId);
	return copy;
}

describe('what a watch tells becomes a message', () => {
	const HOUR_MS = 3_600_000;
	const DAY_MS = 24 * HOUR_MS;

	let stage: SceneStage;
	let sandbox: Sandbox;
	beforeEach(async () => {
		stage = await openSceneStage();
		({ sandbox } = stage);
	});
	afterEach(async () => {
		await stage.close();
	});

	/** Every text of a message, one below the other. */
	function linesOf(value: unknown): string[] {
		if (typeof value === 'string') return [value];
		if (value === null || typeof value !== 'object') return [];
		return Object.values(value).flatMap(linesOf);
	}
	const told = () => sandbox.feishu.messages.map(({ body }) => linesOf(body).join('\n'));

	/** Runs a scene with what the shop has, as *Execute workflow* does; its messages as text. */
	async function messagesOf(name: string, fillIn?: FillIn): Promise<string[]> {
		succeeded(await stage.host.runWorkflow(stage.scene(name, fillIn)));
		return told();
	}
	async function messageOf(name: string): Promise<string> {
		const [message = '', ...more] = await messagesOf(name);
		expect(more).toEqual([]);
		return message;
	}

	it('an order whose time to ship ends soon', async () => {
		const { id } = sandbox.shop.placeOrder({ createdAtMs: Date.now() - 6 * DAY_MS });
		// The platform gives five days from payment.
		sandbox.shop.payOrder(id, { atMs: Date.now() + 20 * HOUR_MS - 5 * DAY_MS });
		const message = await messageOf('ship-within-a-day-to-feishu');
		expect(message).toContain('24 小时内须发货');
		expect(message).toContain(String(id));
	});

	it('a milestone of a parcel, in the words that people can read', async () => {
		const { id } = sandbox.shop.placeOrder();
		sandbox.shop.payOrder(id);
		const { trackingNumber } = currentVersion(sandbox.shop.shipOrder(id));
		expect(trackingNumber).toBeDefined();
		const message = await messageOf('tracking-to-feishu');
		expect(message).toContain(`订单 ${id}`);
		expect(message).toContain(`运单 ${trackingNumber}`);
		expect(message).not.toContain('undefined');
	});

	it('a product that is offline, and how many are left of one that is watched', async () => {
		const [product, watched] = sandbox.shop.products;
		sandbox.shop.editProduct(product!.id, { status: 'offline' });
		const messages = await messagesOf('stock-low-or-offline-to-feishu', (json) =>
			withWatched(json, watched!.id),
		);
		const [offline = '', low = ''] = messages.sort();
		expect(messages).toHaveLength(2);
		expect(offline).toMatch(new RegExp(`商品已下架[^]*商品 ID[^]*${product!.id}`));
		expect(low).toMatch(new RegExp(`库存不足[^]*商品 ID[^]*${watched!.id}[^]*剩余[^]*\\d+`));
	});

	it('a price with the one before', async () => {
		const scene = stage.scene('price-change-to-feishu');
		const usd = (amount: string) => ({ amount, currency: 'USD' });
		const row = {
			event: 'product.priceChanged',
			productId: '1005',
			title: 'Lamp',
			url: 'https://www.aliexpress.com/item/1005.html',
			minPriceBefore: usd('12.30'),
			maxPriceBefore: usd('15.00'),
			minPrice: usd('9.99'),
			maxPrice: usd('9.99'),
		};
		succeeded(await stage.fire(scene, 'AliExpress Trigger', [row]));
		expect(told()[0]).toContain('USD 12.30 – 15.00 → USD 9.99');
	});

	it('the sales of a day', async () => {
		const beijingMs = Date.now() + 8 * HOUR_MS;
		const noonMs = Math.floor(beijingMs / DAY_MS) * DAY_MS - 20 * HOUR_MS;
		const [first] = [0, 1, 2].map(() => sandbox.shop.placeOrder({ createdAtMs: noonMs }));
		sandbox.shop.payOrder(first!.id, { atMs: noonMs + 60_000 });
		const message = await messageOf('daily-sales-to-feishu');
		const day = new Date(noonMs + 8 * HOUR_MS).toISOString().slice(0, 10);
		expect(message).toContain(`销售日报 Sales of ${day}`);
		expect(message).toMatch(/订单 3，已付款 1[^]*已付款金额 USD \d+\.\d\d[^]*热销商品[^]*\d+ × /);
		expect(message).toContain(first!.lines[0]!.product.name);
	});

	it('a promotion that ends soon', async () => {
		const [startMs, endMs] = [Date.now() - DAY_MS, Date.now() + 30 * HOUR_MS];
		sandbox.shop.addPromotion({ name: 'Ends tomorrow', paused: false, startMs, endMs });
		const message = await messageOf('promotion-ends-to-feishu');
		expect(message).toContain('Ends tomorrow');
		expect(message).toMatch(/结束 \d{4}-\d\d-\d\d \d\d:\d\d/);
	});

	it('the calls of the day', async () => {
		const message = await messageOf('quota-80-percent-to-feishu');
		expect(message).toMatch(/速卖通调用已用 \d+ %/);
		expect(message).toMatch(/已用 \d+ \/ 2600000，剩余 \d+/);
	});

	it('an order that has failed its review', async () => {
		const scene = stage.scene('compliance-to-feishu');
		const lines = [
			{ orderLineId: '81', result: 'PASSED' },
			{ orderLineId: '82', result: 'FAILED', reason: 'No label' },
		];
		const row = { event: 'order.complianceFailed', orderId: '80', isFailed: true, lines };
		succeeded(await stage.fire(scene, 'AliExpress Trigger', [row]));
		expect(told()[0]).toMatch(/订单 80[^]*子订单 82 No label/);
		expect(told()[0]).not.toContain('81');
	});

	it('the health of the shop', async () => {
		sandbox.shop.setHealth(200);
		const message = await messageOf('store-health-to-feishu');
		expect(message).toMatch(/现在 severe[^]*之前 severe[^]*问题 2/);
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
		'negative-review-to-jira-once': { Jira: ['project', 'issueType'] },
		'stock-low-or-offline-to-feishu': { 'AliExpress Trigger': ['watchedProducts'] },
		'new-order-to-google-sheets': { 'Google Sheets': ['documentId'] },
		'order-on-one-card-to-feishu': { 'Feishu Bot': ['receiver'] },
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
				const shown = [name, ...NAMES.filter((other) => other !== name && plainOf(other) === name)];
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

		it('the calls of the watches add up to what the index says, and leave the lists most of theirs', () => {
			const text = page('README');
			const counts = [...text.matchAll(/^ {2}\| \[[^\]]+\]\([^)]+\) \| (\d+)/gm)];
			const sum = counts.reduce((total, [, count]) => total + Number(count), 0);
			expect(text).toContain(`| **all of them** | **${sum}** |`);
			expect(sum).toBeLessThanOrEqual(sharesOf(200).trigger / 2);
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
