import { createHmac, hash } from 'node:crypto';

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

/** Bytes of a block of SHA-256, to which an HMAC fills its key up. */
const BLOCK = 64;
const DIGEST = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** An HMAC key as RFC 2104 hashes it: before the text, and before the hash of that. */
interface PaddedKey {
	key: string;
	inner: string;
	/** With room for the hash of the inner text behind it. */
	outer: Buffer;
}

/** Undefined for a key that is hashed or encoded before it is filled up; no App Secret is like that. */
function paddedKeyOf(key: string): PaddedKey | undefined {
	if (key.length > BLOCK || !/^[\x20-\x7E]*$/.test(key)) return undefined;
	const bytes = Buffer.alloc(BLOCK);
	bytes.write(key, 'latin1');
	const inner = bytes.map((byte) => byte ^ INNER_PAD).toString();
	const outer = Buffer.concat([bytes.map((byte) => byte ^ OUTER_PAD)], BLOCK + DIGEST);
	return { key, inner, outer };
}

/** The key asked for last, since the rows of a list all ask for the same. */
let latestKey: PaddedKey | undefined;

/**
 * HMAC-SHA256 of a text as hex. Lists hold thousands of buyers, and two hashes at one go take a third of the time
 * of `createHmac`, which makes an object of OpenSSL for each.
 */
function hmacOf(text: string, key: string): string {
	if (latestKey?.key !== key) latestKey = paddedKeyOf(key);
	if (latestKey === undefined) return createHmac('sha256', key).update(text, 'utf8').digest('hex');
	const { inner, outer } = latestKey;
	// The key is ASCII and so is it with the pad: it stays the same bytes in front of any text.
	outer.write(hash('sha256', inner + text, 'binary'), BLOCK, 'latin1');
	return hash('sha256', outer, 'hex');
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
	return hmacOf(login, pseudonymKey).slice(0, 16);
}
