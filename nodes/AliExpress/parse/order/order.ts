import { buyerRefOf, buyerText, freeText, type BuyerDataChoice } from '../../../client/buyerData';
import type { Money } from '../../../wire/money';
import { isoOf, timeFields } from '../moment';
import { present } from '../present';
import { webAddress } from '../webAddress';
import {
	businessModelOf,
	type RawOrderLine,
	type SimpleOrderLine,
	simplifyOrderLine,
	toOrderLine,
	toSimpleOrderLine,
} from './orderLine';
import type { RawOrder } from './orderList';
import { deadlineFromTimeLeft, isShippable, shipByFromTimeLeft } from './shipBy';

/** A simplified order: what a card, a sheet or a ticket needs. Times are ISO 8601 UTC. */
export type SimpleOrder = {
	orderId: string;
	status?: string;
	createdAt?: string;
	paidAt?: string;
	updatedAt?: string;
	amount?: Money;
	products: SimpleOrderLine[];
	/**
	 * How many different lines the order has; the pieces of each are its `quantity`. Absent when the
	 * lines could not be read.
	 */
	productCount?: number;
	buyerCountry?: string;
	/** Until when the order stays in its status unless somebody acts; may be past. */
	deadlineAt?: string;
	/** The same where it means shipping. */
	shipBy?: string;
	/** Who does what for it, e.g. `SEMI_CHOICE_SELF`. */
	businessModel?: string;
	/** Whether something of it ships by the rules of semi-managed goods. */
	isSemiManaged?: boolean;
	url?: string;
	buyerRef?: string;
	/** Only when buyer data is asked for. */
	buyer?: { [field: string]: string | undefined };
};

/** How order items are made. */
export interface OrderItemChoice extends BuyerDataChoice {
	/** When the answer came, ms UTC: the list tells the time left to ship relative to it. */
	nowMs: number;
}

const ZONE = 'America/Los_Angeles';

function loginOf({ fields }: RawOrder): string | undefined {
	return fields.buyer_login_id ?? fields.buyer_info?.login_id;
}

function buyerOf(raw: RawOrder, choice: BuyerDataChoice) {
	return present({
		loginId: buyerText(loginOf(raw), choice),
		name: buyerText(raw.fields.buyer_signer_fullname, choice),
	});
}

/** The end of the order's status and, while it waits for the seller to ship, until when that has to be. */
function deadlinesOf(
	{ fields }: RawOrder,
	nowMs: number,
): { deadlineAt?: string | undefined; shipBy?: string | undefined } {
	const { order_status: status } = fields;
	const deadlineAt = deadlineFromTimeLeft(status, fields.timeout_left_time, nowMs);
	if (!isShippable(status)) return { deadlineAt };
	const left = {
		days: fields.left_send_good_day,
		hours: fields.left_send_good_hour,
		minutes: fields.left_send_good_min,
	};
	const shipBy = shipByFromTimeLeft(status, left, nowMs) ?? deadlineAt;
	return { deadlineAt: deadlineAt ?? shipBy, shipBy };
}

type Core<L> = Omit<SimpleOrder, 'products' | 'buyer'> & { products: L[] };

/**
 * The fields of `SimpleOrder` but the buyer; `toLine` makes its products. Field by field, since lists hold
 * thousands of orders, and `present` would take as long as reading them.
 */
