import { parseTracking, type RawTracking } from '../../parse/logistics/tracking';
import { parseOrderDetail } from '../../parse/order/orderDetail';
import { OF_THE_THING, unlessRefused, type Look, type Refusals } from './watch';

const ORDER_METHOD = 'aliexpress.trade.new.redefining.findorderbyid';
const NEWER = 'aliexpress.asf.shipment.tracking.get';
const OLDER = 'aliexpress.logistics.redefining.querytrackingresult';
const LOCALE = 'en_US';
/** Under this the watch knows that only the older method answers. */
export const OLDER_ONLY = 'older';

/** Refusals of a method that this app may not call. */
const OF_THE_METHOD: Refusals = new Set(['403', '404']);

/** An order with the numbers of its parcels; undefined when it is refused, e.g. because it is gone. */
export async function readOrder({ call }: Look, orderId: string) {
	const answer = await unlessRefused(
		call(ORDER_METHOD, { param1: { order_id: BigInt(orderId) } }),
		OF_THE_THING,
	);
	return answer && parseOrderDetail(answer).fields;
}

async function readOlder(look: Look, orderId: string, number: string) {
	const order = await readOrder(look, orderId);
	const shipment = order?.logistic_info_list.find(({ logistics_no }) => logistics_no === number);
	const { logistics_type_code: service } = shipment ?? {};
	const country = order?.receipt_address.country;
	if (service === undefined || country === undefined) return undefined;
	const asked = {
		logistics_no: number,
		origin: 'ESCROW',
		out_ref: BigInt(orderId),
		service_name: service,
		to_area: country,
	};
	const answer = await unlessRefused(look.call(OLDER, asked), OF_THE_THING);
	return answer && parseTracking(answer, 'older');
}

/** What is told of a parcel; undefined while there is nothing. An app that may not ask the newer method asks the older one. */
export async function readParcel(
	look: Look,
	orderId: string,
	number: string,
): Promise<RawTracking | undefined> {
	if (look.known.get(OLDER_ONLY) === undefined) {
		const asked = look.call(NEWER, {
			mailNo: number,
			tradeOrderId: BigInt(orderId),
			locale: LOCALE,
		});
		const notThere = new Set(['400', '422']);
		const answer = await unlessRefused(
			unlessRefused(asked, OF_THE_METHOD).then((given) => given ?? ('refused' as const)),
			notThere,
		);
		if (answer !== 'refused') return answer && parseTracking(answer, 'newer');
		look.known.set(OLDER_ONLY, '1');
	}
	return await readOlder(look, orderId, number);
}
