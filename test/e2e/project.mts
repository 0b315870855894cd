import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the project. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A path inside the project. */
export const inProject = (...parts: string[]): string => join(projectRoot, ...parts);

const load = createRequire(import.meta.url);

/**
 * A module of the package as it was built, so that what is asked here is what n8n runs.
 *
 * @param path under `nodes/`, without extension; the type comes from the source of the same name.
 */
export const fromPackage = <T,>(path: string): T => load(inProject('dist', 'nodes', path)) as T;
