import { currentVersion } from '../../../shop/orders.mts';
import { pacificText } from '../../time.mts';
import { orderOrRefuse, requiredIdField } from '../fields.mts';
import { objectParam } from '../method.mts';
import type { Method } from '../method.mts';
import { loanStatus } from './fundFields.mts';

/** `aliexpress.trade.redefining.findorderbaseinfo`: the statuses of an order and nothing else. */
export const orderBaseInfo: Method = {
	name: 'aliexpress.trade.redefining.findorderbaseinfo',
	group: 'trade',
	answer(call) {
		const order = orderOrRefuse(call, requiredIdField(objectParam(call, 'param1'), 'order_id'));
		const version = currentVersion(order);
		return {
			result: {
				order_status: version.status,
				gmt_create: pacificText(order.createdAtMs),
				gmt_modified: pacificText(version.changedAtMs),
				fund_status: version.fundStatus,
				frozen_status: version.frozenStatus,
				issue_status: version.issueStatus,
				logistics_status: version.logisticsStatus,
				loan_status: loanStatus(version),
				seller_operator_login_id: 'cn1000000001',
				seller_signer_fullname: 'Sandbox Trading Co., Ltd.',
			},
		};
	},
};
