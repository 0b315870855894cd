import type { z } from 'zod';

import { type BuyerDataChoice, freeText } from '../../../client/buyerData';
import { isJsonObject, type JsonValue, parseJson } from '../../../wire/json';
import type { Money } from '../../../wire/money';
import { timeFields } from '../moment';
import { money } from '../money';
import { present } from '../present';
import { count, detail, id, listOf, optional, readerOf, text, view, within, yesNo } from '../shape';
import { pictureAddress, webAddress } from '../webAddress';

const FIELD = 'orderBusinessModel';
const readText = readerOf(text);

function opened(value: unknown): JsonValue | undefined {
	if (typeof value !== 'string') return value as JsonValue;
	// Most lines say nothing about it, and lists hold thousands of them.
	if (!value.includes(FIELD)) return undefined;
	try {
		return parseJson(value);
	} catch {
		// A broken text is one detail that cannot be read.
		return undefined;
	}
}

/**
 * Who does what for an order line, e.g. `SEMI_CHOICE_SELF`, from the JSON text `extend_map` of a line. Absent
 * when the line does not say.
 */
const businessModel = optional((value): string | undefined => {
	const map = opened(value);
	return isJsonObject(map) ? readText(map[FIELD], { path: [] }) : undefined;
});

/** What a line or an order says about its model. */
interface BusinessModel {
	businessModel?: string;
	/** Whether something of it ships by the rules of semi-managed goods; absent when that is not said. */
	isSemiManaged?: boolean;
}

/**
 * The model of an order by its lines, or of a single line.
 *
 * @param models of all lines, undefined for one that does not say. Those that differ leave the order without one.
 */
export function businessModelOf(models: ReadonlyArray<string | undefined>): BusinessModel {
	// Most orders say nothing about it, and lists hold thousands of them.
	const first = models.find((model) => model !== undefined);
	if (first === undefined) return {};
	const told = models.filter((model) => model !== undefined);
	const isOne = told.every((model) => model === first);
	const isSemiManaged = told.some((model) => /(?:^|_)semi(?:_|$)/i.test(model));
	return {
		...(isOne && { businessModel: first }),
		...((isSemiManaged || told.length === models.length) && { isSemiManaged }),
	};
}

const ZONE = 'America/Los_Angeles';

/** What was given back for an order, or for a line of it. */
export const refundInfo = within({
	refund_status: text,
	refund_type: text,
	refund_reason: text,
	refund_time: text,
	refund_cash_amt: detail(money),
	refund_coupon_amt: detail(money),
});

/** The dispute about an order, or about a line of it. */
export const issueInfo = within({ issue_status: text, issue_model: text, issue_time: text });

/** The refund of an order or a line, in the names of an item. */
export function refundFields(refund: z.infer<typeof refundInfo> | undefined) {
	return {
		refundStatus: refund?.refund_status,
		refundType: refund?.refund_type,
		refundReason: refund?.refund_reason,
		refundAmount: refund?.refund_cash_amt,
		refundCoupon: refund?.refund_coupon_amt,
		...timeFields('refundedAt', refund?.refund_time, ZONE),
	};
}

/**
 * The dispute of an order or a line, in the names of an item.
 *
 * @param named what stands beside the object with the rest.
 */
export function issueFields(
	named: { issue_status?: string | undefined; issue_mode?: string | undefined },
	issue: z.infer<typeof issueInfo> | undefined,
) {
	return {
		issueStatus: named.issue_status ?? issue?.issue_status,
		issueMode: named.issue_mode ?? issue?.issue_model,
		...timeFields('issueAt', issue?.issue_time, ZONE),
	};
}

