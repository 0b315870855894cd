import type { JsonObject } from '../../../json.mts';
import { freightTemplateOf } from '../../../shop/freight.mts';
import type { FreightSetting } from '../../../shop/freight.mts';
import { list } from '../../envelope.mts';
import { requiredIdParam } from '../fields.mts';
import type { Method } from '../method.mts';

/** `aliexpress.freight.redefining.getfreightsettingbytemplatequery`: one template's services. */
export const freightSetting: Method = {
	name: 'aliexpress.freight.redefining.getfreightsettingbytemplatequery',
	group: 'freight',
	answer(call) {
		const template = freightTemplateOf(requiredIdParam(call, 'template_id'));
		if (!template) return { is_success: false, error_desc: 'The template does not exist' };
		return {
			is_success: true,
			error_desc: null,
			template_id: template.id,
			template_name: template.name,
			is_default: template.isDefault,
			freight_setting_list: list('aeop_freight_setting', template.settings.map(settingRow)),
		};
	},
};

function settingRow(setting: FreightSetting): JsonObject {
	const { service, allFree, freeCountries, standardDiscountPercent } = setting;
	return {
		logistics_company: service,
		all_free_shipping: allFree ? 'Y' : 'N',
		free_shipping_country: freeCountries.join(' '),
		all_standard_shipping: standardDiscountPercent === undefined ? 'N' : 'Y',
		all_standard_discount: standardDiscountPercent,
		standard_shipping_country: '',
		self_define_list: list('aeop_freight_selfdefine', []),
	};
}
