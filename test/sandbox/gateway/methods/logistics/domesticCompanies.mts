import { DOMESTIC_COMPANIES } from '../../../shop/services.mts';
import { list } from '../../envelope.mts';
import type { Method } from '../method.mts';

/** `aliexpress.logistics.redefining.qureywlbdomesticlogisticscompany`: the name is misspelt so. */
export const domesticCompanies: Method = {
	name: 'aliexpress.logistics.redefining.qureywlbdomesticlogisticscompany',
	group: 'logistics',
	answer: () => ({
		result_success: true,
		error_desc: null,
		result_list: list(
			'result',
			DOMESTIC_COMPANIES.map(({ id, code, name }) => ({
				company_id: id,
				company_code: code,
				name,
			})),
		),
	}),
};
