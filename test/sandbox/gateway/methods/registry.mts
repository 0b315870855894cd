import { DISPUTE_METHODS } from './dispute/methods.mts';
import { LOGISTICS_METHODS } from './logistics/methods.mts';
import type { Method } from './method.mts';
import { ORDER_METHODS } from './order/methods.mts';
import { PRODUCT_METHODS } from './product/methods.mts';
import { PROMOTION_METHODS } from './promotion/methods.mts';
import { REVIEW_METHODS } from './review/methods.mts';
import { STORE_METHODS } from './store/methods.mts';

const ALL: readonly Method[] = [
	...ORDER_METHODS,
	...PRODUCT_METHODS,
	...LOGISTICS_METHODS,
	...REVIEW_METHODS,
	...PROMOTION_METHODS,
	...STORE_METHODS,
	...DISPUTE_METHODS,
];

/**
 * Every business method the gateway knows, by name. A new one is a file and a line in its folder's
 * list. Most of the older generation (`aliexpress.solution.order.*` and others) is retired: not here, so
 * refused.
 */
export const METHODS: ReadonlyMap<string, Method> = new Map(
	ALL.map((method) => [method.name, method]),
);
