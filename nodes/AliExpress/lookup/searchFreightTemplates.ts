import { parseFreightTemplates } from '../parse/freightTemplates';
import { matches, type Search } from './listSearch';

/** Freight templates of the shop. */
export const searchFreightTemplates: Search = async (ask, filter) => {
	const method = 'aliexpress.freight.redefining.listfreighttemplate';
	const templates = await ask(method, {}, parseFreightTemplates);
	const results = templates
		.map(({ fields }) => {
			const name = fields.template_name ?? fields.template_id;
			return { name: fields.is_default ? `${name} (default)` : name, value: fields.template_id };
		})
		.filter(({ name, value }) => matches(filter, name, value));
	return { results };
};
