import type { IExecuteFunctions } from 'n8n-workflow';

import { type TextForm, formedText, refusalOf, textOf } from '../../../action/checks';
import { collectionOf } from '../../../action/fields';
import { idOf, isEmpty } from '../../../action/ids';
import type { PrintableJson } from '../../../wire/json';
import { pickedIdOrNone } from '../locators';

/** What to list: the promotions of a product, or those of the shop by a `promotion_query_dto`. */
export interface PromotionQuery {
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
export function promotionQuery(context: IExecuteFunctions, index: number): PromotionQuery {
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
