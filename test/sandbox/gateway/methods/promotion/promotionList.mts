import { PROMOTION_STATUSES, PROMOTION_TYPES, promotionStatus } from '../../../shop/promotions.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { choiceField, idField, pageOf, textField } from '../fields.mts';
import { objectParam, wholeField } from '../method.mts';
import type { Method } from '../method.mts';
import { promotionRow } from './promotionRow.mts';

const USUAL_PAGE_SIZE = 20;

/** `aliexpress.marketing.storepromotions.list`: top-level rows, newest first. */
export const promotionList: Method = {
	name: 'aliexpress.marketing.storepromotions.list',
	group: 'marketing',
	answer(call) {
		const query = objectParam(call, 'promotion_query_dto');
		const page = wholeField(query, 'current_page') ?? 1;
		const size = wholeField(query, 'page_size') ?? USUAL_PAGE_SIZE;
		if (page < 1 || size < 1) refuse('InvalidParameter', 'Pages and page sizes start at 1');
		const type = choiceField(query, 'promotion_type', PROMOTION_TYPES);
		const status = choiceField(query, 'status', PROMOTION_STATUSES);
		const name = textField(query, 'promotion_name');
		const id = idField(query, 'promotion_id');
		const found = call.shop.promotions
			.filter(
				(promotion) =>
					(type === undefined || promotion.type === type) &&
					(status === undefined || promotionStatus(promotion, call.nowMs) === status) &&
					(name === undefined || promotion.name.includes(name)) &&
					(id === undefined || promotion.id === id),
			)
			.sort((a, b) => b.startMs - a.startMs || (b.id > a.id ? 1 : -1));
		return {
			total_count: found.length,
			current_page: page,
			page_size: size,
			data_list: list(
				'promotion_simple_info_dto',
				pageOf(found, page, size).rows.map((promotion) => promotionRow(promotion, call)),
			),
		};
	},
};
