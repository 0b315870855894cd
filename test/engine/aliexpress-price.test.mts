import { byId, ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

const PRICE = { resource: 'price', operation: 'get' };
const cents = (amount: number) => (amount / 100).toFixed(2);

test('Get reads one product or several, and goes on after one that is not of the shop', async () => {
	reads = await openReads();
	const [first, second] = reads.sandbox.shop.products;
	const parameters = { ...PRICE, select: 'several', productIds: '={{ $json.ids }}' };
	const inputs = [
		{ ids: `${first!.id}, ${second!.id}` },
		{ ids: '4711' },
		{ ids: [`${second!.id}`] },
	];
	const output = outputOf(await reads.runOn(parameters, inputs));
	expect(ofItem(output, 0)).toMatchObject(
		[first!, second!].map(({ id, currency, skus }) => {
			const prices = skus.map(({ priceCents }) => priceCents).sort((a, b) => a - b);
			return {
				productId: String(id),
				minPrice: { amount: cents(prices[0] ?? 0), currency },
				maxPrice: { amount: cents(prices.at(-1) ?? 0), currency },
				skus: skus.map((sku) => ({ skuId: String(sku.id), stock: sku.stock })),
			};
		}),
	);
	expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringMatching(/^AliExpress /) }]);
	expect(ofItem(output, 2)).toMatchObject([{ productId: String(second!.id) }]);
	expect(reads.methodsCalled()).toHaveLength(4);
});

test('one item per variant carries its prices by country', async () => {
	reads = await openReads({ shop: { seedProducts: 60 } });
	const { products } = reads.sandbox.shop;
	const quoted = products.filter(({ nationalQuote }) => nationalQuote !== undefined);
	expect(quoted.length).toBeGreaterThan(0);
	const [product] = quoted;
	const parameters = { ...PRICE, productId: byId(String(product!.id)), itemPer: 'sku' };
	const output = outputOf(await reads.run(parameters));
	expect(ofItem(output, 0).map(({ skuId }) => skuId)).toEqual(
		product!.skus.map(({ id }) => String(id)),
	);
	for (const { price, nationalPrices } of ofItem(output, 0)) {
		expect(price).toEqual({ amount: expect.any(String), currency: product!.currency });
		expect(nationalPrices).toEqual(
			expect.arrayContaining([expect.objectContaining({ country: expect.any(String) })]),
		);
	}
});
