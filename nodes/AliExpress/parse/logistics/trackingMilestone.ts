import { isAtTheBuyer, type Milestone } from './milestone';
import { isTakenBySomebody, milestoneOfText } from './trackingWords/readWords';

/** Codes of one meaning. */
type Row = readonly [milestone: Milestone | undefined, codes: string];

/**
 * Codes as the platform publishes them: the list of `action_code` in the official documentation of
 * `aliexpress.logistics.redefining.querytrackingresult`, with the words that stand there. It ends with "and
 * others", and it is the only place that explains them.
 */
const PUBLISHED: readonly Row[] = [
	// 声明发货, 商家发货, 接收到电子预报: announced by the seller, nothing has moved.
	['declared', 'CONSIGN OM_CONSIGN GTMS_ASN'],
	// 接单成功, 拣选完成, 打包完成, 出库成功, 交接成功: inside the platform's warehouse.
	['warehouse', 'GWMS_ACCEPT GWMS_PICK GWMS_PACKAGE GWMS_OUTBOUND GWMS_HANDOVER'],
	// 取消成功
	['cancelled', 'GWMS_CANCEL'],
	// 接单异常, 仓内异常
	['exception', 'GWMS_REJECT GWMS_EXCEPTION'],
	// 揽收成功, 揽收点签收成功 (the collecting point signs, not the buyer), 配送揽收成功（国内）
	['pickedUp', 'PU_PICKUP_SUCCESS PU_SIGN_IN_SUCCESS GOT'],
	['pickupFailed', 'PU_PICKUP_FAILURE PU_SIGN_IN_FAILURE REJECT'],
	// 签收成功 (of the sorting center), 入库成功, 出库成功, 仓转交干线成功
	['sorting', 'SC_SIGN_IN_SUCCESS SC_INBOUND_SUCCESS SC_OUTBOUND_SUCCESS SC_HO_OUT_SUCCESS'],
	['exception', 'SC_SIGN_IN_FAILURE SC_INBOUND_FAILURE SC_OUTBOUND_FAILURE SC_HO_OUT_FAILURE'],
	// 到达中转, 离开中转, 交接成功, 交航安检成功, 航班起飞, 干线转交成功; of the way inside China 配送中各节点（国内）
	[
		'inTransit',
		'TD_TRANS_ARRIVE TD_TRANS_DEPART LH_HO_IN_SUCCESS LH_HO_AIRLINE LH_DEPART LH_HO_OUT_SUCCESS DEPARTURE ARRIVAL',
	],
	// 航班到达（干线抵达目的国）
	['arrivedInCountry', 'LH_ARRIVE'],
	// 交接异常 (twice), 交航安检失败, 干线到达异常, 干线转交异常
	[
		'exception',
		'LH_HO_IN_FAILURE LH_POST_COLLECTION LH_HO_AIRLINE_FAILURE LH_ARRIVE_FAILURE LH_HO_OUT_FAILURE',
	],
	// 中转国清关开始, 中转国清关成功: another country's customs say nothing of the buyer's.
	['customs', 'CC_TRANS_START CC_TRANS_SUCCESS'],
	// 出口清关开始, 清关交接成功, 清关开始(目的地), 清关中(目的地), 清关转交成功, 海关申报
	[
		'customs',
		'CC_EX_START CC_HO_IN_SUCCESS CC_IM_START CC_IM_PROCESS CC_HO_OUT_SUCCESS CUS_DECLARE',
	],
	// 出口清关完成
	['exportCustomsCleared', 'CC_EX_SUCCESS'],
	// 清关完成(目的地), 海关审单通过, 商检审单通过
	['customsCleared', 'CC_IM_SUCCESS CUS_SUCCESS CIQ_SUCCESS'],
	// 清关失败, 清关异常, 海关审单异常, 商检审单异常, 海关出税 (duties are due)
	['customsHeld', 'CC_TRANS_FAILURE CC_EX_FAILURE CC_IM_FAILURE CUS_FAILURE CIQ_FAILURE CUS_TAX'],
	// 清关交接异常, 清关转交失败: the hand-over failed, customs hold nothing.
	['exception', 'CC_HO_IN_FAILURE CC_HO_OUT_FAILURE'],
	// 到达目的国/配送揽收成功, 到达目的国SC, 到达最后投递站, 转单, 配送中各节点（国外）
	[
		'lastMile',
		'GTMS_ACCEPT GTMS_SC_ARRIVE GTMS_DO_ARRIVE GTMS_RELABEL GTMS_STATION_IN GTMS_STATION_OUT',
	],
	// 自提分拨中心入库成功: the hub before the pick-up points.
	['lastMile', 'GSTAHUB_INBOUND'],
	['exception', 'GTMS_SC_ARRIVE_FAILURE GSTAHUB_INBOUND_FAIL'],
	// 离开最后投递站, 开始投递, 再次投递, 包裹开始派送（国内）
	['outForDelivery', 'GTMS_DO_DEPART GTMS_DELIVERING GTMS_RE_DELIVERING SENT_SCAN'],
	// 投递失败, 用户签收异常, 自提点签收异常, 配送异常, 自提点用户签收异常, 自提点入库失败, 包裹妥投异常（国内）
	[
		'deliveryFailed',
		'GTMS_DEL_FAILURE GTMS_SIGN_FAILURE GTMS_STA_SIGN_FAILURE GTMS_FAILURE GSTA_SIGN_FAIL GSTA_BUYER_SIGN_FAIL STA_SIGN_FAIL GSTA_INBOUND_FAIL FAILED',
	],
	// 等待用户自提, 自提点签收 (the point signs the parcel in: it waits there), 自提点入库成功
	['atPickupPoint', 'GTMS_WAIT_SELF_PICK GTMS_STA_SIGNED GSTA_INBOUND'],
	// 二次路由待消费者更新收件地址
	['addressNeeded', 'GTMS_STA_WAIT_CUST_CHANGE_ADDRESS'],
	// 二次路由…已更新收件地址, …已更新自提点地址: changed by the buyer, the network or the carrier.
	[
		'addressChanged',
		'GTMS_STA_CUST_TO_DOOR GTMS_STA_CHANGE GTMS_STA_CN_TO_DOOR GTMS_STA_CN_CHANGE GTMS_STA_CNCP_TO_DOOR GTMS_STA_CNCP_CHANGE',
	],
	// 用户签收, 自提点用户签收 (the buyer at the pick-up point), 包裹妥投成功（国内）
	['signed', 'GTMS_SIGNED GSTA_SIGN GSTA_BUYER_SIGN STA_SIGN SIGNED'],
	// 退回给卖家（回到海外cp仓库）, 海外CP出库, CP交出, 退货仓接收/入库/出库/交出, 中转仓…, 国内配接收
	[
		'returning',
		'RT_INBOUND RT_OUTBOUND RT_HO_OUT RT_WH_HO_IN RT_WH_INBOUND RT_WH_OUTBOUND RT_WH_HO_OUT RT_TRANSWH_HO_IN RT_TRANSWH_INBOUND RT_TRANSWH_OUTBOUND RT_TMS_ACCEPT',
	],
	// 退货仓接收失败, 退货仓入库失败
	['exception', 'RT_WH_HO_IN_FAIL RT_WH_INBOUND_FAILURE'],
	// 退回卖家签收
	['returned', 'RETURNED'],
	// 海外CP销毁, 销毁
	['destroyed', 'RT_DESTROY RT_WH_DESTROY'],
	// 其他: "other", so the words have to tell.
	[undefined, 'LH_OTHER GTMS_OTHER GSTA_OTHER'],
];

