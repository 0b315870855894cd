import { maskText, type BuyerDataChoice } from '../../client/buyerData';
import { isJsonObject, type JsonObject } from '../../wire/envelope';
import { isNestedBeyond, parseJson, type JsonValue } from '../../wire/json';
import { withoutPeople } from './logistics/milestone';
import { mayNameTheBuyer } from './logistics/trackingMilestone';

/** Spelled as one word, since the platform writes names in several ways: `buyer_login_id`, `buyerloginid`. */
const MASKED = new Set([
	'loginid',
	'phonecountry',
	'faxcountry',
	'city',
	'province',
	'district',
	'county',
	'town',
	'oaid',
	'operator',
	'gender',
	'latitude',
	'longitude',
]);
/** Words of keys under which a buyer stands, also in fields that are not documented yet. */
const BUYER_WORDS =
	/buyer|receiver|recipient|consignee|contact|phone|mobile|fax|mail|street|addr|cpf|cnpj|curp|passport|birth|post(?:al)?code|whatsapp|wechat|nickname|iban|bankaccount|apartment/;
/** The same where only whole words tell: `rut_no` is a number of a person, `structure` is none. */
const BUYER_WORDS_APART =
	/\b(?:login|user|person|nick|rut|dni|nif|ssn|pccc|inn|dob|uid|aliid|house (?:no|number)|(?:id|identity|national|card|cert|certificate) ?(?:number|no|card|code|id)|(?:ali|open|union) id|identity|signer|signed)\b/;
/** Such words too, unless the key is about something of the shop. */
const DOUBTFUL_WORDS = /name|tel|zip|tax|vat/;
const SHOP_WORDS =
	/product|sku|service|template|company|logistics|warehouse|store|currency|fee|amount|rate$/;
/** Whose data it is when the key begins so: the shop's own. */
const OF_THE_SHOP = /^(?:seller|merchant|shop|store)/;
/** What a buyer rated and wrote in public, and when: the content of a review. */
const REVIEW_CONTENT = new Set(['buyerevaluation', 'buyerfeedback', 'buyerreply', 'buyerfbdate']);
/** Messages, and JSON text of unknown content. They cannot be masked sensibly. */
const DROPPED = new Set(['ordermsglist', 'extendmap']);
/** Free texts between buyer and seller, which cannot be masked sensibly either. */
const FREE_TEXT = /(?:memo|\bnotes?|remarks?|comments?|messages?|instructions?|leave words?)$/;
/** What the platform itself says: `error_message`, or a message beside a code. */
const OF_THE_PLATFORM = /error|result|return|response|status|fail|success|warn|sub|system|type/;
const CODES = new Set(['code', 'errorcode', 'success', 'resultsuccess', 'issuccess', 'requestid']);

/** A key in lower case with blanks between its words: `receivePerson`, `receive_person`. */
function spacedOut(key: string): string {
	return key
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replaceAll('_', ' ')
		.toLowerCase();
}

function joined(words: string): string {
	return words.replaceAll(' ', '');
}

function isOfBuyer(words: string): boolean {
	const name = joined(words);
	if (MASKED.has(name)) return true;
	if (name.includes('country') || OF_THE_SHOP.test(name) || REVIEW_CONTENT.has(name)) return false;
	if (BUYER_WORDS.test(name) || BUYER_WORDS_APART.test(words)) return true;
	return /^(?:login|user)/.test(name) || (DOUBTFUL_WORDS.test(name) && !SHOP_WORDS.test(name));
}

/** Whether a field is left out. A message that stands beside a code is the platform's. */
function isDropped(words: string, beside: ReadonlySet<string>): boolean {
	if (DROPPED.has(joined(words))) return true;
	if (!FREE_TEXT.test(words) || OF_THE_PLATFORM.test(words)) return false;
	return !(words === 'message' && [...CODES].some((code) => beside.has(code)));
}

/** A masked text or number; a yes or no, as text too, says nothing about who the buyer is. */
function masked(value: JsonValue): JsonValue {
	if (typeof value === 'number') return maskText(String(value));
	if (typeof value !== 'string' || /^(true|false)?$/i.test(value)) return value;
	return maskText(value);
}

function cleanField(value: JsonValue, isBuyer: boolean): JsonValue {
	if (Array.isArray(value)) return value.map((entry) => cleanField(entry, isBuyer));
	if (!isJsonObject(value)) return isBuyer ? masked(value) : value;
	const spaced = Object.keys(value).map(spacedOut);
	const names = new Set(spaced.map(joined));
	const fields = Object.entries(value).flatMap(
		([key, inner], index): Array<[string, JsonValue]> => {
			const words = spaced[index] ?? '';
			if (isDropped(words, names)) return [];
			const name = joined(words);
			const isCountry = name.includes('country') && !MASKED.has(name);
			return [[key, cleanField(inner, isOfBuyer(words) || (isBuyer && !isCountry))]];
		},
	);
	return Object.fromEntries(fields);
}

/**
 * An object as the platform wrote it, for those who need a field that items do not carry. Fields of
 * the buyer are masked and free texts of the buyer left out, unless buyer data is asked for.
 */
export function maskedSource(source: JsonObject, choice: BuyerDataChoice): JsonObject {
	if (choice.includeBuyerData) return source;
	const cleaned = cleanField(source, false);
	return isJsonObject(cleaned) ? cleaned : {};
}

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
