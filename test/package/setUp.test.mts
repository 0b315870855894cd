import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'set-up-'));
	cpSync('scripts', join(folder, 'scripts'), { recursive: true });
	for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
		cpSync(file, join(folder, file));
	}
});
afterEach(() => rmSync(folder, { recursive: true }));

const runIn = (file: string, env: NodeJS.ProcessEnv) => {
	const options = { cwd: folder, encoding: 'utf8', env } as const;
	const { status, stdout, stderr } = spawnSync(process.execPath, [file], options);
	return { status, stdout, stderr };
};

describe('the set-up of a fresh clone', () => {
	it('says in a sentence that the registry cannot be reached', () => {
		const { status, stderr } = runIn('scripts/start.mjs', {
			...process.env,
			npm_config_registry: 'http://127.0.0.1:9',
			npm_config_fetch_retries: '0',
			npm_config_cache: join(folder, 'cache'),
		});
		expect(stderr.trim()).toBe(
			'The packages could not be installed. The npm registry could not be reached: check the network and the proxy settings of npm.',
		);
		expect(status).toBe(1);
	}, 60_000);

	it('says in a sentence that npm is missing', () => {
		const { status, stderr } = runIn('scripts/test.mjs', { PATH: folder });
		expect(stderr.trim()).toBe('npm was not found on this machine.');
		expect(status).toBe(1);
	});

	it('unpacks what npm packs, long paths included', () => {
		const source = join(folder, 'source');
		const long = `dist/${'folder-with-a-name/'.repeat(8)}file.js`;
		const files = {
			'package.json': '{"name":"a","version":"1.0.0"}',
			[long]: 'x'.repeat(2000),
			'b.txt': '',
		};
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(dirname(join(source, path)), { recursive: true });
			writeFileSync(join(source, path), text);
		}
		execFileSync('npm', ['pack', '--silent'], { cwd: source });
		const script = `
			import { readFileSync } from 'node:fs';
			import { readTarball } from '${join(folder, 'scripts/setup/tar.mjs')}';
			const read = {};
			for (const { path, content } of readTarball(readFileSync('${join(source, 'a-1.0.0.tgz')}')))
				read[path.replace('package/', '')] = content.toString();
			console.log(JSON.stringify(read));`;
		const output = execFileSync(process.execPath, ['--input-type=module', '-e', script]);
		expect(JSON.parse(output.toString())).toEqual(files);
	}, 30_000);

	describe('compares the program of Node that npm fetches', () => {
		const program = (target: string) => join(target, 'node_modules', 'node', 'bin', 'node');
		/** An npm that fetches this file as the program. */
		function fetchWith(fetched: string) {
			const npm = join(folder, 'programs', 'npm');
			mkdirSync(dirname(npm), { recursive: true });
			const target = program(folder);
			const lines = ['#!/bin/sh', `mkdir -p '${dirname(target)}'`, `cp '${fetched}' '${target}'`];
			writeFileSync(npm, lines.join('\n'), { mode: 0o755 });
			writeFileSync(
				join(folder, 'fetch.mjs'),
				`import { installNode } from './scripts/setup/dependencies.mjs';
				import { runAndExit } from './scripts/setup/setUp.mjs';
				await runAndExit(() => installNode(console.log));`,
			);
			return runIn('fetch.mjs', { PATH: `${dirname(npm)}:${process.env.PATH}` });
		}

		it('and takes the one that is recorded', () => {
			expect(fetchWith(program(process.cwd()))).toMatchObject({ status: 0, stderr: '' });
			expect(existsSync(program(folder))).toBe(true);
		});

		it('and deletes another one before anything runs it', () => {
			writeFileSync(join(folder, 'other'), '#!/bin/sh\necho ran\n');
			const { status, stdout, stderr } = fetchWith(join(folder, 'other'));
			expect(stderr).toContain('is not the recorded one, and was deleted.');
			expect([status, stdout]).toEqual([1, 'Fetching Node 24, which n8n needs ...\n']);
			expect(existsSync(program(folder))).toBe(false);
		});

		it('of the version that the project asks for', () => {
			const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
			const text = readFileSync('scripts/setup/dependencies.mjs', 'utf8');
			expect(/version: '([\d.]+)'/.exec(text)?.[1]).toBe(devDependencies.node);
		});
	});

	it('hands signals and exit codes of the real work on', async () => {
		writeFileSync(
			join(folder, 'work.mjs'),
			"process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up');",
		);
		const node24 = join(folder, 'node_modules/node/bin/node');
		mkdirSync(dirname(node24), { recursive: true });
		cpSync(process.execPath, node24);
		writeFileSync(
			join(folder, 'outer.mjs'),
			"import { runNode } from './scripts/setup/run.mjs'; process.exitCode = await runNode(['work.mjs']);",
		);
		const outer = spawn(process.execPath, ['outer.mjs'], {
			cwd: folder,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		outer.stdout.once('data', () => outer.kill('SIGTERM'));
		const code = await new Promise((resolve) => outer.once('close', resolve));
		expect(code).toBe(7);
	});
});
