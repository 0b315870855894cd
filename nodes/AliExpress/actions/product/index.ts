import type { Resource } from '../operation';
import { get } from './get.operation';
import { getCategories } from './getCategories.operation';
import { getCategoryAttributes } from './getCategoryAttributes.operation';
import { getFreightTemplates } from './getFreightTemplates.operation';
import { getGroups } from './getGroups.operation';
import { getMany } from './getMany.operation';
import { getStatus } from './getStatus.operation';

export const product: Resource = {
	name: 'Product',
	value: 'product',
	operations: [
		getMany,
		get,
		getCategories,
		getCategoryAttributes,
		getFreightTemplates,
		getGroups,
		getStatus,
	],
};
