import type { OrderLine } from './orders.mts';
import type { Product } from './products.mts';
import type { Random } from './random.mts';

/** What a buyer puts into an order: product and variant by their places in the catalogue. */
export interface ChosenGoods {
	product: number;
	/** Default a seeded variant. */
	sku?: number;
	/** Default 1. */
	count?: number;
}

/** The lines of an order; child ids follow the order's id. Throws for goods that do not exist. */
export function chosenLines(
	products: readonly Product[],
	random: Random,
	orderId: bigint,
	goods: readonly ChosenGoods[] = inventChoice(products, random),
): OrderLine[] {
	return goods.map(({ product, sku, count = 1 }, position) => {
		const article = products[product];
		const variant = article?.skus[sku ?? random.int(0, article.skus.length - 1)];
		if (!article || !variant) throw new Error(`No product ${product} or variant ${sku}`);
		return { childId: orderId + BigInt(position + 1), product: article, sku: variant, count };
	});
}

function inventChoice(products: readonly Product[], random: Random): ChosenGoods[] {
	return Array.from({ length: random.int(1, 3) }, () => ({
		product: random.int(0, products.length - 1),
		count: random.int(1, 3),
	}));
}
