import { required } from '../../params.mts';
import { orderOrRefuse, requiredIdParam } from '../fields.mts';
import type { Method } from '../method.mts';
import { oaidOf } from './buyerFields.mts';

/** `aliexpress.trade.seller.order.decrypt`: buyer data whole, with a permission of its own. */
export const orderDecrypt: Method = {
	name: 'aliexpress.trade.seller.order.decrypt',
	group: 'decrypt',
	answer(call) {
		const order = orderOrRefuse(call, requiredIdParam(call, 'orderId'));
		if (required(call.params, 'oaid') !== oaidOf(order)) {
			return { result_code: 500, result_info: 'The oaid does not belong to the order' };
		}
		const { firstName, lastName, mobile, street } = order.buyer;
		const fullName = `${firstName} ${lastName}`;
		return {
			result_code: call.options.decryptCode,
			result_info: 'success',
			result_obj: {
				contact_person: fullName,
				first_name: firstName,
				buyer_signer_fullname: fullName,
				mobile_no: mobile,
				phone_number: mobile,
				detail_address: street,
				address2: '',
			},
		};
	},
};
