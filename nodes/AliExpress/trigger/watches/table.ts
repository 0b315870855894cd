import type { WatchName } from '../events/events';
import { healthWatch, promotionWatch, quotaWatch } from './shop';
import { complianceWatch } from './compliance';
import { salesWatch, shippingWatch } from './orders';
import { parcelWatch } from './parcels';
import { productWatch, stockWatch } from './products';
import type { Watch } from './watch';

/** Every watch, by the name under which the state keeps it. */
export const WATCHES: Readonly<Record<WatchName, Watch>> = {
	compliance: complianceWatch,
	health: healthWatch,
	parcels: parcelWatch,
	products: productWatch,
	promotions: promotionWatch,
	quota: quotaWatch,
	sales: salesWatch,
	shipping: shippingWatch,
	stock: stockWatch,
};
