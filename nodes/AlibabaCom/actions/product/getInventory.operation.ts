import { readBuyerStock, readSellerStock } from '../../parse/product/stock';
import { objectAt } from '../../parse/rows';
import { withoutNulls } from '../../parse/withoutNulls';
import { productIdField, viewOption } from '../fields';
import type { Operation } from '../operation';
import { productIdOf, withRaw } from '../parameters';
import { isBuyerView } from '../readProduct';
import { readAnswer } from '../refusal';

/** The stock of each variant. */
export const getInventory = {
	name: 'Get Inventory',
	value: 'getInventory',
	action: 'Get product inventory',
	description: 'Costs one call. Retrieve the stock of a product by variant and warehouse.',
	profiles: ['openPlatform'],
	fields: () => [productIdField()],
	options: () => [viewOption()],
	async run(context, api, index) {
		const { id: productId } = productIdOf(context, index);
		const isBuyer = isBuyerView(context, api, index);
		const answer = isBuyer
			? await api.call('/eco/buyer/product/inventory', { inv_req: { product_id: productId } })
			: await api.call('/icbu/product/inventory/get', {
					product_id: productId,
					language: 'ENGLISH',
				});
		const result = objectAt(answer, 'result');
		const read = isBuyer ? readBuyerStock : readSellerStock;
		const stocks = readAnswer(context, () => read(result));
		return stocks.map((stock) =>
			withRaw(context, index, { productId, ...withoutNulls({ ...stock }) }, answer),
		);
	},
} satisfies Operation;
