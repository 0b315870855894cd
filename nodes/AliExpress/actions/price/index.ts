import type { Resource } from '../operation';
import { get } from './get.operation';

export const price: Resource = { name: 'Price', value: 'price', operations: [get] };
