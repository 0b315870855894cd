import type { IExecuteFunctions } from 'n8n-workflow';

import { refusalOf } from '../../action/checks';
import { readQuantity } from '../parse/quantity';

const HIGHEST = 5;
const USUAL = 3;

/**
 * The priority of an item, 1 to 5.
 *
 * @throws NodeOperationError for anything else.
 */
export function priorityOf(context: IExecuteFunctions, index: number): number {
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
export function readingOrder(context: IExecuteFunctions): number[] {
	const items = context.getInputData().map((_, index) => index);
	const priorities = items.map((index) => orderingPriority(context, index));
	const rank = (index: number) => priorities[index] ?? USUAL;
	return items.sort((left, right) => rank(right) - rank(left) || left - right);
}
