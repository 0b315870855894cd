import { parseProductGroups } from '../parse/productGroups';
import { matches, type Search } from './listSearch';

/** Product groups of the shop, with the group above them in their name. */
export const searchGroups: Search = async (ask, filter) => {
	const groups = await ask('aliexpress.product.productgroups.get', {}, parseProductGroups);
	const results = groups
		.map(({ fields, parent }) => {
			const name = fields.group_name ?? fields.group_id;
			const above = parent && (parent.group_name ?? parent.group_id);
			return { name: above === undefined ? name : `${above} / ${name}`, value: fields.group_id };
		})
		.filter(({ name, value }) => matches(filter, name, value));
	return { results };
};
