import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { refusalOf } from './checks';

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
			...(resultsPerCall !== undefined && {
				builderHint: {
					propertyHint: `Leave it off unless all results are asked for: every ${resultsPerCall} of them cost a call.`,
				},
			}),
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
		builderHint: {
			propertyHint:
				'Keep it on: cards, tickets and the output schema are made for simplified items.',
		},
	};
}

/** `Include Raw Answer`, an option. */
export function rawOption(description: string): INodeProperties {
	return {
		displayName: 'Include Raw Answer',
		name: 'includeRaw',
		type: 'boolean',
		default: false,
		description,
	};
}

/** A collection of fields of which a user adds those that he needs, in the order of their names. */
function collection(
	displayName: string,
	name: string,
	placeholder: string,
	options: readonly INodeProperties[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder,
		default: {},
		options: [...options].sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}

/** The `Filters` collection: what narrows a list. */
export function filtersCollection(filters: readonly INodeProperties[]): INodeProperties {
	return collection('Filters', 'filters', 'Add filter', filters);
}

/** The `Options` collection, which stands last. */
export function optionsCollection(options: readonly INodeProperties[]): INodeProperties {
	return collection('Options', 'options', 'Add option', options);
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
	throw refusalOf(
		context,
		'Limit must be a whole number of 1 or more',
		'Give a number such as 50, or turn Return All on.',
	);
}

/** The values of a multiple choice: a list, or text with commas when it comes from an expression. */
export function choicesOf(value: unknown): string[] {
	const list = Array.isArray(value) ? value : String(value ?? '').split(',');
	return [...new Set(list.map((entry) => String(entry).trim()).filter((entry) => entry !== ''))];
}
