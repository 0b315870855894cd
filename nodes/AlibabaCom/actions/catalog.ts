import { catalogOf } from '../../action/catalog';
import { optionsField, priorityField } from './fields';
import { logistics } from './logistics';
import type { Resource } from './operation';
import { order } from './order';
import { price } from './price';
import { product } from './product';
import { text } from './text';

/** Everything the node can do. A new resource is one more entry. */
const RESOURCES: readonly Resource[] = [logistics, order, price, product, text];

export const { find: findOperation, properties: catalogProperties } = catalogOf(RESOURCES, {
	first: 'product',
	behind: ({ options }) => [priorityField(), optionsField(options?.())],
});
