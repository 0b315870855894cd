import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import { parseProductStatus } from '../../parse/product/productList';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { pickedId, productLocator } from '../locators';

const METHOD = 'aliexpress.postproduct.redefining.findaeproductstatusbyid';

function fields(): INodeProperties[] {
	return [
		productLocator({ required: true, description: 'The product whose status to read' }),
		shopOptionsField(),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const productId = pickedId(context, 'productId', 'product ID', index);
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, { product_id: productId });
	const { status, source } = readAnswer(context, () => parseProductStatus(answer));
	return [withRaw({ productId: String(productId), status }, source, options)];
}

/** Reads how far the platform's review of a product is. */
export const getStatus = {
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get product status',
	description:
		'Costs one call. Get whether AliExpress has approved a product: approved, auditing or refuse.',
	fields,
	run,
} satisfies Operation;
