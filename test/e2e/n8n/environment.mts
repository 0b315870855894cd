import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inProject } from '../project.mts';

/** The checked-in list that tests go by which have no n8n: `{ n8n: version, names: [...] }`. */
const LIST = inProject('test', 'fixtures', 'n8nEnvironment.json');

/** What of a release of n8n reads its environment. */
const CODE = '{@n8n/*,n8n,n8n-core}/dist/**/*.js';
/** `Env('NAME')` of its configuration classes, and what reads `process.env` itself. */
const READS = /\bEnv\)?\(['"]([A-Z][A-Z0-9_]+)['"]|\bprocess\.env\.([A-Z][A-Z0-9_]+)/g;

/**
 * The names of all environment variables that an installed n8n reads, sorted.
 *
 * @param modules its folder `node_modules`.
 */
export function environmentNames(modules: string): string[] {
	const names = globSync(CODE, { cwd: modules }).flatMap((file) =>
		[...readFileSync(join(modules, file), 'utf8').matchAll(READS)].map(
			([, configured, read]) => configured ?? read ?? '',
		),
	);
	return [...new Set(names)].sort();
}

/** The version of an installed n8n. */
export const versionOf = (modules: string): string =>
	JSON.parse(readFileSync(join(modules, 'n8n', 'package.json'), 'utf8')).version;

/** The checked-in list. */
export const listedEnvironment = (): { n8n: string; names: string[] } =>
	JSON.parse(readFileSync(LIST, 'utf8'));

// Called by itself it writes the list anew, from the n8n that the end-to-end test has installed.
if (process.argv[1] === import.meta.filename) {
	const modules = inProject('.cache', 'n8n', 'node_modules');
	const list = { n8n: versionOf(modules), names: environmentNames(modules) };
	writeFileSync(LIST, `${JSON.stringify(list, null, '\t')}\n`);
}
