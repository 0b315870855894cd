import { ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

test('Get Profile tells currency and product counts, once for each item', async () => {
	reads = await openReads();
	const { shop } = reads.sandbox;
	const profile = { resource: 'store', operation: 'getProfile' };
	const output = outputOf(await reads.run(profile, [{}, {}]));
	const expected = {
		sellerId: shop.sellerId,
		currency: 'USD',
		productsOnline: shop.products.length,
		productsLeft: expect.any(Number),
	};
	expect(ofItem(output, 0)).toMatchObject([expected]);
	expect(ofItem(output, 1)).toMatchObject([expected]);
	expect(reads.methodsCalled()).toHaveLength(2);
});

test('Get Linked Shops filters by business type, and goes on after another form', async () => {
	reads = await openReads();
	const { linkedShops } = reads.sandbox.shop;
	const linked = {
		resource: 'store',
		operation: 'getLinkedShops',
		businessType: '={{ $json.type }}',
	};
	const inputs = [{ type: '' }, { type: 'choice shops' }, { type: 'POP_CHOICE' }];
	const output = outputOf(await reads.runOn(linked, inputs));
	expect(ofItem(output, 0).map(({ channelSellerId }) => channelSellerId)).toEqual(
		linkedShops.map(({ channelSellerId }) => String(channelSellerId)),
	);
	expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('business type') }]);
	expect(ofItem(output, 2)).toMatchObject([{ businessType: 'POP_CHOICE' }]);
	expect(reads.methodsCalled()).toHaveLength(2);
});

test('a missing permission is told with what to do', async () => {
	reads = await openReads({ answers: { withoutPermissions: ['merchant'] } });
	const execution = await reads.run({ resource: 'store', operation: 'getProfile' });
	expect(execution.error).toMatchObject({
		message: 'AliExpress refused access to this data',
		httpCode: '403',
		context: { itemIndex: 0 },
	});
});