/**
 * Codes that stand in no list of the platform. Each was met in answers of the network that public programs have
 * recorded, with the words that came with it.
 */
const OBSERVED: readonly Row[] = [
	// "Pre-Shipment Info Sent To …": the carrier is told of a parcel that may not have left yet.
	['declared', 'LAST_MILE_ASN_NOTIFY PRE_READY_TO_SHIP'],
	// "Arrived at the warehouse", "Left the warehouse"
	['warehouse', 'CW_INBOUND CW_OUTBOUND'],
	['sorting', 'SC_INBOUND SC_OUTBOUND SC_ARRIVE SC_DEPART'],
	['sorting', 'SC_TRANS_INBOUND_SUCCESS SC_TRANS_OUTBOUND_SUCCESS'],
	// "Arrived in the transit country", "Transfer", "Left the office of exchange"
	[
		'inTransit',
		'TD_TRANS_ARRIVE_C TD_TRANS_DEPART_C TD_TRANSWH_OUTBOUND LH_TRANS_ARRIVE LH_TRANS_DEPART LH_DEPART_SUCCESS TRANSFER_ARRIVE TRANSFER_DEPART OE_DEPART',
	],
	['arrivedInCountry', 'LH_ARRIVE_SUCCESS LH_LINEHAUL_ARRIVE'],
	['customs', 'CC_EX_START_SUCCESS'],
	['customsHeld', 'CC_IM_EXCEPTION'],
	// "Accepted by the partner that delivers"
	['lastMile', 'GTMS_SC_DEPART SL_ACCEPT'],
	['outForDelivery', 'LM_DELIVERY_DEPART'],
	['deliveryFailed', 'LM_DELIVERY_FAILURE'],
	// Not collected in time.
	['deliveryFailed', 'PUDO_OVERDUE GTMS_PUDO_OVERDUE'],
	['exception', 'LM_PARCEL_EXCEPTION EXCEPTION'],
	// The buyer is told to come; put into a locker; "Delivered to PUDO".
	['atPickupPoint', 'GSTA_INFORM_BUYER POSTMAN_POST PUDO_INBOUND PUDO_DELIVERY GTMS_PUDO_INBOUND'],
	// "Delivered", "Delivery success", "Collected by consignee at the parcelshop"
	['signed', 'SIGN LM_SIGN_SUCCESS PUDO_SIGN_SUCCESS GTMS_PUDO_SIGNED'],
	['returning', 'LM_UNREACHABLE_RETURN RT_SIGNIN_SUCCESS RT_DO_DEPART RT_DO_ARRIVE'],
	['returning', 'RT_LM_DELIVERY_DEPART RT_LM_DELIVERY_ARRIVE RT_SC_INBOUND RT_SC_OUTBOUND'],
	['returned', 'RT_LM_SIGN_SUCCESS'],
	// Used for notices before shipment and for real transport alike.
	[undefined, 'COMMON_INTRANSIT'],
];

