import { byId, ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

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
