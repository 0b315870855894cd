import { isJsonObject, type JsonObject } from '../../wire/envelope';
import { parseJson, type JsonValue } from '../../wire/json';
import { readerOf } from '../parse/reader';
import { count, id, text } from '../parse/shape';

/** A push message after reading. Ids are text. */
export interface PushMessage {
	/** Number of the kind; undefined when the message names none that can be read. */
	type?: number;
	sellerId?: string;
	site?: string;
	/** When the platform says it was made, ms UTC. */
	sentAtMs?: number;
	orderId?: string;
	orderLineId?: string;
	/** As the platform writes it. */
	status?: string;
	/** What the message is about, as the platform wrote it. */
	data: JsonObject;
	/** The whole message as the platform wrote it. */
	source: JsonObject;
	/** The same text for the same content, however it is spaced and ordered. */
	identity: string;
}

// These never find anything wrong: what is odd is absent.
const [readCount, readId, readText] = [readerOf(count), readerOf(id), readerOf(text)];
const asCount = (value: unknown) => readCount(value, { path: [] });
const asId = (value: unknown) => readId(value, { path: [] });
const asText = (value: unknown) => readText(value, { path: [] });

/** Greatest time in seconds; a greater number is milliseconds. In seconds it is the year 5138. */
const MAX_SECONDS = 100_000_000_000;

function msOf(value: JsonValue | undefined): number | undefined {
	const time = asCount(value);
	if (time === undefined || time <= 0) return undefined;
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
		return isJsonObject(parsed) ? parsed : undefined;
	} catch {
		// A text that is no JSON is no object; the message is then judged by its type alone.
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
	let source: JsonValue;
	try {
		source = parseJson(Buffer.from(rawBody).toString('utf8'));
	} catch {
		// Not JSON: the caller tells the sender. The text itself may hold data of a buyer.
		return undefined;
	}
	if (!isJsonObject(source)) return undefined;
	const type = asCount(source.message_type);
	const about = dataOf(source.data);
	if (type === undefined && about === undefined) return undefined;
	const data = about ?? {};
	return {
		type,
		sellerId: asText(source.seller_id),
		site: asText(source.site),
		sentAtMs: msOf(source.timestamp),
		orderId: firstOf(data, ['orderId', 'trade_order_id', 'order_id'], asId),
		orderLineId: firstOf(data, ['trade_order_line_id', 'orderLineId'], asId),
		status: firstOf(data, ['orderStatus', 'order_status'], asText),
		data,
		source,
		identity: canonical(source),
	};
}
