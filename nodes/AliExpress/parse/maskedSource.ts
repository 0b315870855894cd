import { maskText, type BuyerDataChoice } from '../../client/buyerData';
import { isJsonObject, type JsonObject } from '../../wire/envelope';
import type { JsonValue } from '../../wire/json';

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

function clean(value: JsonValue, isBuyer: boolean): JsonValue {
	if (Array.isArray(value)) return value.map((entry) => clean(entry, isBuyer));
	if (!isJsonObject(value)) return isBuyer ? masked(value) : value;
	const spaced = Object.keys(value).map(spacedOut);
	const names = new Set(spaced.map(joined));
	const fields = Object.entries(value).flatMap(
		([key, inner], index): Array<[string, JsonValue]> => {
			const words = spaced[index] ?? '';
			if (isDropped(words, names)) return [];
			const name = joined(words);
			const isCountry = name.includes('country') && !MASKED.has(name);
			return [[key, clean(inner, isOfBuyer(words) || (isBuyer && !isCountry))]];
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
	const cleaned = clean(source, false);
	return isJsonObject(cleaned) ? cleaned : {};
}
