import { DAY_MS, HOUR_MS } from '../time/units';

/** How far an order is, as its status says it. */
export type OrderStage =
	/** Nothing is paid yet. */
	| 'placed'
	/** The payment is open: on its way, or it has failed. */
	| 'paying'
	/** Paid as far as the buyer knows, and under a check: nothing may be shipped. */
	| 'held'
	/** Something else is missing, e.g. the buyers of a group purchase or the address. */
	| 'waiting'
	| 'toShip'
	| 'partlyShipped'
	| 'shipped'
	/** Shipped wholly or in part: a push message does not say which. */
	| 'sent'
	| 'cancelling'
	| 'disputed'
	| 'frozen'
	/** Received by the buyer; the seller is being paid. */
	| 'payout'
	/** Finished, or closed without being completed. */
	| 'ended'
	| 'archived';

interface OrderStatus {
	/** Undefined where the platform does not say what it means. */
	stage?: OrderStage;
	/** Words for people, in both languages; the English ones are those of the drop-down. */
	zh: string;
	en: string;
	/** Only push messages write it; no list can be asked for it. */
	isPushed?: true;
}

const STATUSES: Readonly<Record<string, OrderStatus>> = {
	PLACE_ORDER_SUCCESS: { stage: 'placed', zh: '等待买家付款', en: 'Awaiting Payment' },
	PAYMENT_PROCESSING: { stage: 'paying', zh: '付款处理中', en: 'Payment Processing' },
	RISK_CONTROL: { stage: 'held', zh: '资金审核中', en: 'Payment Check' },
	RISK_CONTROL_HOLD: { stage: 'held', zh: '资金审核暂缓', en: 'Payment Check on Hold' },
	WAIT_SELLER_EXAMINE_MONEY: {
		stage: 'held',
		zh: '等待卖家确认金额',
		en: 'Amount to Be Confirmed by Seller',
	},
	WAIT_GROUP: { stage: 'waiting', zh: '等待成团', en: 'Group Buy Waiting' },
	WAIT_GROUP_SUCCESS: { stage: 'waiting', zh: '已成团', en: 'Group Buy Complete' },
	WAIT_COMPLETE_ADDRESS: { stage: 'waiting', zh: '等待补全地址', en: 'Address Missing' },
	WAIT_SELLER_SEND_GOODS: {
		stage: 'toShip',
		zh: '等待卖家发货（已付款）',
		en: 'Awaiting Shipment (Paid)',
	},
	SELLER_PART_SEND_GOODS: { stage: 'partlyShipped', zh: '部分发货', en: 'Partly Shipped' },
	WAIT_BUYER_ACCEPT_GOODS: { stage: 'shipped', zh: '已发货', en: 'Shipped' },
	IN_CANCEL: { stage: 'cancelling', zh: '买家申请取消', en: 'Cancellation Requested' },
	IN_ISSUE: { stage: 'disputed', zh: '纠纷中', en: 'In Dispute' },
	IN_FROZEN: { stage: 'frozen', zh: '已冻结', en: 'Frozen' },
	FUND_PROCESSING: { stage: 'payout', zh: '放款处理中', en: 'Payout Running' },
	FINISH: { stage: 'ended', zh: '已完成或已关闭', en: 'Finished or Closed' },
	ARCHIVE: { stage: 'archived', zh: '已归档', en: 'Archived' },
	OrderCreated: { stage: 'placed', zh: '已下单', en: 'Order Placed', isPushed: true },
	// The payment may still be under check.
	PaymentAuthorized: {
		stage: 'paying',
		zh: '已授权付款',
		en: 'Payment Authorized',
		isPushed: true,
	},
	paymentFailedEvent: { stage: 'paying', zh: '付款失败', en: 'Payment Failed', isPushed: true },
	OrderShipped: { stage: 'sent', zh: '已发货', en: 'Shipped', isPushed: true },
	OrderConfirmed: { zh: '订单已确认', en: 'Order Confirmed', isPushed: true },
	OrderClosed: { stage: 'ended', zh: '已完成或已关闭', en: 'Finished or Closed', isPushed: true },
};

const byStatus = new Map(Object.entries(STATUSES));

function known(status: string | undefined): OrderStatus | undefined {
	return status === undefined ? undefined : byStatus.get(status);
}

/** The order status that the platform lists only when it is asked for alone. */
export const FINISHED = 'FINISH';

/**
 * How far back it lists finished orders, by their placing, ms: 30 days, and a little less because daylight
 * saving moves the wall clock.
 */
export const FINISHED_REACH_MS = 30 * DAY_MS - 2 * HOUR_MS;

/** How far an order of this status is; undefined for a status that is not known: the list is open. */
export function stageOf(status: string | undefined): OrderStage | undefined {
	return known(status)?.stage;
}

/** A status in words; one that is not known stays as the platform wrote it. */
export function statusWords(status: string, language: 'zh' | 'en'): string {
	return known(status)?.[language] ?? status;
}

/** The statuses that a list of orders can be asked for, e.g. `WAIT_SELLER_SEND_GOODS`. */
export function listedStatuses(): Array<{ status: string; stage?: OrderStage; en: string }> {
	return Object.entries(STATUSES).flatMap(([status, { stage, en, isPushed }]) =>
		isPushed ? [] : [{ status, stage, en }],
	);
}
