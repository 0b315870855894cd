import { halfWidth } from './text';

/** An exact decimal number of zero or more: `units / 10 ** scale`. */
export interface Decimal {
	units: bigint;
	/** Decimal places as written; 0 or more. */
	scale: number;
}

/** Longer than any sum of money; keeps arithmetic on hostile text cheap. */
const MAX_LENGTH = 60;
const DECIMAL =
	/^\+?(?=\.?\d)(?<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?<fraction>\d*))?(?:e(?<shift>[+-]?\d{1,2}))?$/i;
/** Thousands parted by blanks or apostrophes: `1 299.00`, `1'299`. */
const WIDE_THOUSANDS = /^\d{1,3}(?:[\s'’]\d{3})+(?:\.\d+)?$/;
/** Without the blanks or apostrophes between thousands. */
function joined(text: string): string {
	return WIDE_THOUSANDS.test(text) ? text.replace(/[\s'’]/g, '') : text;
}

/**
 * Reads `12.30`, `1,250.00`, `1 250` or `1e3`. The decimal places stay as written.
 *
 * @returns undefined for anything else: signs, words, commas that part no thousands, negative numbers.
 */
export function readDecimal(text: string): Decimal | undefined {
	const bare = halfWidth(text).trim();
	const parts = bare.length <= MAX_LENGTH ? DECIMAL.exec(joined(bare))?.groups : undefined;
	if (!parts) return undefined;
	const { whole = '', fraction = '', shift = '0' } = parts;
	const units = BigInt(whole.replaceAll(',', '') + fraction);
	const scale = fraction.length - Number(shift);
	return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** Plain decimal text with all its places, e.g. `5.00`. */
export function printDecimal({ units, scale }: Decimal): string {
	const digits = units.toString().padStart(scale + 1, '0');
	const point = digits.length - scale;
	return scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Exact product; it has the decimal places of the number. */
export function timesQuantity({ units, scale }: Decimal, quantity: number): Decimal {
	return { units: units * BigInt(quantity), scale };
}

/** Below, at or above zero as `left` is less than, equal to or more than `right`: 5.0 equals 5. */
export function compareDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
	const scale = Math.max(left.scale, right.scale);
	const [a, b] = [left, right].map(
		(decimal) => decimal.units * 10n ** BigInt(scale - decimal.scale),
	) as [bigint, bigint];
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
