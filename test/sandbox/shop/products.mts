import { leafCategoryAt } from './categories.mts';
import type { ProductAttribute } from './categories.mts';
import { FREIGHT_TEMPLATES } from './freight.mts';
import { leafGroupAt } from './productGroups.mts';
import { inventGoods } from './productNames.mts';
import { nationalQuote } from './nationalQuotes.mts';
import type { NationalQuote } from './nationalQuotes.mts';
import { createRandom } from './random.mts';
import type { Random } from './random.mts';
import { variantsOf } from './variants.mts';
import type { Variant, VariantProperty } from './variants.mts';

/** One variant of a product. */
export interface Sku {
	/** 17 digits: beyond what a double holds. */
	id: bigint;
	/** Attribute pairs (`14:173;5:361386`), `<none>` for a product without variants. */
	attributes: string;
	properties: readonly VariantProperty[];
	code: string;
	priceCents: number;
	/** Price of the daily discount, where there is one. */
	discountCents?: number;
	/** Discount prices by country of destination. */
	nationalCents: Readonly<Record<string, number>>;
	stock: number;
}

export type ProductStatus =
	| 'onSelling'
	| 'offline'
	| 'auditing'
	| 'editingRequired'
	| 'service_delete'
	| 'deleted';

export interface Product {
	id: bigint;
	name: string;
	/** Chinese name, as sellers keep it beside the English one. */
	nameZh: string;
	status: ProductStatus;
	categoryId: number;
	groupId: number;
	freightTemplateId: number;
	promiseTemplateId: number;
	currency: string;
	imageUrl: string;
	weightGrams: number;
	/** Length, width, height. */
	sizeCm: readonly [number, number, number];
	createdAtMs: number;
	modifiedAtMs: number;
	/** Why and since when it is off the shelf. */
	offline?: { reason: string; atMs: number };
	attributes: readonly ProductAttribute[];
	nationalQuote?: NationalQuote;
	bulk?: { from: number; discountPercent: number };
	skus: readonly Sku[];
}

type Goods = readonly [name: string, nameZh: string, cents: number, variants: readonly string[]];

const CATALOG: readonly Goods[] = [
	['Wireless Earbuds "Pro" & Charging Case', '无线耳机（带充电盒）', 1899, ['black', 'white']],
	["Men's Waistcoat, Slim Fit", '男士马甲 修身', 2599, ['S', 'M', 'L', 'XL']],
	['LED Desk Lamp 3-in-1 <dimmable>', '三合一台灯', 1450, ['<none>']],
	['Керамическая кружка 350 мл «Утро»', '陶瓷马克杯', 780, ['blue', 'grey']],
	['Bamboo Cutlery Set 🍴 8 pcs', '竹制餐具 8件套', 1120, ['<none>']],
	['Phone Holder for Bike / Scooter', '自行车手机支架', 935, ['black', 'red']],
	['Cat Toy Laser + Feather', '逗猫棒', 415, ['<none>']],
	['Stainless Bottle 750ml', '不锈钢水壶', 1699, ['steel', 'green', 'pink']],
];

/** How many products every shop has; more come with the option `seedProducts`. */
export const USUAL_PRODUCTS = CATALOG.length;

const DAY_MS = 86_400_000;

export interface CatalogueContext {
	random: Random;
	offset: bigint;
	count: number;
	/** The moment the shop began, ms: everything in it is older. */
	startMs: number;
}

/** The catalogue of a shop: always the same goods, stock and weights seeded. */
export function inventProducts({ random, offset, count, startMs }: CatalogueContext): Product[] {
	const more = createRandom(count);
	return Array.from({ length: count }, (_, index) => {
		const known = CATALOG[index];
		const goods = known ? fromCatalog(known) : inventGoods(more, index);
		return productOf({ ...goods, index, random: known ? random : more, offset, startMs });
	});
}

function fromCatalog([name, nameZh, cents, labels]: Goods) {
	return { name, nameZh, cents, variants: variantsOf(labels) };
}

interface Draft {
	index: number;
	name: string;
	nameZh: string;
	cents: number;
	variants: readonly Variant[];
	random: Random;
	offset: bigint;
	startMs: number;
}

function productOf(draft: Draft): Product {
	const { index, name, nameZh, cents, variants, random, offset, startMs } = draft;
	const skus = variants.map((variant, position) => skuOf(draft, variant, position));
	const status = statusAt(index);
	const modifiedAtMs = startMs - ((index * 37) % 120) * DAY_MS - 3_600_000;
	const category = leafCategoryAt(index);
	return {
		id: 1_005_000_000_000_000n + offset + BigInt(index * 7 + 1),
		name,
		nameZh,
		status,
		categoryId: category.id,
		groupId: leafGroupAt(index).id,
		freightTemplateId: FREIGHT_TEMPLATES[index % FREIGHT_TEMPLATES.length]?.id ?? 0,
		promiseTemplateId: index % 2,
		currency: 'USD',
		imageUrl: `https://ae01.alicdn.invalid/kf/S${index + 1}.jpg`,
		weightGrams: random.int(60, 900),
		sizeCm: [10 + (index % 30), 8 + (index % 12), 3 + (index % 9)],
		createdAtMs: modifiedAtMs - (30 + (index % 300)) * DAY_MS,
		modifiedAtMs,
		...(status === 'offline'
			? { offline: { reason: index % 2 ? 'user_offline' : 'expire_offline', atMs: modifiedAtMs } }
			: {}),
		attributes: category.productAttributes,
		...nationalQuote(index, skus, cents),
		...(index % 6 === 5 ? { bulk: { from: 10, discountPercent: 15 } } : {}),
		skus,
	};
}

function skuOf({ index, cents, random, offset }: Draft, variant: Variant, position: number): Sku {
	const priceCents = cents + position * 50;
	const discountCents = Math.round(priceCents * 0.9);
	return {
		id: 12_000_000_000_000_001n + offset + BigInt(index * 100 + position * 2),
		attributes: variant.attributes,
		properties: variant.properties,
		code: `SKU-${index + 1}${variant.codeEnd}`,
		priceCents,
		...(index % 2 === 0 ? { discountCents } : {}),
		nationalCents:
			index % 4 === 0
				? { RU: discountCents - 20, BR: discountCents + 30, UK: discountCents + 5 }
				: {},
		stock: random.int(0, 400),
	};
}

/** Every status occurs, but the goods of the small catalogue are all on sale. */
function statusAt(index: number): ProductStatus {
	if (index < USUAL_PRODUCTS) return 'onSelling';
	const special: Record<number, ProductStatus> = {
		3: 'offline',
		8: 'auditing',
		11: 'editingRequired',
		15: 'service_delete',
		19: 'deleted',
	};
	return special[index % 20] ?? 'onSelling';
}
