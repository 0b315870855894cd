import { SERVICES } from '../../../shop/services.mts';
import { list } from '../../envelope.mts';
import type { Method } from '../method.mts';

/** `aliexpress.logistics.redefining.listlogisticsservice`: all services, no parameters. */
export const logisticsServices: Method = {
	name: 'aliexpress.logistics.redefining.listlogisticsservice',
	group: 'logistics',
	answer: () => ({
		result_success: true,
		error_desc: null,
		result_list: list(
			'aeop_logistics_service_result',
			SERVICES.map((service, place) => ({
				service_name: service.code,
				display_name: service.name,
				logistics_company: service.company,
				tracking_no_regex: service.trackingPattern,
				min_process_day: service.minDays,
				max_process_day: service.maxDays,
				recommend_order: place + 1,
			})),
		),
	}),
};
