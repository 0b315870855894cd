import { printDecimal, readDecimal, timesQuantity } from '../../../wire/money';
import {
	methodName,
	ruleText,
	type LogisticsRule,
	type ParsedLogistics,
} from '../logistics/logistics';
import { holding } from '../quantity';
import { joinWords, type Words } from '../words';
import type { PriceTier } from './ladder';
import type { ParsedPrice } from './price';
import { quoteWarnings, type QuotedOffer, type QuoteWarning } from './quoteWarnings';
import { incotermOf, tradeTermFacts } from './tradeTerms';

const EXPORT: Words = {
	zh: '提货、国内运输和出口报关',
	en: 'pick-up, carriage to the port and export clearance',
};
const FREIGHT: Words = { zh: '国际运费', en: 'international freight' };
const ONWARD: Words = { zh: '指定目的地之后的运输', en: 'carriage beyond the named destination' };
const INSURANCE: Words = { zh: '货运保险', en: 'cargo insurance' };
const OWN_INSURANCE: Words = {
	zh: '货运保险（由卖方自行决定）',
	en: 'cargo insurance (the seller may choose it)',
};
const DUTY: Words = { zh: '进口关税和进口税费', en: 'import duty and import taxes' };

const NOT_STATED: Words = {
	zh: '无法判断：未注明贸易术语，请向卖方确认运费、保险和关税',
	en: 'not known: no trade term is stated, ask the seller about freight, insurance and duty',
};

/** Says that nothing can be said about the term; the reader has to ask. */
function unknown(tradeTerm: string): Words {
	if (tradeTerm === '') return { ...NOT_STATED };
	return {
		zh: `无法判断：贸易术语“${tradeTerm}”未知，请向卖方确认运费、保险和关税`,
		en: `not known: ask the seller whether "${tradeTerm}" includes freight, insurance and duty`,
	};
}

/**
 * What a price under this trade term does not include, in words. For DDP only insurance is left; for
 * an unknown term the one entry says that it cannot be told.
 */
export function notIncludedIn(tradeTerm: string): Words[] {
	const facts = tradeTermFacts(tradeTerm);
	if (!facts) return [unknown(tradeTerm)];
	const { freightIncluded, insuranceIncluded, dutyIncluded } = facts;
	// Terms that leave the insurance open end at the buyer's door, so no way is left.
	const isToTheDoor = insuranceIncluded === null;
	return [
		...(incotermOf(tradeTerm) === 'EXW' ? [EXPORT] : []),
		...(freightIncluded ? [] : [FREIGHT]),
		...(freightIncluded && !isToTheDoor ? [ONWARD] : []),
		...(insuranceIncluded === false ? [INSURANCE] : []),
		...(isToTheDoor ? [OWN_INSURANCE] : []),
		...(dutyIncluded ? [] : [DUTY]),
	];
}

interface Quoted {
	quantity: number;
	offers: readonly QuotedOffer[];
	rules: readonly LogisticsRule[];
	warnings: readonly Words[];
}

function offerLines(offer: QuotedOffer, quantity: number): Words[] {
	const { currency, unitPrice, total, tradeTerm, namedPlace } = offer;
	const term = namedPlace === null ? tradeTerm : `${tradeTerm} ${namedPlace}`;
	// A term that is not known has no other name.
	const [zh, en] = [offer.termZh, offer.termEn].map((name) =>
		name === tradeTerm ? term : `${term} ${name}`.trim(),
	);
	const missing = joinWords(offer.notIncluded);
	return [
		{
			zh: `${quantity} 件：单价 ${currency} ${unitPrice}，合计 ${currency} ${total}，${zh}`,
			en: `${quantity} pcs: ${currency} ${unitPrice}/pc, total ${currency} ${total}, ${en}`,
		},
		{ zh: `不含：${missing.zh}`, en: `Not included: ${missing.en}` },
	];
}

/** A quote in a few lines: offers with what they leave out, logistics, then the warnings. */
function quoteText({ quantity, offers, rules, warnings }: Quoted): Words {
	const lines = [
		...offers.flatMap((offer) => offerLines(offer, quantity)),
		...rules.map(ruleText).map(({ zh, en }) => ({ zh: `物流：${zh}`, en: `Logistics: ${en}` })),
		...warnings.map(({ zh, en }) => ({ zh: `注意：${zh}`, en: `Note: ${en}` })),
	];
	return {
		zh: lines.map(({ zh }) => zh).join('\n'),
		en: lines.map(({ en }) => en).join('\n'),
	};
}

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
