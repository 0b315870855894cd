import { currentVersion } from './orders.mts';
import type { Order } from './orders.mts';

/** One thing that happened to a parcel. */
export interface TrackingEvent {
	atMs: number;
	/** Code of the older tracking method; the newer one has texts only. */
	actionCode: string;
	en: string;
	zh: string;
	address: string;
	signedName?: string;
}

type Step = readonly [share: number, code: string, en: string, zh: string, address: string];

/** Journeys by share of the time between sending and arriving. */
const OUTWARD: readonly Step[] = [
	[0, 'CONSIGN', 'Shipment declared by the seller', '卖家声明发货', ''],
	[0.05, 'PU_PICKUP_SUCCESS', 'Parcel picked up', '揽收成功', 'Hangzhou, CN'],
	[0.12, 'SC_INBOUND_SUCCESS', 'Arrived at the sorting center', '分拣中心入库', 'Hangzhou, CN'],
	[0.18, 'SC_OUTBOUND_SUCCESS', 'Left the sorting center', '分拣中心出库', 'Hangzhou, CN'],
	[0.25, 'CC_EX_START', 'Export customs clearance started', '出口报关开始', 'Shanghai, CN'],
	[0.32, 'CC_EX_SUCCESS', 'Export customs clearance complete', '出口报关完成', 'Shanghai, CN'],
	[0.4, 'LH_DEPART', 'Left the country of departure', '离开发件国', 'Shanghai, CN'],
	[0.55, 'LH_ARRIVE', 'Arrived at the country of destination', '到达目的国', ''],
	[0.6, 'CC_IM_START', 'Import customs clearance started', '进口清关开始', ''],
];

const HOME: readonly Step[] = [
	[0.7, 'CC_IM_SUCCESS', 'Import customs clearance complete', '进口清关完成', ''],
	[0.8, 'GTMS_ACCEPT', 'Received by the local delivery company', '末端已揽收', ''],
	[0.92, 'GTMS_DELIVERING', 'Out for delivery', '派送中', ''],
];

const MISSED: readonly Step[] = [
	[0.95, 'GTMS_DEL_FAILURE', 'Delivery failed: nobody at home', '派送失败：收件人不在', ''],
	[0.97, 'GSTA_INFORM_BUYER', 'Waiting at the pick-up point', '已到自提点', ''],
];

const SIGNED: readonly Step[] = [[1, 'GTMS_SIGNED', 'Delivered', '已签收', '']];

const REFUSED: readonly Step[] = [
	[0.7, 'CC_IM_FAILURE', 'Import customs clearance failed', '进口清关失败', ''],
	[1, 'RT_RETURN', 'On its way back to the sender', '退回中', ''],
];

const USUAL_JOURNEY_MS = 15 * 86_400_000;

/**
 * The journey of a parcel as it is known at a moment, oldest event first; undefined while nothing
 * was sent. One parcel in ten is missed at the door, one in ten is turned back at the border unless
 * the buyer confirmed it; which ones follows from the order's id.
 */
export function journeyOf(order: Order, nowMs: number): TrackingEvent[] | undefined {
	const { sentAtMs, endAtMs, endReason, trackingNumber } = currentVersion(order);
	if (sentAtMs === undefined || trackingNumber === undefined) return undefined;
	const confirmed = endReason === 'buyer_confirm_goods' && endAtMs !== undefined;
	const durationMs = confirmed ? endAtMs - sentAtMs : USUAL_JOURNEY_MS;
	const fate = Number((order.id / 10n) % 10n);
	const end =
		fate === 9 && !confirmed ? REFUSED : [...HOME, ...(fate === 7 ? MISSED : []), ...SIGNED];
	return [...OUTWARD, ...end]
		.map(([share, actionCode, en, zh, address]) => ({
			atMs: sentAtMs + Math.round((durationMs * share) / 1000) * 1000,
			actionCode,
			en,
			zh,
			address: address || `${order.buyer.city}, ${order.buyer.country}`,
			...(actionCode === 'GTMS_SIGNED' ? { signedName: order.buyer.lastName } : {}),
		}))
		.filter(({ atMs }) => atMs <= nowMs);
}
