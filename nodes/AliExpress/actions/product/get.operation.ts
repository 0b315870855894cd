import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collectionOf, isSimplified, simplifyField } from '../../../action/fields';
import type { Client } from '../../../client/client';
import { simplifyProduct, toProductItem } from '../../parse/product/product';
import { PRODUCT_DETAIL, parseProduct } from '../../parse/product/productSchema';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { pickedId, productLocator } from '../locators';
import { familyOf, familyOption, withFamily } from '../../account/productFamily';
import { productZoneOption } from './list';

function fields(): INodeProperties[] {
	return [
		productLocator({ required: true, description: 'The product to read' }),
		simplifyField(),
		shopOptionsField([
			familyOption(),
			{
				displayName: 'Include Descriptions',
				name: 'includeDescriptions',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the description of the product in every language. With Simplify on, it is left out. It can be very long.',
			},
			productZoneOption(),
		]),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const productId = pickedId(context, 'productId', 'product ID', index);
	const options = optionsOf(context, index);
	const includeDescriptions = collectionOf(context, 'options', index).includeDescriptions === true;
	const products = withFamily(client, familyOf(context, index));
	const answer = await products.call(PRODUCT_DETAIL, { product_id: productId });
	const raw = readAnswer(context, () => parseProduct(answer));
	const item = toProductItem(raw, { zone: options.zone, includeDescriptions });
	const shown = isSimplified(context, index) ? simplifyProduct(item) : item;
	return [withRaw(shown, raw.source, options)];
}

/** Reads one product in detail. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get product',
	description:
		'Costs one call. Get one product of the shop by its ID: title, status, price range, stock, variants, category, pictures.',
	fields,
	run,
};
