import { SHAPES } from '../operations/example.mts';
import type { SandboxOptions } from '../sandbox/sandbox.mts';
import { fixedLimits } from './bridge.mts';
import { byId, ofItem, openReads, outputOf, type Reads } from './aliExpressReads.mts';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

describe('orders and reviews', () => {
	/** The sandbox of a shop; `reads` runs the node in front of it. */
	const open = async (options: SandboxOptions = {}, fields: Record<string, unknown> = {}) => {
		reads = await openReads(options, fields);
		return reads.sandbox;
	};

	test('Order Get Many runs for each item with its own parameters', async () => {
		const sandbox = await open({ shop: { seedOrders: 120, seedDays: 5, bigIds: true } });
		const parameters = { resource: 'order', operation: 'getAll', limit: '={{ $json.limit }}' };
		const output = outputOf(await reads.run(parameters, [{ limit: 60 }, { limit: 2 }]));
		expect(
			output.filter(({ pairedItem }) => (pairedItem as { item: number }).item === 1),
		).toHaveLength(2);
		const first = output.slice(0, 60).map(({ json }) => json.orderId);
		expect(new Set(first).size).toBe(60);
		const known = new Set(sandbox.shop.orders.map((order) => String(order.id)));
		expect(first.filter((id) => !known.has(String(id)))).toEqual([]);
		expect(sandbox.log.ofMethod('aliexpress.trade.seller.orderlist.get')).toHaveLength(3);
	});

	test('finished orders come only when asked for, from a query of their own', async () => {
		const sandbox = await open();
		const daysAgo = (days: number) => Date.now() - days * 86_400_000;
		const unpaid = sandbox.shop.placeOrder({ createdAtMs: daysAgo(1) });
		const done = sandbox.shop.placeOrder({ createdAtMs: daysAgo(2) });
		sandbox.shop.finishOrder(done.id);
		const parameters = { resource: 'order', operation: 'getAll' };
		const idsOf = async (statuses: string[]) =>
			outputOf(await reads.run({ ...parameters, statuses })).map(({ json }) => json.orderId);
		expect(await idsOf([])).toEqual([String(unpaid.id)]);
		expect(await idsOf(['FINISH'])).toEqual([String(done.id)]);
		expect(await idsOf(['FINISH', 'PLACE_ORDER_SUCCESS'])).toEqual([
			String(unpaid.id),
			String(done.id),
		]);
	});

	test('Order Get takes an id or an address, and goes on after an item without a result', async () => {
		const sandbox = await open({ shop: { bigIds: true } });
		const order = sandbox.shop.placeOrder({});
		const ids = [{ id: String(order.id) }, { id: 'no id' }];
		const byId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		const parameters = { resource: 'order', operation: 'get', orderId: byId };
		const output = outputOf(await reads.runOn(parameters, ids));
		expect(output).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({
					orderId: String(order.id),
					buyerCountry: order.buyer.country,
				}),
				pairedItem: { item: 0 },
			}),
			expect.objectContaining({
				json: expect.objectContaining({ error: 'The order ID is not an ID' }),
				pairedItem: { item: 1 },
			}),
		]);
		expect(sandbox.log.calls).toHaveLength(1);

		const value = `https://trade.aliexpress.com/order_detail.htm?spm=a2g0o.1&orderId=${order.id}&tab=1`;
		const byUrl = { ...parameters, orderId: { __rl: true, mode: 'url', value } };
		expect(outputOf(await reads.run(byUrl))[0]?.json.orderId).toBe(String(order.id));
	});

	test('an order of another shop stops the run with the index of its item', async () => {
		const sandbox = await open();
		const order = sandbox.shop.placeOrder({});
		const orderId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		const get = { resource: 'order', operation: 'get', orderId };
		const execution = await reads.run(get, [{ id: String(order.id) }, { id: '4711' }]);
		expect(execution.status).toBe('error');
		expect(execution.error).toMatchObject({ httpCode: '403', context: { itemIndex: 1 } });
	});

	test('no buyer value leaves the full and raw output unless asked for', async () => {
		const sandbox = await open();
		const order = sandbox.shop.placeOrder({ memo: 'Please ring twice' });
		const { loginId, firstName, street, mobile } = order.buyer;
		const values = [loginId, firstName, street, mobile, 'Please ring twice'];
		const options = { includeRaw: true };
		const orderId = { __rl: true, mode: 'id', value: String(order.id) };
		const get = { resource: 'order', operation: 'get', orderId, simplify: false };
		const masked = outputOf(await reads.run({ ...get, options }));
		for (const value of values) expect(JSON.stringify(masked)).not.toContain(value);
		const asked = { ...options, includeBuyerData: true };
		const shown = JSON.stringify(outputOf(await reads.run({ ...get, options: asked })));
		for (const value of values) expect(shown).toContain(value);
	});

	test('Review Get Many filters by stars and drafts a ticket', async () => {
		const sandbox = await open();
		const [bad, good] = [sandbox.shop.placeOrder({}), sandbox.shop.placeOrder({})];
		sandbox.shop.writeReview({ orderId: bad.id, stars: 1, text: 'Broken' });
		sandbox.shop.writeReview({ orderId: good.id, stars: 5, text: 'Great' });
		const parameters = { resource: 'review', operation: 'getAll', stars: '={{ $json.stars }}' };
		const output = outputOf(await reads.run(parameters, [{ stars: [1, 2] }, { stars: [5] }]));
		expect(output.map(({ json, pairedItem }) => [json.stars, json.text, pairedItem])).toEqual([
			[1, 'Broken', { item: 0 }],
			[5, 'Great', { item: 1 }],
		]);
		const childId = bad.lines[0]?.childId;
		expect(output[0]?.json).toMatchObject({
			parentOrderId: String(bad.id),
			ticket: { priority: 'high', dedupeKey: `review:${bad.id}:${childId}` },
		});
	});

	test('the quota ends a long list with what it has and a hint, then refuses', async () => {
		const limits = fixedLimits(20, 5);
		const sandbox = await open({ shop: { seedOrders: 320, seedDays: 5 } }, limits);
		const all = { resource: 'order', operation: 'getAll', returnAll: true };
		const execution = await reads.run(all);
		const share = 4;
		const output = outputOf(execution);
		expect(output).toHaveLength(share * 50);
		expect(execution.runData.AliExpress?.[0]?.hints?.[0]?.message).toContain(
			`Limited to ${share * 50} orders by today's quota.`,
		);
		const again = await reads.run(all);
		expect(again.error).toMatchObject({ httpCode: '429', context: { itemIndex: 0 } });
		expect(sandbox.log.calls).toHaveLength(share);

		const [status] = outputOf(await reads.run({ resource: 'quota', operation: 'getStatus' }));
		expect(status?.json).toMatchObject({
			callsPerDay: 20,
			used: share,
			left: 20 - share,
			byPurpose: { action: { share, used: share, left: 0 } },
			spending: [{ spender: 'Read', purpose: 'action', calls: share }],
			scope: 'process',
		});
		expect(sandbox.log.calls).toHaveLength(share);
	});
});

