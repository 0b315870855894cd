import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf, textOf } from '../../../action/checks';
import type { Client } from '../../../client/client';
import { type JsonValue, parseJson, type PrintableJson } from '../../../wire/json';
import { answerSource } from '../../parse/maskedSource';
import { optionsField, optionsOf, withoutRaw } from '../fields';
import type { Operation } from '../operation';
import { successorOf } from '../successors';

/** Parameters of the call itself; the node sets them. */
const OF_THE_SYSTEM = new Set([
	'access_token',
	'app_key',
	'format',
	'method',
	'partner_id',
	'session',
	'sign',
	'sign_method',
	'simplify',
	'timestamp',
	'v',
]);

type Parameters = Readonly<Record<string, PrintableJson>>;

/**
 * Brings back the integers that `parseJson` kept as text, so that they go out as plain digits.
 *
 * @param plain the same text read by `JSON.parse`, which tells numbers from texts but rounds them.
 */
function exact(kept: JsonValue, plain: unknown): PrintableJson {
	if (typeof kept === 'string') return typeof plain === 'number' ? BigInt(kept) : kept;
	if (kept === null || typeof kept !== 'object') return kept;
	if (Array.isArray(kept)) {
		const list = plain as unknown[];
		return kept.map((entry, index) => exact(entry, list[index]));
	}
	const fields = plain as Record<string, unknown>;
	return Object.fromEntries(
		Object.entries(kept).map(([key, entry]) => [key, exact(entry, fields[key])]),
	);
}

function readJson(text: string): PrintableJson {
	try {
		return exact(parseJson(text), JSON.parse(text));
	} catch {
		// What is no JSON is told by the caller, without the text: it may hold anything.
		return undefined;
	}
}

/** A number that has lost digits before it came here, wherever it stands. */
function isRounded(value: PrintableJson): boolean {
	if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
	if (value === null || typeof value !== 'object') return false;
	return Object.values(value).some((inner: PrintableJson) => isRounded(inner));
}

function isFields(value: PrintableJson): value is Parameters {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the parameters of a method: JSON text, or an object from an expression.
 *
 * @returns values as they go out; integers of any length keep every digit when they came as text.
 * @throws NodeOperationError before a call is spent.
 */
function readParameters(context: IExecuteFunctions, given: unknown): Parameters {
	const isText = typeof given === 'string';
	if (given === undefined || given === null || (isText && given.trim() === '')) return {};
	const value = isText ? readJson(given) : (given as PrintableJson);
	if (!isFields(value)) {
		throw refusalOf(
			context,
			'The parameters are not a JSON object',
			'Check quotes and commas, e.g. {"template_id": 10000100001}.',
		);
	}
	if (isRounded(value)) {
		throw refusalOf(
			context,
			'A number in the parameters has lost digits on the way',
			'Write the parameters as JSON text, or pass the ID as text.',
		);
	}
	const system = Object.keys(value).find((name) => OF_THE_SYSTEM.has(name.toLowerCase()));
	if (system === undefined) return value;
	throw refusalOf(
		context,
		`The parameter "${system}" belongs to the call and is set by the node`,
		'Give only the parameters of the method.',
	);
}

/** The option means more here than in other operations: nothing of the answer is sorted out. */
function customOptions(): INodeProperties {
	const field = withoutRaw(optionsField());
	const options = (field.options ?? []) as INodeProperties[];
	const description =
		'Whether to show everything as AliExpress wrote it. Otherwise fields that may hold buyer data are masked, and the words of disputes and notes are left out. n8n keeps what a node puts out in its execution data, so personal data would be stored there.';
	return {
		...field,
		options: options.map((option) =>
			option.name === 'includeBuyerData' ? { ...option, description } : option,
		),
	};
}

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Method',
			name: 'method',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. aliexpress.trade.seller.orderlist.get',
			description:
				'The name of a method that reads. Names that may change something in the shop are refused without a call.',
		},
		{
			displayName: 'Parameters',
			name: 'parameters',
			type: 'json',
			default: '{}',
			description:
				'The parameters of the method as JSON. IDs may be plain digits of any length. Signature, token and time are added by the node.',
		},
		customOptions(),
	];
}

function methodOf(context: IExecuteFunctions, index: number, includeBuyerData: boolean): string {
	const given = textOf(context.getNodeParameter('method', index, '')) ?? '';
	const method = given.toLowerCase();
	const refused = refusalOfName(method);
	if (refused) throw refusalOf(context, refused.message, refused.remedy);
	if (method.startsWith('aliexpress.message.')) {
		throw refusalOf(context, 'AliExpress no longer offers this method', successorOf(method) ?? '');
	}
	// Some names have capitals inside, so the name goes out as it was given.
	if (method !== DECRYPT || includeBuyerData) return given;
	throw refusalOf(
		context,
		'This method answers nothing but buyer data, which is masked',
		'Turn on Options → Include Buyer Data if you are allowed to store it.',
	);
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const method = methodOf(context, index, options.includeBuyerData);
	const parameters = readParameters(context, context.getNodeParameter('parameters', index, '{}'));
	const { access } = await client.open();
	const answer = await client.call(method, parameters);
	return [answerSource(answer, { ...options, pseudonymKey: access.appSecret })];
}

