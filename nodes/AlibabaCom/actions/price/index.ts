import type { Resource } from '../operation';
import { getLadder } from './getLadder.operation';
import { quote } from './quote.operation';

export const price: Resource = {
	name: 'Price',
	value: 'price',
	operations: [getLadder, quote],
};