describe('order', () => {
	const DAY_MS = 86_400_000;
	const ORDER = { resource: 'order' };
	const FROM_ITEM = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	const SLIM = 'aliexpress.trade.redefining.findorderlistsimplequery';

	test('Get Many, light: the same orders without a buyer, statuses and limits per item', async () => {
		reads = await openReads({ shop: { bigIds: true } });
		const { shop } = reads.sandbox;
		const ages = [3, 2, 1].map((days) => Date.now() - days * DAY_MS);
		const [done, ...open] = ages.map((createdAtMs) =>
			shop.placeOrder({ createdAtMs, memo: 'Ring' }),
		);
		shop.finishOrder(done!.id);
		const parameters = {
			...ORDER,
			operation: 'getAll',
			light: true,
			simplify: false,
			statuses: '={{ $json.statuses }}',
			options: { includeRaw: true },
		};
		const inputs = [{ statuses: [] }, { statuses: ['FINISH'] }];
		const output = outputOf(await reads.run(parameters, inputs));
		expect(ofItem(output, 0).map(({ orderId }) => orderId)).toEqual(
			open.map(({ id }) => String(id)).reverse(),
		);
		expect(ofItem(output, 1)).toMatchObject([{ orderId: String(done!.id), status: 'FINISH' }]);
		expect(ofItem(output, 1)[0]?.products).toMatchObject(
			done!.lines.map(({ childId, product }) => ({
				childOrderId: String(childId),
				productId: String(product.id),
				unitPrice: { currency: done!.currency, amount: expect.any(String) },
			})),
		);
		expect(JSON.stringify(output)).not.toContain('Ring');
		expect(JSON.stringify(output)).not.toContain(done!.buyer.loginId);
		expect(reads.methodsCalled()).toEqual([SLIM, SLIM]);
	});

	test('Get Address masks, shows and decrypts as asked, and goes on after a wrong id', async () => {
		reads = await openReads({ answers: { buyerData: 'masked' } });
		const order = reads.sandbox.shop.placeOrder({});
		const { street, mobile, country } = order.buyer;
		const parameters = {
			...ORDER,
			operation: 'getAddress',
			orderId: FROM_ITEM,
			options: { includeBuyerData: '={{ $json.plain }}', decryptBuyerData: '={{ $json.plain }}' },
		};
		const id = String(order.id);
		const inputs = [
			{ id, plain: false },
			{ id: 'x', plain: false },
			{ id, plain: true },
		];
		const output = outputOf(await reads.runOn(parameters, inputs));
		expect(ofItem(output, 0)).toMatchObject([{ orderId: id, country }]);
		expect(JSON.stringify(ofItem(output, 0))).not.toContain(street);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The order ID is not an ID' }]);
		expect(ofItem(output, 2)).toMatchObject([{ orderId: id, country, street, mobile }]);
		const receipt = 'aliexpress.trade.redefining.findorderreceiptinfo';
		expect(reads.methodsCalled()).toEqual([
			receipt,
			receipt,
			'aliexpress.trade.seller.order.decrypt',
		]);
	});

	test('Get decrypts the buyer of an order in detail', async () => {
		reads = await openReads({ answers: { buyerData: 'masked' } });
		const order = reads.sandbox.shop.placeOrder({});
		const parameters = {
			...ORDER,
			operation: 'get',
			orderId: byId(String(order.id)),
			simplify: false,
			options: { includeBuyerData: true, decryptBuyerData: true },
		};
		const [item] = outputOf(await reads.run(parameters));
		const { firstName, lastName, street, mobile } = order.buyer;
		expect(item?.json).toMatchObject({
			buyer: { name: `${firstName} ${lastName}` },
			address: { street, mobile },
		});
	});

	test('a decryption without its permission leaves the address masked and says what to do', async () => {
		reads = await openReads({ answers: { withoutPermissions: ['decrypt'] } });
		const order = reads.sandbox.shop.placeOrder({});
		const execution = await reads.run({
			...ORDER,
			operation: 'getAddress',
			orderId: byId(String(order.id)),
			options: { includeBuyerData: true, decryptBuyerData: true },
		});
		expect(outputOf(execution)[0]?.json).toMatchObject({
			orderId: String(order.id),
			isDecrypted: false,
		});
	});

	test('Get Fund tells paid out from waiting, and that nothing is paid out yet', async () => {
		reads = await openReads();
		const { shop } = reads.sandbox;
		const [paidOut, unpaid] = [shop.placeOrder({}), shop.placeOrder({})];
		for (const step of ['payOrder', 'shipOrder', 'finishOrder'] as const) shop[step](paidOut.id);
		const parameters = { ...ORDER, operation: 'getFund', orderId: FROM_ITEM };
		const inputs = [{ id: String(paidOut.id) }, { id: '' }, { id: String(unpaid.id) }];
		const output = outputOf(await reads.runOn(parameters, inputs));
		expect(ofItem(output, 0)).toMatchObject([
			{
				orderId: String(paidOut.id),
				amount: { currency: paidOut.currency },
				parts: paidOut.lines.map(({ childId }) => ({ childOrderId: String(childId) })),
			},
		]);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The order ID is not an ID' }]);
		expect(ofItem(output, 2)).toEqual([
			{ orderId: String(unpaid.id), hasPayout: false, parts: [] },
		]);
		expect(reads.methodsCalled()).toHaveLength(2);
	});

	test('Get Notes gives one item per order asked for', async () => {
		reads = await openReads({ shop: { bigIds: true } });
		const { shop } = reads.sandbox;
		const orders = [shop.placeOrder({}), shop.placeOrder({}), shop.placeOrder({})];
		shop.writeNote(orders[2]!.id, 'Gift wrap');
		const ids = orders.map(({ id }) => String(id));
		const parameters = { ...ORDER, operation: 'getNotes', orderIds: '={{ $json.ids }}' };
		const inputs = [{ ids: ids.join(', ') }, { ids: 'none' }, { ids: [ids[0]] }];
		const output = outputOf(await reads.runOn(parameters, inputs));
		expect(ofItem(output, 0)).toEqual([
			{ orderId: ids[0], hasNote: false },
			{ orderId: ids[1], hasNote: false },
			{ orderId: ids[2], hasNote: true, note: 'Gift wrap' },
		]);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The order ID is not an ID' }]);
		expect(ofItem(output, 2)).toEqual([{ orderId: ids[0], hasNote: false }]);
		expect(reads.methodsCalled()).toHaveLength(2);
	});

	test('a retired method is told with its successor', async () => {
		reads = await openReads({ answers: { retiredMethods: [SLIM] } });
		const execution = await reads.run({ ...ORDER, operation: 'getAll', light: true });
		expect(execution.error).toMatchObject({
			message: 'AliExpress no longer offers this method',
			description: expect.stringContaining('aliexpress.trade.seller.orderlist.get'),
			context: { itemIndex: 0 },
		});
	});

	test('when n8n repeats the node, what was read is not read again and retries do not multiply', async () => {
		reads = await openReads();
		const { shop, faults, log } = reads.sandbox;
		const first = shop.placeOrder({ createdAtMs: Date.now() - DAY_MS });
		const parameters = { ...ORDER, operation: 'get', orderId: FROM_ITEM };
		const inputs = [{ id: String(first.id) }, { id: '4711' }];
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		expect((await reads.run(parameters, inputs, settings)).error).toBeDefined();
		// The order once, the one of another shop at each try.
		expect(log.calls).toHaveLength(1 + 3);
		log.clear();
		faults.next({ kind: 'http504', times: 6 });
		const execution = await reads.run(parameters, inputs.slice(0, 1), settings);
		expect(execution.error?.message).toBe('AliExpress is not available at the moment');
		// Four in the first try, one in each of the others.
		expect(log.calls).toHaveLength(4 + 2);
	});
});

