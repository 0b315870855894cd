import type { Resource } from '../operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';

export const dispute: Resource = { name: 'Dispute', value: 'dispute', operations: [getMany, get] };
