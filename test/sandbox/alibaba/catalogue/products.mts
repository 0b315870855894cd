import type { JsonValue } from '../../json.mts';
import type { Random } from '../../shop/random.mts';
import { LOGISTICS_FORMS } from './articleLogistics.mts';
import { PRICE_FORMS } from './articlePrices.mts';
import type { Tier } from './articlePrices.mts';
import { TEXT_FORMS } from './articleTexts.mts';
import { GOODS } from './goods.mts';
import type { Titles } from './goods.mts';

export type ProductState = 'online' | 'offline' | 'deleted' | 'draft' | 'pending' | 'failed';

export interface AlibabaSku {
	id: bigint;
	code: string;
	color: string;
	cents: number;
	stock: number;
}

export interface AlibabaProduct {
	/** Place in the catalogue, from 0. */
	index: number;
	/** 11, 13, 14 or 15 digits. */
	id: bigint;
	/** 24 characters; what TOP calls the product. */
	scrambledId: string;
	state: ProductState;
	titles: Titles;
	categoryId: number;
	groupId: number;
	modelNumber: string;
	unit: string;
	moq: number;
	/** Falling prices, the first from `moq`. */
	tiers: readonly Tier[];
	/** Prices as a range cannot be ordered directly. */
	priceType: 'TIERED' | 'RANGE';
	currency: string;
	skus: readonly AlibabaSku[];
	templateId: string;
	weightGrams: number;
	createdAtMs: number;
	modifiedAtMs: number;
	/** The fields of the article's profile as that profile writes them. */
	article: Readonly<Record<string, JsonValue>>;
}

const DAY_MS = 86_400_000;
/** Ids that are quoted in public, at the head of the catalogue; all of them are online. */
const QUOTED_IDS = [
	123_456_789_012_345n,
	123_456_789_012_346n,
	1_601_206_892_606n,
	60_832_548_452n,
	10_000_041_447_815n,
];
/** First ids of the invented products: 15, 13, 14 and 11 digits. */
const ID_RANGES = [220_000_000_000_007n, 1_600_500_000_003n, 10_000_900_000_011n, 60_900_000_013n];
const STATES: Readonly<Record<number, ProductState>> = {
	7: 'offline',
	13: 'deleted',
	18: 'offline',
	20: 'draft',
	27: 'pending',
	31: 'failed',
};
const COLORS = ['Black', 'Red "Wine"', 'Blue & White', '绿色'];

/** The catalogue: always the same kinds of goods; ids, prices, stock and forms follow the seed. */
export function inventCatalogue(random: Random, count: number, nowMs: number): AlibabaProduct[] {
	return Array.from({ length: count }, (_, index) => inventProduct(random, index, nowMs));
}

function inventProduct(random: Random, index: number, nowMs: number): AlibabaProduct {
	const quoted = QUOTED_IDS[index];
	const range = ID_RANGES[index % ID_RANGES.length] ?? 0n;
	const goods = pickFrom(GOODS, index);
	const moq = index === 0 ? 1000 : random.pick([1, 2, 50, 100, 200, 500, 1000, 2000]);
	const tiers = index === 0 ? ARTICLE_TIERS : inventTiers(random, moq);
	const currency = index % 9 === 5 ? 'EUR' : 'USD';
	const modelNumber = `AV.${String(index).padStart(4, '0')}.${random.word(3)}`;
	const titles = Object.fromEntries(
		Object.entries(goods.titles).map(([language, text]) => [language, `${text} ${modelNumber}`]),
	);
	const createdAtMs = nowMs - random.int(30, 900) * DAY_MS;
	return {
		index,
		id: quoted ?? range + BigInt(index) * 1009n,
		scrambledId: `${random.word(12)}_${random.word(10)}-`,
		state: quoted === undefined ? (STATES[index % 34] ?? 'online') : 'online',
		titles,
		categoryId: goods.categoryId,
		groupId: 900_000_000 + (index % 5),
		modelNumber,
		unit: goods.unit,
		moq,
		tiers,
		priceType: index % 11 === 6 ? 'RANGE' : 'TIERED',
		currency,
		skus: inventSkus(random, index, tiers),
		templateId: String(8_001_200_001 + (index % 3)),
		weightGrams: random.int(40, 9000),
		createdAtMs,
		modifiedAtMs: random.int(createdAtMs, nowMs),
		article: articleFields({ index, titles, moq, tiers, currency }),
	};
}

/** The worked example of the source. */
const ARTICLE_TIERS: readonly Tier[] = [
	{ quantity: 1000, cents: 500 },
	{ quantity: 5000, cents: 450 },
	{ quantity: 10_000, cents: 400 },
];

function inventTiers(random: Random, moq: number): Tier[] {
	const tiers: Tier[] = [];
	let cents = random.int(80, 9900);
	let quantity = moq;
	for (let left = random.int(1, 4); left > 0 && cents > 1; left -= 1) {
		tiers.push({ quantity, cents });
		quantity *= random.int(2, 10);
		cents -= random.int(1, Math.max(1, Math.floor(cents / 5)));
	}
	return tiers;
}

function inventSkus(random: Random, index: number, tiers: readonly Tier[]): AlibabaSku[] {
	return COLORS.slice(0, (index % COLORS.length) + 1).map((color, place) => ({
		id: 105_000_000_000n + BigInt(index * 10 + place),
		code: `SKU-${index}-${place + 1}`,
		color,
		cents: (tiers[0]?.cents ?? 100) + place * 10,
		stock: random.pick([0, 12, 400, 25_000, 1_000_000]),
	}));
}

type ArticleFacts = Pick<AlibabaProduct, 'index' | 'titles' | 'moq' | 'tiers' | 'currency'>;

/** The forms go round at lengths of their own, so that every pair of forms meets sooner or later. */
function articleFields({ index, titles, moq, tiers, currency }: ArticleFacts) {
	const priceInfo = pickFrom(PRICE_FORMS, index)({ moq, tiers, currency });
	const { moq: inside, ...withoutMoq } = priceInfo;
	const place = index % 3;
	const texts = Object.fromEntries(
		Object.entries(titles).map(([language, text]) => [language, `<p>${text}</p>`]),
	);
	return {
		title: titles.zh,
		multi_language_title: pickFrom(TEXT_FORMS, index)(titles),
		multi_language_desc: pickFrom(TEXT_FORMS, index * 2)(texts),
		// The minimum is asked for beside the prices and found among them: or the other way round.
		price_info: place === 1 ? withoutMoq : priceInfo,
		moq: place === 0 ? undefined : inside,
		logistics_info: pickFrom(LOGISTICS_FORMS, index)(moq),
	};
}

function pickFrom<T>(choices: readonly T[], index: number): T {
	const chosen = choices[index % choices.length];
	if (chosen === undefined) throw new Error('Nothing to choose from');
	return chosen;
}
