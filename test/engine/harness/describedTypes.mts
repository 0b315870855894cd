import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import { core } from './engine.mts';

/** Finds the description of a node type by its full name and version; undefined when there is none. */
export type DescriptionOf = (fullName: string, version: number) => INodeTypeDescription | undefined;

const NODES_BASE = 'n8n-nodes-base.';

/**
 * The descriptions of all node types of the package under test and of n8n-nodes-base. The latter
 * brings them as JSON, so that also nodes are known that cannot be loaded here.
 */
export async function describedTypes(packageRoot: string): Promise<DescriptionOf> {
	const own = new core.PackageDirectoryLoader(packageRoot);
	await own.loadAll();
	const file = join(packageRoot, '.cache/node_modules/n8n-nodes-base/dist/types/nodes.json');
	const base = JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[];
	const all = new Map<string, INodeTypeDescription[]>();
	const add = (fullName: string, description: INodeTypeDescription): void => {
		all.set(fullName, [...(all.get(fullName) ?? []), description]);
	};
	for (const description of base) add(`${NODES_BASE}${description.name}`, description);
	for (const description of own.types.nodes) {
		add(`${own.packageName}.${description.name.split('.').at(-1) ?? ''}`, description);
	}
	return (fullName, version) =>
		all.get(fullName)?.find((description) => [description.version].flat().includes(version));
}
