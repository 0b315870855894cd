import type { JsonObject } from '../../../json.mts';
import { decimalText, totalCents } from '../../../shop/orders.mts';
import type { Order, OrderLine, OrderVersion } from '../../../shop/orders.mts';
import { serviceNameOf } from '../../../shop/services.mts';
import { list } from '../../envelope.mts';
import { pacificText } from '../../time.mts';
import type { MethodCall } from '../method.mts';
import { shownBuyer } from './buyerFields.mts';
import type { ShownBuyer } from './buyerFields.mts';

const DAY_MS = 86_400_000;

/** The status as the list shows it: since 2019 a running payout appears as FINISH. */
export function listedStatus(version: OrderVersion): string {
	return version.status === 'FUND_PROCESSING' ? 'FINISH' : version.status;
}

/** An amount of money as the platform writes it. */
export function money(cents: number, currency: string): JsonObject {
	return { amount: decimalText(cents), currency_code: currency };
}

/** An amount with its count of cents, as the older objects have it. */
export function centAmount(cents: number, currency: string): JsonObject {
	return { ...money(cents, currency), cent: cents, cent_factor: 100 };
}

/** An order as the list shows it. Times that have not happened are absent. */
export function orderListRow(
	order: Order,
	version: OrderVersion,
	{ nowMs, options }: MethodCall,
): JsonObject {
	const { buyer, currency } = order;
	const shown = shownBuyer(order, options);
	const time = (atMs: number | undefined) => (atMs === undefined ? undefined : pacificText(atMs));
	const total = totalCents(order);
	const status = listedStatus(version);
	const untilMs = (version.sentAtMs ?? version.payAtMs ?? order.createdAtMs) + 5 * DAY_MS;
	const isOver = status === 'FINISH' || status === 'ARCHIVE';
	const leftMs = Math.max(0, (version.payAtMs ?? nowMs) + 5 * DAY_MS - nowMs);
	return {
		order_id: order.id,
		order_status: status,
		biz_type: order.bizType,
		gmt_create: pacificText(order.createdAtMs),
		gmt_pay_time: time(version.payAtMs),
		gmt_update: pacificText(version.changedAtMs),
		gmt_send_goods_time: time(version.sentAtMs),
		pay_amount: money(total, currency),
		loan_amount: money(0, currency),
		escrow_fee: money(Math.round(total * 0.05), currency),
		escrow_fee_rate: 0.05,
		logisitcs_escrow_fee_rate: 0,
		payment_type: version.payAtMs === undefined ? undefined : 'mixedcard',
		fund_status: version.fundStatus,
		frozen_status: version.frozenStatus,
		issue_status: version.issueStatus,
		logistics_status: version.logisticsStatus,
		end_reason: version.endReason ?? '',
		timeout_left_time: isOver ? 0 : untilMs - nowMs,
		left_send_good_day: String(Math.floor(leftMs / DAY_MS)),
		left_send_good_hour: String(Math.floor(leftMs / 3_600_000) % 24),
		left_send_good_min: String(Math.floor(leftMs / 60_000) % 60),
		order_detail_url: `https://trade.aliexpress.invalid/order_detail.htm?orderId=${order.id}`,
		phone: false,
		has_request_loan: false,
		buyer_login_id: buyer.loginId,
		buyer_signer_fullname: shown.fullName,
		seller_login_id: 'cn1000000001',
		seller_operator_login_id: 'cn1000000001',
		seller_signer_fullname: 'Sandbox Trading Co., Ltd.',
		product_list: list(
			'order_product_dto',
			order.lines.map((line) => productRow(order, version, line, shown)),
		),
	};
}

/** JSON text; every fifth product is kept and sent by the platform. */
export function extendMap({ product }: OrderLine): string {
	const isSemiManaged = product.id % 5n === 0n;
	return JSON.stringify(isSemiManaged ? { orderBusinessModel: 'SEMI_CHOICE_SELF' } : {});
}

function productRow(
	order: Order,
	version: OrderVersion,
	line: OrderLine,
	shown: ShownBuyer,
): JsonObject {
	const { product, sku, count } = line;
	const { currency } = order;
	return {
		order_id: order.id,
		child_id: line.childId,
		son_order_status: listedStatus(version),
		show_status: listedStatus(version),
		product_id: product.id,
		product_name: product.name,
		product_count: count,
		product_unit: 'piece',
		product_unit_price: money(sku.priceCents, currency),
		total_product_amount: money(sku.priceCents * count, currency),
		logistics_amount: money(order.shippingCents, currency),
		sku_code: sku.code,
		product_img_url: product.imageUrl,
		product_snap_url: `https://www.aliexpress.invalid/snapshot/${line.childId}.html`,
		product_standard: '',
		send_goods_operator: 'SELLER_SEND_GOODS',
		send_goods_time: version.sentAtMs === undefined ? undefined : pacificText(version.sentAtMs),
		goods_prepare_time: 3,
		delivery_time: '15-30',
		logistics_type: order.serviceCode,
		logistics_service_name: serviceNameOf(order.serviceCode),
		freight_commit_day: '60',
		fund_status: version.fundStatus,
		issue_status: version.issueStatus,
		issue_mode: 'w',
		can_submit_issue: false,
		money_back3x: false,
		escrow_fee_rate: '0.05',
		afflicate_fee_rate: '0.03',
		memo: order.memo ?? '',
		tags: list('string', []),
		extend_map: extendMap(line),
		buyer_signer_first_name: shown.firstName,
		buyer_signer_last_name: shown.lastName,
	};
}
