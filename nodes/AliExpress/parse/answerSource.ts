import type { BuyerDataChoice } from '../../client/buyerData';
import { isJsonObject, type JsonObject } from '../../wire/envelope';
import { isNestedBeyond, parseJson, type JsonValue } from '../../wire/json';
import { maskedSource } from './maskedSource';

/** Words and pictures of a dispute, a note or a message: they cannot be masked sensibly. */
const CONVERSATION = new Set(['content', 'attachments']);
/** How deep JSON text is looked through. */
const MAX_DEPTH = 64;
/** Who signed for a parcel; the carrier repeats the name in its own words. */
const SIGNER = /^signed_?name$/i;

function signersIn(value: JsonValue): string[] {
	if (Array.isArray(value)) return value.flatMap(signersIn);
	if (!isJsonObject(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		SIGNER.test(key) && typeof inner === 'string' && inner !== '' ? [inner] : signersIn(inner),
	);
}

function parsedText(text: string): JsonValue | undefined {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		return parseJson(text);
	} catch {
		// A text that only looks like JSON is a text.
		return undefined;
	}
}

/** Some fields are JSON text. It is masked inside, and stays as it was when there is nothing to mask. */
function cleanText(text: string, choice: BuyerDataChoice): string {
	const parsed = parsedText(text);
	if (parsed === undefined) return text;
	// Nobody writes such a text for its content, and nobody can look through it for names.
	if (isNestedBeyond(parsed, MAX_DEPTH)) return '***';
	const masked = JSON.stringify(maskedSource({ list: parsed }, choice).list);
	return masked === JSON.stringify(parsed) ? text : masked;
}

function clean(value: JsonValue, signers: readonly string[], choice: BuyerDataChoice): JsonValue {
	if (typeof value === 'string') {
		const text = signers.reduce((words, name) => words.split(name).join('***'), value);
		return cleanText(text, choice);
	}
	if (Array.isArray(value)) return value.map((entry) => clean(entry, signers, choice));
	if (!isJsonObject(value)) return value;
	const kept = Object.entries(value).filter(([key]) => !CONVERSATION.has(key.toLowerCase()));
	return Object.fromEntries(kept.map(([key, inner]) => [key, clean(inner, signers, choice)]));
}

/**
 * A whole answer as the platform wrote it, whatever its method. Masked like `maskedSource`, and
 * besides in JSON text, in the words of carriers, and without the words of conversations.
 */
export function answerSource(source: JsonObject, choice: BuyerDataChoice): JsonObject {
	if (choice.includeBuyerData) return source;
	const cleaned = clean(source, signersIn(source), choice);
	return isJsonObject(cleaned) ? maskedSource(cleaned, choice) : {};
}
