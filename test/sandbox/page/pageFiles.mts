import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

import type { WebAnswer } from '../web/exchange.mts';

const FILES = ['index.html', 'style.css', 'page.js', 'cards.js', 'day.js', 'words.js'];
const TYPES: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
};
const FOLDER = join('test', 'sandbox', 'page');

/** The page's files, read fresh at every request; undefined for any other path. */
export function answerPage(path: string): WebAnswer | undefined {
	const name = path === '/' ? 'index.html' : path.replace(/^\/page\//, '');
	if (!FILES.includes(name)) return undefined;
	const headers = {
		'content-type': TYPES[extname(name)] ?? 'text/plain',
		'cache-control': 'no-store',
		// Foreign text must never become script, even if the page had a hole.
		'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
	};
	return { status: 200, headers, body: readFileSync(join(pageFolder(), name)) };
}

/**
 * Finds the page beside its project. Neither `import.meta` nor `__dirname` exists in both module
 * systems these files run in, so it walks up from the working folder and from the started script.
 */
function pageFolder(): string {
	for (const start of [process.cwd(), dirname(process.argv[1] ?? '.')]) {
		for (let folder = start; ; folder = dirname(folder)) {
			const candidate = join(folder, FOLDER);
			if (existsSync(join(candidate, 'index.html'))) return candidate;
			if (folder === dirname(folder)) break;
		}
	}
	throw new Error(`No ${FOLDER} above ${process.cwd()}`);
}
