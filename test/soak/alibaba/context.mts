import type { IExecuteFunctions, INode } from 'n8n-workflow';

export const NODE: INode = {
	id: 'node-1',
	name: 'Alibaba.com',
	type: 'n8n-nodes-aliexpress.alibabaCom',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The part of an execution that the node's operations use, one set of parameters per item. */
export function contextOf(items: ReadonlyArray<Record<string, unknown>>): IExecuteFunctions {
	const context = {
		getNode: () => NODE,
		getInputData: () => items.map(() => ({ json: {} })),
		continueOnFail: () => true,
		getNodeParameter: (name: string, index: number, fallback?: unknown) =>
			items[index]?.[name] ?? fallback,
		helpers: {
			returnJsonArray: (rows: object[]) => rows.map((json) => ({ json })),
			constructExecutionMetaData: (rows: object[], { itemData }: { itemData: unknown }) =>
				rows.map((row) => ({ ...row, pairedItem: itemData })),
		},
	};
	return context as unknown as IExecuteFunctions;
}
