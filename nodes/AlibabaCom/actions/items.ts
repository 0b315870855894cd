import type { ItemOf } from '../../action/catalog';
import type { orderRowItem, simpleOrder } from '../items/orderItems';
import type { simpleProduct, simpleRow } from '../items/productItems';
import type { calculate } from './logistics/calculate.operation';
import type { getFreightTemplates } from './logistics/getFreightTemplates.operation';
import type { getOptions } from './logistics/getOptions.operation';
import type { quote as quoteLogistics } from './logistics/quote.operation';
import type { getTracking } from './order/getTracking.operation';
import type { getLadder } from './price/getLadder.operation';
import type { quote as quotePrice } from './price/quote.operation';
import type { getAttributes } from './product/getAttributes.operation';
import type { getCategories } from './product/getCategories.operation';
import type { getInventory } from './product/getInventory.operation';
import type { getStatus } from './product/getStatus.operation';
import type { get as getText } from './text/get.operation';

/**
 * What an operation puts out in a new node, by resource and operation: the fields of all profiles that
 * have a method for it. The output schemas are made of it (`scripts/schemas.mts`).
 */
export interface Items {
	logistics: {
		getOptions: ItemOf<typeof getOptions>;
		calculate: ItemOf<typeof calculate>;
		getFreightTemplates: ItemOf<typeof getFreightTemplates>;
		quote: ItemOf<typeof quoteLogistics>;
	};
	order: {
		get: ReturnType<typeof simpleOrder>;
		getAll: ReturnType<typeof orderRowItem>;
		getTracking: ItemOf<typeof getTracking>;
	};
	price: { getLadder: ItemOf<typeof getLadder>; quote: ItemOf<typeof quotePrice> };
	product: {
		get: ReturnType<typeof simpleProduct>;
		getAttributes: ItemOf<typeof getAttributes>;
		getCategories: ItemOf<typeof getCategories>;
		getInventory: ItemOf<typeof getInventory>;
		getAll: ReturnType<typeof simpleRow>;
		getStatus: ItemOf<typeof getStatus>;
		search: ReturnType<typeof simpleRow> | ReturnType<typeof simpleProduct>;
	};
	text: { get: ItemOf<typeof getText> };
}
