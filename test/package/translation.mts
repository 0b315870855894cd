import { existsSync } from 'node:fs';
import { basename } from 'node:path';

import { anchorsOf, linksOf, placeOf, type Document } from './markdown.mts';

/** What two languages have in common: a heading with what stands below it, up to the next one. */
interface Section {
	/** The heading without its marks; empty for what stands above the first. */
	readonly heading: string;
	/** Number of `#`. */
	readonly level: number;
	/** All but tables and blocks of code, with the heading. */
	readonly prose: string;
	/** Rows of its tables, heads too, without the lines of dashes. */
	readonly rows: readonly string[];
	/** Blocks of code, one text each. */
	readonly blocks: readonly string[];
}

/** A document in sections, in order. */
export function sectionsOf({ text }: Document): Section[] {
	const sections = [{ heading: '', level: 0, prose: '', rows: [''], blocks: [''] }];
	sections[0]?.rows.pop();
	sections[0]?.blocks.pop();
	let isCode = false;
	for (const line of text.split('\n')) {
		const heading = isCode ? null : /^(#{1,6}) +(.*)$/.exec(line);
		if (heading) {
			const [, marks = '', words = ''] = heading;
			sections.push({ heading: words, level: marks.length, prose: words, rows: [], blocks: [] });
			continue;
		}
		const section = sections.at(-1);
		if (!section) continue;
		if (/^\s*```/.test(line)) {
			isCode = !isCode;
			if (isCode) section.blocks.push('');
		} else if (isCode) section.blocks.push(`${section.blocks.pop()}${line.trim()}\n`);
		else if (/^\s*\|[\s|:-]+$/.test(line)) continue;
		else if (/^\s*\|/.test(line)) section.rows.push(line);
		else section.prose += `\n${line}`;
	}
	return sections;
}

const CODE = /`([^`\n]+)`/g;
/** Words of n8n, the console or a platform, which stay English: `*Bridge Address*`, `_Items per Poll_`. */
const NAME = /(?<![\w*])(?:\*([A-Z][^*\n]*)\*|_([A-Z][^_\n]*)_)(?![\w*])/g;
/** `1,000` and `1000` are one number, and the `8` of n8n is none. */
const NUMBER = /(?<![A-Za-z\d])\d+(?:[.,:]\d+)*/g;

const withoutTargets = (text: string) => text.replace(/\]\([^)]*\)/g, ']');
const withoutCode = (text: string) => withoutTargets(text).replace(CODE, ' ');

const codeIn = (text: string) => [
	...new Set([...withoutTargets(text).matchAll(CODE)].map(([, code = '']) => code)),
];
const namesIn = (text: string) => [
	...new Set(
		// A name may be broken over two lines, and stands beside Chinese without a blank.
		[...withoutCode(text).replace(/\s+/g, ' ').matchAll(NAME)].map(
			([, stars, lines]) => stars ?? lines ?? '',
		),
	),
];
const numbersIn = (text: string) =>
	[...withoutCode(text).matchAll(NUMBER)].map(([number]) => number.replace(/,(?=\d{3})/g, ''));

/** What is in the first list more often than in the second. */
function beyond(first: readonly string[], second: readonly string[]): string[] {
	const left = [...second];
	return first.filter((entry) => {
		const at = left.indexOf(entry);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}

const twinOf = (path: string) => `docs/zh/${basename(path)}`;
const isTranslated = (path: string) =>
	/^(?:docs\/[\w-]+|README)\.md$/.test(path) && existsSync(twinOf(path));

/** Where the links of an English text have to lead in the Chinese one. */
function wantedPlaces(english: Document, text: string, read: (path: string) => Document): string[] {
	return linksOf({ path: english.path, text }).map((link) => {
		if (/^[a-z]+:/i.test(link.target)) return link.target;
		const { path, anchor } = placeOf(link);
		if (!isTranslated(path)) return anchor === undefined ? path : `${path}#${anchor}`;
		if (anchor === undefined) return twinOf(path);
		// The two READMEs are written apart: any of its headings will do.
		if (path === 'README.md') return `${twinOf(path)}#`;
		const at = anchorsOf(path === english.path ? english : read(path)).indexOf(anchor);
		return `${twinOf(path)}#${anchorsOf(read(twinOf(path)))[at] ?? ''}`;
	});
}

const placesIn = (chinese: Document, text: string): string[] =>
	linksOf({ path: chinese.path, text }).map((link) => {
		if (/^[a-z]+:/i.test(link.target)) return link.target;
		const { path, anchor } = placeOf(link);
		if (anchor === undefined) return path;
		return path === twinOf('README.md') ? `${path}#` : `${path}#${anchor}`;
	});

/** Six words of English in a row, outside of what stays English: a sentence that nobody translated. */
const ENGLISH = /(?:[A-Za-z][\w'-]*[,;:]? ){5,}[A-Za-z]\w*/g;

/**
 * Where a Chinese page says something else than the English one: other headings in number and level, other
 * code and messages, names, numbers, blocks of code or places that links lead to; table rows one by one.
 * Each entry names the section (and row) by its English words.
 *
 * @param read reads a document by its path, for the headings that links lead to.
 */
export function differences(
	english: Document,
	chinese: Document,
	read: (path: string) => Document,
): string[] {
	const [ours, theirs] = [sectionsOf(english), sectionsOf(chinese)];
	const outline = (sections: readonly Section[]) => sections.map(({ level }) => level).join(' ');
	if (outline(ours) !== outline(theirs)) {
		const at = ours.findIndex(({ level }, place) => level !== theirs[place]?.level);
		const place = ours[at]?.heading ?? 'the end';
		return [`${english.path}: the headings part at "${place}" (${ours.length}, ${theirs.length})`];
	}
	const found: string[] = [];
	const compare = (where: string, what: string, wanted: string[], given: string[]) => {
		const missing = beyond(wanted, given);
		const more = beyond(given, wanted);
		if (missing.length > 0)
			found.push(`${where}: ${what} missing in Chinese: ${missing.join(' | ')}`);
		if (more.length > 0) found.push(`${where}: ${what} only in Chinese: ${more.join(' | ')}`);
	};
	const compareTexts = (where: string, own: string, other: string) => {
		compare(where, 'code', codeIn(own), codeIn(other));
		compare(where, 'names', namesIn(own), namesIn(other));
		compare(where, 'numbers', numbersIn(own), numbersIn(other));
		const wanted = wantedPlaces(english, own, read);
		compare(where, 'links', wanted, placesIn(chinese, other));
		const left = withoutCode(other).replace(/\s+/g, ' ').replace(NAME, '').match(ENGLISH) ?? [];
		if (left.length > 0) found.push(`${where}: not translated: ${left.join(' | ')}`);
	};
	for (const [index, section] of ours.entries()) {
		const other = theirs[index] ?? section;
		const where = `${english.path} › ${section.heading || 'top'}`;
		compareTexts(where, section.prose, other.prose);
		// A drawing has words in it and is drawn anew; everything else is the same to the letter.
		const isDrawn = (place: number) => /\p{Script=Han}/u.test(other.blocks[place] ?? '');
		const wanted = section.blocks.filter((_, place) => !isDrawn(place));
		const given = other.blocks.filter((_, place) => !isDrawn(place));
		compare(where, 'blocks of code', wanted, given);
		if (section.rows.length !== other.rows.length) {
			found.push(`${where}: ${section.rows.length} rows, ${other.rows.length} in Chinese`);
			continue;
		}
		for (const [place, row] of section.rows.entries()) {
			const words = row.split('|')[1]?.trim().slice(0, 60) ?? '';
			compareTexts(`${where} › row ${place} (${words})`, row, other.rows[place] ?? '');
		}
	}
	return found;
}
