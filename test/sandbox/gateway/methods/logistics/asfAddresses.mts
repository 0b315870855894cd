import type { JsonObject } from '../../../json.mts';
import { SELLER_ADDRESSES } from '../../../shop/services.mts';
import { list } from '../../envelope.mts';
import { given } from '../../params.mts';
import type { Method } from '../method.mts';
import { asfAnswer, asfFailure } from './asf.mts';

const KINDS = ['pickup', 'refund'];

/** `aliexpress.asf.seller.address.get`: `addressType` is a comma list; all kinds without it. */
export const asfAddresses: Method = {
	name: 'aliexpress.asf.seller.address.get',
	group: 'logistics',
	answer({ params }) {
		const asked = given(params, 'addressType')
			?.split(',')
			.map((kind) => kind.trim().toLowerCase());
		if (asked?.some((kind) => !KINDS.includes(kind))) {
			return asfFailure('INVALID_PARAM', `addressType must hold ${KINDS.join(', ')}`);
		}
		const rows = (kind: string) =>
			list(
				'seller_address_dto',
				SELLER_ADDRESSES.filter(
					(address) => address.kind === kind && (!asked || asked.includes(kind)),
				).map(addressRow),
			);
		return asfAnswer({
			pickupSellerAddressList: rows('pickup'),
			refundSellerAddressList: rows('refund'),
		});
	},
};

function addressRow(address: (typeof SELLER_ADDRESSES)[number]): JsonObject {
	const { id, name, phone, email, country, province, city, street, postcode } = address;
	return {
		addressId: id,
		name,
		phone,
		email,
		country,
		province,
		city,
		streetAddress: street,
		postCode: postcode,
		defaultAddress: address.isDefault,
		memberType: 'wangwang',
	};
}
