import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import { addQuotaHint } from '../../../action/hints';
import { idsOf } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import { toPriceItem, toPriceRows } from '../../parse/product/price';
import { PRODUCT_DETAIL, parseProduct, type RawProduct } from '../../parse/product/productSchema';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { pickedId, productLocator } from '../locators';
import { familyOf, familyOption, withFamily } from '../../account/productFamily';

/** Each product costs a call of its own; a longer list is better spread over several items. */
const MAX_PRODUCTS = 50;

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Products',
			name: 'select',
			type: 'options',
			options: [
				{ name: 'One Product', value: 'one' },
				{ name: 'Several Products', value: 'several' },
			],
			default: 'one',
			description: 'Whose prices to read. Each product costs one call.',
		},
		productLocator({
			required: true,
			displayOptions: { show: { select: ['one'] } },
			description: 'The product whose prices to read',
		}),
		{
			displayName: 'Product IDs',
			name: 'productIds',
			type: 'string',
			displayOptions: { show: { select: ['several'] } },
			default: '',
			required: true,
			placeholder: 'e.g. 1005000000000000, 1005000000000001',
			description: `The products whose prices to read: up to ${MAX_PRODUCTS} IDs, separated by commas`,
		},
		{
			displayName: 'One Item Per',
			name: 'itemPer',
			type: 'options',
			options: [
				{ name: 'Product', value: 'product', description: 'With its variants in a list' },
				{ name: 'Variant', value: 'sku', description: 'One item for each SKU' },
			],
			default: 'product',
			description: 'What an item of the output stands for',
		},
		shopOptionsField([familyOption()]),
	];
}

function productIdsOf(context: IExecuteFunctions, index: number): bigint[] {
	if (context.getNodeParameter('select', index, 'one') !== 'several') {
		return [pickedId(context, 'productId', 'product ID', index)];
	}
	const given: unknown = context.getNodeParameter('productIds', index, '');
	const productIds = idsOf(context, 'product ID', given, MAX_PRODUCTS);
	if (productIds.length > 0) return productIds;
	throw refusalOf(context, 'No product ID was given', 'Give at least one product ID.');
}

function reader(context: IExecuteFunctions, client: Client, productId: bigint) {
	return async (): Promise<Page<RawProduct>> => {
		const answer = await client.call(PRODUCT_DETAIL, { product_id: productId });
		return { rows: [readAnswer(context, () => parseProduct(answer))], isLast: true };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const productIds = productIdsOf(context, index);
	const options = optionsOf(context, index);
	const isPerSku = context.getNodeParameter('itemPer', index, 'product') === 'sku';
	const asked = withFamily(client, familyOf(context, index));
	const products = paginate({
		parts: productIds.map((productId) => reader(context, asked, productId)),
		keyOf: (product) => product.fields.product_id,
		limit: undefined,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'products', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const product of products) {
		const rows: IDataObject[] = readAnswer(context, () =>
			isPerSku ? toPriceRows(product) : [toPriceItem(product)],
		);
		for (const row of rows) items.push(withRaw(row, product.source, options));
	}
	return items;
}

/** Reads prices; the platform has no method for them alone, so they come from the product. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get prices',
	description:
		'Costs one call per product. Get the prices of one or more products: range, price and discount price of every variant, prices by country.',
	fields,
	run,
};
