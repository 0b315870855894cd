import { complianceOrder } from './complianceOrder.mts';
import { loanList } from './loanList.mts';
import { orderBaseInfo } from './orderBaseInfo.mts';
import { orderDecrypt } from './orderDecrypt.mts';
import { orderDetail } from './orderDetail.mts';
import { orderList } from './orderList.mts';
import { orderReceipt } from './orderReceipt.mts';
import { orderSlimList } from './orderSlimList.mts';
import { orderTradeInfo } from './orderTradeInfo.mts';

/** Orders, buyers' addresses and payouts. */
export const ORDER_METHODS = [
	orderList,
	orderSlimList,
	orderDetail,
	orderBaseInfo,
	orderTradeInfo,
	orderReceipt,
	orderDecrypt,
	loanList,
	complianceOrder,
];
