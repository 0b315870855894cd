import { idFrom } from '../../json.mts';
import type { JsonObject } from '../../json.mts';
import { currentVersion, totalCents } from '../../shop/orders.mts';
import type { Order, OrderLine, OrderVersion } from '../../shop/orders.mts';
import { list } from '../envelope.mts';
import { refuse } from '../failures.mts';
import { pacificText } from '../time.mts';
import { objectParam } from './method.mts';
import type { Method } from './method.mts';
import { money } from './orderListRow.mts';

/** `aliexpress.trade.new.redefining.findorderbyid`: the order as it is now, however late the list. */
export const orderDetail: Method = {
	name: 'aliexpress.trade.new.redefining.findorderbyid',
	answer(call) {
		const query = objectParam(call, 'param1');
		if (query.order_id === undefined) {
			refuse('MissingParameter', 'The input parameter "order_id" is not supplied');
		}
		const id = idFrom(query.order_id);
		if (id === undefined) refuse('InvalidParameter', '"order_id" is no order id');
		// Somebody else's order and an order that does not exist look the same from outside.
		const order = call.shop.order(id) ?? refuse('InsufficientPermission');
		return {
			[call.options.detailRoot]: detail(order, currentVersion(order)),
			time_stamp: pacificText(call.nowMs),
		};
	},
};

function detail(order: Order, version: OrderVersion): JsonObject {
	const { buyer, currency } = order;
	const total = totalCents(order);
	const time = (atMs: number | undefined) => (atMs === undefined ? undefined : pacificText(atMs));
	return {
		id: order.id,
		order_status: version.status,
		order_end_reason: version.endReason,
		cod: false,
		is_phone: false,
		memo: order.memo,
		gmt_create: pacificText(order.createdAtMs),
		gmt_modified: pacificText(version.changedAtMs),
		gmt_pay_success: time(version.payAtMs),
		gmt_trade_end: time(version.endAtMs),
		over_time_left: pacificText(order.createdAtMs + 20 * 86_400_000),
		order_amount: centAmount(total, currency),
		init_oder_amount: centAmount(total, currency),
		logistics_amount: centAmount(order.shippingCents, currency),
		escrow_fee: centAmount(Math.round(total * 0.05), currency),
		new_order_amount: money(total, currency),
		seller_order_amount: money(total, currency),
		payment_amount: money(version.payAtMs === undefined ? 0 : total, currency),
		pay_amount_by_settlement_cur: money(total, currency).amount,
		settlement_currency: currency,
		fund_status: version.fundStatus,
		frozen_status: version.frozenStatus,
		issue_status: version.issueStatus,
		loan_status: version.status === 'FINISH' ? 'loan_ok' : 'loan_none',
		logistics_status: version.logisticsStatus,
		logistic_info_list: list('aeop_logistic_info', shipments(version)),
		child_order_list: list(
			'global_aeop_tp_child_order_dto',
			order.lines.map((line, index) => childOrder(order, version, line, index)),
		),
		opr_log_dto_list: list('global_aeop_tp_operation_log_dto', history(order)),
		buyerloginid: buyer.loginId,
		buyer_signer_fullname: `${buyer.firstName} ${buyer.lastName}`,
		buyer_info: {
			login_id: buyer.loginId,
			first_name: buyer.firstName,
			last_name: buyer.lastName,
			country: buyer.country,
		},
		receipt_address: {
			contact_person: `${buyer.firstName} ${buyer.lastName}`,
			mobile_no: buyer.mobile,
			phone_country: buyer.phoneCountry,
			address: buyer.street,
			detail_address: buyer.street,
			city: buyer.city,
			province: buyer.province,
			zip: buyer.zip,
			country: buyer.country,
			cpf_no: buyer.taxNumber,
			localized_address: `${buyer.street}, ${buyer.zip} ${buyer.city}`,
		},
		oaid: `oaid-${order.id}`,
	};
}

function centAmount(cents: number, currency: string): JsonObject {
	return { ...money(cents, currency), cent: cents, cent_factor: 100 };
}

function shipments(version: OrderVersion): JsonObject[] {
	if (version.sentAtMs === undefined || version.trackingNumber === undefined) return [];
	return [
		{
			logistics_no: version.trackingNumber,
			logistics_type_code: 'CAINIAO_STANDARD',
			logistics_service_name: 'AliExpress Standard Shipping',
			gmt_send: pacificText(version.sentAtMs),
			receive_status:
				version.logisticsStatus === 'BUYER_ACCEPT_GOODS' ? 'received' : 'not_received',
			have_tracking_info: true,
		},
	];
}

function childOrder(
	order: Order,
	version: OrderVersion,
	line: OrderLine,
	index: number,
): JsonObject {
	return {
		id: line.childId,
		child_order_id: line.childId,
		order_sort_id: index + 1,
		order_status: version.status,
		product_id: line.product.id,
		product_name: line.product.name,
		product_count: line.count,
		product_price: centAmount(line.sku.priceCents, order.currency),
		init_order_amt: centAmount(line.sku.priceCents * line.count, order.currency),
		sku_code: line.sku.code,
		product_attributes: `{"sku":[],"skuId":${line.sku.id}}`,
		goods_prepare_time: 3,
		buyer_memo: order.memo,
		tags: list('string', []),
	};
}

function history(order: Order): JsonObject[] {
	return order.versions.map((version, index) => ({
		action_type: version.status,
		operator: index === 0 ? 'buyer' : 'system',
		gmt_create: pacificText(version.changedAtMs),
	}));
}
