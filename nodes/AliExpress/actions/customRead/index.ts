import type { Resource } from '../operation';
import { read } from './read.operation';

export const customRead: Resource = {
	name: 'Custom Read',
	value: 'customRead',
	operations: [read],
};
