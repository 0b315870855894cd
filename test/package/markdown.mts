import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** A document and its path from the project root, with forward slashes. */
export interface Document {
	readonly path: string;
	readonly text: string;
}

/** A link or picture as it is written: `docs/quota.md#shares`, `#shares`, `https://…`. */
export interface Link {
	readonly from: string;
	readonly target: string;
}

/** A table: the headings above it, outermost first, and its rows without the line of dashes. */
export interface Table {
	readonly under: readonly string[];
	readonly head: readonly string[];
	readonly rows: ReadonlyArray<readonly string[]>;
}

export const readDocument = (path: string): Document => ({
	path,
	text: readFileSync(join(process.cwd(), path), 'utf8'),
});

/** Every document of the project. */
export const allDocuments = (): Document[] =>
	globSync('{*.md,docs/**/*.md,.github/**/*.md}')
		.map((path) => path.replaceAll('\\', '/'))
		.sort()
		.map(readDocument);

/** The lines that are not inside a fenced block of code. */
const proseLines = (text: string): string[] => {
	let isCode = false;
	return text.split('\n').filter((line) => {
		const isFence = /^\s*```/.test(line);
		if (isFence) isCode = !isCode;
		return !isCode && !isFence;
	});
};

/** What a reader sees of a heading: no marks, of a link only its words. */
const shownText = (markdown: string): string =>
	markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, '');

/** The anchors of a document's headings, as GitHub makes them. */
export const anchorsOf = ({ text }: Document): string[] => {
	const used = new Map<string, number>();
	return proseLines(text).flatMap((line) => {
		const words = /^#{1,6} +(.*?) *#*$/.exec(line)?.[1];
		if (words === undefined) return [];
		const slug = shownText(words)
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, '')
			.replaceAll(' ', '-');
		const earlier = used.get(slug) ?? 0;
		used.set(slug, earlier + 1);
		return [earlier === 0 ? slug : `${slug}-${earlier}`];
	});
};

/** All links and pictures of a document, those of references included. */
export const linksOf = ({ path, text }: Document): Link[] => {
	const prose = proseLines(text)
		.join('\n')
		.replace(/`[^`\n]*`/g, (code) => {
			// The brackets around code in a link stay, its content goes.
			return '`'.repeat(code.length);
		});
	const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)];
	const referred = [...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)];
	const html = [...prose.matchAll(/<(?:img|a)\b[^>]*?(?:src|href)="([^"]+)"/g)];
	return [...inline, ...referred, ...html].map(([, target = '']) => ({ from: path, target }));
};

/** Where a relative link leads: a path from the project root, and an anchor if it has one. */
export const placeOf = ({ from, target }: Link): { path: string; anchor: string | undefined } => {
	const [file = '', anchor] = target.split('#');
	const path = file === '' ? from : posix.join(dirname(from), decodeURIComponent(file));
	return { path, anchor: anchor === undefined ? undefined : decodeURIComponent(anchor) };
};

const cellsOf = (line: string): string[] =>
	line
		.trim()
		.replace(/^\||\|$/g, '')
		.split('|')
		.map((cell) => cell.trim());

/** All tables of a document. */
export const tablesOf = ({ text }: Document): Table[] => {
	const tables: Array<{ under: string[]; head: string[]; rows: string[][] }> = [];
	const under: string[] = [];
	let isOpen = false;
	for (const line of proseLines(text)) {
		const heading = /^(#{1,6}) +(.*)$/.exec(line);
		if (heading) under.splice((heading[1] ?? '').length - 1, 9, shownText(heading[2] ?? ''));
		const isRow = /^\s*\|/.test(line);
		if (isRow && !isOpen) tables.push({ under: [...under], head: cellsOf(line), rows: [] });
		else if (isRow && !/^[\s|:-]+$/.test(line)) tables.at(-1)?.rows.push(cellsOf(line));
		isOpen = isRow;
	}
	return tables;
};
