import type { LogisticsRule } from './logistics';
import { ruleText } from './methods';
import type { QuotedOffer } from './quotedOffer';
import { joinWords, type Words } from './words';

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
export function quoteText({ quantity, offers, rules, warnings }: Quoted): Words {
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
