import type { Resource } from '../operation';
import { get } from './get.operation';
import { getAddress } from './getAddress.operation';
import { getFund } from './getFund.operation';
import { getMany } from './getMany.operation';
import { getNotes } from './getNotes.operation';

export const order: Resource = {
	name: 'Order',
	value: 'order',
	operations: [getMany, get, getAddress, getFund, getNotes],
};
