import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

interface LoadedModule {
	exports: unknown;
}

/** What a file does when it is loaded, with the exports that it fills. */
type Compiled = (
	exports: unknown,
	require: (request: string) => unknown,
	module: LoadedModule,
) => void;

/** Files are read and compiled once for all memories; each of these runs them anew. */
const compiledFiles = new Map<string, Compiled>();
const foundFiles = new Map<string, string>();

const compiled = (file: string): Compiled => {
	const known = compiledFiles.get(file);
	if (known !== undefined) return known;
	const text = readFileSync(file, 'utf8');
	const run = file.endsWith('.json')
		? (_exports: unknown, _require: unknown, module: LoadedModule) => {
				module.exports = JSON.parse(text) as unknown;
			}
		: (new Function(
				...['exports', 'require', 'module'],
				`${text}\n//# sourceURL=${file}`,
			) as Compiled);
	compiledFiles.set(file, run);
	return run;
};

const withExtension = (path: string): string => {
	const known = foundFiles.get(path);
	if (known !== undefined) return known;
	const found = [path, `${path}.js`, `${path}.json`, join(path, 'index.js')].find(
		(candidate) => /\.(js|json)$/.test(candidate) && existsSync(candidate),
	);
	if (found === undefined) throw new Error(`No built file for ${path}. Run npm run build.`);
	foundFiles.set(path, found);
	return found;
};

/**
 * A memory of its own for the compiled modules of one package. n8n forgets a package's module-level
 * state when its process ends; a fresh memory is that, without ending the process. What lies
 * outside the package (n8n-workflow, zod, luxon, node:crypto) is shared with the engine.
 *
 * @returns `load(file)`: the exports of a compiled file, given by its absolute path
 */
export const createModuleMemory = (packageRoot: string): ((file: string) => unknown) => {
	const loaded = new Map<string, LoadedModule>();
	const requireOutside = createRequire(join(packageRoot, 'package.json'));

	const load = (file: string): unknown => {
		const known = loaded.get(file);
		if (known !== undefined) return known.exports;
		const module: LoadedModule = { exports: {} };
		loaded.set(file, module);
		const requireHere = (request: string): unknown =>
			request.startsWith('.')
				? load(withExtension(resolve(dirname(file), request)))
				: requireOutside(request);
		compiled(file)(module.exports, requireHere, module);
		return module.exports;
	};
	return load;
};
