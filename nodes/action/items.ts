import type { IDataObject } from 'n8n-workflow';

/** The item that an operation makes, where its `run` tells it: `const … satisfies Operation`. */
export type ItemOf<Operation extends { run(...given: never[]): Promise<IDataObject[]> }> = Awaited<
	ReturnType<Operation['run']>
>[number];
