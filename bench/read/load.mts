import { readFileSync } from 'node:fs';
import { median } from '../frame/numbers.mts';
import { runChild } from './child.mts';
import type { Loaded } from './loadChild.mts';

const NODES_BASE = '.cache/node_modules/n8n-nodes-base';
const REPEATS = 9;

interface Manifest {
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

/** Node and credential files that a package names to n8n. */
const filesOf = (folder: string, isWanted: (file: string) => boolean): string[] => {
	const { n8n } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest;
	const files = [...n8n.nodes, ...n8n.credentials].filter(isWanted);
	if (files.length === 0) throw new Error(`The package in ${folder} names no such files.`);
	return files.map((file) => `./${folder}/${file}`);
};

const middleOf = (runs: readonly Loaded[]): Loaded => ({
	tookMs: median(runs.map(({ tookMs }) => tookMs)),
	files: median(runs.map(({ files }) => files)),
	cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
	liveMb: median(runs.map(({ liveMb }) => liveMb)),
	rssMb: median(runs.map(({ rssMb }) => rssMb)),
});

/** Loads this package and n8n's Shopify nodes in processes of their own, several times in turns. */
export const measureLoading = async (): Promise<{ ours: Loaded; shopify: Loaded }> => {
	const ourFiles = filesOf('.', () => true);
	const shopifyFiles = filesOf(NODES_BASE, (file) => /\/Shopify[^/]*\.js$/.test(file));
	const ours: Loaded[] = [];
	const shopify: Loaded[] = [];
	// The first pair finds the files on the disk, as no later one does.
	for (let repeat = -1; repeat < REPEATS; repeat++) {
		const pair = {
			ours: (await runChild('./loadChild.mts', ourFiles)) as Loaded,
			shopify: (await runChild('./loadChild.mts', shopifyFiles)) as Loaded,
		};
		if (repeat < 0) continue;
		ours.push(pair.ours);
		shopify.push(pair.shopify);
	}
	return { ours: middleOf(ours), shopify: middleOf(shopify) };
};
