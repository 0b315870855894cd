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

/**
 * An order.
 *
 * @param choice whether names, phones and streets are shown in plain text.
 */
export function orderItem(order: Order, isSimple: boolean, choice: BuyerDataChoice) {
	const { orderId, status, tradeTerm, total, shipmentFee, buyerName, buyerCountry, lines } = order;
	const term = tradeTerm === null ? null : termName(tradeTerm);
	const main = {
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
	if (isSimple) return withoutNulls({ ...main, lines: lines.map(simpleLine) });
	const { productTotal, discount, shipmentMethod, carrier, remark, buyerId, address } = order;
	return withoutNulls({
		...main,
		...timeFields('modifiedAt', order.modifiedAt),
		productTotal,
		discount,
		shipmentMethod,
		carrier,
		buyerRef: buyerRefOf(buyerId ?? undefined, choice.pseudonymKey),
		remark: freeText(remark ?? undefined, choice),
		address: addressItem(address, choice),
		lines,
	});
}
