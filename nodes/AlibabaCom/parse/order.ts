import type { Money } from '../../wire/money';
import type { Fields } from '../../wire/reading';
import { idText, skuIdText } from './product/productId';
import { momentOf, objectAt, rowsAt, signedMoneyAt, textAt, type Moment } from './rows';

/** An order in a list. */
export interface OrderRow {
	orderId: string | null;
	status: string | null;
	createdAt: Moment;
	modifiedAt: Moment;
}

/** A line of an order. */
export interface OrderLine {
	productId: string | null;
	skuId: string | null;
	skuCode: string | null;
	modelNumber: string | null;
	name: string | null;
	/** Decimal text as written, e.g. `2.0000`. */
	quantity: string | null;
	unit: string | null;
	unitPrice: Money | null;
	attributes: Array<{ name: string; value: string }>;
}

/** Where an order goes to. Data of the buyer. */
export interface ShippingAddress {
	contact: string | null;
	street: string | null;
	streetMore: string | null;
	city: string | null;
	province: string | null;
	zip: string | null;
	country: string | null;
	phone: string | null;
}

/** An order in full. */
export interface Order extends OrderRow {
	tradeTerm: string | null;
	shipmentMethod: string | null;
	carrier: string | null;
	lines: OrderLine[];
	productTotal: Money | null;
	shipmentFee: Money | null;
	discount: Money | null;
	total: Money | null;
	buyerName: string | null;
	buyerId: string | null;
	buyerCountry: string | null;
	remark: string | null;
	address: ShippingAddress;
}

/** Reads a row of the order list. */
export function readOrderRow(row: Fields): OrderRow {
	return {
		orderId: idText(row.trade_id) ?? null,
		status: textAt(row, 'trade_status'),
		createdAt: momentOf(row.create_date),
		modifiedAt: momentOf(row.modify_date),
	};
}

function readLine(row: Fields): OrderLine {
	return {
		productId: idText(row.product_id) ?? null,
		skuId: skuIdText(row.sku_id) ?? null,
		skuCode: textAt(row, 'sku_code'),
		modelNumber: textAt(row, 'model_number'),
		name: textAt(row, 'name'),
		quantity: textAt(row, 'quantity'),
		unit: textAt(row, 'unit'),
		unitPrice: signedMoneyAt(row, 'unit_price'),
		attributes: rowsAt(row, 'sku_attributes').flatMap((one) => {
			const [name, value] = [textAt(one, 'key'), textAt(one, 'value')];
			return name === null || value === null ? [] : [{ name, value }];
		}),
	};
}

function readAddress(address: Fields): ShippingAddress {
	const mobile = objectAt(address, 'mobile');
	const phone = ['country', 'area', 'number'].flatMap((part) => textAt(mobile, part) ?? []);
	return {
		contact: textAt(address, 'contact_person'),
		street: textAt(address, 'address'),
		streetMore: textAt(address, 'alternate_address'),
		city: textAt(address, 'city'),
		province: textAt(address, 'province'),
		zip: textAt(address, 'zip'),
		country: textAt(address, 'country_code', 'country'),
		phone: phone.length === 0 ? null : phone.join(' '),
	};
}

/**
 * Reads an order; the word null inside a text counts as missing.
 *
 * @param value `value` of the answer.
 * @throws TypeError that names the field, when a list is none.
 */
export function readOrder(value: Fields): Order {
	const buyer = objectAt(value, 'buyer');
	const address = readAddress(objectAt(value, 'shipping_address'));
	return {
		...readOrderRow(value),
		tradeTerm: textAt(value, 'trade_term')?.toUpperCase() ?? null,
		shipmentMethod: textAt(value, 'shipment_method'),
		carrier: textAt(objectAt(value, 'carrier'), 'name', 'code'),
		lines: rowsAt(value, 'order_products').map(readLine),
		productTotal: signedMoneyAt(value, 'product_total_amount'),
		shipmentFee: signedMoneyAt(value, 'shipment_fee'),
		discount: signedMoneyAt(value, 'discount_amount'),
		total: signedMoneyAt(value, 'total_amount'),
		buyerName: textAt(buyer, 'full_name'),
		buyerId: textAt(buyer, 'immutable_eid', 'e_account_id'),
		buyerCountry: textAt(buyer, 'country') ?? address.country,
		remark: textAt(value, 'remark'),
		address,
	};
}