function coreOf<L>(raw: RawOrder, choice: OrderItemChoice, toLine: (line: RawOrderLine) => L) {
	const { fields } = raw;
	const item = { orderId: fields.order_id } as Core<L>;
	const status = fields.order_status;
	if (status !== undefined) item.status = status;
	const createdAt = isoOf(fields.gmt_create, ZONE);
	if (createdAt !== undefined) item.createdAt = createdAt;
	const paidAt = isoOf(fields.gmt_pay_time, ZONE, createdAt);
	if (paidAt !== undefined) item.paidAt = paidAt;
	const updated = fields.gmt_update ?? fields.gmt_modified;
	const updatedAt = isoOf(updated, ZONE, paidAt ?? createdAt);
	if (updatedAt !== undefined) item.updatedAt = updatedAt;
	const amount = fields.pay_amount;
	if (amount !== undefined) item.amount = amount;
	const lines = fields.product_list;
	item.products = lines ? lines.map(toLine) : [];
	if (lines !== undefined) item.productCount = lines.length;
	const buyerCountry = fields.receipt_address?.country ?? fields.buyer_info?.country;
	if (buyerCountry !== undefined) item.buyerCountry = buyerCountry;
	const { deadlineAt, shipBy } = deadlinesOf(raw, choice.nowMs);
	if (deadlineAt !== undefined) item.deadlineAt = deadlineAt;
	if (shipBy !== undefined) item.shipBy = shipBy;
	const models = (lines ?? []).map((line) => line.extend_map);
	const { businessModel, isSemiManaged } = businessModelOf(models);
	if (businessModel !== undefined) item.businessModel = businessModel;
	if (isSemiManaged !== undefined) item.isSemiManaged = isSemiManaged;
	const url = webAddress(fields.order_detail_url);
	if (url !== undefined) item.url = url;
	const buyerRef = buyerRefOf(loginOf(raw), choice.pseudonymKey);
	if (buyerRef !== undefined) item.buyerRef = buyerRef;
	return item;
}

/**
 * Normalises an order of the list; a superset of `SimpleOrder`. Order times of the platform are US
 * Pacific wall clock.
 */
export function toOrderItem(raw: RawOrder, choice: OrderItemChoice) {
	const { fields } = raw;
	const core = coreOf(raw, choice, (line) => toOrderLine(line, choice));
	return {
		...core,
		...present({
			createdAtPlatform: fields.gmt_create,
			paidAtPlatform: fields.gmt_pay_time,
			updatedAtPlatform: fields.gmt_update ?? fields.gmt_modified,
			...timeFields('sentAt', fields.gmt_send_goods_time, ZONE, core.paidAt ?? core.createdAt),
			bizType: fields.biz_type,
			fundStatus: fields.fund_status,
			frozenStatus: fields.frozen_status,
			issueStatus: fields.issue_status,
			logisticsStatus: fields.logistics_status,
			endReason: fields.end_reason,
			paymentType: fields.payment_type,
			loanAmount: fields.loan_amount,
			escrowFee: fields.escrow_fee,
			escrowFeeRate: fields.escrow_fee_rate,
			isPhoneOrder: fields.phone,
			hasRequestedLoan: fields.has_request_loan,
			sellerLoginId: fields.seller_login_id,
			buyer: buyerOf(raw, choice),
			memo: freeText(fields.memo, choice),
		}),
	};
}

/**
 * An order of the list with the fields of `SimpleOrder` only: what `simplifyOrder` makes of
 * `toOrderItem`, without reading the rest.
 */
export function toSimpleOrder(raw: RawOrder, choice: OrderItemChoice): SimpleOrder {
	const core = coreOf(raw, choice, toSimpleOrderLine);
	if (!choice.includeBuyerData) return core;
	return { ...core, ...present({ buyer: buyerOf(raw, choice) }) };
}

/**
 * Takes a full order, of the list or the detail, down to the fields of `SimpleOrder`. The buyer stays
 * only when buyer data is asked for: masked it tells nothing that `buyerRef` does not.
 */
export function simplifyOrder(
	item: SimpleOrder,
	choice: Pick<BuyerDataChoice, 'includeBuyerData'> = { includeBuyerData: false },
): SimpleOrder {
	return present({
		orderId: item.orderId,
		status: item.status,
		createdAt: item.createdAt,
		paidAt: item.paidAt,
		updatedAt: item.updatedAt,
		amount: item.amount,
		products: item.products.map(simplifyOrderLine),
		productCount: item.productCount,
		buyerCountry: item.buyerCountry,
		deadlineAt: item.deadlineAt,
		shipBy: item.shipBy,
		businessModel: item.businessModel,
		isSemiManaged: item.isSemiManaged,
		url: item.url,
		buyerRef: item.buyerRef,
		buyer: choice.includeBuyerData ? item.buyer : undefined,
	});
}
