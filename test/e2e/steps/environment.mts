import { globSync, readFileSync } from 'node:fs';

import { environmentNames, listedEnvironment, versionOf } from '../n8n/environment.mts';
import { inProject } from '../project.mts';
import { say, type Facts } from '../report.mts';
import type { Stage } from '../stage.mts';

/** Settings of n8n as the compose files write them; those of other services are not n8n's. */
const SETTING = /^ +-? ?((?:N8N|EXECUTIONS|GENERIC)_[A-Z0-9_]+)[:=]/gm;

/**
 * Compares the settings in the compose files with those that this n8n reads.
 *
 * @returns `unknownSettings`: how many it does not read. `unlistedSettings`: by how many names the checked-in
 * list differs from this n8n, 0 for another version than the list is of.
 */
export function compareEnvironment({ modules }: Stage): Facts {
	const read = new Set(environmentNames(modules));
	const version = versionOf(modules);
	say(`This is n8n ${version}, which reads ${read.size} settings.`);
	const named = globSync('deploy/**/compose.yaml', { cwd: inProject() }).flatMap((file) =>
		[...readFileSync(inProject(file), 'utf8').matchAll(SETTING)].map(([, name = '']) => name),
	);
	const unknown = named.filter((name) => !read.has(name.replace(/_FILE$/, '')));
	const listed = new Set(listedEnvironment().names);
	const isListed = listedEnvironment().n8n === version;
	const differing = [...read, ...listed].filter((name) => read.has(name) !== listed.has(name));
	for (const name of [...unknown, ...(isListed ? differing : [])])
		say(`${name} is not what this n8n reads.`);
	return { unknownSettings: unknown.length, unlistedSettings: isListed ? differing.length : 0 };
}
