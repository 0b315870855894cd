const SPACE = 32;
const DELETE = 127;

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
