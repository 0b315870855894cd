import type { INodeProperties } from 'n8n-workflow';

/** An `Options` collection without the raw answer, where the item is the answer or holds all of it. */
export function withoutRaw(field: INodeProperties): INodeProperties {
	const options = (field.options ?? []) as INodeProperties[];
	return { ...field, options: options.filter(({ name }) => name !== 'includeRaw') };
}
