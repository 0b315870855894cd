import type { SandboxOptions } from '../sandbox/sandbox.mts';
import { byId, ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

async function open(options: SandboxOptions = {}) {
	reads = await openReads(options);
	return reads.sandbox.shop;
}

test('Get Many filters by status, and by product from the method for it', async () => {
	const shop = await open({ shop: { seedPromotions: 0 } });
	const [product] = shop.products;
	const nowMs = Math.floor(Date.now() / 1000) * 1000;
	const running = { startMs: nowMs - 3_600_000, endMs: nowMs + 3_600_000 };
	const ofProduct = { name: 'Ongoing', paused: false, productIds: [product!.id] };
	const ongoing = shop.addPromotion({ ...running, ...ofProduct });
	const paused = shop.addPromotion({ ...running, name: 'Paused', paused: true, productIds: [] });
	const many = { resource: 'promotion', operation: 'getAll' };
	const byStatus = { ...many, filters: { status: '={{ $json.status }}' } };
	const inputs = [{ status: 'Invalid' }, { status: 'a b' }, { status: 'Ongoing' }];
	const output = outputOf(await reads.runOn(byStatus, inputs));
	expect(ofItem(output, 0)).toMatchObject([{ promotionId: String(paused.id), name: 'Paused' }]);
	expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('status') }]);
	expect(ofItem(output, 2)).toMatchObject([
		{ promotionId: String(ongoing.id), startsAt: new Date(ongoing.startMs).toISOString() },
	]);
	const byProduct = { ...many, filters: { productId: byId(String(product?.id)) } };
	expect(outputOf(await reads.run(byProduct)).map(({ json }) => json.name)).toEqual(['Ongoing']);
	expect(reads.methodsCalled().at(-1)).toBe('aliexpress.marketing.storepromotions.querybyproduct');
});

test('Get Many and Get Products read on over pages', async () => {
	const shop = await open({ shop: { seedPromotions: 70, seedProducts: 100 } });
	const all = outputOf(
		await reads.run({ resource: 'promotion', operation: 'getAll', returnAll: true }),
	);
	expect(new Set(all.map(({ json }) => json.promotionId)).size).toBe(70);
	const productIds = shop.products.map(({ id }) => id);
	const { id } = shop.addPromotion({ productIds });
	const products = {
		resource: 'promotion',
		operation: 'getProducts',
		promotionId: '={{ $json.id }}',
		returnAll: true,
	};
	const output = outputOf(
		await reads.runOn(products, [{ id: String(id) }, { id: '' }, { id: '1' }]),
	);
	expect(ofItem(output, 0).map(({ productId }) => productId)).toEqual(productIds.map(String));
	expect(ofItem(output, 1)).toMatchObject([{ error: 'The promotion ID is not an ID' }]);
	expect(ofItem(output, 2)).toEqual([]);
});

test('Get Coupons filters by start, and reads one by its ID', async () => {
	const shop = await open({ shop: { seedCoupons: 0 } });
	const hourMs = 3_600_000;
	const nowMs = Math.floor(Date.now() / 1000) * 1000;
	const early = shop.addCoupon({ acquireStartMs: nowMs - 50 * hourMs, valueCents: 1234 });
	const late = shop.addCoupon({ acquireStartMs: nowMs - 2 * hourMs });
	const coupons = { resource: 'promotion', operation: 'getCoupons' };
	const startsAfter = new Date(nowMs - 10 * hourMs).toISOString();
	const recent = outputOf(await reads.run({ ...coupons, filters: { startsAfter } }));
	expect(recent.map(({ json }) => json.couponId)).toEqual([String(late.id)]);
	const one = { ...coupons, filters: { couponId: '={{ $json.id }}' } };
	const inputs = [{ id: String(early.id) }, { id: 'x' }, { id: String(late.id) }];
	const output = outputOf(await reads.runOn(one, inputs));
	expect(ofItem(output, 0)).toMatchObject([
		{
			couponId: String(early.id),
			value: { amount: '12.34', currency: 'USD' },
			startsAt: new Date(early.acquireStartMs).toISOString(),
		},
	]);
	expect(ofItem(output, 1)).toMatchObject([{ error: 'The coupon ID is not an ID' }]);
	expect(ofItem(output, 2)).toMatchObject([{ couponId: String(late.id) }]);
});

test.each([
	[{ envelope: 'wrapped' }],
	[{ envelope: 'plain', answers: { idsAsText: true } }],
	[{ answers: { keepWrapped: true, emptyLists: 'missing' } }],
] as SandboxOptions[][])(
	'every operation reads %j, also when there is nothing',
	async (options) => {
		const shop = await open(options);
		const [promotion] = shop.promotions;
		const operations = [
			[{ operation: 'getAll' }, { filters: { promotionName: 'none of this name' } }],
			[
				{ operation: 'getAll', filters: { productId: byId(String(promotion?.productIds[0])) } },
				{ filters: { productId: byId('77') } },
			],
			[{ operation: 'getProducts', promotionId: String(promotion?.id) }, { promotionId: '77' }],
			[{ operation: 'getCoupons' }, { filters: { couponName: 'none of this name' } }],
		] as const;
		for (const [operation, nothing] of operations) {
			const asked = { resource: 'promotion', ...operation };
			expect(outputOf(await reads.run(asked as never)).length).toBeGreaterThan(0);
			expect(outputOf(await reads.run({ ...asked, ...nothing } as never))).toEqual([]);
		}
	},
);
