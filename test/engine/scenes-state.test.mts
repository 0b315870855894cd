import type { Sandbox } from '../sandbox/sandbox.mts';
import type { TrackingEvent } from '../sandbox/shop/tracking.mts';
import { fixedLimits } from './bridge.mts';
import { withSetting } from './harness/templates.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';
import { itemsOf, openSceneStage, succeeded, type SceneStage } from './sceneStage.mts';

// A node that sends again after a pause does so on the real clock.
jest.setTimeout(90_000);

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
