import { createRequire } from 'node:module';
import { join } from 'node:path';
import { liveMb } from './child.mts';

/** What loading a package costs. */
export interface Loaded {
	readonly tookMs: number;
	/** Files of code that were loaded. */
	readonly files: number;
	/** Of the processor, by this thread. */
	readonly cpuMs: number;
	readonly liveMb: number;
	readonly rssMb: number;
}

const requireFromProject = createRequire(join(process.cwd(), 'package.json'));
const files = process.argv.slice(2);

// n8n has loaded these long before it comes to a package; zod and luxon come with the first.
for (const name of ['n8n-workflow', 'zod', 'luxon']) requireFromProject(name);

const loadedFiles = () => Object.keys(requireFromProject.cache).length;
const filesBefore = loadedFiles();
const liveBeforeMb = liveMb();
const rssBefore = process.memoryUsage.rss();
const usedBefore = process.threadCpuUsage();
const startedAtMs = performance.now();
/** As n8n's loader does: each file, and one object of each class in it. */
const made: unknown[] = [];
for (const file of files) {
	for (const part of Object.values(requireFromProject(file) as Record<string, unknown>)) {
		if (typeof part === 'function') made.push(new (part as new () => unknown)());
	}
}
const tookMs = performance.now() - startedAtMs;
const used = process.threadCpuUsage(usedBefore);
const rssMb = (process.memoryUsage.rss() - rssBefore) / 1e6;
const loaded: Loaded = {
	tookMs,
	files: loadedFiles() - filesBefore,
	cpuMs: (used.user + used.system) / 1000,
	liveMb: liveMb() - liveBeforeMb,
	rssMb,
};
if (made.length < files.length) throw new Error('A file holds no class.');
console.log(JSON.stringify(loaded));
