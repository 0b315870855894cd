import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const read = (path: string) => readFileSync(path, 'utf8').replace(/^\s*#.*\n/gm, '');

/** The jobs of a workflow by name, each as its text. */
function jobsOf(path: string): Record<string, string> {
	const [, jobs = ''] = read(path).split(/^jobs:\n/m);
	const parts = jobs.split(/^ {2}([\w-]+):\n/m).slice(1);
	const pairs = parts.flatMap((name, at) => (at % 2 === 0 ? [[name, parts[at + 1] ?? '']] : []));
	return Object.fromEntries(pairs) as Record<string, string>;
}

/** The steps of a job in order, each as its text. */
const stepsOf = (job = ''): string[] => job.split(/^ {6}- /m).slice(1);

test('workflows of GitHub use fixed actions and no stored secret', () => {
	const files = globSync('.github/workflows/*.yml');
	expect(files.map((path) => basename(path)).sort()).toEqual(['ci.yml', 'publish.yml']);
	for (const text of files.map((path) => readFileSync(path, 'utf8'))) {
		const used = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
		expect(used.length).toBeGreaterThan(0);
		for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/);
		expect(text).not.toMatch(/secrets\./);
	}
});

describe('publishing', () => {
	const path = '.github/workflows/publish.yml';
	const { build = '', publish = '', ...others } = jobsOf(path);
	const placeOf = (job: string, step: RegExp) => stepsOf(job).findIndex((text) => step.test(text));

	test('begins with a tag, and nothing but these two jobs follows', () => {
		expect(read(path)).toMatch(/^on:\n {2}push:\n {4}tags: .*\n\n/m);
		expect(Object.keys(others)).toEqual([]);
		expect(publish).toMatch(/^ {4}needs: build$/m);
	});

	test('may sign in one job alone, which a maintainer has to let run', () => {
		expect(read(path).match(/id-token/g)).toHaveLength(1);
		expect(publish).toMatch(/^ {4}environment: npm$/m);
		expect(publish).toMatch(/^ {4}permissions:\n {6}id-token: write\n {4}\w/m);
		expect(build).not.toMatch(/permissions:|environment:/);
		expect(read(path)).toMatch(/^permissions:\n {2}contents: read\n/m);
	});

	test('builds what is on main alone, and tests it before it is packed', () => {
		const steps = [
			/merge-base --is-ancestor "\$GITHUB_SHA" origin\/main/,
			/run: npm test$/m,
			/run: npm run scan$/m,
			/run: npm run build$/m,
			/npm pack/,
			/actions\/upload-artifact@/,
		].map((step) => placeOf(build, step));
		expect(steps).not.toContain(-1);
		expect(steps).toEqual([...steps].sort((one, other) => one - other));
		expect(stepsOf(build)[0]).toMatch(/actions\/checkout@[\s\S]*fetch-depth: 0/);
		expect(build).not.toMatch(/npm publish/);
	});

	test('runs nothing of the repository or its packages where it may sign', () => {
		expect(publish).not.toMatch(/actions\/checkout@|npm (?:ci|install|test|run|exec)|npx /);
		const runs = [...publish.matchAll(/run: (.*)/g)].map(([, command = '']) => command);
		expect(runs).toEqual([
			'echo "$SHA512  $FILE" | sha512sum --check --strict',
			'npm publish "./$FILE" --provenance --access public --ignore-scripts',
		]);
		// The check comes first, and a value of another job is never part of a command.
		expect(publish).toContain('SHA512: ${{ needs.build.outputs.sha512 }}');
		expect(runs.join()).not.toContain('${{');
	});
});
