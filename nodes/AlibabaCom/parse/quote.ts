import { printDecimal, readDecimal, timesQuantity } from '../../wire/decimal';
import type { PriceTier } from './ladder';
import type { LogisticsRule, ParsedLogistics } from './logistics';
import { methodName } from './methods';
import { notIncludedIn } from './notIncluded';
import type { ParsedPrice } from './price';
import { holding } from './quantity';
import type { QuotedOffer } from './quotedOffer';
import { quoteText } from './quoteText';
import { quoteWarnings, type QuoteWarning } from './quoteWarnings';
import type { Words } from './words';

/** A rule that holds for the quantity, with the name of its method. */
export type QuotedLogistics = LogisticsRule & { methodName: Words };

/** The answer to "what do so many pieces cost, and how are they sent". */
export interface Quote {
	quantity: number;
	/** One per offer from the same quantity on; empty below the first tier or without a price. */
	offers: QuotedOffer[];
	/** Least quantity that can be ordered, by MOQ or price ladder; null when nothing says it. */
	minimum: number | null;
	logistics: QuotedLogistics[];
	isDefaultLogistics: boolean;
	warnings: QuoteWarning[];
	/** All of it in a few lines. */
	text: Words;
}

/** What a quote is made from. */
export interface QuoteSource {
	price: ParsedPrice;
	/** Null: the product carries none, and none were asked for. */
	logistics: ParsedLogistics | null;
	/** Minimum order quantity where the product names one beside its ladder. */
	moq?: number | null;
	/** More that has to be said with the quote. */
	notes?: readonly QuoteWarning[];
}

function toOffer({ price, ...tier }: PriceTier, quantity: number): QuotedOffer {
	const unit = readDecimal(price);
	if (!unit) throw new RangeError('The price of a tier is not a decimal number.');
	const total = printDecimal(timesQuantity(unit, quantity));
	return { ...tier, unitPrice: price, total, notIncluded: notIncludedIn(tier.tradeTerm) };
}

/** What the product says itself, else where its ladder begins. */
function minimumOf({ price, moq }: QuoteSource): number | null {
	return moq ?? price.tiers[0]?.minQuantity ?? null;
}

/**
 * Quotes a quantity: every offer that holds for it with its exact total, the logistics that hold for it,
 * and what has to be said with it. Totals carry no freight, since no source says what it is per.
 *
 * @throws RangeError when the quantity is not a positive whole number.
 */
export function quoteFor(quantity: number, source: QuoteSource): Quote {
	if (!Number.isSafeInteger(quantity) || quantity < 1) {
		throw new RangeError('The quantity must be a whole number of at least 1.');
	}
	const { price, logistics } = source;
	const offers = holding(price.tiers, quantity).map((tier) => toOffer(tier, quantity));
	const rules = logistics && holding(logistics.rules, quantity);
	const isDefaultLogistics = logistics?.isDefault ?? false;
	const minimum = minimumOf(source);
	const said = quoteWarnings({
		quantity,
		minimum,
		priced: price.tiers,
		offers,
		rules,
		isDefaultLogistics,
		unreadPrices: price.rejected.length,
		unreadLogistics: logistics?.rejected.length ?? 0,
	});
	const warnings = [...said, ...(source.notes ?? [])];
	return {
		quantity,
		offers,
		minimum,
		logistics: (rules ?? []).map((rule) => ({ ...rule, methodName: methodName(rule.method) })),
		isDefaultLogistics,
		warnings,
		text: quoteText({ quantity, offers, rules: rules ?? [], warnings }),
	};
}
