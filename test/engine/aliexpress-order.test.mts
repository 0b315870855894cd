import { byId, ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

const DAY_MS = 86_400_000;
const ORDER = { resource: 'order' };
const FROM_ITEM = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
const SLIM = 'aliexpress.trade.redefining.findorderlistsimplequery';

test('Get Many, light: the same orders without a buyer, statuses and limits per item', async () => {
	reads = await openReads({ shop: { bigIds: true } });
	const { shop } = reads.sandbox;
	const ages = [3, 2, 1].map((days) => Date.now() - days * DAY_MS);
	const [done, ...open] = ages.map((createdAtMs) => shop.placeOrder({ createdAtMs, memo: 'Ring' }));
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
	expect(ofItem(output, 2)).toEqual([{ orderId: String(unpaid.id), hasPayout: false, parts: [] }]);
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
