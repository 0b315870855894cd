import type { JsonObject } from '../../../json.mts';
import { freightCents, freightTemplateOf } from '../../../shop/freight.mts';
import { list } from '../../envelope.mts';
import { given, required } from '../../params.mts';
import { decimalParam, flagParam, requiredIdParam, wholeParam } from '../fields.mts';
import { objectParam } from '../method.mts';
import type { Method } from '../method.mts';
import { money } from '../order/orderListRow.mts';

/** What the platform says of a service that does not deliver there. */
const NOT_DELIVERED = 30_001;

/** `aliexpress.freight.redefining.calculatefreight`: one row for each service of a template. */
export const calculateFreight: Method = {
	name: 'aliexpress.freight.redefining.calculatefreight',
	group: 'freight',
	answer(call) {
		const template = freightTemplateOf(requiredIdParam(call, 'freight_template_id'));
		const country = required(call.params, 'country');
		required(call.params, 'count');
		required(call.params, 'weight');
		const count = wholeParam(call, 'count') ?? 0;
		const weightKg = decimalParam(call, 'weight') ?? 0;
		for (const side of ['length', 'width', 'height']) wholeParam(call, side);
		flagParam(call, 'is_custom_pack_weight');
		if (given(call.params, 'product_price')) objectParam(call, 'product_price');
		if (!template) return failed('The freight template does not exist');
		if (count < 1) return failed('The count must be at least 1');
		const rows = template.settings.map((setting): JsonObject => {
			const freight = freightCents(setting, { country, count, weightKg });
			if (!freight) return { service_name: setting.service, error_code: NOT_DELIVERED };
			return {
				service_name: setting.service,
				error_code: 0,
				freight: { ...money(freight.cents, 'USD'), cent: freight.cents },
				standard_freight: { ...money(freight.standardCents, 'USD'), cent: freight.standardCents },
			};
		});
		return {
			result_success: true,
			result_error_desc: null,
			aeop_freight_calculate_result_d_t_o_list: list('aeopfreightcalculateresultdtolist', rows),
		};
	},
};

function failed(reason: string): JsonObject {
	return { result_success: false, result_error_desc: reason };
}
