import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { inProject } from '../setup/project.mjs';

const IMPORT = /\b(?:from|import|require\()\s*\(?'(\.[^']+)'/g;
const ENDINGS = ['', '.ts', '.mts', '/index.ts'];

const importsOf = (file) =>
	[...readFileSync(inProject(file), 'utf8').matchAll(IMPORT)].flatMap(([, path]) => {
		const bare = normalize(join(dirname(file), path));
		const found = ENDINGS.map((ending) => bare + ending).find(
			(name) => /\.m?ts$/.test(name) && existsSync(inProject(name)),
		);
		return found === undefined ? [] : [found];
	});

/** How many imports lead from a file to each of those that it needs, itself left out. */
const distancesFrom = (start, known) => {
	const distances = new Map([[start, 0]]);
	// The map grows while it is walked: what is found is looked at next.
	for (const [file, distance] of distances) {
		if (!known.has(file)) known.set(file, importsOf(file));
		for (const next of known.get(file)) {
			if (!distances.has(next)) distances.set(next, distance + 1);
		}
	}
	return distances;
};

/** How many folders of a test are those of the file: tests stand in the same folders as what they test. */
const foldersShared = (test, file) => {
	const folders = dirname(file).split('/').slice(1);
	const others = dirname(test).split('/').slice(2);
	const apart = folders.findIndex((name, place) => name !== others[place]);
	return apart === -1 ? folders.length : apart;
};

/**
 * Which tests need a file: those that are the fewest imports away from it, of them the ones of its own folder and name first.
 *
 * @param {readonly string[]} folders of tests, e.g. `test/unit`
 * @param {number} most how many of them
 * @returns {(file: string) => string[]} by paths inside the project, the nearest first
 */
export const nearestTestsOf = (folders, most) => {
	const known = new Map();
	const tests = folders
		.flatMap((folder) =>
			readdirSync(inProject(folder), { recursive: true }).map((name) => `${folder}/${name}`),
		)
		.filter((name) => name.endsWith('.test.mts'))
		.map((test) => ({ test, distances: distancesFrom(test, known) }));
	return (file) =>
		tests
			.filter(({ distances }) => distances.has(file))
			.map(({ test, distances }) => ({
				test,
				distance: distances.get(file),
				shared:
					foldersShared(test, file) +
					(basename(test, '.test.mts') === basename(file, '.ts') ? 1 : 0),
			}))
			.sort((a, b) => a.distance - b.distance || b.shared - a.shared)
			.slice(0, most)
			.map(({ test }) => test);
};
