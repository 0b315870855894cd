const SPACE = 32;
const DELETE = 127;

/**
 * A foreign text that every receiver survives: lines end in `\n` however they were written, control
 * characters but the tab are dropped, halves of broken surrogate pairs are replaced. Marks that turn
 * the direction of writing go too: they would let a buyer's text turn the order number beside it around.
 */
export function tidy(text: string): string {
	return text
		.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
		.replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '')
		.replace(/\p{Cs}/gu, '\uFFFD');
}

/** A tidy text on one line, without blanks around it. */
export function oneLine(text: string): string {
	return tidy(text).replace(/\s+/g, ' ').trim();
}

/** Whether a reader would see nothing of a text, e.g. of `\u202E\u0000` or of zero-width blanks alone. */
export function isBlank(text: string): boolean {
	return !/[^\s\p{C}\p{Default_Ignorable_Code_Point}]/u.test(tidy(text));
}

/**
 * The start of a text up to a place, without the visible character that the cut would split (emoji
 * families, accents, flags). One that is longer than all of the start (stacked accents) is split after
 * all.
 *
 * @param end where to cut, in UTF-16 units; between two code points.
 */
export function wholeStart(text: string, end: number): string {
	if (end <= 0) return '';
	const split = new Intl.Segmenter().segment(text).containing(end);
	const isWhole = split === undefined || split.index === 0;
	return text.slice(0, isWhole ? end : split.index);
}

/**
 * Full-width signs, digits and letters as their ASCII ones, e.g. `：` as `:` and `５` as `5`. The text
 * keeps its length, so that a place found in it is the same place in the original.
 */
export function halfWidth(text: string): string {
	return text.replace(/[\uFF01-\uFF5E]/g, (character) =>
		String.fromCharCode(character.charCodeAt(0) - 0xfee0),
	);
}

/** Control characters and blanks of ASCII. */
function isEmptyAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code <= SPACE || code === DELETE;
}

/**
 * A text without blanks and control characters around it: the platform ends some values with U+0000.
 * Character by character, since a pattern for the end of a text is slow on one that is full of blanks.
 */
export function bareText(text: string): string {
	let endAt = text.length;
	while (endAt > 0 && isEmptyAt(text, endAt - 1)) endAt--;
	let startAt = 0;
	while (startAt < endAt && isEmptyAt(text, startAt)) startAt++;
	return text.slice(startAt, endAt).trim();
}

/** Takes secrets out of a text that the platform may have echoed. */
export function redact(text: string, secrets: readonly string[]): string {
	return secrets
		.filter((secret) => secret.length >= 4)
		.reduce((clean, secret) => clean.split(secret).join('***'), text);
}
