import { DAY_MS } from '../../time/units';
import { msToPacific } from '../../time/zones';
import type { RequestParam } from '../../wire/sign';
import type { WatchName } from '../trigger/events/events';

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

/** What each watch of the trigger asks, by the groups of which one has to allow it. */
const WATCH_GROUPS: Readonly<Record<WatchName, readonly Group[]>> = {
	compliance: ['trade'],
	shipping: ['trade'],
	sales: ['trade'],
	parcels: ['logistics'],
	products: ['product', 'solution'],
	stock: ['product', 'solution'],
	promotions: ['marketing'],
	health: ['merchant'],
	quota: [],
};
export const WATCH_NAMES = Object.keys(WATCH_GROUPS) as [WatchName, ...WatchName[]];

/** The groups of which one has to allow a watch; none for one that makes no call. */
export const groupsOf = (watch: WatchName): readonly Group[] => WATCH_GROUPS[watch];

/** The watches that make the very call that a group is asked by; others make another one of their group. */
export const ASKED_ALIKE: ReadonlySet<WatchName> = new Set([
	'shipping',
	'sales',
	'products',
	'promotions',
] as const);
