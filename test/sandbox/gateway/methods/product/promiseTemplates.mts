import { list } from '../../envelope.mts';
import { requiredIdParam } from '../fields.mts';
import type { Method } from '../method.mts';
import { required } from '../../params.mts';

const TEMPLATES = [
	{ id: 0, name: 'Service Template for New Sellers' },
	{ id: 1, name: '30 days "free" return & refund' },
];
const ALL = '-1';

/** `aliexpress.postproduct.redefining.querypromisetemplatebyid`: -1 means all of them. */
export const promiseTemplates: Method = {
	name: 'aliexpress.postproduct.redefining.querypromisetemplatebyid',
	group: 'product',
	answer(call) {
		const asked = required(call.params, 'template_id');
		const found =
			asked === ALL
				? TEMPLATES
				: TEMPLATES.filter(({ id }) => BigInt(id) === requiredIdParam(call, 'template_id'));
		return { result: { template_list: list('promise_template', found) } };
	},
};
