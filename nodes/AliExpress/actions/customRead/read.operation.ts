import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf, textOf } from '../../../action/checks';
import type { Client } from '../../../client/client';
import { parseJson, type JsonValue, type PrintableJson } from '../../../wire/json';
import { answerSource } from '../../parse/maskedSource';
import { optionsField, optionsOf, withoutRaw } from '../fields';
import type { Operation } from '../operation';
import { successorOf } from '../successors';
import { DECRYPT, refusalOfName } from './readNames';

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
