import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { BuyerDataChoice } from '../../../client/buyerData';
import type { Api } from '../operation';
import { isOptionOn } from '../parameters';

/** `Order ID`. */
export function orderIdField(): INodeProperties {
	return {
		displayName: 'Order ID',
		name: 'orderId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 234193410001028893',
		description: '17 or 18 digits. Pass it as text, so that no digit is lost.',
	};
}

/** `Include Buyer Data`. */
export function buyerDataOption(): INodeProperties {
	return {
		displayName: 'Include Buyer Data',
		name: 'includeBuyerData',
		type: 'boolean',
		default: false,
		description:
			'Whether to show names, phones, streets and remarks of buyers in plain text instead of masked. n8n keeps what a node puts out in its execution data, so personal data would be stored there.',
	};
}

/** How buyer data of an item leaves the node. */
export function buyerChoiceOf(
	context: IExecuteFunctions,
	api: Api,
	index: number,
): BuyerDataChoice {
	const includeBuyerData = isOptionOn(context, 'includeBuyerData', index);
	return { includeBuyerData, pseudonymKey: api.pseudonymKey };
}
