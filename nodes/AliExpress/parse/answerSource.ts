import type { BuyerDataChoice } from '../../client/buyerData';
import { isJsonObject, type JsonObject } from '../../wire/envelope';
import { isNestedBeyond, parseJson, type JsonValue } from '../../wire/json';
import { withoutPeople } from './carrierText';
import { maskedSource } from './maskedSource';
import { mayNameTheBuyer } from './trackingMilestone';

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

const EVENT_TEXTS = [
	'event_desc',
	'trackingCodeDesc',
	'trackingDetailDesc',
	'desc',
	'standerdDesc',
];
const EVENT_CODES = ['action_code', 'actionCode', 'trackingCode'];

function textsOf(event: JsonObject, fields: readonly string[]): string[] {
	return fields.flatMap((field) => {
		const text = event[field];
		return typeof text === 'string' ? [text] : [];
	});
}

/** Whether an object is an event of a parcel at the buyer's end. */
function isEventAtTheBuyer(object: JsonObject): boolean {
	const texts = textsOf(object, EVENT_TEXTS);
	return texts.length > 0 && mayNameTheBuyer(textsOf(object, EVENT_CODES)[0], texts);
}

interface Cleaning {
	choice: BuyerDataChoice;
	/** Names of those who signed, wherever they are repeated. */
	signers: readonly string[];
	/** Whether the text is of an event at the buyer's end. */
	isAtBuyer: boolean;
}

function clean(value: JsonValue, how: Cleaning): JsonValue {
	if (typeof value === 'string') {
		const text = how.signers.reduce((words, name) => words.split(name).join('***'), value);
		return cleanText(withoutPeople(text, how.isAtBuyer), how.choice);
	}
	if (Array.isArray(value)) return value.map((entry) => clean(entry, how));
	if (!isJsonObject(value)) return value;
	const inside = { ...how, isAtBuyer: isEventAtTheBuyer(value) };
	const kept = Object.entries(value).filter(([key]) => !CONVERSATION.has(key.toLowerCase()));
	return Object.fromEntries(kept.map(([key, inner]) => [key, clean(inner, inside)]));
}

/**
 * A whole answer as the platform wrote it, whatever its method. Masked like `maskedSource`, and
 * besides in JSON text, in the words of carriers, and without the words of conversations.
 */
export function answerSource(source: JsonObject, choice: BuyerDataChoice): JsonObject {
	if (choice.includeBuyerData) return source;
	const cleaned = clean(source, { choice, signers: signersIn(source), isAtBuyer: false });
	return isJsonObject(cleaned) ? maskedSource(cleaned, choice) : {};
}
