/** One numbered step of the quick start as it is written. */
export interface WrittenStep {
	/** The bold word it begins with, without full stop: `Bridge`. */
	readonly word: string;
	/** What is in italics, in order: names of buttons, fields and nodes as the editor shows them. */
	readonly labels: readonly string[];
	/** Names of the templates it links to, without folder and ending. */
	readonly templates: readonly string[];
}

/** Where the quick start stands in each README. */
const HEADINGS = ['Quick start', '快速上手'];

/** The text of a section, up to the next heading of its rank. */
function sectionOf(markdown: string): string {
	const heading = new RegExp(`^## (?:${HEADINGS.join('|')})$`, 'm').exec(markdown);
	if (!heading) throw new Error('The document has no quick start.');
	const rest = markdown.slice(heading.index + heading[0].length);
	const end = rest.search(/^## /m);
	return end === -1 ? rest : rest.slice(0, end);
}

/**
 * Reads the numbered steps of the quick start.
 *
 * @param markdown text of README.md or docs/zh/README.md.
 * @throws Error when it has none, or one does not begin with a bold word.
 */
export function readQuickStart(markdown: string): WrittenStep[] {
	const numbered = sectionOf(markdown)
		.split(/^\d+\. /m)
		.slice(1);
	if (numbered.length === 0) throw new Error('The quick start has no numbered steps.');
	return numbered.map((paragraph) => {
		// Pictures are no part of what is to be done, and lines are broken anywhere.
		const text = paragraph.replace(/!\[[^\]]*\]\([^)]*\)/g, '').replace(/\s+/g, ' ');
		const word = /^\*\*([^*]+?)[.。]?\*\*/.exec(text)?.[1];
		if (word === undefined) throw new Error(`A step begins without a bold word: ${text}`);
		const italics = text.replace(/\*\*[^*]+\*\*/g, '').matchAll(/\*([^*]+)\*/g);
		const links = text.matchAll(/\]\((?:\.\.\/)*templates\/([\w-]+)\.json\)/g);
		return {
			word,
			labels: [...italics].map(([, label = '']) => label),
			templates: [...links].map(([, name = '']) => name),
		};
	});
}
