import type { Resource } from '../operation';
import { getCoupons } from './getCoupons.operation';
import { getMany } from './getMany.operation';
import { getProducts } from './getProducts.operation';

export const promotion: Resource = {
	name: 'Promotion',
	value: 'promotion',
	operations: [getMany, getCoupons, getProducts],
};
