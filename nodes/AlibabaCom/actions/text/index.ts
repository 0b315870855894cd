import type { Resource } from '../operation';
import { get } from './get.operation';

export const text: Resource = { name: 'Text', value: 'text', operations: [get] };
