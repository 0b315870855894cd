import type { Resource } from '../operation';
import { getLinkedShops } from './getLinkedShops.operation';
import { getProfile } from './getProfile.operation';

export const store: Resource = {
	name: 'Store',
	value: 'store',
	operations: [getProfile, getLinkedShops],
};
