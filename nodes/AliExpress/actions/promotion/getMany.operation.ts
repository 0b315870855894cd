import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { limitOf } from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import type { PrintableJson } from '../../../wire/json';
import {
	parsePromotions,
	parsePromotionsOfProduct,
	toPromotionItem,
	type RawPromotion,
} from '../../parse/promotion';
import { readAnswer, withRaw } from '../answer';
import { optionsOf } from '../fields';
import type { Operation } from '../operation';
import { PAGE_SIZE, promotionFields } from './promotionFields';
import { promotionQuery, type PromotionQuery } from './promotionQuery';

const LIST = 'aliexpress.marketing.storepromotions.list';
const OF_PRODUCT = 'aliexpress.marketing.storepromotions.querybyproduct';

type PageReader = (page: number) => Promise<Page<RawPromotion>>;

function pageReader(
	context: IExecuteFunctions,
	client: Client,
	filter: Readonly<Record<string, PrintableJson>>,
): PageReader {
	return async (page) => {
		const query = { ...filter, current_page: page, page_size: PAGE_SIZE };
		const answer = await client.call(LIST, { promotion_query_dto: query });
		const { promotions, totalCount } = readAnswer(context, () => parsePromotions(answer, page));
		// A total of 0 beside rows is no total; a page that is not full then tells the end.
		const isLast = totalCount ? page * PAGE_SIZE >= totalCount : promotions.length < PAGE_SIZE;
		return { rows: promotions, isLast };
	};
}

function ofProduct(context: IExecuteFunctions, client: Client, productId: bigint): PageReader {
	return async () => {
		const answer = await client.call(OF_PRODUCT, { product_id: productId });
		return { rows: readAnswer(context, () => parsePromotionsOfProduct(answer)), isLast: true };
	};
}

function readerOf(context: IExecuteFunctions, client: Client, query: PromotionQuery): PageReader {
	return query.productId === undefined
		? pageReader(context, client, query.filter)
		: ofProduct(context, client, query.productId);
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const query = promotionQuery(context, index);
	const limit = limitOf(context, index);
	const options = optionsOf(context, index);
	const promotions = paginate({
		parts: [readerOf(context, client, query)],
		keyOf: ({ fields }) => fields.promotion_id,
		limit,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'promotions', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const raw of promotions) {
		items.push(withRaw(toPromotionItem(raw, options.zone), raw.source, options));
	}
	return items;
}

/** Lists the promotions of the shop, or those a product takes part in. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many promotions',
	description:
		'Get the promotions of the shop by type, status or name, or those of one product. Costs one call per 50 promotions.',
	fields: promotionFields,
	run,
};
