import type { Product } from '../../../shop/products.mts';
import { requiredIdParam } from '../fields.mts';
import { unsuccessful } from '../method.mts';
import type { MethodCall } from '../method.mts';

/** The answer for a product that does not exist or belongs to somebody else. */
export const NO_PRODUCT = unsuccessful(13_001_030, 'The product does not exist');

/** The product that the parameter `product_id` names. */
export function askedProduct(call: MethodCall): Product | undefined {
	return call.shop.product(requiredIdParam(call, 'product_id'));
}
