import { orderOrRefuse, requiredIdField } from '../fields.mts';
import { objectParam } from '../method.mts';
import type { Method } from '../method.mts';
import { oaidOf, receiptAddress } from './buyerFields.mts';

/** `aliexpress.trade.redefining.findorderreceiptinfo`: where the goods go. */
export const orderReceipt: Method = {
	name: 'aliexpress.trade.redefining.findorderreceiptinfo',
	group: 'trade',
	answer(call) {
		const query = objectParam(call, 'param1');
		const order = orderOrRefuse(call, requiredIdField(query, 'order_id'));
		const { localized_address: _, ...address } = receiptAddress(order, call.options);
		const country = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
		return {
			result: {
				...address,
				country_name: regionName(country, order.buyer.country),
				oaid: oaidOf(order),
			},
		};
	},
};

/** The platform's codes differ from ISO here and there (`UK`, `SRB`); those stay as they are. */
function regionName(names: Intl.DisplayNames, code: string): string {
	return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}
