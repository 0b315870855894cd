import { FREIGHT_TEMPLATES } from '../../../shop/freight.mts';
import { list } from '../../envelope.mts';
import type { Method } from '../method.mts';

/** `aliexpress.freight.redefining.listfreighttemplate`: recorded with an error text beside success. */
export const freightTemplates: Method = {
	name: 'aliexpress.freight.redefining.listfreighttemplate',
	group: 'freight',
	answer: () => ({
		result_success: true,
		result_error_desc: 'System error',
		aeop_freight_template_d_t_o_list: list(
			'aeopfreighttemplatedtolist',
			FREIGHT_TEMPLATES.map(({ id, name, isDefault }) => ({
				template_id: id,
				template_name: name,
				is_default: isDefault,
			})),
		),
	}),
};
