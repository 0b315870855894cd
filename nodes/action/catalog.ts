import {
	NodeOperationError,
	type IDataObject,
	type IDisplayOptions,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

/** One entry of the Operation drop-down, with its fields and what it does. `Api` is what it talks to. */
export interface Operation<Api> {
	/** As shown in the drop-down. */
	name: string;
	value: string;
	/** As shown in the list of actions. */
	action: string;
	/** Read by people and by AI agents; ends with what it costs. */
	description: string;
	/** The fields, built fresh: n8n changes the objects it is given. */
	fields(): INodeProperties[];
	/**
	 * Runs for one input item and returns the items it makes of it.
	 *
	 * @param index of the input item; every parameter is read with it.
	 * @throws NodeApiError and NodeOperationError; the router adds the item index.
	 */
	run(context: IExecuteFunctions, api: Api, index: number): Promise<IDataObject[]>;
}

/** One entry of the Resource drop-down. */
export interface Resource<Entry> {
	name: string;
	value: string;
	operations: readonly [Entry, ...Entry[]];
	/** Value of the operation that stands in a new node; the first one when absent. */
	usual?: string;
}

type Described = Pick<Operation<never>, 'name' | 'value' | 'action' | 'description' | 'fields'>;

/** Everything a node can do, as its drop-downs and its router need it. */
export interface Catalog<Entry> {
	/** Looks an operation up; undefined when the node has none of that name. */
	find(resource: string, operation: string): Entry | undefined;
	/** The two drop-downs and the fields of every operation, fresh at each call. */
	properties(): INodeProperties[];
}

/**
 * Fields that are shown only where these parameters have one of these values, besides their own
 * conditions. n8n's `updateDisplayOptions` does the same with a deep merge, which for some hundred
 * fields is a good part of the time that a package takes to load.
 */
function shownFor(
	show: NonNullable<IDisplayOptions['show']>,
	properties: readonly INodeProperties[],
): INodeProperties[] {
	return properties.map((property) => {
		const own = property.displayOptions;
		return { ...property, displayOptions: { ...own, show: { ...own?.show, ...show } } };
	});
}

function operationProperty({ value, operations, usual }: Resource<Described>): INodeProperties {
	const property: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map((one) => ({
			name: one.name,
			value: one.value,
			action: one.action,
			description: one.description,
		})),
		default: '',
	};
	return { ...property, default: usual ?? operations[0].value };
}

/**
 * Makes the catalog of a node. A new resource is one more entry in `resources`.
 *
 * @param settings value of the resource that stands in a new node, and which fields stand behind those
 *   of every operation.
 */
export function catalogOf<Entry extends Described>(
	resources: readonly Resource<Entry>[],
	{ first, behind = () => [] }: { first: string; behind?: (operation: Entry) => INodeProperties[] },
): Catalog<Entry> {
	return {
		find: (resource, operation) =>
			resources
				.find((entry) => entry.value === resource)
				?.operations.find((entry) => entry.value === operation),
		properties: () => [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: resources.map(({ name, value }) => ({ name, value })),
				default: first,
			},
			...resources.map(operationProperty),
			...resources.flatMap((resource) =>
				resource.operations.flatMap((operation) =>
					shownFor({ resource: [resource.value], operation: [operation.value] }, [
						...operation.fields(),
						...behind(operation),
					]),
				),
			),
		],
	};
}

/**
 * The operation that an item asks for.
 *
 * @throws NodeOperationError when the node has none of that name, e.g. in a workflow of a newer version.
 */
export function chosenOperation<Entry>(
	context: IExecuteFunctions,
	{ find }: Pick<Catalog<Entry>, 'find'>,
	index: number,
): Entry {
	const resource = String(context.getNodeParameter('resource', index));
	const name = String(context.getNodeParameter('operation', index));
	const operation = find(resource, name);
	if (operation) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`The node has no operation "${name}" for "${resource}"`,
		{ description: 'Choose resource and operation from the lists of the node.' },
	);
}

/** The item that an operation makes, where its `run` tells it: `const … satisfies Operation`. */
export type ItemOf<Operation extends { run(...given: never[]): Promise<IDataObject[]> }> = Awaited<
	ReturnType<Operation['run']>
>[number];
