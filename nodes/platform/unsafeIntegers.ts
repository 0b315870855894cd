// Long enough to be beyond 2^53; what stands before and after is looked at where one is found.
const LONG_INTEGER = /-?[1-9]\d{15,}/g;
const MAY_STAND_BEFORE = /[\s:,[]/;
const MAY_STAND_AFTER = /\s*(?:[,\]}]|$)/y;
const BACKSLASH = 92;

/** Where the string that begins with the quote at `openAt` ends; -1 when it does not. */
function closingQuoteAt(text: string, openAt: number): number {
	for (let at = text.indexOf('"', openAt + 1); at !== -1; at = text.indexOf('"', at + 1)) {
		let before = at - 1;
		while (text.charCodeAt(before) === BACKSLASH) before--;
		// An even number of backslashes escape each other and not the quote.
		if ((at - before) % 2 === 1) return at;
	}
	return -1;
}

/** Whether digits are a whole value of JSON and lose some when they become a number. */
function isUnsafeValue(text: string, startAt: number, digits: string): boolean {
	if (startAt > 0 && !MAY_STAND_BEFORE.test(text.charAt(startAt - 1))) return false;
	MAY_STAND_AFTER.lastIndex = startAt + digits.length;
	return MAY_STAND_AFTER.test(text) && !Number.isSafeInteger(Number(digits));
}

/**
 * Puts integers beyond 2^53 into quotes, so that `JSON.parse` keeps their digits. Only values, never
 * keys and never digits inside a string, so text that is no JSON does not become JSON. Walks from
 * quote to quote: looking at every token costs more than `JSON.parse` itself.
 */
export function quoteUnsafeIntegers(text: string): string {
	const parts: string[] = [];
	let copiedTo = 0;
	/** Up to here strings were passed over; it stands outside of any. */
	let outsideAt = 0;
	/** The next quote from there on; -1 when there is none. */
	let openAt = text.indexOf('"');
	LONG_INTEGER.lastIndex = 0;
	for (let found = LONG_INTEGER.exec(text); found; found = LONG_INTEGER.exec(text)) {
		const [digits] = found;
		const startAt = found.index;
		// First, because most long numbers are safe or part of a text.
		if (!isUnsafeValue(text, startAt, digits)) continue;
		while (openAt !== -1 && openAt < startAt) {
			const closeAt = closingQuoteAt(text, openAt);
			if (closeAt === -1) return text;
			outsideAt = closeAt + 1;
			openAt = text.indexOf('"', outsideAt);
		}
		if (outsideAt > startAt) {
			LONG_INTEGER.lastIndex = outsideAt;
			continue;
		}
		parts.push(text.slice(copiedTo, startAt), '"', digits, '"');
		copiedTo = startAt + digits.length;
	}
	return copiedTo === 0 ? text : parts.join('') + text.slice(copiedTo);
}
