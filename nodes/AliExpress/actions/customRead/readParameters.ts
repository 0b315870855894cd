import type { IExecuteFunctions } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import { parseJson, type JsonValue, type PrintableJson } from '../../../wire/json';

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

function read(text: string): PrintableJson {
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
export function readParameters(context: IExecuteFunctions, given: unknown): Parameters {
	const isText = typeof given === 'string';
	if (given === undefined || given === null || (isText && given.trim() === '')) return {};
	const value = isText ? read(given) : (given as PrintableJson);
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