/** A line of an order, from the list (`product_list`) or the detail (`child_order_list`). */
export const orderLineSchema = view(
	{},
	{
		child_id: id,
		child_order_id: id,
		id,
		product_id: id,
		product_name: text,
		product_count: count,
		product_unit: text,
		product_unit_price: money,
		product_price: money,
		total_product_amount: money,
		init_order_amt: money,
		sku_code: text,
		product_img_url: text,
		product_snap_url: text,
		snapshot_small_photo_path: text,
		product_attributes: text,
		son_order_status: text,
		order_status: text,
		show_status: text,
		send_goods_operator: text,
		send_goods_time: text,
		goods_prepare_time: count,
		delivery_time: text,
		logistics_type: text,
		logistics_service_name: text,
		logistics_warehouse_type: text,
		freight_commit_day: text,
		fund_status: text,
		issue_status: text,
		issue_mode: text,
		child_issue_info: issueInfo,
		refund_info: refundInfo,
		extend_map: businessModel,
		can_submit_issue: yesNo,
		money_back3x: yesNo,
		already_taxed: text,
		escrow_fee_rate: text,
		afflicate_fee_rate: text,
		tags: listOf(text),
		memo: text,
		buyer_memo: text,
	},
);
export type RawOrderLine = z.infer<typeof orderLineSchema>;

/** The fields of a line that a simplified order keeps. */
export type SimpleOrderLine = {
	productId?: string;
	name?: string;
	quantity?: number;
	skuCode?: string;
	unitPrice?: Money;
	imageUrl?: string;
};

/** A line with the fields that a simplified order keeps, straight from the answer. */
export function toSimpleOrderLine(line: RawOrderLine): SimpleOrderLine {
	const item: SimpleOrderLine = {};
	const { product_id, product_name, product_count, sku_code } = line;
	if (product_id !== undefined) item.productId = product_id;
	if (product_name !== undefined) item.name = product_name;
	if (product_count !== undefined) item.quantity = product_count;
	if (sku_code !== undefined) item.skuCode = sku_code;
	const unitPrice = line.product_unit_price ?? line.product_price;
	if (unitPrice !== undefined) item.unitPrice = unitPrice;
	const imageUrl =
		pictureAddress(line.product_img_url) ?? pictureAddress(line.snapshot_small_photo_path);
	if (imageUrl !== undefined) item.imageUrl = imageUrl;
	return item;
}

/** Normalises a line. The buyer's note is left out unless buyer data is asked for. */
export function toOrderLine(line: RawOrderLine, choice: BuyerDataChoice) {
	const tags = (line.tags ?? []).filter((tag) => tag !== undefined);
	return {
		...toSimpleOrderLine(line),
		...present({
			childOrderId: line.child_order_id ?? line.child_id ?? line.id,
			status: line.son_order_status ?? line.order_status,
			showStatus: line.show_status,
			unit: line.product_unit,
			total: line.total_product_amount,
			initialAmount: line.init_order_amt,
			snapshotUrl: webAddress(line.product_snap_url),
			attributes: line.product_attributes,
			sendGoodsOperator: line.send_goods_operator,
			...timeFields('sentAt', line.send_goods_time, 'America/Los_Angeles'),
			goodsPrepareTime: line.goods_prepare_time,
			deliveryTime: line.delivery_time,
			logisticsType: line.logistics_type,
			logisticsServiceName: line.logistics_service_name,
			warehouseType: line.logistics_warehouse_type,
			freightCommitDay: line.freight_commit_day,
			fundStatus: line.fund_status,
			...issueFields(line, line.child_issue_info),
			...refundFields(line.refund_info),
			canSubmitIssue: line.can_submit_issue,
			moneyBack3x: line.money_back3x,
			alreadyTaxed: line.already_taxed,
			escrowFeeRate: line.escrow_fee_rate,
			affiliateFeeRate: line.afflicate_fee_rate,
			...businessModelOf([line.extend_map]),
			tags: tags.length > 0 ? tags : undefined,
			memo: freeText(line.memo ?? line.buyer_memo, choice),
		}),
	};
}

/** Takes a full line down to the fields of a simplified order. */
export function simplifyOrderLine(line: SimpleOrderLine): SimpleOrderLine {
	const { productId, name, quantity, skuCode, unitPrice, imageUrl } = line;
	return present({ productId, name, quantity, skuCode, unitPrice, imageUrl }) as SimpleOrderLine;
}
