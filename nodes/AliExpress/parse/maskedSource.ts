import { isJsonObject, type JsonObject } from '../../platform/envelope';
import type { JsonValue } from '../../platform/json';
import { maskText, type BuyerDataChoice } from './buyer';

// Without underscores and in lower case, since the platform spells names in several ways.
const MASKED = new Set([
	'buyerloginid',
	'loginid',
	'buyersignerfullname',
	'buyersignerfirstname',
	'buyersignerlastname',
	'firstname',
	'lastname',
	'contactperson',
	'mobileno',
	'phonecountry',
	'phonearea',
	'phonenumber',
	'faxcountry',
	'faxarea',
	'faxnumber',
	'address',
	'address2',
	'detailaddress',
	'localizedaddress',
	'city',
	'province',
	'zip',
	'cpfno',
	'email',
	'buyeremail',
	'oaid',
	'operator',
]);
/** Objects that describe the buyer: all their fields are masked except the country. */
const BUYER_OBJECTS = new Set(['receiptaddress', 'buyerinfo']);
const SHOWN_IN_BUYER_OBJECTS = new Set(['country', 'countryname']);
/** Free texts of the buyer, and messages. They cannot be masked sensibly. */
const DROPPED = new Set(['memo', 'buyermemo', 'ordermsglist']);

function masked(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(masked);
	if (isJsonObject(value)) {
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)]));
	}
	if (typeof value === 'string') return value === '' ? value : maskText(value);
	return typeof value === 'number' ? maskText(String(value)) : value;
}

function clean(value: JsonValue, isBuyer: boolean): JsonValue {
	if (Array.isArray(value)) return value.map((entry) => clean(entry, isBuyer));
	if (!isJsonObject(value)) return isBuyer ? masked(value) : value;
	const fields = Object.entries(value).flatMap(([key, inner]): Array<[string, JsonValue]> => {
		const name = key.replace(/_/g, '').toLowerCase();
		if (DROPPED.has(name)) return [];
		if (isBuyer && SHOWN_IN_BUYER_OBJECTS.has(name)) return [[key, inner]];
		if (MASKED.has(name)) return [[key, masked(inner)]];
		return [[key, clean(inner, isBuyer || BUYER_OBJECTS.has(name))]];
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
