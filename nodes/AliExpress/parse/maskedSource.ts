import { maskText, type BuyerDataChoice } from '../../client/buyerData';
import { isJsonObject, type JsonObject } from '../../wire/envelope';
import type { JsonValue } from '../../wire/json';

// Keys are compared without underscores and in lower case, since the platform spells names in
// several ways.
const MASKED = new Set([
	'loginid',
	'phonecountry',
	'faxcountry',
	'city',
	'province',
	'oaid',
	'operator',
]);
/** Words of keys under which a buyer stands, also in fields that are not documented yet. */
const BUYER_WORDS =
	/buyer|receiver|recipient|consignee|contact|phone|mobile|fax|mail|street|addr|cpf/;
/** Such words too, unless the key is about something of the shop. */
const DOUBTFUL_WORDS = /name|tel|zip|tax|vat/;
const SHOP_WORDS =
	/product|sku|service|template|company|logistics|warehouse|store|currency|fee|amount|rate$/;
/** What a buyer rated and wrote in public, and when: the content of a review. */
const REVIEW_CONTENT = new Set(['buyerevaluation', 'buyerfeedback', 'buyerreply', 'buyerfbdate']);
/**
 * Free texts of the buyer, messages, and JSON text of unknown content. They cannot be masked
 * sensibly.
 */
const DROPPED = new Set(['memo', 'buyermemo', 'ordermsglist', 'extendmap']);

function isOfBuyer(name: string): boolean {
	if (MASKED.has(name)) return true;
	if (name.includes('country') || name.startsWith('seller') || REVIEW_CONTENT.has(name)) {
		return false;
	}
	return BUYER_WORDS.test(name) || (DOUBTFUL_WORDS.test(name) && !SHOP_WORDS.test(name));
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
	const fields = Object.entries(value).flatMap(([key, inner]): Array<[string, JsonValue]> => {
		const name = key.replace(/_/g, '').toLowerCase();
		if (DROPPED.has(name)) return [];
		const isCountry = name.includes('country') && !MASKED.has(name);
		return [[key, clean(inner, isOfBuyer(name) || (isBuyer && !isCountry))]];
	});
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