describe('review', () => {
	const REVIEW = { resource: 'review' };

	test('Get Many takes a product from the locator in the filters', async () => {
		reads = await openReads();
		const { shop } = reads.sandbox;
		const orders = [0, 1].map((index) => {
			const order = shop.placeOrder({ goods: [{ product: index, count: 1 }] });
			shop.writeReview({ orderId: order.id, stars: 3, text: `Review ${index}` });
			return order;
		});
		const productId = { ...byId(''), value: '={{ $json.id }}' };
		const parameters = { ...REVIEW, operation: 'getAll', filters: { productId } };
		const ids = orders.map(({ lines }) => String(lines[0]?.product.id));
		const inputs = [{ id: ids[1] }, { id: 'x' }, { id: '' }];
		const output = outputOf(await reads.runOn(parameters, inputs));
		expect(ofItem(output, 0)).toMatchObject([{ text: 'Review 1', productId: ids[1] }]);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The product ID is not an ID' }]);
		expect(ofItem(output, 2)).toHaveLength(2);
		expect(reads.methodsCalled()).toHaveLength(2);
	});

	test('Get Pending lists orders that wait for the rating of the seller', async () => {
		reads = await openReads({ shop: { bigIds: true } });
		const { shop } = reads.sandbox;
		const orders = [0, 1, 2].map(() => shop.placeOrder({}));
		for (const { id } of orders) {
			for (const step of ['payOrder', 'shipOrder', 'finishOrder'] as const) shop[step](id);
		}
		shop.rateBuyer(orders[0]!.id);
		const ids = orders.map(({ id }) => String(id));
		const parameters = {
			...REVIEW,
			operation: 'getPending',
			limit: '={{ $json.limit }}',
			filters: { orderIds: '={{ $json.ids }}' },
		};
		const inputs = [
			{ limit: 50, ids: '' },
			{ limit: 0, ids: '' },
			{ limit: 1, ids: '' },
			{ limit: 50, ids: `${ids[0]},${ids[1]}` },
		];
		const output = outputOf(await reads.runOn(parameters, inputs));
		const idsOf = (item: number) => ofItem(output, item).map(({ orderId }) => orderId);
		expect(new Set(idsOf(0))).toEqual(new Set([ids[1], ids[2]]));
		expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('Limit') }]);
		expect(idsOf(2)).toHaveLength(1);
		expect(idsOf(3)).toEqual([ids[1]]);
		expect(reads.methodsCalled()).toHaveLength(3);
	});
});

