import type { FreightOffer } from '../parse/freightOffer';
import type { LogisticsRule } from '../parse/logistics';
import { methodName } from '../parse/methods';
import type { LeadTime } from '../parse/productFacts';
import { withoutNulls } from '../parse/withoutNulls';

/** A rule of logistics by quantity. Its freight is per piece or per shipment: no source says which. */
export function ruleItem(rule: LogisticsRule) {
	const { minQuantity, maxQuantity, method, minDays, maxDays, durationText, freightText } = rule;
	const { freightAmount: amount, freightCurrency: currency } = rule;
	const { zh: methodZh, en: methodEn } = methodName(method);
	return withoutNulls({
		minQuantity,
		maxQuantity,
		method,
		methodZh,
		methodEn,
		minDays,
		maxDays,
		durationText,
		freight: amount !== null && currency !== null ? { amount, currency } : null,
		freightText,
	});
}

/** How long the seller needs, by quantity. */
export function leadTimeItems(leadTimes: readonly LeadTime[]) {
	return leadTimes.length > 0 ? leadTimes.map((one) => withoutNulls({ ...one })) : null;
}

/** One way of sending with its fee for all pieces together. */
export function freightItem(offer: FreightOffer) {
	const { termName, tradeTerm, ...rest } = offer;
	return withoutNulls({
		...rest,
		tradeTerm: tradeTerm || null,
		termZh: termName.zh,
		termEn: termName.en,
	});
}
