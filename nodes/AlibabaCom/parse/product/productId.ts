import { writtenText } from '../rows';
import type { Words } from '../words';

/** A product id as it goes out, and what to know about it. */
export interface ProductId {
	id: string;
	/** Null when the id looks as expected. */
	hint: Words | null;
}

/** The article's profile expects this length; real ids of 11, 13 and 14 digits were seen. */
const EXPECTED_DIGITS = 15;
const EXPECTED = new RegExp(`^\\d{${EXPECTED_DIGITS}}$`);
const LONGEST = 64;

/** An id in an answer as text; undefined when it is missing, odd, or a number that lost digits. */
export function idText(value: unknown): string | undefined {
	if (typeof value === 'number' && !(Number.isSafeInteger(value) && value > 0)) return undefined;
	const text = writtenText(value);
	return text !== undefined && text.length <= LONGEST && /^[\w-]+$/.test(text) ? text : undefined;
}

/** How the platform numbers the only variant of a product that has none. */
const ONLY_SKU = -1;

/** The id of a variant in an answer as text; see `idText`. */
export function skuIdText(value: unknown): string | undefined {
	return value === ONLY_SKU ? String(value) : idText(value);
}

/**
 * Checks a product id before a call is spent on it. Every length is accepted, also scrambled ids of
 * letters, digits, `_` and `-`; one that has not 15 digits gets a hint.
 *
 * @throws RangeError that says what is wrong and what to enter.
 */
export function checkProductId(value: unknown): ProductId {
	const id = idText(value);
	if (id === undefined) {
		throw new RangeError(
			typeof value === 'number'
				? 'The product ID came as a number that is no ID or lost digits. Enter it as text.'
				: 'The product ID is empty or holds other signs than letters, digits, "_" and "-". Copy it from the product page.',
		);
	}
	if (EXPECTED.test(id)) return { id, hint: null };
	const hint = {
		zh: `商品 ID 通常为 ${EXPECTED_DIGITS} 位数字，此 ID 有 ${id.length} 个字符，请核对。`,
		en: `A product ID usually has ${EXPECTED_DIGITS} digits, this one has ${id.length} characters: check it if nothing is found.`,
	};
	return { id, hint };
}