const BY_CODE: ReadonlyMap<string, Milestone | undefined> = new Map(
	[...OBSERVED, ...PUBLISHED].flatMap(([milestone, codes]) =>
		codes.split(' ').map((code) => [code, milestone] as const),
	),
);

/**
 * What the family says of a code that is in neither list. Only families that tell one thing are here, as the
 * platform's guide to them does: pick-up, sorting, transport, customs, warehouse, return. `GTMS_`, `GSTA_`,
 * `PUDO_` and `LM_` hold everything from a forecast to the buyer's signature, so an unknown code of theirs says
 * nothing but how it ends.
 */
const BY_FAMILY: ReadonlyArray<
	readonly [family: string, milestone?: Milestone, failure?: Milestone]
> = [
	['CC_HO_', 'customs', 'exception'],
	['CC_', 'customs', 'customsHeld'],
	['CUS_', 'customs', 'customsHeld'],
	['CIQ_', 'customs', 'customsHeld'],
	['PU_', undefined, 'pickupFailed'],
	['SC_', 'sorting', 'exception'],
	['TD_', 'inTransit', 'exception'],
	['LH_', 'inTransit', 'exception'],
	['GWMS_', 'warehouse', 'exception'],
	['CW_', 'warehouse', 'exception'],
	['RT_', 'returning', 'exception'],
	['GTMS_', undefined, 'exception'],
	['GSTA_', undefined, 'exception'],
	['GSTAHUB_', undefined, 'exception'],
	['STA_', undefined, 'exception'],
	['PUDO_', undefined, 'exception'],
	['LM_', undefined, 'exception'],
];

