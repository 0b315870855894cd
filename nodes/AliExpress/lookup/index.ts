import { listSearch } from './listSearch';
import { searchCategories } from './searchCategories';
import { searchFreightTemplates } from './searchFreightTemplates';
import { searchGroups } from './searchGroups';
import { searchOrders } from './searchOrders';
import { searchProducts } from './searchProducts';

/** The look-ups behind the locators of the node, by the name that their fields call them. */
export const lookups = {
	searchCategories: listSearch(searchCategories),
	searchFreightTemplates: listSearch(searchFreightTemplates),
	searchGroups: listSearch(searchGroups),
	searchOrders: listSearch(searchOrders),
	searchProducts: listSearch(searchProducts),
};
