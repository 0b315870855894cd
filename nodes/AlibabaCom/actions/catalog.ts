import type { INodeProperties } from 'n8n-workflow';

import { shownFor } from '../../action/shownFor';
import { optionsField, priorityField } from './fields';
import { logistics } from './logistics';
import type { Operation, Resource } from './operation';
import { order } from './order';
import { price } from './price';
import { product } from './product';
import { text } from './text';

/** Everything the node can do. A new resource is one more entry. */
const RESOURCES: readonly Resource[] = [logistics, order, price, product, text];

/** Looks an operation up; undefined when the node has none of that name. */
export function findOperation(resource: string, operation: string): Operation | undefined {
	return RESOURCES.find((entry) => entry.value === resource)?.operations.find(
		(entry) => entry.value === operation,
	);
}

function operationProperty(resource: Resource): INodeProperties {
	const property: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options: resource.operations.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
		default: '',
	};
	return { ...property, default: resource.operations[0].value };
}

function fieldsOf(resource: Resource): INodeProperties[] {
	return resource.operations.flatMap((operation) =>
		shownFor({ resource: [resource.value], operation: [operation.value] }, [
			...operation.fields(),
			priorityField(),
			optionsField(operation.options?.()),
		]),
	);
}

/** The two drop-downs and the fields of every operation, fresh at each call. */
export function catalogProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: RESOURCES.map(({ name, value }) => ({ name, value })),
			default: 'product',
		},
		...RESOURCES.map(operationProperty),
		...RESOURCES.flatMap(fieldsOf),
	];
}
