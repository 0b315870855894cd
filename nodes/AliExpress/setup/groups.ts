import { DAY_MS } from '../../time/units';
import { msToPacific } from '../../time/zones';
import type { RequestParam } from '../../wire/sign';

/** The permission groups that can be asked for without the ID of something. */
export const GROUPS = [
	'category',
	'evaluation',
	'freight',
	'issue',
	'logistics',
	'marketing',
	'trade',
	'product',
	'solution',
	'merchant',
] as const;
export type Group = (typeof GROUPS)[number];

/** A read that a group allows. */
export interface GroupRead {
	method: string;
	params: Readonly<Record<string, RequestParam>>;
}

const FIRST_ROW = { current_page: 1, page_size: 1 };

/** The smallest read of each group: no buyer data is asked for where that can be helped. */
export function readOf(group: Group, nowMs: number): GroupRead {
	const today = {
		create_date_start: msToPacific(nowMs - DAY_MS),
		create_date_end: msToPacific(nowMs),
	};
	const reads: Record<Group, GroupRead> = {
		category: { method: 'aliexpress.category.tree.list', params: { category_id: 0 } },
		evaluation: {
			method: 'aliexpress.appraise.redefining.querysellerevaluationorderlist',
			params: { query_d_t_o: FIRST_ROW },
		},
		freight: { method: 'aliexpress.freight.redefining.listfreighttemplate', params: {} },
		issue: { method: 'aliexpress.issue.issuelist.get', params: { query_dto: FIRST_ROW } },
		logistics: { method: 'aliexpress.logistics.redefining.listlogisticsservice', params: {} },
		marketing: {
			method: 'aliexpress.marketing.storepromotions.list',
			params: { promotion_query_dto: FIRST_ROW },
		},
		trade: {
			method: 'aliexpress.trade.seller.orderlist.get',
			params: { param_aeop_order_query: { ...FIRST_ROW, ...today } },
		},
		product: {
			method: 'aliexpress.postproduct.redefining.findproductinfolistquery',
			params: {
				aeop_a_e_product_list_query: { ...FIRST_ROW, product_status_type: 'onSelling' },
			},
		},
		solution: {
			method: 'aliexpress.solution.product.list.get',
			params: { aeop_a_e_product_list_query: { ...FIRST_ROW, product_status_type: 'onSelling' } },
		},
		merchant: { method: 'aliexpress.merchant.profile.get', params: {} },
	};
	return reads[group];
}
