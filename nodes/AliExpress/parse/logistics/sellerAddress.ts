import type { z } from 'zod';

import { buyerText, type BuyerDataChoice } from '../../../client/buyerData';
import type { JsonObject } from '../../../wire/json';
import { readRows } from '../answerRows';
import { present } from '../present';
import { fields, id, readShape, text, yesNo } from '../shape';

/** What an address of the seller is for. */
export type AddressKind = 'sender' | 'pickup' | 'refund';
export const ADDRESS_KINDS: readonly AddressKind[] = ['sender', 'pickup', 'refund'];

const addressSchema = fields({
	address_id: id,
	addressId: id,
	is_default: yesNo,
	defaultAddress: yesNo,
	country: text,
	province: text,
	city: text,
	county: text,
	street: text,
	street_address: text,
	streetAddress: text,
	postcode: text,
	postCode: text,
	name: text,
	phone: text,
	mobile: text,
	fax: text,
	email: text,
	trademanage_id: text,
	language: text,
	member_type: text,
	memberType: text,
	need_to_update: yesNo,
});

/** One address of the seller: the checked fields, and the object as the platform wrote it. */
export interface RawSellerAddress {
	kind: AddressKind;
	fields: z.infer<typeof addressSchema>;
	source: JsonObject;
}

/** Which of the two methods an answer came from. */
export type AddressSource = 'newer' | 'older';

const PLACES = {
	newer: { within: ['result', 'data'], suffix: 'SellerAddressList' },
	older: { within: ['result'], suffix: '_seller_address_list' },
};

function readKind(value: JsonObject, from: AddressSource, kind: AddressKind): RawSellerAddress[] {
	const { suffix, ...place } = PLACES[from];
	const beside = ADDRESS_KINDS.map((other) => `${other}${suffix}`);
	const rows = readRows(value, { ...place, field: `${kind}${suffix}`, beside });
	return rows.map(({ source, at }) => {
		const fields = readShape(addressSchema, source, at);
		if (fields.address_id ?? fields.addressId) return { kind, fields, source };
		const name = from === 'newer' ? 'addressId' : 'address_id';
		throw new TypeError(`The field "${at}.${name}" of the answer is missing.`);
	});
}

/**
 * Reads the answer of `aliexpress.asf.seller.address.get` (newer) or
 * `aliexpress.logistics.redefining.getlogisticsselleraddresses` (older).
 *
 * @param kinds to read; others in the answer are left out.
 */
export function parseSellerAddresses(
	value: JsonObject,
	from: AddressSource,
	kinds: readonly AddressKind[],
): RawSellerAddress[] {
	return kinds.flatMap((kind) => readKind(value, from, kind));
}

/** Normalises an address of the seller. All but country, province and city is masked unless asked for. */
export function toSellerAddressItem({ kind, fields }: RawSellerAddress, choice: BuyerDataChoice) {
	const shown = (value: string | undefined) => buyerText(value, choice);
	return present({
		addressId: fields.address_id ?? fields.addressId,
		kind,
		isDefault: fields.is_default ?? fields.defaultAddress,
		country: fields.country,
		province: fields.province,
		city: fields.city,
		name: shown(fields.name),
		phone: shown(fields.mobile ?? fields.phone),
		street: shown(fields.street_address ?? fields.streetAddress ?? fields.street),
		postcode: shown(fields.postcode ?? fields.postCode),
		landline: fields.mobile === undefined ? undefined : shown(fields.phone),
		county: fields.county,
		fax: shown(fields.fax),
		email: shown(fields.email),
		tradeManagerId: shown(fields.trademanage_id),
		language: fields.language,
		memberType: fields.member_type ?? fields.memberType,
		needsUpdate: fields.need_to_update,
	});
}
export type SellerAddressItem = ReturnType<typeof toSellerAddressItem>;

/** Takes a full address down to ten fields. */
export function simplifySellerAddress(item: SellerAddressItem) {
	return present({
		addressId: item.addressId,
		kind: item.kind,
		isDefault: item.isDefault,
		country: item.country,
		province: item.province,
		city: item.city,
		name: item.name,
		phone: item.phone,
		street: item.street,
		postcode: item.postcode,
	});
}
