import type { z } from 'zod';

import { buyerText, type BuyerDataChoice } from '../../../client/buyerData';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../wire/json';
import { readObject } from '../answerRows';
import { present } from '../present';
import { fields, readShape, text } from '../shape';
import { address, toAddress } from './orderDetailSchema';

const receiptSchema = fields({
	...address,
	country_name: text,
	fax_country: text,
	fax_area: text,
	fax_number: text,
	oaid: text,
});

/** The delivery address of an order: the checked fields, and the object as the platform wrote it. */
export interface RawReceipt {
	fields: z.infer<typeof receiptSchema>;
	source: JsonObject;
}

/** Reads the answer of `aliexpress.trade.redefining.findorderreceiptinfo`. */
export function parseReceipt(value: JsonObject): RawReceipt {
	const { source } = readObject(value, 'result');
	const read = readShape(receiptSchema, source, 'result');
	if (Object.values(read).some((field) => field !== undefined)) return { fields: read, source };
	throw new TypeError('The field "result" of the answer holds no address.');
}

/** An address with what the platform shows in plain text in place of what it had masked. */
export function withPlainText(receipt: RawReceipt, plain: PlainBuyer): RawReceipt {
	const { name, ...parts } = plain.address;
	const known = Object.entries(present({ ...parts, contact_person: parts.contact_person ?? name }));
	return {
		fields: { ...receipt.fields, ...Object.fromEntries(known) },
		source: { ...receipt.source, ...plain.source },
	};
}

/** Normalises an address; without buyer data all but the country is masked. */
export function toReceiptItem(
	orderId: string,
	{ fields: read }: RawReceipt,
	choice: BuyerDataChoice,
) {
	const shown = (value: string | undefined) => buyerText(value, choice);
	return present({
		orderId,
		...toAddress(read, choice),
		countryName: read.country_name,
		faxCountry: shown(read.fax_country),
		faxArea: shown(read.fax_area),
		fax: shown(read.fax_number),
	});
}

/** Takes an address down to what a parcel label needs. */
export function simplifyReceipt(item: ReturnType<typeof toReceiptItem>) {
	const { orderId, country, contactPerson, mobile, phone } = item;
	const { street, street2, city, province, zip } = item;
	const place = { street, street2, city, province, zip };
	return present({ orderId, country, contactPerson, mobile, phone, ...place });
}

const plainSchema = fields({
	contact_person: text,
	first_name: text,
	buyer_signer_fullname: text,
	mobile_no: text,
	phone_number: text,
	detail_address: text,
	address2: text,
});

/** What the platform has unmasked. */
export interface PlainBuyer {
	address: {
		name?: string | undefined;
		contact_person?: string | undefined;
		mobile_no?: string | undefined;
		phone_number?: string | undefined;
		detail_address?: string | undefined;
		address2?: string | undefined;
	};
	source: JsonObject;
}

/** The outcome of unmasking: the plain texts, or what the platform said instead. */
export type Unmasking = { ok: true; plain: PlainBuyer } | { ok: false; said: string };

function said(value: JsonValue | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Reads the answer of `aliexpress.trade.seller.order.decrypt`. Which `result_code` means success is
 * not documented, so the presence of the texts decides.
 */
export function parseUnmasking(value: JsonObject): Unmasking {
	const inner = isJsonObject(value.result) ? value.result : value;
	const { result_code: code, result_info: info, result_obj: source } = inner;
	if (!isJsonObject(source) || Object.keys(source).length === 0) {
		return { ok: false, said: [said(code), said(info)].filter(Boolean).join(': ') };
	}
	const { first_name, buyer_signer_fullname, ...parts } = readShape(
		plainSchema,
		source,
		'result_obj',
	);
	return {
		ok: true,
		plain: { address: { ...parts, name: buyer_signer_fullname ?? first_name }, source },
	};
}
