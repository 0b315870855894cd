/** Texts of carriers are a line or two; what stands behind that is not read for words. */
const MOST_CHARACTERS = 600;

const HAN = /\p{Script=Han}/u;
const MARKS = /\p{M}/gu;
const NO_WORD = /[^\p{L}\p{N}]+/u;
/** A dot ends a sentence before a blank only: `10.30` is one word. */
const SENTENCE_END = /\.(?=\s|$)|[!?;。\n\r|]/u;
/**
 * Behind a dash between blanks stands a new clause: `Attempted delivery - nobody at home`. Behind `Signed by:` there
 * is none: who it was belongs to it.
 */
const CLAUSE_END = /[,()[\]{}、"«»„“”]|(?<! (?:by|to) ?|签收人|签收单位):|\s[-–—]\s/u;

/** Lower case without accents, so that `Entregué`, `ENTREGUE` and `entregue` are one word. */
function fold(text: string): string {
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replace(MARKS, '')
		.replaceAll('ł', 'l')
		.replaceAll('ß', 'ss');
}

/** The words of a clause with a blank before, between and behind them. */
function spaced(clause: string): string {
	return ` ${clause.split(NO_WORD).filter(Boolean).join(' ')} `;
}

/**
 * Cuts a text into sentences and those into clauses, as `says` looks into them. Every step is linear in the
 * length of the text, and a text that is too long is cut first.
 */
export function sentencesOf(text: string): string[][] {
	return fold(text.slice(0, MOST_CHARACTERS))
		.split(SENTENCE_END)
		.map((sentence) =>
			sentence
				.split(CLAUSE_END)
				.map(spaced)
				.filter((clause) => clause.trim() !== ''),
		);
}

/** What `says` looks for: for each phrase the pieces that have to follow one another. */
export type Phrases = ReadonlyArray<readonly string[]>;

function needleOf(piece: string): string {
	const folded = fold(piece).trim();
	if (HAN.test(folded)) return folded;
	return folded.endsWith('*') ? ` ${folded.slice(0, -1)}` : ` ${folded} `;
}

/**
 * Writes down phrases: `not at home | fail* … deliver*`. A bar stands between two phrases. Dots let other words
 * stand between, and so does a star, which lets a word go on: `arriv* at` is also "arrived today at". Chinese has
 * no blanks, so there a piece may stand anywhere.
 */
export function phrases(written: string): Phrases {
	return written
		.split('|')
		.map((phrase) => phrase.trim())
		.filter(Boolean)
		.map((phrase) => phrase.replaceAll('* ', '*…').split('…').filter(Boolean).map(needleOf));
}

function fits(clause: string, pieces: readonly string[]): boolean {
	let from = 0;
	for (const piece of pieces) {
		const at = clause.indexOf(piece, from);
		if (at === -1) return false;
		// The blank behind a word is also the one before the next.
		from = at + piece.length - (piece.endsWith(' ') ? 1 : 0);
	}
	return true;
}

/** Whether a clause holds one of the phrases. */
export function says(clause: string, sought: Phrases): boolean {
	return sought.some((pieces) => fits(clause, pieces));
}
