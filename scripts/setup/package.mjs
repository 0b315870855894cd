import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inProject } from './project.mjs';
import { runNode, SetUpError } from './run.mjs';

const stamp = inProject('.cache', 'built-from');

const filesUnder = (folder) =>
	existsSync(inProject(folder))
		? readdirSync(inProject(folder), { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`)
				.sort()
		: [];

const sourceHash = () => {
	const hash = createHash('sha256');
	const roots = ['package.json', 'package-lock.json', 'tsconfig.json', 'gulpfile.js'].map((name) =>
		inProject(name),
	);
	for (const file of [...roots, ...filesUnder('nodes'), ...filesUnder('credentials')]) {
		hash.update(`${file}\0`).update(readFileSync(file));
	}
	return hash.digest('hex');
};

const isBuilt = (hash) => {
	if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) return false;
	const { n8n } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
	return [...n8n.nodes, ...n8n.credentials].every((file) => existsSync(inProject(file)));
};

/**
 * Compiles nodes and credentials and puts pictures, codex files and output schemas beside them: the same as
 * `n8n-node build`.
 */
export const buildPackage = async () => {
	const hash = sourceHash();
	rmSync(stamp, { force: true });
	rmSync(inProject('dist'), { recursive: true, force: true });
	const [compiled, copied] = await Promise.all([
		runNode(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']),
		runNode(['node_modules/gulp/bin/gulp.js', 'build:icons', '--silent']),
	]);
	if (compiled !== 0) throw new SetUpError('The sources do not compile; see above.');
	if (copied !== 0)
		throw new SetUpError('Pictures, codex files and output schemas could not be copied; see above.');
	mkdirSync(inProject('.cache'), { recursive: true });
	writeFileSync(stamp, hash);
};

/** Builds when a source has changed since the last build. */
export const ensureBuilt = async (say) => {
	if (isBuilt(sourceHash())) return;
	say('Building the package ...');
	await buildPackage();
};
