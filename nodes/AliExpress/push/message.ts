import { isJsonObject, type JsonObject } from '../../wire/envelope';
import { isNestedBeyond, parseJson, type JsonValue } from '../../wire/json';
import { count, id, readerOf, text } from '../parse/shape';
import { AUTHORIZATION_ENDING } from './messageTypes';

/** A push message after reading. Ids are text. */
export interface PushMessage {
	/** Number of the kind; undefined when the message names none that can be read. */
	type?: number;
	sellerId?: string;
	site?: string;
	/** When the platform says it was sent, ms UTC. Each time it is sent again it is another moment. */
	sentAtMs?: number;
	orderId?: string;
	orderLineId?: string;
	/** The return or refund that it is about. */
	reverseOrderId?: string;
	reverseOrderLineId?: string;
	reverseStatus?: string;
	/** Of the order, as the platform writes it. */
	orderStatus?: string;
	/** The same, or of whatever else the message is about, e.g. a parcel. */
	status?: string;
	/** The authorization of a shop is about to end. */
	isAuthorizationEnding: boolean;
	/** What the message is about, as the platform wrote it. */
	data: JsonObject;
	/** The whole message as the platform wrote it. */
	source: JsonObject;
	/** The same text for all messages that say the same, however they are spaced and ordered. */
	identity: string;
}

// These never find anything wrong: what is odd is absent.
const [readCount, readId, readText] = [readerOf(count), readerOf(id), readerOf(text)];
const asCount = (value: unknown) => readCount(value, { path: [] });
const asId = (value: unknown) => readId(value, { path: [] });
const asText = (value: unknown) => readText(value, { path: [] });

/** What serializers write for "none"; `text` knows the word null already. */
const NO_SELLER = /^(?:null|undefined|none|nil|nan|0|-1)$/i;
/** Far more than in any message. */
const MAX_DEPTH = 64;
/** Greatest time in seconds; a greater number is milliseconds. In seconds it is the year 5138. */
const MAX_SECONDS = 100_000_000_000;
/** Greatest time that a date can show, ms. */
const MAX_MS = 8_640_000_000_000_000;

function msOf(value: JsonValue | undefined): number | undefined {
	const time = asCount(value);
	if (time === undefined || time <= 0 || time > MAX_MS) return undefined;
	return time < MAX_SECONDS ? time * 1_000 : time;
}

/** The platform's own pages and its sister platform name the same things differently. */
function firstOf<T>(
	data: JsonObject,
	names: readonly string[],
	read: (value: unknown) => T | undefined,
): T | undefined {
	for (const name of names) {
		const found = read(data[name]);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** A shop; what stands in its place for none is none. */
function sellerIn(value: unknown): string | undefined {
	const seller = asText(value)?.trim();
	return seller === undefined || NO_SELLER.test(seller) ? undefined : seller;
}

function canonical(value: JsonValue): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (!isJsonObject(value)) return JSON.stringify(value);
	let fields = '';
	for (const key of Object.keys(value).sort()) {
		fields += `${fields && ','}${JSON.stringify(key)}:${canonical(value[key] ?? null)}`;
	}
	return `{${fields}}`;
}

/** What a message is about: an object, or JSON text of one. */
function dataOf(value: JsonValue | undefined): JsonObject | undefined {
	if (typeof value !== 'string') return isJsonObject(value) ? value : undefined;
	try {
		const parsed = parseJson(value);
		return isJsonObject(parsed) && !isNestedBeyond(parsed, MAX_DEPTH) ? parsed : undefined;
	} catch {
		// A text that is no JSON is no object; the message is then judged by its type alone.
		return undefined;
	}
}

/** The body as an object; undefined for anything else, and for what is nested beyond all measure. */
function sourceOf(rawBody: Uint8Array): JsonObject | undefined {
	try {
		const source = parseJson(Buffer.from(rawBody).toString('utf8'));
		return isJsonObject(source) && !isNestedBeyond(source, MAX_DEPTH) ? source : undefined;
	} catch {
		// Not JSON: the caller tells the sender. The text itself may hold data of a buyer.
		return undefined;
	}
}

/**
 * Reads a push message. What is missing or odd is left out, and an unknown kind is as good as a known
 * one: the platform publishes neither all kinds nor all fields.
 *
 * @param rawBody JSON as UTF-8.
 * @returns undefined when it is no JSON object, or has neither a kind nor anything it is about.
 */
export function readMessage(rawBody: Uint8Array): PushMessage | undefined {
	const source = sourceOf(rawBody);
	if (source === undefined) return undefined;
	const type = asCount(source.message_type);
	const about = dataOf(source.data);
	if (type === undefined && about === undefined) return undefined;
	const data = about ?? {};
	const orderStatus = firstOf(data, ['orderStatus', 'order_status'], asText);
	return {
		type,
		// Messages about an authorization name their shop inside, and outside "null".
		sellerId: sellerIn(source.seller_id) ?? firstOf(data, ['seller_id', 'sellerId'], sellerIn),
		site: asText(source.site),
		sentAtMs: msOf(source.timestamp),
		orderId: firstOf(data, ['orderId', 'trade_order_id', 'order_id'], asId),
		orderLineId: firstOf(data, ['trade_order_line_id', 'orderLineId'], asId),
		reverseOrderId: firstOf(data, ['reverse_order_id', 'reverseOrderId'], asId),
		reverseOrderLineId: firstOf(data, ['reverse_order_line_id', 'reverseOrderLineId'], asId),
		reverseStatus: firstOf(data, ['reverse_status', 'reverseStatus'], asText),
		orderStatus,
		status: orderStatus ?? asText(data.status),
		isAuthorizationEnding:
			type === AUTHORIZATION_ENDING || 'auth_expiry_time' in data || 'authExpiryTime' in data,
		data,
		source,
		identity: canonical({ ...source, timestamp: null }),
	};
}
