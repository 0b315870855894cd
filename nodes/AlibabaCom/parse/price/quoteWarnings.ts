import { compareTotals } from '../logistics/freightOffer';
import type { LogisticsRule } from '../logistics/logistics';
import { piecesText, type QuantityRange } from '../quantity';
import type { Words } from '../words';
import type { PriceTier } from './ladder';

/** The price of one tier for the quantity asked. */
export type QuotedOffer = Omit<PriceTier, 'price'> & {
	/** Decimal text, as the supplier wrote it. */
	unitPrice: string;
	/** Unit price times quantity, exact decimal text. No freight is added. */
	total: string;
	/** What the price does not include, in words. */
	notIncluded: Words[];
};

/** Pairs of rules that share a quantity: each rule with the farthest reaching one before it. */
function overlapsOf(rules: readonly LogisticsRule[]): Array<[LogisticsRule, LogisticsRule]> {
	const pairs: Array<[LogisticsRule, LogisticsRule]> = [];
	let farthest: LogisticsRule | undefined;
	for (const rule of [...rules].sort((a, b) => a.minQuantity - b.minQuantity)) {
		const end = farthest ? (farthest.maxQuantity ?? Infinity) : -Infinity;
		if (farthest && rule.minQuantity <= end) pairs.push([farthest, rule]);
		if (farthest === undefined || (rule.maxQuantity ?? Infinity) > end) farthest = rule;
	}
	return pairs;
}

/** One text for each pair of rules whose ranges overlap, so that nobody picks one unasked. */
export function overlapWarnings(rules: readonly LogisticsRule[]): Words[] {
	return overlapsOf(rules).map((pair) => {
		const [left, right] = pair.map((rule) => `${piecesText(rule)} (${rule.method})`);
		return {
			zh: `物流规则 ${left} 与 ${right} 的数量范围重叠，请向卖方确认用哪一条。`,
			en: `The logistics rules ${left} and ${right} overlap: ask the seller which one applies.`,
		};
	});
}

/** Something to know before a quote is passed on. */
export interface QuoteWarning extends Words {
	code:
		| 'noPrice'
		| 'belowMinimum'
		| 'differentTerms'
		| 'differentCurrencies'
		| 'unknownTerm'
		| 'unreadPrices'
		| 'pricesDifferBySku'
		| 'priceRange'
		| 'notOnline'
		| 'noLogistics'
		| 'logisticsNotAsked'
		| 'defaultLogistics'
		| 'overlappingLogistics'
		| 'unreadLogistics'
		| 'freightNotAdded'
		| 'freightMayBeIncluded';
}

/** What the warnings are about. */
export interface QuoteFacts {
	quantity: number;
	/** Least quantity that can be ordered, by MOQ or price ladder; null when nothing says it. */
	minimum: number | null;
	/** For which quantities there is a price. */
	priced: readonly QuantityRange[];
	offers: readonly QuotedOffer[];
	/** Null: the answer carries no logistics, and none were asked for. */
	rules: readonly LogisticsRule[] | null;
	isDefaultLogistics: boolean;
	unreadPrices: number;
	unreadLogistics: number;
}

type Code = QuoteWarning['code'];

function warn(isTrue: boolean, code: Code, zh: string, en: string): QuoteWarning[] {
	return isTrue ? [{ code, zh, en }] : [];
}

function unread(count: number, code: Code, zh: string, en: string): QuoteWarning[] {
	return warn(
		count > 0,
		code,
		`有 ${count} 条${zh}无法读取，请核对原始数据。`,
		`${count} ${en} could not be read: check the original data.`,
	);
}

/** Nothing is known about a quantity that no step of the ladder holds, whatever stands beside it. */
function noPrice({ quantity, priced }: QuoteFacts): QuoteWarning[] {
	const ranges = [...new Set(priced.map(piecesText))].join(', ');
	if (ranges === '') {
		return warn(
			true,
			'noPrice',
			'该商品没有可用的价格，请向卖方询价。',
			'The product has no usable price: ask the seller.',
		);
	}
	return warn(
		true,
		'noPrice',
		`卖方没有给出 ${quantity} 件的价格（已有价格：${ranges}），请询价。`,
		`No price is given for ${quantity} pieces (prices are for ${ranges}): ask the seller.`,
	);
}

