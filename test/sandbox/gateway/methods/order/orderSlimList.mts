import type { JsonObject } from '../../../json.mts';
import { decimalText } from '../../../shop/orders.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { pacificText } from '../../time.mts';
import { objectParam, wholeField } from '../method.mts';
import type { Method } from '../method.mts';
import { findOrders, rowShift } from './findOrders.mts';
import type { ListedOrder } from './findOrders.mts';
import { listedStatus } from './orderListRow.mts';

const PAGE_SIZE_LIMIT = 50;

/** `aliexpress.trade.redefining.findorderlistsimplequery`: nothing of the buyer but the memo. */
export const orderSlimList: Method = {
	name: 'aliexpress.trade.redefining.findorderlistsimplequery',
	group: 'trade',
	answer(call) {
		const query = objectParam(call, 'param1');
		const page = wholeField(query, 'page');
		const size = wholeField(query, 'page_size');
		if (page === undefined || size === undefined) {
			refuse('MissingParameter', 'The input parameters "page" and "page_size" are required');
		}
		if (page < 1 || size < 1 || size > PAGE_SIZE_LIMIT) {
			refuse('InvalidParameter', `"page_size" must be 1 to ${PAGE_SIZE_LIMIT}`);
		}
		// It knows neither a modified range nor a buyer, whatever is given.
		const { create_date_start, create_date_end, order_status, order_status_list } = query;
		const known = { create_date_start, create_date_end, order_status, order_status_list };
		const found = findOrders(known, call);
		const rows = found.rows((page - 1) * size + rowShift(page, call), size);
		return {
			result: {
				total_item: found.total,
				order_list: list('simple_order_item_vo', rows.map(slimRow)),
			},
		};
	},
};

function slimRow({ order, version }: ListedOrder): JsonObject {
	return {
		order_id: order.id,
		order_status: listedStatus(version),
		gmt_create: pacificText(order.createdAtMs),
		gmt_modified: pacificText(version.changedAtMs),
		biz_type: order.bizType,
		memo: order.memo,
		product_list: list(
			'simple_order_product_vo',
			order.lines.map(({ childId, product, sku, count }) => ({
				child_id: childId,
				product_id: product.id,
				product_name: product.name,
				product_count: count,
				product_unit: 'piece',
				product_unit_price: decimalText(sku.priceCents),
				product_unit_price_cur: order.currency,
				sku_code: sku.code,
				product_img_url: product.imageUrl,
				product_snap_url: `https://www.aliexpress.invalid/snapshot/${childId}.html`,
				son_order_status: listedStatus(version),
				goods_prepare_time: 3,
				money_back3x: false,
			})),
		),
	};
}
