import type { Random } from './random.mts';
import { colourVariants, variantGrid, variantsOf } from './variants.mts';
import type { Variant } from './variants.mts';

type Pair = readonly [en: string, zh: string];

const KINDS: readonly Pair[] = [
	['Folding', '折叠'],
	['Waterproof', '防水'],
	['Mini', '迷你'],
	['Cordless & Quiet', '无线静音'],
	['"Classic" Vintage', '复古'],
	['Solar', '太阳能'],
	['Magnetic', '磁吸'],
];
const THINGS: readonly Pair[] = [
	['Umbrella', '雨伞'],
	['Backpack 20L', '背包'],
	['Running T-Shirt', '跑步T恤'],
	['Kitchen Scale', '厨房秤'],
	['Garden Light', '花园灯'],
	['Yoga Mat', '瑜伽垫'],
	['USB-C Hub', '扩展坞'],
	['Dog Harness', '狗胸背带'],
	['Picture Frame', '相框'],
	['Card Wallet', '卡包'],
	['Beanie', '针织帽'],
];

/** What is sold: names, price in cents, variants. */
export interface Goods {
	name: string;
	nameZh: string;
	cents: number;
	variants: readonly Variant[];
}

/** The `index`-th invented product: one form, some colours, or colours and sizes, in turn. */
export function inventGoods(random: Random, index: number): Goods {
	const [kind, kindZh] = random.pick(KINDS);
	const [thing, thingZh] = random.pick(THINGS);
	const variants = [
		variantsOf(['<none>']),
		colourVariants(2 + (index % 4)),
		variantGrid(2 + (index % 2), 3),
	][index % 3];
	return {
		name: `${kind} ${thing} No. ${index + 1}`,
		nameZh: `${kindZh}${thingZh} ${index + 1}号`,
		cents: random.int(199, 9999),
		variants: variants ?? [],
	};
}
