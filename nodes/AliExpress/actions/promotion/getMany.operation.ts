import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { formedText, refusalOf, textOf, type TextForm } from '../../../action/checks';
import { collectionOf, filtersCollection, limitFields, limitOf } from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import { idOf, isEmpty } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import type { PrintableJson } from '../../../wire/json';
import {
	parsePromotions,
	parsePromotionsOfProduct,
	toPromotionItem,
	type RawPromotion,
} from '../../parse/promotion/promotion';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField, zoneOption } from '../fields';
import { pickedIdOrNone, productLocator } from '../locators';

/** Promotions of a page. */
const PAGE_SIZE = 50;

function choice(
	displayName: string,
	name: string,
	options: Array<[string, string]>,
	description: string,
): INodeProperties {
	const property: INodeProperties = {
		displayName,
		name,
		type: 'options',
		options: options.map(([shown, value]) => ({ name: shown, value })),
		default: '',
		description,
	};
	return { ...property, default: options[0]?.[1] ?? '' };
}

/** The fields of Promotion: Get Many. */
function promotionFields(): INodeProperties[] {
	return [
		...limitFields(PAGE_SIZE),
		filtersCollection([
			{
				displayName: 'Name',
				name: 'promotionName',
				type: 'string',
				default: '',
				placeholder: 'e.g. Summer sale',
				description: 'Only promotions with this name',
			},
			productLocator({
				description:
					'Only promotions this product takes part in. Cannot be combined with the other filters.',
			}),
			{
				displayName: 'Promotion ID',
				name: 'promotionId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 5000000000000001',
				description: 'Only the promotion with this ID',
			},
			choice(
				'Status',
				'status',
				[
					['Finished', 'Finished'],
					['Not Started', 'NotStarted'],
					['Ongoing', 'Ongoing'],
					['Paused', 'Invalid'],
				],
				'Only promotions in this status',
			),
			choice(
				'Type',
				'promotionType',
				[
					['Bundle Deals', 'BundleDeals'],
					['Free Shipping', 'FreeShipping'],
					['Group Buy', 'GroupBuy'],
					['Order Price Discount', 'OrderPriceDiscount'],
					['Order Quantity Discount', 'OrderQuantityDiscount'],
					['Product Discount', 'ProductDiscount'],
				],
				'Only promotions of this type',
			),
		]),
		shopOptionsField([zoneOption('Time Zone', 'promotions')]),
	];
}

/** What to list: the promotions of a product, or those of the shop by a `promotion_query_dto`. */
interface PromotionQuery {
	productId: bigint | undefined;
	filter: Readonly<Record<string, PrintableJson>>;
}

// The lists of the platform may grow, so expressions may bring other words.
const TYPE: TextForm = { label: 'type', pattern: /^[A-Za-z]{2,40}$/, example: 'ProductDiscount' };
const STATUS: TextForm = { label: 'status', pattern: /^[A-Za-z]{2,40}$/, example: 'Ongoing' };

/**
 * Reads the filters of an item and checks them.
 *
 * @throws NodeOperationError before a call is spent.
 */
function promotionQuery(context: IExecuteFunctions, index: number): PromotionQuery {
	const filters = collectionOf(context, 'filters', index);
	const productId = pickedIdOrNone(context, 'filters.productId', 'product ID', index);
	const { promotionId } = filters;
	const filter = {
		promotion_type: formedText(context, TYPE, filters.promotionType),
		status: formedText(context, STATUS, filters.status),
		promotion_name: textOf(filters.promotionName),
		promotion_id: isEmpty(promotionId) ? undefined : idOf(context, 'promotion ID', promotionId),
	};
	const isFiltered = Object.values(filter).some((value) => value !== undefined);
	if (productId === undefined || !isFiltered) return { productId, filter };
	throw refusalOf(
		context,
		'Promotions of a product cannot be filtered further',
		'Remove either the product or the other filters; a Filter node can do the rest.',
	);
}

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
		'Costs one call per 50 promotions. Get the promotions of the shop by type, status or name, or those of one product.',
	fields: promotionFields,
	run,
};
