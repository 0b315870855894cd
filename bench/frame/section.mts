const marks = (name: string) => ({
	start: `<!-- bench:${name} -->`,
	end: `<!-- /bench:${name} -->`,
});

/**
 * Replaces what stands between the two marks of a section and leaves every other character alone.
 *
 * @param name of the bench, as in `<!-- bench:quota -->` … `<!-- /bench:quota -->`.
 * @throws Error when the document does not hold both marks exactly once, the start first.
 */
export const replaceSection = (document: string, name: string, text: string): string => {
	const { start, end } = marks(name);
	const [before, inside, ...moreStarts] = document.split(start);
	const [, after, ...moreEnds] = (inside ?? '').split(end);
	if (before === undefined || after === undefined || moreStarts.length + moreEnds.length > 0) {
		throw new Error(`The document needs "${start}" and after it "${end}", each once.`);
	}
	return `${before}${start}\n\n${text.trim()}\n\n${end}${after}`;
};
