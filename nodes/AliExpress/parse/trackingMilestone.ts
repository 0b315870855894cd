import { isAtTheBuyer } from './carrierText';
import type { Milestone } from './milestone';
import { isCode, milestoneOfCode } from './trackingCodes';
import { isTakenBySomebody, milestoneOfText } from './trackingWords/readWords';

type Texts = ReadonlyArray<string | undefined>;

/** Sharper than "delivered": where one text of an event says that, another may say so. */
const SHARPER: ReadonlySet<Milestone | undefined> = new Set([
	'deliveryFailed',
	'atPickupPoint',
	'returning',
	'returned',
] as const);

/** `GTMS_STA_SIGNED` is no sentence with "signed" in it; `DELIVERED` may be one. */
function isSpelledAsCode(text: string): boolean {
	return isCode(text) && /[_＿]/.test(text);
}

/**
 * What the words of an event mean.
 *
 * @param texts surest first. "Delivered" beside "Delivered to parcel locker" is at the pick-up point.
 * @returns undefined when none of them tells it for sure.
 */
export function milestoneOfWords(texts: Texts): Milestone | undefined {
	const read = texts.map((text) =>
		text === undefined || isSpelledAsCode(text) ? undefined : milestoneOfText(text),
	);
	const first = read.find((milestone) => milestone !== undefined);
	const sharper = read.find((milestone) => SHARPER.has(milestone));
	return first === 'signed' ? (sharper ?? first) : first;
}

/**
 * Names what an event means. A code is surer than words and goes first; the newer tracking method
 * gives words only, in the language that was asked for.
 *
 * @param code e.g. `CC_IM_SUCCESS`.
 * @param texts what the platform says about the event, surest first; some answers hold a code there.
 * @returns undefined when neither is known.
 */
export function milestoneOf(code: string | undefined, texts: Texts): Milestone | undefined {
	const codes = [code, ...texts.filter((text) => text !== undefined && isCode(text))];
	const known = codes.flatMap((written) =>
		written === undefined ? [] : (milestoneOfCode(written) ?? []),
	);
	return known[0] ?? milestoneOfWords(texts);
}

/** Whether an event of no milestone says that somebody took the parcel. */
export function isTakenAway(code: string | undefined, texts: Texts): boolean {
	const isUnknown = milestoneOf(code, texts) === undefined;
	return isUnknown && texts.some((text) => text !== undefined && isTakenBySomebody(text));
}

/** Whether an event is at the buyer's end or may be, so that its words may name the buyer. */
export function mayNameTheBuyer(code: string | undefined, texts: Texts): boolean {
	const read = [milestoneOf(code, texts), milestoneOfWords(texts)];
	return read.some(isAtTheBuyer) || isTakenAway(code, texts);
}
