import { readSum } from '../../../wire/money';
import { fieldsOf } from '../../../wire/reading';
import { halfWidth } from '../../../wire/text';
import { entriesOf, partsOf } from '../entries';
import { piecesText, QUANTITY, readQuantity, type QuantityRange } from '../quantity';
import { writtenText } from '../rows';
import type { Words } from '../words';
import { daysOf, namesDays, type Days } from './duration';

/** How a quantity is sent. The source does not say whether a freight is per piece or per shipment. */
export interface LogisticsRule extends QuantityRange, Days {
	/** In small letters, e.g. `express`. */
	method: string;
	durationText: string | null;
	freightText: string | null;
	/** Decimal text; null when the freight is not a sum. */
	freightAmount: string | null;
	freightCurrency: string | null;
}

/** The rules of a product and what could not be read. */
export interface ParsedLogistics {
	/** Sorted by lower bound; they may overlap. */
	rules: LogisticsRule[];
	/** True when no rule could be read: the only one is the default for every quantity. */
	isDefault: boolean;
	/** Entries that are no rule, as they came. */
	rejected: unknown[];
}

const LOWER = `(?:0(?!\\d)|${QUANTITY})`;
const RANGE = new RegExp(`^(${LOWER})\\s*(?:[-–]\\s*(${QUANTITY})|((?:[-–]\\s*)?\\+))$`);
/**
 * How an entry begins: a range and a colon. Behind a single number a word must follow, so that the
 * comma of `$1,500: 3 boxes` does not part a sum.
 */
const ENTRY_BEGIN = new RegExp(
	`${LOWER}\\s*(?:[-–]\\s*(?:${QUANTITY}|\\+)|\\+)\\s*:|${QUANTITY}\\s*:(?=\\s*\\p{L})`,
	'uy',
);

/** `100-499`, `500+`, `500-+`, or `500` for exactly that; undefined for anything else. */
function readRange(written: string): QuantityRange | undefined {
	const text = halfWidth(written);
	const [, lower, upper, open] = RANGE.exec(text) ?? [];
	if (lower === undefined) {
		const only = readQuantity(text);
		return only === undefined ? undefined : { minQuantity: only, maxQuantity: only };
	}
	const minQuantity = lower === '0' ? 0 : readQuantity(lower);
	const maxQuantity = open === undefined ? readQuantity(upper) : null;
	if (minQuantity === undefined || maxQuantity === undefined) return undefined;
	if (maxQuantity !== null && minQuantity > maxQuantity) return undefined;
	return { minQuantity, maxQuantity };
}

function toRule(
	range: QuantityRange,
	method: string,
	durationText: string | undefined,
	freightText: string | undefined,
): LogisticsRule {
	const days = daysOf(durationText ?? '');
	const sum = readSum(freightText ?? '');
	return {
		minQuantity: range.minQuantity,
		maxQuantity: range.maxQuantity,
		method: method.toLowerCase(),
		durationText: durationText ?? null,
		minDays: days.minDays,
		maxDays: days.maxDays,
		freightText: freightText ?? null,
		freightAmount: sum?.amount ?? null,
		freightCurrency: sum?.currency ?? null,
	};
}

/** `range:method[:duration][:freight]`; colons inside the duration belong to it. */
function readEntry(entry: unknown): LogisticsRule | undefined {
	if (typeof entry !== 'string') return undefined;
	const { parts, span } = partsOf(entry);
	const range = readRange(parts[0] ?? '');
	const method = writtenText(parts[1]);
	if (range === undefined || method === undefined) return undefined;
	const last = writtenText(parts.length > 2 ? parts.at(-1) : undefined);
	if (parts.length === 3) {
		const isDuration = last !== undefined && namesDays(last);
		return toRule(range, method, isDuration ? last : undefined, isDuration ? undefined : last);
	}
	return toRule(range, method, writtenText(span(2, parts.length - 1)), last);
}

function defaultRule(fields: Readonly<Record<string, unknown>>): LogisticsRule {
	return toRule(
		{ minQuantity: 1, maxQuantity: null },
		writtenText(fields.default_method) ?? 'express',
		writtenText(fields.default_duration) ?? '15-20days',
		writtenText(fields.default_freight) ?? 'Contact Seller',
	);
}

/**
 * Reads a logistics object: `moq_logistics` with entries such as `100-499:express:10-15days:$200`, as
 * a list or one text. Without a usable entry the default rule stands in, marked as such.
 *
 * @param input the object or its JSON text; anything else is taken as the entries. Never throws.
 */
export function parseLogistics(input: unknown): ParsedLogistics {
	const fields = fieldsOf(input) ?? { moq_logistics: input };
	const entries = entriesOf(fields.moq_logistics, ENTRY_BEGIN);
	const read = entries.map((entry) => ({ entry, rule: readEntry(entry) }));
	const rules = read.flatMap(({ rule }) => rule ?? []);
	return {
		rules:
			rules.length === 0
				? [defaultRule(fields)]
				: rules.sort((left, right) => left.minQuantity - right.minQuantity),
		isDefault: rules.length === 0,
		rejected: read.flatMap(({ entry, rule }) => (rule === undefined ? [entry] : [])),
	};
}

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
