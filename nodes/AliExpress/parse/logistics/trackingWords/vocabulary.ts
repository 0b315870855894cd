import type { Milestone } from '../milestone';

/** How a language speaks of parcels. Each list is written as `phrases` explains. */
export interface Vocabulary {
	/** "If": nothing in this sentence has happened. */
	conditions: Phrases;
	/** "Will be": nothing from here to the end of the sentence has happened. */
	plans: Phrases;
	/** "Not": what the clause names has not happened. */
	denials: Phrases;
	/** "Not yet": it has neither happened nor failed. */
	notYet: Phrases;
	delivered: {
		/** "Delivered", "signed". */
		words: Phrases;
		/** Beside one of these the word tells no arrival: "ready", "attempt", "please". */
		unless: Phrases;
		/** "Delivered to": only an arrival when `buyer` stands there too. */
		to: Phrases;
		/** "Recipient", "mailbox". */
		buyer: Phrases;
		/** Where a parcel is handed on: "airline", "sorting center". */
		elsewhere: Phrases;
	};
	/** The buyer took the parcel away: "collected by recipient". */
	collected: Phrases;
	/** A delivery that did not work, however the sentence goes on. */
	failed: Phrases;
	/** "Delivery attempt", which failed unless `success` stands beside it. */
	attempted: Phrases;
	success: Phrases;
	outForDelivery: Phrases;
	pickup: {
		/** "Parcel locker". */
		points: Phrases;
		/** "At", "arrived": the parcel is where the point is. */
		at: Phrases;
		/** "Ready for collection", with or without a point. */
		waiting: Phrases;
		/** "On its way to", "collected from". */
		unless: Phrases;
	};
	returns: {
		/** Back with the seller, unless `underWay` stands beside it: "being returned to sender". */
		returned: Phrases;
		underWay: Phrases;
		/** On its way back. */
		returning: Phrases;
		/** "Sender", "seller". */
		sender: Phrases;
		/** "Returned to": on its way back only when `sender` stands there too. */
		to: Phrases;
	};
	customs: {
		/** "Customs", "clearance". */
		names: Phrases;
		/** A good end: "released", "passed". */
		ends: Phrases;
		/** Beside one of these a good end is of something else: "documents submitted successfully". */
		endsUnless: Phrases;
		/** "Held", "rejected". */
		stops: Phrases;
		/** "No longer held". */
		stopsUnless: Phrases;
		/** Stops as long as no good end stands beside them: "inspection", "duties". */
		asks: Phrases;
		/** "Duties paid". */
		asksUnless: Phrases;
		/** "Export", "origin". */
		exports: Phrases;
	};
	/** Everything else that has happened, in the order in which it is looked for. */
	others: ReadonlyArray<readonly [Milestone, Phrases]>;
}

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
type Phrases = ReadonlyArray<readonly string[]>;

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
