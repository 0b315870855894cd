import type { Random } from './random.mts';

/** One variant of a product. */
export interface Sku {
	/** 17 digits: beyond what a double holds. */
	id: bigint;
	/** Attribute pairs, `<none>` for a product without variants. */
	attributes: string;
	code: string;
	priceCents: number;
	stock: number;
}

export interface Product {
	id: bigint;
	name: string;
	/** Chinese name, as sellers keep it beside the English one. */
	nameZh: string;
	categoryId: number;
	groupId: number;
	currency: string;
	imageUrl: string;
	weightGrams: number;
	skus: readonly Sku[];
}

type Seed = readonly [name: string, nameZh: string, cents: number, variants: readonly string[]];

const CATALOG: readonly Seed[] = [
	['Wireless Earbuds "Pro" & Charging Case', '无线耳机（带充电盒）', 1899, ['black', 'white']],
	["Men's Waistcoat, Slim Fit", '男士马甲 修身', 2599, ['S', 'M', 'L', 'XL']],
	['LED Desk Lamp 3-in-1 <dimmable>', '三合一台灯', 1450, ['<none>']],
	['Керамическая кружка 350 мл «Утро»', '陶瓷马克杯', 780, ['blue', 'grey']],
	['Bamboo Cutlery Set 🍴 8 pcs', '竹制餐具 8件套', 1120, ['<none>']],
	['Phone Holder for Bike / Scooter', '自行车手机支架', 935, ['black', 'red']],
	['Cat Toy Laser + Feather', '逗猫棒', 415, ['<none>']],
	['Stainless Bottle 750ml', '不锈钢水壶', 1699, ['steel', 'green', 'pink']],
];

/** The catalogue of a shop: always the same goods, stock and prices seeded. */
export function inventProducts(random: Random, offset: bigint): Product[] {
	return CATALOG.map(([name, nameZh, cents, variants], index) => {
		const id = 1_005_000_000_000_000n + offset + BigInt(index * 7 + 1);
		const skus = variants.map((variant, position) => ({
			id: 12_000_000_000_000_001n + offset + BigInt(index * 100 + position * 2),
			attributes: variant === '<none>' ? variant : `14:${170 + position}#${variant}`,
			code: `SKU-${index + 1}${variant === '<none>' ? '' : `-${variant.toUpperCase()}`}`,
			priceCents: cents + position * 50,
			stock: random.int(0, 400),
		}));
		return {
			id,
			name,
			nameZh,
			categoryId: 200_000_000 + index,
			groupId: 262_007_000 + (index % 3),
			currency: 'USD',
			imageUrl: `https://ae01.alicdn.invalid/kf/S${index + 1}.jpg`,
			weightGrams: random.int(60, 900),
			skus,
		};
	});
}
