import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import { waitOption } from './waiting';

function pagesNotice(resultsPerCall: number): INodeProperties {
	return {
		displayName: `Every ${resultsPerCall} results cost one call of the share for actions. When the calls are used up, the node returns what it has and says so.`,
		name: 'returnAllNotice',
		type: 'notice',
		displayOptions: { show: { returnAll: [true] } },
		default: '',
	};
}

/**
 * `Return All` and `Limit`.
 *
 * @param resultsPerCall how many results one call brings at most; absent where all come with one.
 */
export function limitFields(resultsPerCall?: number): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		...(resultsPerCall === undefined ? [] : [pagesNotice(resultsPerCall)]),
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			displayOptions: { show: { returnAll: [false] } },
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
	];
}

/** `Simplify`. */
export function simplifyField(): INodeProperties {
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	};
}

function buyerDataOption(): INodeProperties {
	return {
		displayName: 'Include Buyer Data',
		name: 'includeBuyerData',
		type: 'boolean',
		default: false,
		description:
			'Whether to show names, login IDs, phones, addresses and notes of buyers in plain text instead of masked. With Simplify on, only names and login IDs are added; turn it off for the rest. n8n keeps what a node puts out in its execution data, so personal data would be stored there.',
	};
}

function rawOption(): INodeProperties {
	return {
		displayName: 'Include Raw Answer',
		name: 'includeRaw',
		type: 'boolean',
		default: false,
		description:
			'Whether to add the object as AliExpress wrote it, in the field "raw". Buyer data in it is masked unless it is included.',
	};
}

/** In which zone the platform writes a time that it does not document. `what` is e.g. `reviews`. */
export function zoneOption(displayName: string, what: string): INodeProperties {
	return {
		displayName,
		name: 'zone',
		type: 'options',
		options: [
			{ name: 'Pacific (America/Los_Angeles)', value: 'America/Los_Angeles' },
			{ name: 'Beijing (Asia/Shanghai)', value: 'Asia/Shanghai' },
			{ name: 'UTC', value: 'UTC' },
		],
		default: 'America/Los_Angeles',
		description: `The zone in which AliExpress writes the times of ${what}. It is not documented; order times are Pacific. Change it if times are off by whole hours.`,
	};
}

function collection(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options, waitOption()].sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}

/** The `Options` collection: buyer data, raw answer, and what an operation adds, by name. */
export function optionsField(more: INodeProperties[] = []): INodeProperties {
	return collection([buyerDataOption(), rawOption(), ...more]);
}

/** The `Options` collection where there is no buyer: raw answer, and what an operation adds. */
export function shopOptionsField(more: INodeProperties[] = []): INodeProperties {
	return collection([rawOption(), ...more]);
}

const collectionSchema = z.record(z.string(), z.unknown()).catch({});

/** The values of a collection such as `filters` or `options`; empty when nothing is chosen. */
export function collectionOf(
	context: IExecuteFunctions,
	name: string,
	index: number,
): Record<string, unknown> {
	return collectionSchema.parse(context.getNodeParameter(name, index, {}));
}

const optionsSchema = z
	.object({
		includeBuyerData: z.boolean().catch(false),
		includeRaw: z.boolean().catch(false),
		zone: z.enum(['America/Los_Angeles', 'Asia/Shanghai', 'UTC']).catch('America/Los_Angeles'),
	})
	.catch({ includeBuyerData: false, includeRaw: false, zone: 'America/Los_Angeles' });
export type Options = z.infer<typeof optionsSchema>;

/** The chosen options of an item. Anything but a clear yes leaves buyer data masked. */
export function optionsOf(context: IExecuteFunctions, index: number): Options {
	return optionsSchema.parse(collectionOf(context, 'options', index));
}

/** Whether the item asks for simplified output. */
export function isSimplified(context: IExecuteFunctions, index: number): boolean {
	return context.getNodeParameter('simplify', index, true) !== false;
}

/**
 * Most results for an item; undefined for all.
 *
 * @throws NodeOperationError for anything but a whole number, as number or as digits.
 */
export function limitOf(context: IExecuteFunctions, index: number): number | undefined {
	if (context.getNodeParameter('returnAll', index, false) === true) return undefined;
	const given: unknown = context.getNodeParameter('limit', index, 50);
	const isDigits = typeof given === 'string' && /^\d+$/.test(given.trim());
	const limit = isDigits ? Number(given) : given;
	if (typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 1) return limit;
	throw new NodeOperationError(
		context.getNode(),
		'Limit must be a whole number of 1 or more. No call was spent.',
		{ description: 'Give a number such as 50, or turn Return All on.' },
	);
}

/** The values of a multiple choice: a list, or text with commas when it comes from an expression. */
export function choicesOf(value: unknown): string[] {
	const list = Array.isArray(value) ? value : String(value ?? '').split(',');
	return [...new Set(list.map((entry) => String(entry).trim()).filter((entry) => entry !== ''))];
}
