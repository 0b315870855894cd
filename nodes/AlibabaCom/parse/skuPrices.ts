import { readDecimal, type Decimal } from './decimal';
import { ladderOf, type Offer } from './ladder';
import type { ParsedPrice } from './price';
import { holding, readQuantity } from './quantity';
import type { Fields } from './rows';
import { isMissing, writtenText } from './written';

/** Under which names the steps of a ladder carry their quantity. */
type QuantityName = 'quantity' | 'start_quantity' | 'min_quantity';

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

/** A step that is no offer is reported, whatever is wrong with it. */
function stepOf(row: Fields, name: QuantityName, terms: LadderTerms): Offer | undefined {
	const minQuantity = readQuantity(row[name]);
	const price = priceOf(row.price);
	const currency = writtenText(row.currency) ?? terms.currency;
	if (minQuantity === undefined || price === undefined || currency === null) return undefined;
	const { tradeTerm } = terms;
	return { minQuantity, price, currency: currency.toUpperCase(), tradeTerm, namedPlace: null };
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
 * The ladders of all variants as one, in which each quantity finds the offers of every variant: where
 * one ladder has a step, the others are repeated. Offers that are the same stand once.
 */
export function mergedLadders(ladders: readonly ParsedPrice[]): ParsedPrice {
	const starts = new Set(ladders.flatMap(({ tiers }) => tiers.map((tier) => tier.minQuantity)));
	const offers = [...starts].flatMap((minQuantity) =>
		ladders.flatMap(({ tiers }) =>
			holding(tiers, minQuantity).flatMap(({ price: written, ...tier }): Offer[] => {
				const price = readDecimal(written);
				return price ? [{ ...tier, minQuantity, price }] : [];
			}),
		),
	);
	return { tiers: ladderOf(offers), rejected: ladders.flatMap(({ rejected }) => rejected) };
}
