import type { INodePropertyOptions, INodeType } from 'n8n-workflow';

import type { AnswerOptions } from '../sandbox/options.mts';

type Parameters = Record<string, unknown>;

/** One operation with parameters that bring something. What its items are made of stands in its output schema. */
export interface Example<World> {
	readonly resource: string;
	readonly operation: string;
	/** The parameters beside resource and operation; all others are as in a new node. */
	parameters?(world: World): Parameters;
	/** Other parameters, for fields that the first do not bring. */
	also?(world: World): Parameters[];
	/** Fields of the schema that nothing here brings, each with the reason behind it. */
	readonly unseen?: readonly string[];
	/** The item is the answer of a method that the user names, so there is no schema. */
	readonly isAnswerItself?: true;
}

/** The parameters of every run of an example. */
export const inputsOf = <World,>(example: Example<World>, world: World): Parameters[] => {
	const { resource, operation } = example;
	return [example.parameters?.(world) ?? {}, ...(example.also?.(world) ?? [])].map((own) => ({
		resource,
		operation,
		...own,
	}));
};

/** As tests call it, e.g. `order getAll`. */
export const nameOf = ({ resource, operation }: Pick<Example<never>, 'resource' | 'operation'>) =>
	`${resource} ${operation}`;

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