/** Calls any other read method of the platform. */
export const read: Operation = {
	name: 'Read',
	value: 'read',
	action: 'Read with any method',
	description:
		'Costs one call. Call a read method of AliExpress that has no operation of its own, by name and JSON parameters, and get its answer as it is.',
	fields,
	run,
};

/** Why a method may not be called here; undefined when it may. */
interface NameRefusal {
	message: string;
	remedy: string;
}

/** `aliexpress.trade.seller.orderlist.get`, `global.seller.relation.query`: dots between words. */
const NAME = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/;

/** The one read whose answer is nothing but buyer data in plain text. */
const DECRYPT = 'aliexpress.trade.seller.order.decrypt';

/** The name of a read begins its last word with one of these; `qurey` is how the platform spells it. */
const READS = /^(?:get|list(?!ing)|query|qurey|find|search|calculate|count(?!er)|pagequery)/;
/** Verbs of writing, apart from nouns that begin like them. */
const WRITES =
	'accept(?!ance)|(?:de)?activate|adjust|agree(?!ment)|apply|approve|assign(?!ment)|(?:un)?bind(?!ing)|cancel(?!lation)|clear(?!ance)|complete|commit(?!ment|tee)|confirm(?!ation)|consign|copy(?!right)|create|declare|deduct|(?<!mo)del(?:ete)?(?!a|i)|disable|(?<!cr)edit(?!ion|or)|enable|extend|fulfill?(?!l?ment)|generate|insert|invalidate|(?:un)?lock(?!er)|merge|migrate|modify|publish(?!er)|purge|refuse|register|reject(?!ion)|remove|renew(?!al)|replace(?!ment)|reply|(?<!p)reset|restore|revoke|save|send(?!er)|split|submit|update|upload|upsert|withdraw(?!al)|write';
/** What is a verb of writing beside the thing that it changes, and something else by itself. */
const MAY_WRITE =
	'add(?!ress|cart|on)|arrange|change|close|fill|move|offline|online|pack(?!age)|pay(?!ment|out)|place(?!ment)|post(?!al|age|c|product)|put|release|repack|set(?!t)|ship(?!ment|p)|start|stop|switch|sync|transfer';
const THINGS =
	'order|product|item|sku|stock|inventory|price|goods|offer|store|shop|coupon|promotion|template|group|remark|memo|message|package|parcel|status|info';

/** A word that is such a verb, e.g. in `order.cancel.query`. */
const IS_WRITE = new RegExp(`^(?:${WRITES}|${MAY_WRITE})$`);
/** One that begins or ends with it, or joins it to something else: `batchupdate`, `getorcreate`, `stockset`. */
const HOLDS_WRITE = new RegExp(
	`^(?:${WRITES})|(?:${WRITES})$|(?:and|or|then)(?:${WRITES}|${MAY_WRITE})|(?:${THINGS})(?:${MAY_WRITE})$`,
);
/** The other way round, which says nothing behind the verb of a read: `getonlineproducts`. */
const BEGINS_WRITE = new RegExp(`^(?:${MAY_WRITE})(?:${THINGS})`);

/** The word of a name that says that it writes. */
function writeVerbOf(words: readonly string[], last: string): string | undefined {
	const before = words.find((word) =>
		word
			.split(/[_\d]+/)
			.some((part) => IS_WRITE.test(part) || HOLDS_WRITE.test(part) || BEGINS_WRITE.test(part)),
	);
	if (before !== undefined) return before;
	const [first = '', ...others] = last.replace(READS, '').split(/[_\d]+/);
	const isWrite = (part: string) => IS_WRITE.test(part) || HOLDS_WRITE.test(part);
	return HOLDS_WRITE.test(first) || others.some(isWrite) ? last : undefined;
}

/**
 * Decides whether a method is plainly a read, by its name. Rather a read too few than a write: this
 * package changes nothing in a shop.
 *
 * @param method in lower case.
 * @returns undefined for a read, the reason otherwise.
 */
export function refusalOfName(method: string): NameRefusal | undefined {
	if (method.startsWith('/') || /^auth\b/.test(method)) {
		return {
			message: 'Token calls and other paths cannot be made here',
			remedy: 'The credential renews tokens by itself. Give a name with dots.',
		};
	}
	if (!NAME.test(method)) {
		return {
			message: 'The method is not a name of the platform',
			remedy: 'Use a name with dots, e.g. aliexpress.logistics.redefining.listlogisticsservice.',
		};
	}
	if (method === DECRYPT) return undefined;
	const words = method.split('.');
	const last = words.at(-1) ?? '';
	const verb = writeVerbOf(words.slice(0, -1), last);
	if (verb === undefined && READS.test(last)) return undefined;
	return {
		message: `The method "${method}" is refused, because it may change something in the shop`,
		remedy: `This node only reads. ${
			verb === undefined
				? `The last word, "${last}", does not begin with get, list, query, find, search, count or calculate.`
				: `"${verb}" says that it writes.`
		}`,
	};
}
