import type { Resource } from '../operation';
import { calculate } from './calculate.operation';
import { getFreightTemplates } from './getFreightTemplates.operation';
import { getOptions } from './getOptions.operation';
import { quote } from './quote.operation';

export const logistics: Resource = {
	name: 'Logistics',
	value: 'logistics',
	operations: [getOptions, calculate, getFreightTemplates, quote],
};
