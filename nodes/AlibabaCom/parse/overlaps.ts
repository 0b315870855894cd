import type { LogisticsRule } from './logistics';
import { piecesText } from './quantity';
import type { Words } from './words';

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
