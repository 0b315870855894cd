import type { Outcome } from '../../wire/answer';
import { openEnvelope, type Refusal } from '../../wire/envelope';
import { failureOf, type Cause } from '../../wire/failure';
import { isJsonObject, type JsonObject, type JsonValue } from '../../wire/json';
import { markAbsent } from '../parse/absence';
import { firstOf, writtenText } from '../parse/rows';

/** What the user reads for a refusal of the business layer: what happened, what to do. */
interface Told {
	message: string;
	description: string;
}

const BELOW_MINIMUM: Told = {
	message: 'The quantity is below the minimum order quantity of the product',
	description: 'Ask for at least the minimum; Price: Get Ladder shows it.',
};
const NO_FREIGHT_TEMPLATE: Told = {
	message: 'The freight template of the product does not cover this destination',
	description: 'Choose another country, or ask the seller to add it to the freight template.',
};
const NO_CATEGORY: Told = {
	message: 'There is no such category, or it is a leaf and has no categories below it',
	description: 'Check the category ID. Start from the top with an empty ID.',
};

/** Codes that are known from public answers; of the rest the platform's own text is shown. */
const TOLD: Readonly<Record<string, Told>> = {
	'4015': NO_FREIGHT_TEMPLATE,
	'4016': NO_FREIGHT_TEMPLATE,
	'4027': BELOW_MINIMUM,
	'10007': BELOW_MINIMUM,
	'4028': {
		message: 'The code of the carrier cannot be used here',
		description: 'Only Logistics: Calculate with a company ID gives codes that orders accept.',
	},
	'10012': {
		message: 'There is no company with this ID',
		description: 'Use the encrypted company ID as Product: Get with the view of a buyer shows it.',
	},
	'120019': {
		message: 'There is no such order in this account',
		description: 'Check the order ID, and that it is an order of the account of the access token.',
	},
	'130703': {
		message: 'The stock is smaller than the quantity',
		description: 'Ask for less, or see Product: Get Inventory.',
	},
	'480006': {
		message: 'The amount is above what the platform allows here',
		description: 'The limit is 5000 USD. Split the quantity, or ask the seller.',
	},
	BUSINESS_CATEGORY_NOT_EXIST: NO_CATEGORY,
};

/** The words for a code of the business layer; undefined when it is not known. */
function wordsOfCode(code: string): Told | undefined {
	return Object.hasOwn(TOLD, code) ? TOLD[code] : undefined;
}

const CODES = ['msg_code', 'result_code', 'error_code', 'response_code', 'code'];
const MESSAGES = ['result_msg', 'message_info', 'message', 'error_msg', 'msg'];
const GOOD_CODES = new Set(['', '0', '200']);

function textOf(object: JsonObject, names: readonly string[]): string {
	return writtenText(firstOf(object, names)) ?? '';
}

/** The method's own answer, and `result` where it stands in one. */
function layersOf(body: JsonObject): JsonObject[] {
	const own = Object.entries(body).find(([key]) => key.endsWith('_response'))?.[1];
	const outer = isJsonObject(own) ? own : body;
	return isJsonObject(outer.result) ? [outer.result, outer] : [outer];
}

/**
 * The layer that the envelope of the gateways does not know: a bad inner code inside a good answer, on
 * the buyer's side and in calls that have no flag.
 */
function innerRefusal(body: JsonObject): Refusal | undefined {
	for (const layer of layersOf(body)) {
		const code = textOf(layer, CODES);
		const isTrue = String(layer.success) === 'true';
		if (isTrue || GOOD_CODES.has(code)) continue;
		return { layer: 'business', code, message: textOf(layer, MESSAGES) };
	}
	return undefined;
}

/** Causes beside which a refusal may be about the product alone, also one of the gateway's. */
const MAY_BE_ABOUT_PRODUCT: ReadonlySet<Cause> = new Set<Cause>(['business', 'input', 'service']);

function refused(refusal: Refusal, body: JsonObject): Outcome {
	const failure = failureOf(refusal);
	const absent = MAY_BE_ABOUT_PRODUCT.has(failure.cause) ? markAbsent(body, refusal) : undefined;
	if (absent) return { ok: true, value: absent };
	const isOfMethod = failure.cause === 'business';
	const words = isOfMethod ? wordsOfCode(refusal.subCode ?? refusal.code) : undefined;
	return { ok: false, failure: words ? { ...failure, words } : failure };
}

/**
 * Opens an answer: finds refusals in all five layers, most of which arrive under HTTP 200. One that
 * says that a product cannot be had is handed on as a marked answer; see `absentIn`.
 */
export function openAnswer(body: JsonValue): Outcome {
	const opened = openEnvelope(body);
	const object = isJsonObject(body) ? body : {};
	if (!opened.ok) return refused(opened.refusal, object);
	const inner = innerRefusal(object);
	return inner ? refused(inner, object) : opened;
}