const FAILURES = /_(?:FAIL|FAILED|FAILURE|EXCEPTION|ABNORMAL|REJECT|REJECTED)$/;
const CANCELS = /_(?:CANCEL|CANCELED|CANCELLED)$/;
const DESTROYS = /_DESTROY(?:ED)?$/;

function byFamily(code: string): Milestone | undefined {
	const known = BY_FAMILY.find(([family]) => code.startsWith(family));
	if (!known) return undefined;
	if (CANCELS.test(code)) return 'cancelled';
	if (DESTROYS.test(code)) return 'destroyed';
	return FAILURES.test(code) ? known[2] : known[1];
}

/** Longer texts are no codes. */
const MOST_CHARACTERS = 60;
const CODE = /^[A-Z]+(?:_[A-Z]+)*$/;

/** A code as the lists have it. The platform's own list spells some with a full-width underscore. */
function spelled(written: string): string {
	return written.slice(0, MOST_CHARACTERS).trim().replaceAll('＿', '_').toUpperCase();
}

/** Whether a text is a code: some answers hold one where the words should be. */
function isCode(text: string): boolean {
	return text.length <= MOST_CHARACTERS && CODE.test(text.trim().replaceAll('＿', '_'));
}

/**
 * What a code of the carrier network means, e.g. `CC_IM_SUCCESS` or, as the shop's pages write it,
 * `AE_CC_IM_SUCCESS`.
 *
 * @returns undefined for a code that is not known: a guess would end parcels that are on their way.
 */
function milestoneOfCode(code: string): Milestone | undefined {
	const known = spelled(code).replace(/^AE_/, '');
	return BY_CODE.has(known) ? BY_CODE.get(known) : byFamily(known);
}

type Texts = ReadonlyArray<string | undefined>;

/** Sharper than "delivered": where one text of an event says that, another may say so. */
const SHARPER: ReadonlySet<Milestone | undefined> = new Set([
	'deliveryFailed',
	'atPickupPoint',
	'returning',
	'returned',
] as const);

/** `GTMS_STA_SIGNED` is no sentence with "signed" in it; `DELIVERED` may be one. */
function isSpelledAsCode(text: string): boolean {
	return isCode(text) && /[_＿]/.test(text);
}

/**
 * What the words of an event mean.
 *
 * @param texts surest first. "Delivered" beside "Delivered to parcel locker" is at the pick-up point.
 * @returns undefined when none of them tells it for sure.
 */
export function milestoneOfWords(texts: Texts): Milestone | undefined {
	const read = texts.map((text) =>
		text === undefined || isSpelledAsCode(text) ? undefined : milestoneOfText(text),
	);
	const first = read.find((milestone) => milestone !== undefined);
	const sharper = read.find((milestone) => SHARPER.has(milestone));
	return first === 'signed' ? (sharper ?? first) : first;
}

/**
 * Names what an event means. A code is surer than words and goes first; the newer tracking method
 * gives words only, in the language that was asked for.
 *
 * @param code e.g. `CC_IM_SUCCESS`.
 * @param texts what the platform says about the event, surest first; some answers hold a code there.
 * @returns undefined when neither is known.
 */
export function milestoneOf(code: string | undefined, texts: Texts): Milestone | undefined {
	const codes = [code, ...texts.filter((text) => text !== undefined && isCode(text))];
	const known = codes.flatMap((written) =>
		written === undefined ? [] : (milestoneOfCode(written) ?? []),
	);
	return known[0] ?? milestoneOfWords(texts);
}

/** Whether an event of no milestone says that somebody took the parcel. */
export function isTakenAway(code: string | undefined, texts: Texts): boolean {
	const isUnknown = milestoneOf(code, texts) === undefined;
	return isUnknown && texts.some((text) => text !== undefined && isTakenBySomebody(text));
}

/** Whether an event is at the buyer's end or may be, so that its words may name the buyer. */
export function mayNameTheBuyer(code: string | undefined, texts: Texts): boolean {
	const read = [milestoneOf(code, texts), milestoneOfWords(texts)];
	return read.some(isAtTheBuyer) || isTakenAway(code, texts);
}
