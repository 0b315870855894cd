import type { Money } from '../../wire/money';
import { compareTotals, type Comparison } from './comparison';
import { daysOf, type Days } from './duration';
import { moneyAt, textAt, type Fields } from './rows';
import { termName, tradeTermFacts } from './tradeTerms';
import type { Words } from './words';

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