describe('dispute', () => {
	const LIST = 'aliexpress.issue.issuelist.get';
	const DETAIL = 'aliexpress.issue.detail.get';

	/** A shop with two disputes, the second one ended. */
	async function open(options: SandboxOptions = {}) {
		reads = await openReads({ ...options, shop: { bigIds: true, ...options.shop } });
		const { shop } = reads.sandbox;
		const atMs = Date.now() - 5 * 86_400_000;
		const disputes = [1, 2].map((number) => {
			const { id } = shop.placeOrder({ createdAtMs: atMs - 86_400_000 });
			shop.payOrder(id, { atMs: atMs - 80_000_000 });
			shop.shipOrder(id, { atMs: atMs - 70_000_000 });
			return shop.openDispute({
				orderId: id,
				text: `Broken ${number}`,
				atMs: atMs + number * 1000,
			});
		});
		const [open, ended] = disputes;
		shop.endDispute(ended!.id, 'finish');
		return { shop, open: open!, ended: ended! };
	}

	const many = { resource: 'dispute', operation: 'getAll' };
	const get = {
		resource: 'dispute',
		operation: 'get',
		disputeId: '={{ $json.id }}',
		orderId: byId('={{ $json.order }}'),
	};

	test('Get Many filters by status and order, buyers masked', async () => {
		const { open: first, ended } = await open();
		const asked = { ...many, filters: { status: '={{ $json.status }}' }, simplify: false };
		const inputs = [{ status: 'processing' }, { status: 'a b' }, { status: 'finish' }];
		const output = outputOf(await reads.runOn(asked, inputs));
		expect(ofItem(output, 0)).toMatchObject([
			{ disputeId: String(first.id), orderId: String(first.orderId), status: 'processing' },
		]);
		expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('status') }]);
		expect(ofItem(output, 2)).toMatchObject([{ disputeId: String(ended.id), status: 'finish' }]);
		expect(JSON.stringify(output)).not.toContain(first.buyerLoginId);
		const byOrder = { ...many, filters: { orderId: byId(String(first.orderId)) } };
		expect(outputOf(await reads.run(byOrder))).toHaveLength(1);
		expect(reads.methodsCalled()).toEqual([LIST, LIST, LIST]);
	});

	test('Get Many filters by date and reads on over pages', async () => {
		const { ended } = await open({ shop: { seedOrders: 200, seedDays: 60, seedDisputes: 80 } });
		const total = reads.sandbox.shop.disputes.length;
		const all = outputOf(await reads.run({ ...many, returnAll: true }));
		expect(new Set(all.map(({ json }) => json.disputeId)).size).toBe(total);
		expect(reads.methodsCalled()).toHaveLength(Math.ceil(total / 50));
		const at = (ms: number) => new Date(ms).toISOString();
		const filters = {
			createdAfter: at(ended.openedAtMs - 500),
			createdBefore: at(ended.openedAtMs + 500),
		};
		const output = outputOf(await reads.run({ ...many, filters }));
		expect(output.map(({ json }) => json.disputeId)).toContain(String(ended.id));
		expect(output.length).toBeLessThan(total);
	});

	test('Get looks the buyer up in the order, and goes on after a dispute of another one', async () => {
		const { open: first, ended } = await open();
		const inputs = [
			{ id: String(first.id), order: String(first.orderId) },
			{ id: String(first.id), order: String(ended.orderId) },
			{ id: String(ended.id), order: String(ended.orderId) },
		];
		const output = outputOf(await reads.runOn(get, inputs));
		expect(ofItem(output, 0)).toMatchObject([
			{
				disputeId: String(first.id),
				orderId: String(first.orderId),
				status: 'processing',
				refundMax: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: first.currency },
				deadlineAt: new Date(Math.floor(first.timeoutAtMs / 1000) * 1000).toISOString(),
			},
		]);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The order has no such dispute' }]);
		expect(ofItem(output, 2)).toMatchObject([{ disputeId: String(ended.id) }]);
		expect(reads.methodsCalled()).toEqual([LIST, DETAIL, LIST, LIST, DETAIL]);
	});

	test('no word, picture or login of the buyer leaves full and raw output unless asked for', async () => {
		const { open: first } = await open();
		const asked = { ...get, simplify: false, options: { includeRaw: true } };
		const inputs = [{ id: String(first.id), order: String(first.orderId) }];
		const secrets = [first.buyerLoginId, 'Broken 1', 'dispute.jpg', 'Full refund, please'];
		const masked = JSON.stringify(outputOf(await reads.run(asked, inputs)));
		for (const secret of secrets) expect(masked).not.toContain(secret);
		const options = { includeRaw: true, includeBuyerData: true };
		const shown = JSON.stringify(outputOf(await reads.run({ ...asked, options }, inputs)));
		for (const secret of secrets) expect(shown).toContain(secret);
	});

	test('in every shape steps and offers are read, and that there is nothing', async () => {
		const { open: first } = await open();
		for (const shape of SHAPES) {
			reads.answerIn(shape);
			const canceled = { ...many, filters: { status: 'canceled_issue' } };
			expect(outputOf(await reads.run(canceled))).toEqual([]);
			const inputs = [{ id: String(first.id), order: String(first.orderId) }];
			const [item] = outputOf(await reads.run({ ...get, simplify: false }, inputs));
			expect(item?.json.steps).toHaveLength(1);
			expect(item?.json.buyerSolutions).toHaveLength(1);
		}
	});
});

