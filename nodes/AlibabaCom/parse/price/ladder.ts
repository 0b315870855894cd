import { compareDecimals, printDecimal, type Decimal } from '../../../wire/money';
import type { QuantityRange } from '../quantity';
import { termName, tradeTermFacts } from './tradeTerms';

/** A price from a quantity upwards, as a supplier writes it. */
export interface Offer {
	minQuantity: number;
	/** Where it ends as the supplier says; null: nowhere, undefined: that is not said. */
	maxQuantity?: number | null | undefined;
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

/** An offer of which it is known where it ends. */
type Step = Offer & { maxQuantity: number | null };

/** Whether two steps from the same quantity on say the same. */
function isSameStep(left: Step, right: Step): boolean {
	return (
		left.maxQuantity === right.maxQuantity &&
		left.tradeTerm === right.tradeTerm &&
		left.namedPlace === right.namedPlace &&
		left.currency === right.currency &&
		compareDecimals(left.price, right.price) === 0
	);
}

/** The nearer of the end that is said and the start of the next step; null where neither ends it. */
function endOf({ maxQuantity: said }: Offer, next: number | undefined): number | null {
	const ends = [said, next === undefined ? null : next - 1].filter(
		(end) => typeof end === 'number',
	);
	return ends.length === 0 ? null : Math.min(...ends);
}

function toTier(step: Step): PriceTier {
	const { minQuantity, maxQuantity, price, currency, tradeTerm, namedPlace } = step;
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
 * Makes a ladder of offers in any order: sorted by quantity, without exact repeats, each tier up to its
 * own end or to one below the next greater quantity, whichever comes first. What lies between an end and
 * the next quantity has no price. Offers from the same quantity on (other terms or places) stay beside
 * each other.
 */
export function ladderOf(offers: readonly Offer[]): PriceTier[] {
	const sorted = [...offers].sort((left, right) => left.minQuantity - right.minQuantity);
	const byStart = new Map<number, Offer[]>();
	for (const offer of sorted) {
		const beside = byStart.get(offer.minQuantity) ?? [];
		byStart.set(offer.minQuantity, beside);
		beside.push(offer);
	}
	const starts = [...byStart.keys()];
	return [...byStart.values()].flatMap((beside, index) => {
		const steps: Step[] = [];
		for (const offer of beside) {
			const step = { ...offer, maxQuantity: endOf(offer, starts[index + 1]) };
			if (!steps.some((other) => isSameStep(other, step))) steps.push(step);
		}
		return steps.map(toTier);
	});
}
