import type { Resource } from '../operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { getTracking } from './getTracking.operation';

export const order: Resource = {
	name: 'Order',
	value: 'order',
	operations: [get, getMany, getTracking],
};
