import { compareDecimals, readDecimal, type Money } from '../../../wire/money';
import type { Fields } from '../../../wire/reading';
import { incotermOf, termName, tradeTermFacts } from '../price/tradeTerms';
import { moneyAt, textAt } from '../rows';
import type { Words } from '../words';
import { daysOf, type Days } from './duration';

/** A total under a trade term. */
interface Total {
	/** Decimal text. */
	total: string;
	currency: string;
	tradeTerm: string;
	namedPlace: string | null;
}

/** Which total is less, and what speaks against reading it as "cheaper". */
interface Comparison {
	/** Null: the totals cannot be compared at all. */
	less: 'left' | 'right' | 'equal' | null;
	/** Null only for totals under the same known term at the same place in the same currency. */
	warning: Words | null;
}

function named({ tradeTerm, namedPlace }: Total): string {
	return namedPlace === null ? tradeTerm : `${tradeTerm} ${namedPlace}`;
}

function warningOf(left: Total, right: Total): Words | null {
	const [a, b] = [named(left), named(right)];
	const isKnown = incotermOf(left.tradeTerm) !== undefined;
	if (a.toUpperCase() === b.toUpperCase()) {
		if (isKnown) return null;
		if (a === '') {
			return {
				zh: '未注明贸易术语，无法判断两个总价包含的费用是否相同。',
				en: 'No trade term is stated, so the totals may not include the same costs.',
			};
		}
		return {
			zh: `贸易术语“${a}”未知，无法判断两个总价包含的费用是否相同。`,
			en: `The trade term "${a}" is not known, so the totals may not include the same costs.`,
		};
	}
	return {
		zh: `${a} 与 ${b} 包含的费用不同，总价不能直接比较；请先补算运费、保险和关税。`,
		en: `${a} and ${b} do not include the same costs: add freight, insurance and duty before comparing the totals.`,
	};
}

/**
 * Compares two totals exactly. Across trade terms or places the result comes with a warning, across
 * currencies there is none.
 */
export function compareTotals(left: Total, right: Total): Comparison {
	const [a, b] = [readDecimal(left.total), readDecimal(right.total)];
	if (left.currency !== right.currency || !a || !b) {
		const warning = {
			zh: `币种不同（${left.currency}、${right.currency}），总价不能比较。`,
			en: `The totals are in ${left.currency} and ${right.currency} and cannot be compared.`,
		};
		return { less: null, warning };
	}
	const order = compareDecimals(a, b);
	const less = order === 0 ? 'equal' : order < 0 ? 'left' : 'right';
	return { less, warning: warningOf(left, right) };
}

/** One way to send goods, with its price for all of them together. */
export interface FreightOffer extends Days {
	/** Codes of a calculation for one product are refused when ordering. */
	vendorCode: string | null;
	vendorName: string | null;
	shippingType: string | null;
	/** In capitals; empty when none is written. */
	tradeTerm: string;
	termName: Words;
	dutyIncluded: boolean | null;
	dispatchCountry: string | null;
	destinationCountry: string | null;
	durationText: string | null;
	fee: Money | null;
}

/** `10~15` and `3-9` are days though they do not say so. */
function transitDays(text: string | null): Days {
	if (text === null) return { minDays: null, maxDays: null };
	return daysOf(/[^\d\s~～–-]/.test(text) ? text : `${text} days`);
}

/** Reads one row of a freight calculation. */
export function readFreightOffer(row: Fields): FreightOffer {
	const tradeTerm = textAt(row, 'trade_term')?.toUpperCase() ?? '';
	const durationText = textAt(row, 'delivery_time');
	return {
		vendorCode: textAt(row, 'vendor_code'),
		vendorName: textAt(row, 'vendor_name'),
		shippingType: textAt(row, 'shipping_type'),
		tradeTerm,
		termName: termName(tradeTerm),
		dutyIncluded: tradeTermFacts(tradeTerm)?.dutyIncluded ?? null,
		dispatchCountry: textAt(row, 'dispatch_country'),
		destinationCountry: textAt(row, 'destination_country'),
		durationText,
		...transitDays(durationText),
		fee: moneyAt(row, 'fee'),
	};
}

/** What speaks against comparing the fees as they stand; each text once. */
export function freightWarnings(offers: readonly FreightOffer[]): Words[] {
	const totals = offers.flatMap(({ fee, tradeTerm }) =>
		fee ? [{ total: fee.amount, currency: fee.currency, tradeTerm, namedPlace: null }] : [],
	);
	const [first, ...others] = totals;
	const found = new Map<string, Words>();
	for (const other of first ? others : []) {
		const { warning }: Comparison = compareTotals(first as (typeof totals)[0], other);
		if (warning) found.set(warning.en, warning);
	}
	return [...found.values()];
}
