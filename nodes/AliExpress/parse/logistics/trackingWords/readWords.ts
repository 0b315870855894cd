import type { Milestone } from '../milestone';
import { chinese } from './chinese';
import { english } from './english';
import { french } from './french';
import { german } from './german';
import { polish } from './polish';
import { portuguese } from './portuguese';
import { russian } from './russian';
import { spanish } from './spanish';
import { says, sentencesOf, type Vocabulary } from './vocabulary';

const LANGUAGES: readonly Vocabulary[] = [
	english,
	chinese,
	spanish,
	russian,
	portuguese,
	french,
	german,
	polish,
];

/** A clause and what its sentence makes of it. */
interface Clause {
	words: string;
	/** Behind "if". */
	isConditional: boolean;
	/** Behind "will". */
	isPlanned: boolean;
	/** With "not yet". */
	isAwaited: boolean;
	/** Neither conditional, planned nor denied: it tells what has happened. */
	isFact: boolean;
}

type Rule = (clauses: readonly Clause[], language: Vocabulary) => Milestone | undefined;

function clausesIn(sentences: readonly string[][], language: Vocabulary): Clause[] {
	return sentences.flatMap((sentence) => {
		const isConditional = sentence.some((words) => says(words, language.conditions));
		let isPlanned = false;
		return sentence.map((words) => {
			isPlanned ||= says(words, language.plans);
			const isDenied = says(words, language.denials);
			return {
				words,
				isConditional,
				isPlanned,
				isAwaited: says(words, language.notYet),
				isFact: !isConditional && !isPlanned && !isDenied,
			};
		});
	});
}

function isDelivery(words: string, { delivered }: Vocabulary): boolean {
	return says(words, delivered.words) && !says(words, delivered.unless);
}

const readReturned: Rule = (clauses, { returns }) =>
	clauses.some(
		({ words, isFact }) =>
			isFact && says(words, returns.returned) && !says(words, returns.underWay),
	)
		? 'returned'
		: undefined;

const readReturning: Rule = (clauses, { returns, outForDelivery }) => {
	const isReturning = clauses.some(({ words, isFact }) => {
		if (!isFact) return false;
		const isToSender = says(words, returns.sender);
		if (says(words, outForDelivery)) return isToSender;
		return says(words, returns.returning) && (isToSender || !says(words, returns.to));
	});
	return isReturning ? 'returning' : undefined;
};

/** A stop, or a good end. Stops are told as long as the text does not lift them. */
const readCustoms: Rule = (clauses, { customs }) => {
	if (!clauses.some(({ words }) => says(words, customs.names))) return undefined;
	const told = clauses.filter(({ isConditional }) => !isConditional);
	const isStopped = told.some(
		({ words }) => says(words, customs.stops) && !says(words, customs.stopsUnless),
	);
	if (isStopped) return 'customsHeld';
	const isCleared = told.some(
		({ words, isFact }) => isFact && says(words, customs.ends) && !says(words, customs.endsUnless),
	);
	if (!isCleared) return undefined;
	return told.some(({ words }) => says(words, customs.exports))
		? 'exportCustomsCleared'
		: 'customsCleared';
};

const readAwaited: Rule = (clauses, { delivered, failed }) =>
	clauses.some(
		({ words, isAwaited }) => isAwaited && (says(words, delivered.words) || says(words, failed)),
	)
		? 'lastMile'
		: undefined;

const readFailed: Rule = (clauses, { failed, attempted, success }) =>
	clauses.some(
		({ words, isConditional, isPlanned }) =>
			!isConditional &&
			(says(words, failed) || (!isPlanned && says(words, attempted) && !says(words, success))),
	)
		? 'deliveryFailed'
		: undefined;

const readOutForDelivery: Rule = (clauses, { outForDelivery }) =>
	clauses.some(({ words, isFact }) => isFact && says(words, outForDelivery))
		? 'outForDelivery'
		: undefined;

const readPickup: Rule = (clauses, { pickup }) =>
	clauses.some(
		({ words, isFact }) =>
			isFact &&
			!says(words, pickup.unless) &&
			(says(words, pickup.waiting) || (says(words, pickup.points) && says(words, pickup.at))),
	)
		? 'atPickupPoint'
		: undefined;

const readSigned: Rule = (clauses, language) => {
	const { collected, delivered, pickup } = language;
	const isSigned = clauses.some(({ words, isFact }) => {
		if (!isFact) return false;
		if (says(words, collected)) return true;
		if (!isDelivery(words, language)) return false;
		if (says(words, delivered.elsewhere) || says(words, pickup.points)) return false;
		return says(words, delivered.buyer) || !says(words, delivered.to);
	});
	return isSigned ? 'signed' : undefined;
};

const readAtCustoms: Rule = (clauses, { customs }) => {
	if (!clauses.some(({ words }) => says(words, customs.names))) return undefined;
	const isAsked = clauses.some(
		({ words, isFact }) =>
			isFact &&
			says(words, customs.asks) &&
			!says(words, customs.asksUnless) &&
			!says(words, customs.ends),
	);
	return isAsked ? 'customsHeld' : 'customs';
};

const readOthers: Rule = (clauses, { others }) =>
	others.find(([, sought]) =>
		clauses.some(({ words, isFact }) => isFact && says(words, sought)),
	)?.[0];

/** In the order in which they are tried: what ends or stops a parcel goes before what moves it. */
const RULES: readonly Rule[] = [
	readReturned,
	readReturning,
	readCustoms,
	readAwaited,
	readFailed,
	readOutForDelivery,
	readPickup,
	readSigned,
	readAtCustoms,
	readOthers,
];

function readingsOf(text: string): Array<{ language: Vocabulary; clauses: Clause[] }> {
	const sentences = sentencesOf(text);
	return LANGUAGES.map((language) => ({ language, clauses: clausesIn(sentences, language) }));
}

/**
 * Whether a text says that a parcel was delivered to somebody, and not who that is: "Delivered to Smith" is the
 * buyer, "Delivered to DPD" a carrier.
 */
export function isTakenBySomebody(text: string): boolean {
	return readingsOf(text).some(({ clauses, language }) => {
		const { delivered, pickup } = language;
		return clauses.some(
			({ words, isFact }) =>
				isFact &&
				isDelivery(words, language) &&
				says(words, delivered.to) &&
				![delivered.buyer, delivered.elsewhere, pickup.points].some((known) => says(words, known)),
		);
	});
}

/**
 * What a carrier's words mean, in eight languages.
 *
 * A plan, a condition and a denial are no arrival: "will be delivered", "not delivered". Nor is a hand-over:
 * "delivered to airline". What cannot be told for sure is undefined.
 */
export function milestoneOfText(text: string): Milestone | undefined {
	const readings = readingsOf(text);
	for (const rule of RULES) {
		for (const { clauses, language } of readings) {
			const found = rule(clauses, language);
			if (found) return found;
		}
	}
	return undefined;
}
