import { catalogOf } from '../../action/catalog';
import { customRead } from './customRead';
import { dispute } from './dispute';
import { logistics } from './logistics';
import type { Resource } from './operation';
import { order } from './order';
import { price } from './price';
import { product } from './product';
import { promotion } from './promotion';
import { quota } from './quota';
import { review } from './review';
import { store } from './store';

/** Everything the node can do. A new resource is one more entry. */
const RESOURCES: readonly Resource[] = [
	customRead,
	dispute,
	logistics,
	order,
	price,
	product,
	promotion,
	quota,
	review,
	store,
];

export const { find: findOperation, properties: catalogProperties } = catalogOf(RESOURCES, {
	first: 'order',
});
