import { currencyCode, readDecimal, type Decimal } from '../../../wire/money';
import { isMissing, type Fields } from '../../../wire/reading';
import { holding, readQuantity } from '../quantity';
import { writtenText } from '../rows';
import { ladderOf, type Offer } from './ladder';
import type { ParsedPrice } from './price';

/** Under which names the steps of a ladder carry their first quantity and, where they name one, their last. */
const NAMES = {
	quantity: undefined,
	start_quantity: undefined,
	min_quantity: 'max_quantity',
} as const;
type QuantityName = keyof typeof NAMES;

/** How the platform writes that a step has no upper end. */
const NO_END = '-1';

/** What all steps of a ladder share. */
export interface LadderTerms {
	/** Null when the answer names none: a price without a currency is no price. */
	currency: string | null;
	/** Empty when the answer names none. */
	tradeTerm: string;
}

/** The price as a decimal of more than zero. */
function priceOf(value: unknown): Decimal | undefined {
	const price = readDecimal(writtenText(value) ?? '');
	return price !== undefined && price.units > 0n ? price : undefined;
}

/** Where a step ends; undefined when it does not say, `unread` when what it says is no end of it. */
function endOf(row: Fields, name: QuantityName, minQuantity: number) {
	const endName = NAMES[name];
	const written = endName && row[endName];
	if (isMissing(written)) return undefined;
	if (writtenText(written) === NO_END) return null;
	const end = readQuantity(written);
	return end !== undefined && end >= minQuantity ? end : ('unread' as const);
}

/** A step that is no offer is reported, whatever is wrong with it. */
function stepOf(row: Fields, name: QuantityName, terms: LadderTerms): Offer | undefined {
	const minQuantity = readQuantity(row[name]);
	const price = priceOf(row.price);
	const written = writtenText(row.currency) ?? terms.currency;
	if (minQuantity === undefined || price === undefined || written === null) return undefined;
	const maxQuantity = endOf(row, name, minQuantity);
	if (maxQuantity === 'unread') return undefined;
	const { tradeTerm } = terms;
	const currency = currencyCode(written);
	return { minQuantity, maxQuantity, price, currency, tradeTerm, namedPlace: null };
}

/** A ladder from steps that name their first quantity. */
export function ladderFrom(
	rows: readonly Fields[],
	name: QuantityName,
	terms: LadderTerms,
): ParsedPrice {
	const read = rows.map((row) => ({ row, offer: stepOf(row, name, terms) }));
	return {
		tiers: ladderOf(read.flatMap(({ offer }) => offer ?? [])),
		rejected: read.flatMap(({ row, offer }) => (offer === undefined ? [row] : [])),
	};
}

/** One price from the minimum order quantity upwards; nothing without a price. */
export function singlePrice(value: unknown, moq: number | null, terms: LadderTerms): ParsedPrice {
	if (isMissing(value)) return { tiers: [], rejected: [] };
	return ladderFrom([{ quantity: moq ?? 1, price: value }], 'quantity', terms);
}

/**
 * A ladder with the price of one piece before its first step, from the minimum order quantity upwards;
 * the ladder itself where nothing lies before that step, or no such price is written.
 */
export function withPriceBefore(
	ladder: ParsedPrice,
	value: unknown,
	moq: number | null,
	terms: LadderTerms,
): ParsedPrice {
	const [first] = ladder.tiers;
	const from = moq ?? 1;
	if (!first || from >= first.minQuantity) return ladder;
	const before = singlePrice(value, moq, terms);
	return {
		tiers: [
			...before.tiers.map((tier) => ({ ...tier, maxQuantity: first.minQuantity - 1 })),
			...ladder.tiers,
		],
		rejected: [...before.rejected, ...ladder.rejected],
	};
}

/**
 * The ladders of all variants as one, in which each quantity finds the offers of every variant: where
 * one ladder begins or ends a step, the others are repeated. Offers that are the same stand once.
 */
export function mergedLadders(ladders: readonly ParsedPrice[]): ParsedPrice {
	const bounds = ladders.flatMap(({ tiers }) =>
		tiers.flatMap(({ minQuantity, maxQuantity }) =>
			maxQuantity === null ? [minQuantity] : [minQuantity, maxQuantity + 1],
		),
	);
	const offers = [...new Set(bounds)].flatMap((minQuantity) =>
		ladders.flatMap(({ tiers }) =>
			holding(tiers, minQuantity).flatMap(({ price: written, ...tier }): Offer[] => {
				const price = readDecimal(written);
				return price ? [{ ...tier, minQuantity, price }] : [];
			}),
		),
	);
	return { tiers: ladderOf(offers), rejected: ladders.flatMap(({ rejected }) => rejected) };
}
