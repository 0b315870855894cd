import { SERVICES } from '../../../shop/services.mts';
import { list } from '../../envelope.mts';
import { pageOf, wholeParam } from '../fields.mts';
import type { Method } from '../method.mts';
import { asfAnswer, asfFailure, askedLines } from './asf.mts';

/** `aliexpress.asf.package.shipping.service.get`: carriers for a package of the given lines. */
export const asfPackageServices: Method = {
	name: 'aliexpress.asf.package.shipping.service.get',
	group: 'logistics',
	answer(call) {
		const page = wholeParam(call, 'pageNo') ?? 1;
		const size = wholeParam(call, 'pageSize') ?? 20;
		if (!askedLines(call)) {
			return asfFailure('INVALID_PARAM', 'A line does not belong to the order');
		}
		const providers = SERVICES.map(({ code, company }) => ({
			shipmentProviderCode: code,
			shipmentProviderName: company,
			deliveryMode: code === 'EMS' ? 'DOOR_PICKUP' : 'WAREHOUSE',
		}));
		return asfAnswer({
			shipmentProviderList: list('shipment_provider_dto', pageOf(providers, page, size).rows),
		});
	},
};
