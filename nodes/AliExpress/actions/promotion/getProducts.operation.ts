import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { limitFields, limitOf } from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import { idOf } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import { parsePromotionProducts } from '../../parse/promotion/promotion';
import { readAnswer, type Operation } from '../operation';
import { shopOptionsField, withoutRaw } from '../fields';

const METHOD = 'aliexpress.marketing.storepromotion.products.query';
const PAGE_SIZE = 50;

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Promotion ID',
			name: 'promotionId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 5000000000000001',
			description:
				'The promotion whose products to list. Promotion: Get Many tells the IDs. Pass it as text, so that no digit is lost.',
		},
		...limitFields(PAGE_SIZE),
		withoutRaw(shopOptionsField()),
	];
}

function pageReader(context: IExecuteFunctions, client: Client, promotionId: bigint) {
	return async (page: number): Promise<Page<string>> => {
		const query = { promotion_id: promotionId, page_no: page, page_size: PAGE_SIZE };
		const answer = await client.call(METHOD, { promotion_product_query_dto: query });
		const { productIds, totalCount } = readAnswer(context, () =>
			parsePromotionProducts(answer, page),
		);
		const isLast = totalCount ? page * PAGE_SIZE >= totalCount : productIds.length < PAGE_SIZE;
		return { rows: productIds, isLast };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const given = context.getNodeParameter('promotionId', index, '');
	const promotionId = idOf(context, 'promotion ID', given);
	const products = paginate({
		parts: [pageReader(context, client, promotionId)],
		keyOf: (productId) => productId,
		limit: limitOf(context, index),
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'products', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const productId of products) {
		items.push({ promotionId: String(promotionId), productId });
	}
	return items;
}

/** Lists the products of a promotion. */
export const getProducts: Operation = {
	name: 'Get Products',
	value: 'getProducts',
	action: 'Get products of promotion',
	description: 'Costs one call per 50 products. Get the IDs of the products in one promotion.',
	fields,
	run,
};
