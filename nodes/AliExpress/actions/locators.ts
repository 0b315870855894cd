import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { idOf, isEmpty } from '../../action/ids';

/** A look-up of the node: a name under `methods.listSearch`. */
export type LookupName =
	| 'searchCategories'
	| 'searchFreightTemplates'
	| 'searchGroups'
	| 'searchOrders'
	| 'searchProducts';

const ORDER_URL =
	'^https?:\\/\\/.*?(?:[?&](?:orderId|order_id|tradeId|id)=|\\/)(\\d{10,19})(?:\\D.*)?$';
const PRODUCT_URL =
	'^https?:\\/\\/.*?(?:[?&](?:productId|product_id|itemId|item_id)=|\\/i(?:tem)?\\/(?:[^/?#]*\\/)?)(\\d{6,19})(?:\\D.*)?$';

/** What a locator is about. */
interface Target {
	displayName: string;
	name: string;
	/** How it is called in texts, with its article. */
	what: string;
	lookup: LookupName;
	exampleId: string;
	/** Addresses that hold its id. */
	url?: { regex: string; example: string };
}

type Place = Pick<INodeProperties, 'description'> & Partial<INodeProperties>;

function locator(target: Target, place: Place): INodeProperties {
	const { displayName, name, what, lookup, exampleId, url } = target;
	const property: INodeProperties = {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		builderHint: {
			propertyHint: `Use mode 'id' with the ID that an item has in its field ${name}. Opening the list costs calls.`,
		},
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				hint: 'The list is read from AliExpress, which costs calls of the share for drop-down lists. It is kept for five minutes.',
				typeOptions: { searchListMethod: lookup, searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${exampleId}`,
				hint: `The number of ${what}. Pass it as text, so that no digit is lost.`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*\\d{1,19}\\s*$',
							errorMessage: `The ID of ${what} has digits only`,
						},
					},
				],
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. ${url?.example}`,
				hint: `The address of the page of ${what}, which holds its ID`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: url?.regex ?? '',
							errorMessage: `The address holds no ID of ${what}`,
						},
					},
				],
				extractValue: { type: 'regex', regex: url?.regex ?? '' },
			},
		],
		...place,
	};
	if (!url) property.modes = property.modes?.filter((mode) => mode.name !== 'url');
	return property;
}

/** Picks an order. */
export function orderLocator(place: Place): INodeProperties {
	const example = 'https://trade.aliexpress.com/order_detail.htm?orderId=8100000000000001';
	const target: Target = {
		displayName: 'Order',
		name: 'orderId',
		what: 'an order',
		lookup: 'searchOrders',
		exampleId: '8100000000000001',
		url: { regex: ORDER_URL, example },
	};
	return locator(target, place);
}

/** Picks a product. */
export function productLocator(place: Place): INodeProperties {
	const example = 'https://www.aliexpress.com/item/1005000000000000.html';
	const target: Target = {
		displayName: 'Product',
		name: 'productId',
		what: 'a product',
		lookup: 'searchProducts',
		exampleId: '1005000000000000',
		url: { regex: PRODUCT_URL, example },
	};
	return locator(target, place);
}

/** Picks a product group of the shop. */
export function groupLocator(place: Place): INodeProperties {
	const target: Target = {
		displayName: 'Group',
		name: 'groupId',
		what: 'a group',
		lookup: 'searchGroups',
		exampleId: '262007001',
	};
	return locator(target, place);
}

/** Picks a category of the platform. */
export function categoryLocator(place: Place): INodeProperties {
	const target: Target = {
		displayName: 'Category',
		name: 'categoryId',
		what: 'a category',
		lookup: 'searchCategories',
		exampleId: '200003482',
	};
	return locator(target, place);
}

/** Picks a freight template of the shop. */
export function freightTemplateLocator(place: Place): INodeProperties {
	const target: Target = {
		displayName: 'Freight Template',
		name: 'templateId',
		what: 'a freight template',
		lookup: 'searchFreightTemplates',
		exampleId: '10000100001',
	};
	return locator(target, place);
}

/**
 * The id that a locator was set to.
 *
 * @param path of the parameter, e.g. `orderId` or `filters.productId`.
 * @param label how the id is called in messages, e.g. `order ID`.
 * @returns undefined when nothing was picked.
 * @throws NodeOperationError when it is no id.
 */
export function pickedIdOrNone(
	context: IExecuteFunctions,
	path: string,
	label: string,
	index: number,
): bigint | undefined {
	const given: unknown = context.getNodeParameter(path, index, '', { extractValue: true });
	return isEmpty(given) ? undefined : idOf(context, label, given);
}

/** As `pickedIdOrNone`, for a field that must be set: nothing is refused as well. */
export function pickedId(
	context: IExecuteFunctions,
	path: string,
	label: string,
	index: number,
): bigint {
	const given: unknown = context.getNodeParameter(path, index, '', { extractValue: true });
	return idOf(context, label, given);
}
