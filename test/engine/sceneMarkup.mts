/** What an agent sees of a ticket, by the rules of the helpdesk that shows it. */
export interface Seen {
	title: string;
	text: string;
	/** Markup that works instead of being shown: tags, links behind words, pictures, placeholders. */
	active: string[];
}

const found = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];

/** Placeholders of Liquid, which Zendesk works out in subjects and comments. */
export const placeholdersIn = (text: string): string[] => found(text, /\{\{[^]*?\}\}|\{%[^]*?%\}/g);

/** Plain text shows what it holds. */
export function seenPlain(title: string, text: string): Seen {
	return { title, text, active: [] };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** HTML: `<br>` ends a line; any other tag and every placeholder works. */
export function seenHtml(title: string, html: string): Seen {
	const text = html
		.replace(/<br>/g, '\n')
		.replace(/&(?:#(\d+)|(\w+));/g, (entity, code?: string, name = '') =>
			code === undefined ? (ENTITIES[name] ?? entity) : String.fromCodePoint(Number(code)),
		);
	return { title, text, active: [...found(html, /<(?!br>)[^>]*>?/g), ...placeholdersIn(html)] };
}

/** Markup that works where a text is read as CommonMark: what a backslash stands before does not. */
export function activeMarkdown(text: string): string[] {
	const markup =
		/!?\[[^\]]*\]\([^)]*\)|<[a-z/!?][^>]*>|^(?:> )*#{1,6} |\*\*[^*]+\*\*|`[^`]+`|~~[^~]+~~/gim;
	return found(text.replace(/\\[!-/:-@[-`{-~]/g, ''), markup);
}

/** A text of CommonMark with the backslashes taken away that make signs stand for themselves. */
export const unescaped = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** A comment in Markdown, as Zendesk reads a `body`. */
export function seenMarkdown(title: string, text: string): Seen {
	return { title, text, active: [...activeMarkdown(text), ...placeholdersIn(text)] };
}

/** Jira's wiki: between two `{noformat}` nothing works, outside everything does. */
export function seenWiki(title: string, wiki: string): Seen {
	// The tag takes parameters, and any case.
	const parts = wiki.split(/\{noformat[^}]*\}/i);
	const outside = parts.filter((_, place) => place % 2 === 0).join('\n');
	const markup = /\{\w+[^}]*\}|\[[^\]]*\]|![^!\s]+!|^h\d\. |^\|.*\|$|\*\S+\*/gim;
	// A blank that nobody sees may stand behind a brace.
	const text = parts.join('').trim().replaceAll('{\u200B', '{');
	return { title, text, active: found(outside, markup) };
}
