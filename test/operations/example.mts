import type { INodePropertyOptions, INodeType } from 'n8n-workflow';

import type { AnswerOptions } from '../sandbox/options.mts';

/** One operation with parameters that bring something, and what its items are made of. */
export interface Example<World> {
	readonly resource: string;
	readonly operation: string;
	/** The parameters beside resource and operation; all others are as in a new node. */
	parameters?(world: World): Record<string, unknown>;
	/** Every top-level field that the items of this run have between them, in the order of the alphabet. */
	readonly fields: readonly string[];
}

/** As tests call it, e.g. `order getAll`. */
export const nameOf = ({ resource, operation }: Pick<Example<never>, 'resource' | 'operation'>) =>
	`${resource} ${operation}`;

/** The top-level fields that items have between them, in the order of the alphabet. */
export const fieldsOf = (items: ReadonlyArray<Record<string, unknown>>): string[] =>
	[...new Set(items.flatMap((item) => Object.keys(item)))].sort();

/** Every operation that the drop-downs of a node offer, named in the same way. */
export const operationsOf = ({ description }: INodeType): string[] =>
	description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.map((option) => {
				const { value } = option as INodePropertyOptions;
				const resource = String(displayOptions?.show?.resource?.[0]);
				return nameOf({ resource, operation: String(value) });
			}),
		)
		.sort();

/** A shape in which the AliExpress gateway answers, whatever was asked for. */
export type Shape = Readonly<Partial<AnswerOptions>>;

/** The shapes that differ in what a reader has to do. */
export const SHAPES: readonly Shape[] = [
	{ envelope: 'wrapped', emptyLists: 'object' },
	{ envelope: 'plain', idsAsText: true, emptyLists: 'array' },
	{ keepWrapped: true, emptyLists: 'missing' },
	{ keepWrapped: false, emptyLists: 'object' },
];
