import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { given } from '../../params.mts';
import type { Method } from '../method.mts';

const BUSINESS_TYPES = ['ONE_STOP_SERVICE', 'POP_CHOICE'];

/** `global.seller.relation.query`: the seller's shops in the channels of the platform. */
export const linkedShops: Method = {
	name: 'global.seller.relation.query',
	group: 'merchant',
	answer({ params, shop }) {
		const type = given(params, 'business_type');
		if (type !== undefined && !BUSINESS_TYPES.includes(type)) {
			refuse('InvalidParameter', `"business_type" must be one of ${BUSINESS_TYPES.join(', ')}`);
		}
		const found = shop.linkedShops.filter(
			({ businessType }) => type === undefined || businessType === type,
		);
		return {
			success: true,
			global_currency: 'USD',
			seller_relation_list: list(
				'seller_relation_api_dto',
				found.map((linked) => ({
					channel_seller_id: linked.channelSellerId,
					seller_id: linked.sellerId,
					channel: linked.channel,
					channel_currency: linked.currency,
					channel_shop_name: linked.name,
					business_type: linked.businessType,
				})),
			),
		};
	},
};
