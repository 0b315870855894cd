import { incotermOf, tradeTermFacts } from './tradeTerms';
import type { Words } from './words';

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
