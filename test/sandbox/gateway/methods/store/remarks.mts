import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { required } from '../../params.mts';
import { idsIn, listParam, wholeParam } from '../fields.mts';
import type { Method } from '../method.mts';

/** The seller's notes on orders; the only kind of remark there is. */
const NOTES_ON_ORDERS = 0;

/** `aliexpress.merchant.redefining.queryremarks`: orders without a note are left out. */
export const remarks: Method = {
	name: 'aliexpress.merchant.redefining.queryremarks',
	group: 'merchant',
	answer(call) {
		required(call.params, 'biz_type');
		required(call.params, 'remark_ids');
		if (wholeParam(call, 'biz_type') !== NOTES_ON_ORDERS) {
			refuse('InvalidParameter', '"biz_type" must be 0');
		}
		const ids = idsIn(listParam(call, 'remark_ids') ?? [], 'remark_ids');
		const datas = ids.flatMap((id) => {
			const content = call.shop.notes.get(id);
			return content === undefined ? [] : [{ remark_id: id, content }];
		});
		return { result: { error_code: 0, datas: list('remark_dto', datas) } };
	},
};
