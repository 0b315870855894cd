import type { LogisticsRule } from './logistics';
import { piecesText } from './quantity';
import type { Words } from './words';

const NAMES: Readonly<Record<string, Words>> = {
	express: { zh: '国际快递(DHL/UPS)', en: 'express courier (DHL/UPS)' },
	sea: { zh: '海运', en: 'sea freight' },
	air: { zh: '空运', en: 'air freight' },
};

/** The name of a way of sending; what is not known stays as written. */
export function methodName(method: string): Words {
	const known = Object.hasOwn(NAMES, method) ? NAMES[method] : undefined;
	return known ? { ...known } : { zh: method, en: method };
}

/** One line about a rule, e.g. `100-499 pcs: sea freight, 30-40days, freight $1000`. */
export function ruleText(rule: LogisticsRule): Words {
	const { durationText, freightText } = rule;
	const name = methodName(rule.method);
	const line = (parts: ReadonlyArray<string | null>, separator: string) =>
		parts.filter((part) => part !== null).join(separator);
	const [duration, freight] = [durationText !== null, freightText !== null];
	return {
		zh: `${piecesText(rule)}: ${line(
			[name.zh, duration ? `时效${durationText}` : null, freight ? `运费${freightText}` : null],
			'，',
		)}`,
		en: `${piecesText(rule)}: ${line(
			[name.en, durationText, freight ? `freight ${freightText}` : null],
			', ',
		)}`,
	};
}
