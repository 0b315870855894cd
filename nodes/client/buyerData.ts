import { hmacSha256 } from '../wire/sign';

/** How buyer data leaves the package. */
export interface BuyerDataChoice {
	/** True only when the user asked for buyer data in plain text. */
	includeBuyerData: boolean;
	/** Key of the pseudonym `buyerRef`: the app secret, so that only the seller can recompute it. */
	pseudonymKey: string;
}

const MASK = '***';
/** Of shorter texts two visible characters would give most away. */
const MIN_LENGTH_SHOWN = 5;

/** Masks a text: first and last character of longer ones stay, e.g. `Test Buyer` → `T***r`. */
export function maskText(value: string): string {
	const characters = Array.from(value.trim());
	if (characters.length < MIN_LENGTH_SHOWN) return MASK;
	return `${characters[0]}${MASK}${characters.at(-1)}`;
}

/** A text of the buyer as an item may carry it: plain if asked for, masked otherwise. */
export function buyerText(value: string | undefined, choice: BuyerDataChoice): string | undefined {
	if (value === undefined || choice.includeBuyerData) return value;
	return maskText(value);
}

/** A free text of the buyer. It cannot be masked sensibly, so it is absent unless asked for. */
export function freeText(value: string | undefined, choice: BuyerDataChoice): string | undefined {
	return choice.includeBuyerData ? value : undefined;
}

/**
 * A keyed pseudonym that joins tickets and orders of one buyer: the first 16 hex digits of
 * HMAC-SHA256 over the login id.
 *
 * @returns undefined without a login id, and for one the platform has masked itself: several buyers
 * share a masked id, and their tickets would be joined.
 */
export function buyerRefOf(loginId: string | undefined, pseudonymKey: string): string | undefined {
	const login = loginId?.trim();
	if (!login || login.includes('*')) return undefined;
	return hmacSha256(login, pseudonymKey).slice(0, 16);
}
