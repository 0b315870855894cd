import { buyerRefOf, buyerText, freeText, type BuyerDataChoice } from '../../client/buyerData';
import type { Order, OrderLine, OrderRow, ShippingAddress } from '../parse/order';
import { termName } from '../parse/price/tradeTerms';
import { withoutNulls } from '../parse/withoutNulls';
import { timeFields } from './productItems';

/** An order of a list. */
export function orderRowItem({ orderId, status, createdAt, modifiedAt }: OrderRow) {
	return withoutNulls({
		orderId,
		status,
		...timeFields('createdAt', createdAt),
		...timeFields('modifiedAt', modifiedAt),
	});
}

function masked(text: string | null, choice: BuyerDataChoice): string | undefined {
	return buyerText(text ?? undefined, choice);
}

function addressItem(address: ShippingAddress, choice: BuyerDataChoice) {
	const { contact, street, streetMore, zip, phone, city, province, country } = address;
	return {
		contact: masked(contact, choice),
		street: masked(street, choice),
		streetMore: masked(streetMore, choice),
		zip: masked(zip, choice),
		phone: masked(phone, choice),
		city,
		province,
		country,
	};
}

function simpleLine({ productId, skuId, name, quantity, unit, unitPrice }: OrderLine) {
	return { productId, skuId, name, quantity, unit, unitPrice };
}

function mainFields(order: Order, choice: BuyerDataChoice) {
	const { orderId, status, tradeTerm, total, shipmentFee, buyerName, buyerCountry } = order;
	const term = tradeTerm === null ? null : termName(tradeTerm);
	return {
		orderId,
		status,
		...timeFields('createdAt', order.createdAt),
		total,
		shipmentFee,
		tradeTerm,
		termZh: term?.zh,
		termEn: term?.en,
		buyerName: masked(buyerName, choice),
		buyerCountry,
	};
}

/**
 * What most workflows need of an order.
 *
 * @param choice whether the name of the buyer is shown in plain text.
 */
export function simpleOrder(order: Order, choice: BuyerDataChoice) {
	return withoutNulls({ ...mainFields(order, choice), lines: order.lines.map(simpleLine) });
}

/**
 * All that is known of an order.
 *
 * @param choice whether names, phones and streets are shown in plain text.
 */
export function fullOrder(order: Order, choice: BuyerDataChoice) {
	const { productTotal, discount, shipmentMethod, carrier, remark, buyerId, address } = order;
	return withoutNulls({
		...mainFields(order, choice),
		...timeFields('modifiedAt', order.modifiedAt),
		productTotal,
		discount,
		shipmentMethod,
		carrier,
		buyerRef: buyerRefOf(buyerId ?? undefined, choice.pseudonymKey),
		remark: freeText(remark ?? undefined, choice),
		address: addressItem(address, choice),
		lines: order.lines,
	});
}