describe('logistics', () => {
	const NEWER = 'aliexpress.asf.shipment.tracking.get';
	const OLDER = 'aliexpress.logistics.redefining.querytrackingresult';
	const ORDER = 'aliexpress.trade.new.redefining.findorderbyid';
	const DAY_MS = 86_400_000;

	/** A shop with orders that were sent some days ago, so that their parcels have got that far. */
	async function open(options: SandboxOptions = {}, daysAgo: number[] = [20, 3]) {
		reads = await openReads({ ...options, shop: { bigIds: true, ...options.shop } });
		const { shop } = reads.sandbox;
		const orders = daysAgo.map((days) => {
			const atMs = Date.now() - days * DAY_MS;
			const { id } = shop.placeOrder({ createdAtMs: atMs - DAY_MS });
			shop.payOrder(id, { atMs: atMs - DAY_MS / 2 });
			shop.shipOrder(id, { atMs });
			return shop.orders.find((order) => order.id === id)!;
		});
		return { shop, orders };
	}

	const tracking = {
		resource: 'logistics',
		operation: 'getTracking',
		orderId: byId('={{ $json.id }}'),
	};

	test('Get Tracking tells milestones of each item, and goes on after one without an answer', async () => {
		const { orders } = await open();
		const inputs = [{ id: String(orders[0]?.id) }, { id: 'no id' }, { id: String(orders[1]?.id) }];
		const output = outputOf(await reads.runOn(tracking, inputs));
		const [first] = ofItem(output, 0);
		const [last] = ofItem(output, 2);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The order ID is not an ID' }]);
		expect(first).toMatchObject({ orderId: String(orders[0]?.id) });
		expect(first).not.toHaveProperty('source');
		expect(first?.milestones).toEqual(
			expect.arrayContaining(['declared', 'pickedUp', 'exportCustomsCleared', 'arrivedInCountry']),
		);
		expect(last?.milestones).not.toContain('arrivedInCountry');
		expect(reads.methodsCalled()).toEqual([ORDER, NEWER, ORDER, NEWER]);
	});

	test.each([['auto'], ['older']])(
		'both tracking methods tell the same milestones (%s)',
		async (how) => {
			const answers = how === 'auto' ? { retiredMethods: [OLDER] } : {};
			const { shop, orders } = await open({ answers }, [20]);
			const order = orders[0]!;
			const at = (days: number) => Date.now() - days * DAY_MS;
			shop.setTracking(order.id, [
				{
					atMs: at(9),
					actionCode: 'CC_IM_SUCCESS',
					en: 'Import customs clearance complete',
					zh: '',
					address: 'X',
				},
				{
					atMs: at(8),
					actionCode: 'GTMS_DELIVERING',
					en: 'Out for delivery',
					zh: '',
					address: 'X',
				},
				{
					atMs: at(7),
					actionCode: 'GTMS_DEL_FAILURE',
					en: 'Delivery failed',
					zh: '',
					address: 'X',
				},
				{
					atMs: at(6),
					actionCode: 'GTMS_SIGNED',
					// "Delivered to ..." and a name could be anybody; a signature is the end.
					en: `Delivered, signed by ${order.buyer.lastName}`,
					zh: '',
					address: order.buyer.street,
					signedName: order.buyer.lastName,
				},
			]);
			const options = { trackingMethod: how, includeRaw: true };
			const asked = { ...tracking, simplify: false, options };
			const [item] = outputOf(await reads.run(asked, [{ id: String(order.id) }]));
			expect(item?.json).toMatchObject({
				source: how === 'older' ? 'older' : 'newer',
				milestone: 'signed',
				milestones: ['customsCleared', 'outForDelivery', 'deliveryFailed', 'signed'],
				isDelivered: true,
			});
			if (how === 'older') {
				expect(JSON.stringify(item)).not.toContain(order.buyer.street);
				expect(JSON.stringify(item)).not.toContain(order.buyer.lastName);
			}
		},
	);

	test('without the newer method the older one is asked, with what the order tells', async () => {
		const { orders } = await open({ answers: { retiredMethods: [NEWER] } }, [20]);
		const output = outputOf(await reads.run(tracking, [{ id: String(orders[0]?.id) }]));
		expect(output[0]?.json).toMatchObject({
			isDelivered: expect.any(Boolean),
			carrierUrl: expect.any(String),
		});
		expect(output[0]?.json.milestones).toContain('arrivedInCountry');
		expect(reads.methodsCalled()).toEqual([ORDER, NEWER, OLDER]);
	});

	test('Get Shipments reads both lists, filters, and keeps each item apart', async () => {
		const { orders } = await open();
		const shipments = {
			resource: 'logistics',
			operation: 'getShipments',
			shipmentKind: '={{ $json.kind }}',
			filters: { orderId: byId('={{ $json.id }}') },
		};
		const inputs = [
			{ kind: 'online', id: String(orders[0]?.id) },
			{ kind: 'online', id: 'x' },
			{ kind: 'logisticsOrder', id: String(orders[1]?.id) },
		];
		const output = outputOf(await reads.runOn(shipments, inputs));
		expect(ofItem(output, 0)).toMatchObject([
			{
				orderId: String(orders[0]?.id),
				trackingNumber: expect.stringMatching(/^LP/),
				fee: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'CNY' },
			},
		]);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The order ID is not an ID' }]);
		expect(ofItem(output, 2)).toMatchObject([
			{ orderId: String(orders[1]?.id), createdAt: expect.stringMatching(/Z$/) },
		]);
	});

	test('Get Shipments reads on over pages', async () => {
		await open({ shop: { seedOrders: 160, seedDays: 40 } }, []);
		const sent = reads.sandbox.shop.orders.filter(({ versions }) =>
			versions.some(({ trackingNumber }) => trackingNumber !== undefined),
		);
		const asked = { resource: 'logistics', operation: 'getShipments', returnAll: true };
		const output = outputOf(await reads.run(asked));
		expect(new Set(output.map(({ json }) => json.orderId)).size).toBe(sent.length);
		expect(reads.methodsCalled()).toHaveLength(Math.ceil(sent.length / 50));
	});

	test('Get Services lists those of the shop, of an order, of its lines, and carriers', async () => {
		const { orders } = await open({}, [3]);
		const order = orders[0]!;
		const services = {
			resource: 'logistics',
			operation: 'getServices',
			servicesOf: '={{ $json.of }}',
			orderId: byId(String(order.id)),
			orderLineIds: String(order.lines[0]?.childId),
		};
		const kinds = ['shop', 'moon', 'order', 'orderLines', 'package', 'domestic'];
		const output = outputOf(
			await reads.runOn(
				services,
				kinds.map((of) => ({ of })),
			),
		);
		expect(ofItem(output, 0)).toEqual(
			expect.arrayContaining([expect.objectContaining({ code: 'EMS', maxProcessDays: 7 })]),
		);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'There are no services of "moon"' }]);
		for (const item of [2, 3, 4, 5]) {
			expect(ofItem(output, item).length).toBeGreaterThan(0);
			expect(ofItem(output, item).every(({ code }) => typeof code === 'string')).toBe(true);
		}
		expect(ofItem(output, 3)[0]?.orderLineId).toBe(String(order.lines[0]?.childId));
		expect(reads.methodsCalled()).toHaveLength(5);
	});

	test('Get Freight Settings and Calculate Freight go by template', async () => {
		await open({}, []);
		const template = { resource: 'logistics', templateId: byId('={{ $json.id }}') };
		const settings = { ...template, operation: 'getFreightSettings' };
		const ids = [{ id: '10000100001' }, { id: '77' }, { id: '10000100003' }];
		const output = outputOf(await reads.runOn(settings, ids));
		expect(ofItem(output, 0)).toMatchObject([
			{
				templateId: '10000100001',
				templateName: 'free shipping',
				isDefault: true,
				settings: [{ company: 'CAINIAO_STANDARD' }, { company: 'CAINIAO_ECONOMY' }],
			},
		]);
		expect(ofItem(output, 1)[0]).toHaveProperty('error');
		expect(ofItem(output, 2)).toMatchObject([{ templateName: '欧洲包邮' }]);

		const parcel = { count: 1, weight: 0.3, length: 20, width: 15, height: 10 };
		const price = { price: '12.34', currency: 'USD' };
		const calculate = { ...template, ...parcel, ...price, operation: 'calculateFreight' };
		const asked = { ...calculate, country: '={{ $json.country }}' };
		const costs = outputOf(
			await reads.runOn(asked, [
				{ id: '10000100002', country: 'BR' },
				{ id: '10000100002', country: 'Brazil' },
				{ id: '10000100002', country: 'AQ' },
			]),
		);
		expect(ofItem(costs, 0)).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					serviceName: 'EMS',
					isAvailable: true,
					freight: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'USD' },
				}),
			]),
		);
		expect(ofItem(costs, 1)).toMatchObject([{ error: expect.stringContaining('country code') }]);
		expect(ofItem(costs, 2).every(({ isAvailable }) => isAvailable === false)).toBe(true);
	});

	test('Get Addresses masks the shop, by either method', async () => {
		await open({}, []);
		const addresses = {
			resource: 'logistics',
			operation: 'getAddresses',
			addressKinds: '={{ $json.kinds }}',
			options: { addressMethod: '={{ $json.method }}', includeRaw: true },
		};
		const inputs = [
			{ kinds: [], method: 'older' },
			{ kinds: ['sender'], method: 'newer' },
			{ kinds: ['refund'], method: 'newer' },
		];
		const output = outputOf(await reads.runOn(addresses, inputs));
		const kinds = (item: number) => new Set(ofItem(output, item).map(({ kind }) => kind));
		expect(kinds(0)).toEqual(new Set(['sender', 'pickup', 'refund']));
		expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('newer method') }]);
		expect(kinds(2)).toEqual(new Set(['refund']));
		const plain = { ...addresses, options: { includePersonalData: true } };
		const [shown] = outputOf(await reads.run(plain, [{ kinds: ['sender'], method: 'older' }]));
		const { name, phone, street } = shown?.json as Record<string, string>;
		for (const secret of [name, phone, street]) {
			expect(secret).toEqual(expect.stringMatching(/./));
			expect(JSON.stringify(output)).not.toContain(secret);
		}
	});

	test('the other ways to parcels and shipments are read in every shape, too', async () => {
		const { orders } = await open({}, [20]);
		const id = String(orders[0]?.id);
		const operations = [
			{ ...tracking, orderId: byId(id), options: { trackingMethod: 'older' } },
			{ resource: 'logistics', operation: 'getShipments', shipmentKind: 'logisticsOrder' },
			{ resource: 'logistics', operation: 'getServices', servicesOf: 'shop' },
		];
		for (const shape of SHAPES) {
			reads.answerIn(shape);
			for (const operation of operations) {
				expect(outputOf(await reads.run(operation)).length).toBeGreaterThan(0);
			}
		}
	});
});
