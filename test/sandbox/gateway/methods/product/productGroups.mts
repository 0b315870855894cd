import type { JsonObject } from '../../../json.mts';
import { PRODUCT_GROUPS } from '../../../shop/productGroups.mts';
import type { ProductGroup } from '../../../shop/productGroups.mts';
import { list } from '../../envelope.mts';
import { timeTexts } from '../method.mts';
import type { Method } from '../method.mts';

/** `aliexpress.product.productgroups.get`: no parameters. Recorded answers carry a code beside success. */
export const productGroups: Method = {
	name: 'aliexpress.product.productgroups.get',
	group: 'product',
	answer: (call) => ({
		result: {
			success: true,
			error_code: 16_009_999,
			error_message: '系统异常！',
			time_stamp: timeTexts(call, 'products')(call.nowMs),
			target_list: list('aeop_ae_product_tree_group', PRODUCT_GROUPS.map(groupRow)),
		},
	}),
};

function groupRow({ id, name, children }: ProductGroup): JsonObject {
	return {
		group_id: id,
		group_name: name,
		...(children.length > 0
			? { child_group_list: list('aeop_ae_product_child_group', children.map(groupRow)) }
			: {}),
	};
}
