import type { Resource } from '../operation';
import { get } from './get.operation';
import { getAttributes } from './getAttributes.operation';
import { getCategories } from './getCategories.operation';
import { getInventory } from './getInventory.operation';
import { getMany } from './getMany.operation';
import { getStatus } from './getStatus.operation';
import { search } from './search.operation';

export const product: Resource = {
	name: 'Product',
	value: 'product',
	operations: [get, getAttributes, getCategories, getInventory, getMany, getStatus, search],
};
