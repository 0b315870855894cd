import { compareDecimals, printDecimal, type Decimal } from './decimal';
import type { QuantityRange } from './quantity';
import { termName, tradeTermFacts } from './tradeTerms';

/** A price from a quantity upwards, as a supplier writes it. */
export interface Offer {
	minQuantity: number;
	price: Decimal;
	currency: string;
	/** In capitals; empty when none was written. */
	tradeTerm: string;
	/** Port or place of the trade term, as written; null when none was written. */
	namedPlace: string | null;
}

/**
 * One step of a price ladder. A fact of the trade term is null when the term leaves it open or is
 * not known.
 */
export interface PriceTier extends QuantityRange {
	/** For one piece, decimal text as the supplier wrote it, e.g. `5.00`. */
	price: string;
	currency: string;
	tradeTerm: string;
	namedPlace: string | null;
	/** Name of the trade term; the term itself when it is not known. */
	termZh: string;
	termEn: string;
	freightIncluded: boolean | null;
	insuranceIncluded: boolean | null;
	dutyIncluded: boolean | null;
}

/** Whether two offers from the same quantity on say the same. */
function isSameOffer(left: Offer, right: Offer): boolean {
	return (
		left.tradeTerm === right.tradeTerm &&
		left.namedPlace === right.namedPlace &&
		left.currency === right.currency &&
		compareDecimals(left.price, right.price) === 0
	);
}

function toTier(offer: Offer, maxQuantity: number | null): PriceTier {
	const { minQuantity, price, currency, tradeTerm, namedPlace } = offer;
	const facts = tradeTermFacts(tradeTerm);
	const name = termName(tradeTerm);
	return {
		minQuantity,
		maxQuantity,
		price: printDecimal(price),
		currency,
		tradeTerm,
		namedPlace,
		termZh: name.zh,
		termEn: name.en,
		freightIncluded: facts?.freightIncluded ?? null,
		insuranceIncluded: facts?.insuranceIncluded ?? null,
		dutyIncluded: facts?.dutyIncluded ?? null,
	};
}

/**
 * Makes a ladder of offers in any order: sorted by quantity, without exact repeats, each tier up to one
 * below the next greater quantity, the last one without an upper end. Offers from the same quantity on
 * (other terms or places) stay beside each other.
 */
export function ladderOf(offers: readonly Offer[]): PriceTier[] {
	const sorted = [...offers].sort((left, right) => left.minQuantity - right.minQuantity);
	const byStart = new Map<number, Offer[]>();
	for (const offer of sorted) {
		const beside = byStart.get(offer.minQuantity) ?? [];
		byStart.set(offer.minQuantity, beside);
		if (!beside.some((other) => isSameOffer(other, offer))) beside.push(offer);
	}
	const starts = [...byStart.keys()];
	return [...byStart.values()].flatMap((beside, index) => {
		const next = starts[index + 1];
		return beside.map((offer) => toTier(offer, next === undefined ? null : next - 1));
	});
}
