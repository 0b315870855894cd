/** A deterministic source of chance: the same seed gives the same sequence. */
export interface Random {
	/** In [0, 1). */
	next(): number;
	/** Whole number, both ends included. */
	int(from: number, to: number): number;
	pick<T>(choices: readonly T[]): T;
	chance(probability: number): boolean;
	/** Letters and digits. */
	word(length: number): string;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Mulberry32: small, good enough for test data, the same on every machine. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
	const pick = <T,>(choices: readonly T[]): T => {
		const chosen = choices[int(0, choices.length - 1)];
		if (chosen === undefined) throw new Error('Nothing to pick from');
		return chosen;
	};
	const word = (length: number) => {
		let text = '';
		while (text.length < length) text += LETTERS.charAt(int(0, LETTERS.length - 1));
		return text;
	};
	return { next, int, pick, chance: (probability) => next() < probability, word };
}
