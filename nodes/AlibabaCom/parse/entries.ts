import { isMissing, jsonIn, listIn } from '../../wire/reading';
import { halfWidth } from '../../wire/text';

const SEPARATOR = /[,;]\s*/g;

/** What begins an entry at this place of the text; undefined where none begins. */
function beginAt(text: string, place: number, begin: RegExp): string | undefined {
	begin.lastIndex = place;
	return begin.exec(text)?.[0];
}

/**
 * Whether a comma parts thousands although an entry could begin behind it, as the first one of
 * `$1,200,500+:sea` does: behind a later comma of the same number an entry begins as well.
 */
function isInsideNumber(text: string, comma: number, begin: RegExp): boolean {
	if (!/(?<![\d.])\d{1,3}$/.test(text.slice(Math.max(0, comma - 4), comma))) return false;
	for (let at = comma; /^,\d{3},/.test(text.slice(at, at + 5)); at += 4) {
		if (beginAt(text, at + 5, begin) !== undefined) return true;
	}
	return false;
}

/** One text with several entries becomes them; a text with one stays as it came. */
function splitText(original: string, begin: RegExp): string[] {
	const text = halfWidth(original);
	const pieces: string[] = [];
	let from = 0;
	const start = text.search(/\S|$/);
	let searchFrom = start + (beginAt(text, start, begin)?.length ?? 0);
	for (;;) {
		SEPARATOR.lastIndex = searchFrom;
		const separator = SEPARATOR.exec(text);
		if (!separator) break;
		const place = separator.index + separator[0].length;
		const next = beginAt(text, place, begin);
		searchFrom = place + (next?.length ?? 0);
		if (next === undefined) continue;
		if (isInsideNumber(text, separator.index, begin)) {
			searchFrom = place;
			continue;
		}
		pieces.push(original.slice(from, separator.index));
		from = place;
	}
	if (pieces.length === 0) return [original];
	return [...pieces, original.slice(from)].filter((piece) => piece.trim() !== '');
}

/**
 * The entries of a field that is a list, one text, or JSON text of a list. A text is parted at commas
 * and semicolons, but only where a new entry begins, so that the comma inside a sum never parts it.
 * What has another shape is one entry, so that it can be reported.
 *
 * @param begin how an entry begins, a sticky pattern that takes in the whole first number or range.
 */
export function entriesOf(value: unknown, begin: RegExp): unknown[] {
	if (isMissing(value)) return [];
	const isList = typeof value !== 'string' || jsonIn(value, '[') !== undefined;
	const entries = (isList ? listIn(value) : undefined) ?? [value];
	return entries.flatMap((entry) =>
		typeof entry === 'string' ? splitText(entry, begin) : [entry],
	);
}

/** An entry taken apart at its colons. */
export interface EntryParts {
	/** Without blanks around them. */
	parts: string[];
	/** What stands from one part to before another (default: to the end), colons as written. */
	span: (from: number, before?: number) => string;
}

/** Takes an entry apart at its colons, ASCII or full-width. */
export function partsOf(entry: string): EntryParts {
	// The last entry of a list that was written as text may end in a separator.
	const text = entry.replace(/(?<![\s,;，；])[\s,;，；]+$/, '');
	const raw = text.split(/[:：]/);
	const startOf = (part: number) =>
		raw.slice(0, part).reduce((start, { length }) => start + length + 1, 0);
	const span = (from: number, before = raw.length) =>
		text.slice(startOf(from), Math.max(startOf(from), startOf(before) - 1)).trim();
	return { parts: raw.map((part) => part.trim()), span };
}
