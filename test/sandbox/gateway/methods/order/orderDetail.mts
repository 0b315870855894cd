import type { JsonObject } from '../../../json.mts';
import { currentVersion, totalCents } from '../../../shop/orders.mts';
import type { Order, OrderLine, OrderVersion } from '../../../shop/orders.mts';
import { serviceNameOf } from '../../../shop/services.mts';
import { COLOUR } from '../../../shop/variants.mts';
import { list } from '../../envelope.mts';
import { pacificText } from '../../time.mts';
import { orderOrRefuse, requiredIdField } from '../fields.mts';
import { objectParam } from '../method.mts';
import type { Method, MethodCall } from '../method.mts';
import { oaidOf, receiptAddress, shownBuyer } from './buyerFields.mts';
import { childMarks, issueInfo, loanStatus, refundInfo } from './fundFields.mts';
import { centAmount, extendMap, money } from './orderListRow.mts';

/** `aliexpress.trade.new.redefining.findorderbyid`: the order as it is now, however late the list. */
export const orderDetail: Method = {
	name: 'aliexpress.trade.new.redefining.findorderbyid',
	group: 'trade',
	answer(call) {
		const query = objectParam(call, 'param1');
		const order = orderOrRefuse(call, requiredIdField(query, 'order_id'));
		return {
			[call.options.detailRoot]: detail(order, currentVersion(order), call),
			time_stamp: pacificText(call.nowMs),
		};
	},
};

function detail(order: Order, version: OrderVersion, { options }: MethodCall): JsonObject {
	const { buyer, currency } = order;
	const shown = shownBuyer(order, options);
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
		issue_info: issueInfo(order, version),
		loan_status: loanStatus(version),
		refund_info: refundInfo(order, version, order.lines),
		promotion_fee: money(0, currency),
		include_tax_fee: money(0, currency),
		actual_fee: money(total, currency),
		logistics_status: version.logisticsStatus,
		logistic_info_list: list('aeop_logistic_info', shipments(order, version)),
		child_order_list: list(
			'global_aeop_tp_child_order_dto',
			order.lines.map((line, index) => childOrder(order, version, line, index)),
		),
		child_order_ext_info_list: list(
			'global_aeop_tp_order_product_info_dto',
			order.lines.map((line) => ({
				product_id: line.product.id,
				product_name: line.product.name,
				quantity: line.count,
				sku: skuText(line),
				unit_price: centAmount(line.sku.priceCents, currency),
				category_id: line.product.categoryId,
			})),
		),
		opr_log_dto_list: list('global_aeop_tp_operation_log_dto', history(order)),
		buyerloginid: buyer.loginId,
		buyer_signer_fullname: shown.fullName,
		buyer_info: {
			login_id: buyer.loginId,
			first_name: shown.firstName,
			last_name: shown.lastName,
			country: buyer.country,
		},
		receipt_address: receiptAddress(order, options),
		oaid: oaidOf(order),
	};
}

function shipments(order: Order, version: OrderVersion): JsonObject[] {
	if (version.sentAtMs === undefined || version.trackingNumber === undefined) return [];
	return [
		{
			logistics_no: version.trackingNumber,
			logistics_type_code: order.serviceCode,
			logistics_service_name: serviceNameOf(order.serviceCode),
			gmt_send: pacificText(version.sentAtMs),
			ship_order_id: order.id + 7n,
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
		product_attributes: skuText(line),
		goods_prepare_time: 3,
		buyer_memo: order.memo,
		logistics_type: order.serviceCode,
		logistics_service_name: serviceNameOf(order.serviceCode),
		logistics_warehouse_type: '',
		already_taxed: false,
		...childMarks(order, version, line),
		tags: list('string', []),
		extend_map: extendMap(line),
	};
}

/** Attributes as JSON text; the sku id in it is an unquoted number. */
function skuText({ sku }: OrderLine): string {
	const sold = sku.properties.map(({ propertyId, valueId, label }) => ({
		pId: propertyId,
		pName: propertyId === COLOUR ? 'Color' : 'Size',
		pValueId: valueId,
		pValue: label,
	}));
	return `{"sku":${JSON.stringify(sold)},"skuId":${sku.id}}`;
}

function history(order: Order): JsonObject[] {
	return order.versions.map((version, index) => ({
		action_type: version.status,
		operator: index === 0 ? 'buyer' : 'system',
		gmt_create: pacificText(version.changedAtMs),
	}));
}
