import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Paths of the files that npm would publish, relative to the package. */
export const packedFiles = (packageRoot: string): string[] => {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--silent'], {
		cwd: packageRoot,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		shell: process.platform === 'win32',
	});
	const [packed] = JSON.parse(output) as Array<{ files: Array<{ path: string }> }>;
	return (packed?.files ?? []).map(({ path }) => path);
};

/** Copies what npm would publish into a new folder, which the caller removes. */
export const copyPacked = (packageRoot: string): string => {
	const folder = mkdtempSync(join(tmpdir(), 'packed-'));
	for (const path of packedFiles(packageRoot)) cpSync(join(packageRoot, path), join(folder, path));
	return folder;
};
