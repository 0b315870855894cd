import type { Resource } from '../operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';

export const order: Resource = { name: 'Order', value: 'order', operations: [getMany, get] };
