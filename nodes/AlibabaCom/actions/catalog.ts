import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { catalogOf, chosenOperation } from '../../action/catalog';
import { refusalOf } from '../../action/checks';
import { runItems as runEach, type EarlierTries } from '../../action/router';
import { readQuantity } from '../parse/quantity';
import { PROFILE_NAMES } from '../profile';
import { optionsField, priorityField } from './fields';
import { calculate } from './logistics/calculate.operation';
import { getFreightTemplates } from './logistics/getFreightTemplates.operation';
import { getOptions } from './logistics/getOptions.operation';
import { quote as quoteFreight } from './logistics/quote.operation';
import type { Api, Resource } from './operation';
import { get as getOrder } from './order/get.operation';
import { getMany as getOrders } from './order/getMany.operation';
import { getTracking } from './order/getTracking.operation';
import { getLadder } from './price/getLadder.operation';
import { quote as quotePrice } from './price/quote.operation';
import { get as getProduct } from './product/get.operation';
import { getAttributes } from './product/getAttributes.operation';
import { getCategories } from './product/getCategories.operation';
import { getInventory } from './product/getInventory.operation';
import { getMany as getProducts } from './product/getMany.operation';
import { getStatus } from './product/getStatus.operation';
import { search } from './product/search.operation';
import { get as getText } from './text/get.operation';

/** Everything the node can do, in the order of the drop-downs. */
const RESOURCES: readonly Resource[] = [
	{
		name: 'Logistics',
		value: 'logistics',
		operations: [getOptions, calculate, getFreightTemplates, quoteFreight],
	},
	{
		name: 'Order',
		value: 'order',
		operations: [getOrder, getOrders, getTracking],
	},
	{
		name: 'Price',
		value: 'price',
		operations: [getLadder, quotePrice],
	},
	{
		name: 'Product',
		value: 'product',
		operations: [
			getProduct,
			getAttributes,
			getCategories,
			getInventory,
			getProducts,
			getStatus,
			search,
		],
	},
	{ name: 'Text', value: 'text', operations: [getText] },
];

export const { find: findOperation, properties: catalogProperties } = catalogOf(RESOURCES, {
	first: 'product',
	behind: ({ options }) => [priorityField(), optionsField(options?.())],
});

const HIGHEST = 5;
const USUAL = 3;

/**
 * The priority of an item, 1 to 5.
 *
 * @throws NodeOperationError for anything else.
 */
function priorityOf(context: IExecuteFunctions, index: number): number {
	const priority = readQuantity(context.getNodeParameter('priority', index, USUAL));
	if (priority !== undefined && priority <= HIGHEST) return priority;
	throw refusalOf(
		context,
		'The priority must be a whole number from 1 to 5',
		'Items with a higher number are read first.',
	);
}

/** An item without a readable priority has the usual one; it is refused when its turn comes. */
function orderingPriority(context: IExecuteFunctions, index: number): number {
	try {
		return priorityOf(context, index);
	} catch {
		// `priorityOf` says it again, where it belongs to the item.
		return USUAL;
	}
}

/** The indexes of all items in the order of reading: by priority, of equals the first one first. */
function readingOrder(context: IExecuteFunctions): number[] {
	const items = context.getInputData().map((_, index) => index);
	const priorities = items.map((index) => orderingPriority(context, index));
	const rank = (index: number) => priorities[index] ?? USUAL;
	return items.sort((left, right) => rank(right) - rank(left) || left - right);
}

function operationFor(context: IExecuteFunctions, api: Api, index: number) {
	const operation = chosenOperation(context, { find: findOperation }, index);
	const { profiles, action } = operation;
	if (profiles.includes(api.profile)) return operation;
	const others = profiles.map((profile) => PROFILE_NAMES[profile]).join(' or ');
	throw refusalOf(
		context,
		`The profile ${PROFILE_NAMES[api.profile]} has no method for "${action}"`,
		`Choose a credential of the profile ${others}.`,
	);
}

/**
 * Runs the chosen operation for every input item, those with a higher priority first.
 *
 * @param before what earlier tries of this run have read.
 * @returns the results in the order of the input.
 */
export async function runItems(
	context: IExecuteFunctions,
	api: Api,
	before: EarlierTries,
): Promise<INodeExecutionData[]> {
	return await runEach(context, {
		before,
		order: readingOrder(context),
		run: async (index) => {
			const operation = operationFor(context, api, index);
			priorityOf(context, index);
			return await operation.run(context, api, index);
		},
	});
}
