import type { JsonObject } from '../../../json.mts';
import { SELLER_ADDRESSES } from '../../../shop/services.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { required } from '../../params.mts';
import { listParam } from '../fields.mts';
import type { Method } from '../method.mts';

const KINDS = ['sender', 'pickup', 'refund'];

/** `aliexpress.logistics.redefining.getlogisticsselleraddresses`: only the kinds asked for. */
export const sellerAddresses: Method = {
	name: 'aliexpress.logistics.redefining.getlogisticsselleraddresses',
	group: 'logistics',
	answer(call) {
		required(call.params, 'seller_address_query');
		const kinds = (listParam(call, 'seller_address_query') ?? []).map(String);
		if (kinds.length === 0 || kinds.some((kind) => !KINDS.includes(kind))) {
			refuse('InvalidParameter', `"seller_address_query" must hold ${KINDS.join(', ')}`);
		}
		const listed = kinds.map((kind) => [
			`${kind}_seller_address_list`,
			list(
				'seller_address',
				SELLER_ADDRESSES.filter((address) => address.kind === kind).map(addressRow),
			),
		]);
		return { result_success: true, result_error_code: 0, ...Object.fromEntries(listed) };
	},
};

function addressRow(address: (typeof SELLER_ADDRESSES)[number]): JsonObject {
	const { id, name, phone, mobile, email, country, province, city, county } = address;
	return {
		address_id: id,
		name,
		phone,
		mobile,
		fax: '',
		email,
		country,
		province,
		city,
		county,
		street: '',
		street_address: address.street,
		postcode: address.postcode,
		is_default: address.isDefault ? 1 : 0,
		language: 'zh_CN',
		member_type: 'wangwang',
		trademanage_id: 'cn1000000001',
		need_to_update: false,
	};
}
