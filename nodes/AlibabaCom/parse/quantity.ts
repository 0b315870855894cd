import { halfWidth } from '../../wire/text';
import { writtenText } from './rows';

/** A range of order quantities in pieces. */
export interface QuantityRange {
	minQuantity: number;
	/** Null: no upper end. */
	maxQuantity: number | null;
}

/**
 * Source of a pattern for a quantity, with or without thousands commas; no leading zeros. Numbers that
 * are exact have no more digits.
 */
export const QUANTITY = '(?:[1-9]\\d{0,2}(?:,\\d{3}){1,5}|[1-9]\\d{0,15})';
const WHOLE = new RegExp(`^(?:${QUANTITY}|0+[1-9]\\d*)$`);

/**
 * A positive whole number of pieces, e.g. 1000 or `1,000`.
 *
 * @returns undefined for anything else, also for numbers that are too large to be exact.
 */
export function readQuantity(value: unknown): number | undefined {
	const text = halfWidth(writtenText(value) ?? '');
	if (!WHOLE.test(text)) return undefined;
	const quantity = Number(text.replaceAll(',', ''));
	return Number.isSafeInteger(quantity) ? quantity : undefined;
}

/** Everything whose range holds the quantity, in the order given. */
export function holding<T extends QuantityRange>(ranges: readonly T[], quantity: number): T[] {
	return ranges.filter(
		({ minQuantity, maxQuantity }) =>
			quantity >= minQuantity && (maxQuantity === null || quantity <= maxQuantity),
	);
}

/** `1000-4999 pcs`, `500 pcs` or, without an upper end, `10000+ pcs`. */
export function piecesText({ minQuantity, maxQuantity }: QuantityRange): string {
	if (maxQuantity === null) return `${minQuantity}+ pcs`;
	return minQuantity === maxQuantity ? `${minQuantity} pcs` : `${minQuantity}-${maxQuantity} pcs`;
}
