import type { Resource } from '../operation';
import { getMany } from './getMany.operation';
import { getPending } from './getPending.operation';

export const review: Resource = {
	name: 'Review',
	value: 'review',
	operations: [getMany, getPending],
};