function priceWarnings(facts: QuoteFacts): QuoteWarning[] {
	const { quantity, minimum, offers } = facts;
	const unknownTerms = new Set(
		offers
			.filter(({ freightIncluded }) => freightIncluded === null)
			.map(({ tradeTerm }) => tradeTerm),
	);
	const isBelow = minimum !== null && quantity < minimum;
	return [
		...warn(
			isBelow,
			'belowMinimum',
			`数量 ${quantity} 低于最小起订量 ${minimum}。`,
			`The quantity ${quantity} is below the minimum of ${minimum}.`,
		),
		...(offers.length === 0 && !isBelow ? noPrice(facts) : []),
		...[...unknownTerms].flatMap((term) =>
			warn(
				true,
				'unknownTerm',
				term === ''
					? '未注明贸易术语，无法判断是否包含运费和关税。'
					: `贸易术语“${term}”未知，无法判断是否包含运费和关税。`,
				term === ''
					? 'No trade term is stated: ask whether freight and duty are included.'
					: `The trade term "${term}" is not known: ask whether freight and duty are included.`,
			),
		),
	];
}

/** Each offer is compared with the first one; the same warning is said once. */
function comparisonWarnings(offers: readonly QuotedOffer[]): QuoteWarning[] {
	const [first, ...others] = offers;
	if (!first) return [];
	const found = new Map<string, QuoteWarning>();
	for (const other of others) {
		const { less, warning } = compareTotals(first, other);
		const code = less === null ? 'differentCurrencies' : 'differentTerms';
		if (warning) found.set(warning.en, { code, ...warning });
	}
	return [...found.values()];
}

function logisticsWarnings(facts: QuoteFacts): QuoteWarning[] {
	const { offers, quantity, isDefaultLogistics } = facts;
	if (facts.rules === null) {
		return warn(
			true,
			'logisticsNotAsked',
			'此报价未查询物流；请用“Logistics: Quote”按国家和数量查询运费。',
			'Logistics are not part of this quote: ask for them with Logistics: Quote.',
		);
	}
	const { rules } = facts;
	const hasSum = rules.some(({ freightAmount }) => freightAmount !== null);
	const isIncluded = offers.some(({ freightIncluded }) => freightIncluded === true);
	const isLeftOut = offers.some(({ freightIncluded }) => freightIncluded !== true);
	return [
		...warn(
			rules.length === 0,
			'noLogistics',
			`没有适用于 ${quantity} 件的物流方式，请向卖方确认。`,
			`No way of sending is given for ${quantity} pieces: ask the seller.`,
		),
		...warn(
			isDefaultLogistics,
			'defaultLogistics',
			'商品没有按数量给出物流方式，此处为默认物流，请向卖方确认。',
			'The product gives no logistics by quantity; the default stands here: ask the seller.',
		),
		...overlapWarnings(rules).map((words) => ({ code: 'overlappingLogistics' as const, ...words })),
		...warn(
			hasSum && isLeftOut,
			'freightNotAdded',
			'所列运费未计入总价，来源未说明按件还是按票计算。',
			'The listed freight is not in the total; the source does not say whether it is per piece or per shipment.',
		),
		...warn(
			hasSum && isIncluded,
			'freightMayBeIncluded',
			'该贸易术语的价格已含主要运费，请确认所列运费是否另收。',
			'The trade term includes the main freight: ask whether the listed freight comes on top.',
		),
	];
}

/** All warnings of a quote, those about the price first. */
export function quoteWarnings(facts: QuoteFacts): QuoteWarning[] {
	return [
		...priceWarnings(facts),
		...comparisonWarnings(facts.offers),
		...unread(facts.unreadPrices, 'unreadPrices', '价格', 'price entries'),
		...logisticsWarnings(facts),
		...unread(facts.unreadLogistics, 'unreadLogistics', '物流规则', 'logistics entries'),
	];
}
