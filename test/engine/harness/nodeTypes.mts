import { existsSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import type {
	ICredentialType,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
	KnownNodesAndCredentials,
} from 'n8n-workflow';
import type { PackageDirectoryLoader } from 'n8n-core';
import { core, workflowLibrary } from './engine.mts';
import { createModuleMemory } from './moduleMemory.mts';

export interface KnownTypes {
	readonly nodeTypes: INodeTypes;
	/** @throws when no package knows the type */
	credentialType(name: string): ICredentialType;
	parentTypes(name: string): string[];
	/** Full names of the node types that list the credential. */
	supportedNodes(credentialName: string): string[];
	/** Forgets all module-level state of the package under test and loads it again. */
	reload(): Promise<void>;
}

export interface KnownTypesOptions {
	packageRoot: string;
	nodesBaseRoot: string;
	/** Node types of a test's own, by full name. */
	extraNodes?: Record<string, INodeType>;
	/** For how long n8n had been running before, ms. Default: 0. */
	runningForMs?: number;
}

const CLOCK = 'dist/nodes/time/clock.js';

/** @param runningForMs how long ago the package counts as loaded. */
const loadPackage = async (
	packageRoot: string,
	runningForMs = 0,
): Promise<PackageDirectoryLoader> => {
	const loader = new core.PackageDirectoryLoader(packageRoot);
	const load = createModuleMemory(packageRoot);
	Object.assign(loader, {
		loadClass: (sourcePath: string) => {
			const className = parse(sourcePath).name.split('.')[0] ?? '';
			const exported = load(join(packageRoot, sourcePath)) as Record<string, new () => unknown>;
			const found = exported[className];
			if (found === undefined) throw new Error(`${sourcePath} exports no class ${className}.`);
			return new found();
		},
	});
	await loader.loadAll();
	if (runningForMs > 0) {
		const { systemClock } = load(join(packageRoot, CLOCK)) as {
			systemClock: { loadedAtMs: number };
		};
		systemClock.loadedAtMs -= runningForMs;
	}
	return loader;
};

/**
 * n8n-nodes-base has some 500 nodes; its own index lets each be loaded when a workflow first uses
 * it.
 */
const openNodesBase = (root: string): PackageDirectoryLoader => {
	if (!existsSync(join(root, 'dist/known/nodes.json'))) {
		throw new Error(`n8n's own nodes are missing in ${root}. Run npm run setup.`);
	}
	const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
	const loader = new core.PackageDirectoryLoader(root);
	loader.known.nodes = read('dist/known/nodes.json') as KnownNodesAndCredentials['nodes'];
	loader.known.credentials = read(
		'dist/known/credentials.json',
	) as KnownNodesAndCredentials['credentials'];
	return loader;
};

/**
 * Looks node and credential types up in the package under test, in n8n-nodes-base and among a
 * test's own.
 */
export const createKnownTypes = async (options: KnownTypesOptions): Promise<KnownTypes> => {
	const extraNodes = options.extraNodes ?? {};
	const base = openNodesBase(options.nodesBaseRoot);
	let own = await loadPackage(options.packageRoot, options.runningForMs);

	const nodeType = (fullName: string): INodeType | IVersionedNodeType => {
		const extra = extraNodes[fullName];
		if (extra !== undefined) return extra;
		const [packageName, name = ''] = fullName.split('.');
		const loader = [own, base].find((candidate) => candidate.packageName === packageName);
		if (loader === undefined) throw new Error(`No package for node type ${fullName}.`);
		return loader.getNode(name).type;
	};
	const ownerOf = (credentialName: string): PackageDirectoryLoader =>
		credentialName in own.known.credentials ? own : base;
	const parentTypes = (name: string): string[] => {
		const parents = ownerOf(name).known.credentials[name]?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...parentTypes(parent)]);
	};

	return {
		nodeTypes: {
			getByName: nodeType,
			getByNameAndVersion: (name, version) =>
				workflowLibrary.NodeHelpers.getVersionedNodeType(nodeType(name), version),
			getKnownTypes: () => ({}),
		},
		credentialType: (name) => ownerOf(name).getCredential(name).type,
		parentTypes,
		supportedNodes: (name) => {
			const loader = ownerOf(name);
			const names = loader.known.credentials[name]?.supportedNodes ?? [];
			return names.map((nodeName) => `${loader.packageName}.${nodeName}`);
		},
		reload: async () => {
			own = await loadPackage(options.packageRoot);
		},
	};
};
