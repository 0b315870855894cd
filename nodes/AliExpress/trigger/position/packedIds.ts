import { SHORT_LENGTH } from '../events/eventId';

/**
 * Short ids as the state keeps them: minute (epoch) up to which they are kept → the ids, one after
 * the other. Text of fixed length is a third of what JSON would take with a key for each id.
 */
export type PackedIds = Record<string, string>;

/** Short id → minute (epoch) up to which it is kept. */
export type KeptIds = Map<string, number>;

/** What a key of a minute costs in the stored JSON beside its ids, in characters. */
const KEY_LENGTH = 14;

/** Packs ids. */
export function packIds(kept: ReadonlyMap<string, number>): PackedIds {
	const parts = new Map<number, string[]>();
	for (const [id, minute] of kept) {
		const part = parts.get(minute);
		if (part) part.push(id);
		else parts.set(minute, [id]);
	}
	return Object.fromEntries([...parts].map(([minute, ids]) => [String(minute), ids.join('')]));
}

/** Splits ids that stand one after the other. */
export function splitIds(text: string): string[] {
	const ids: string[] = [];
	for (let at = 0; at < text.length; at += SHORT_LENGTH)
		ids.push(text.slice(at, at + SHORT_LENGTH));
	return ids;
}

/** Unpacks ids. */
export function unpackIds(packed: PackedIds): KeptIds {
	const kept: KeptIds = new Map();
	for (const [key, text] of Object.entries(packed)) {
		const minute = Number(key);
		for (const id of splitIds(text)) kept.set(id, minute);
	}
	return kept;
}

/** How many ids are kept up to which minute, the earliest first, without unpacking them. */
export function countsOf(packed: PackedIds): Array<[minute: number, ids: number]> {
	return Object.entries(packed)
		.map(([minute, text]): [number, number] => [Number(minute), text.length / SHORT_LENGTH])
		.sort(([a], [b]) => a - b);
}

/** How many characters ids take when they are packed. */
export function packedLength(kept: ReadonlyMap<string, number>): number {
	return kept.size * SHORT_LENGTH + new Set(kept.values()).size * KEY_LENGTH;
}

/**
 * Drops the oldest ids until the others take at most `length` characters, whole minutes at a time.
 * Changes `kept`.
 *
 * @returns the latest minute that was dropped; undefined when all fit.
 */
export function dropOldest(kept: KeptIds, length: number): number | undefined {
	let tooMuch = packedLength(kept) - length;
	if (tooMuch <= 0) return undefined;
	const sizes = new Map<number, number>();
	for (const minute of kept.values()) sizes.set(minute, (sizes.get(minute) ?? 0) + 1);
	let lastMinute = 0;
	for (const [minute, size] of [...sizes].sort(([a], [b]) => a - b)) {
		if (tooMuch <= 0) break;
		tooMuch -= size * SHORT_LENGTH + KEY_LENGTH;
		lastMinute = minute;
	}
	for (const [id, minute] of kept) if (minute <= lastMinute) kept.delete(id);
	return lastMinute;
}

/** What a watch knows: key → what was last seen under it. Both are short, without `=` and `;`. */
export interface Known {
	readonly size: number;
	/** Things for which there was no room since it was opened. */
	readonly leftOut: number;
	get(key: string): string | undefined;
	/**
	 * Notes something, and that this sweep has met it. Where there is no room nothing new is noted.
	 *
	 * @returns whether it is noted.
	 */
	set(key: string, value: string): boolean;
	/** Notes that this sweep has met it. */
	touch(key: string): void;
	drop(key: string): void;
	entries(): Array<[key: string, value: string]>;
	/**
	 * Forgets what neither this sweep nor the three before have met; what comes next is another sweep. A sweep
	 * misses rows that move to another page meanwhile, and what is forgotten is learned again and its change never
	 * told: of 5,000 products that were edited all the time two sweeps in a row missed one in two days.
	 */
	endSweep(): void;
	/** As the state keeps it. */
	pack(): { known: string; mark: Mark };
}

/** Which sweep has met something: the present one and the four before it have different marks. */
export const MARKS = ['a', 'b', 'c', 'd', 'e'] as const;
type Mark = (typeof MARKS)[number];
const markAfter = (mark: Mark): Mark => MARKS[(MARKS.indexOf(mark) + 1) % MARKS.length] ?? 'a';

/** What is known may grow beyond the room by this part, or what has happened to it would be told again. */
const GROWTH = 0.05;

/**
 * Opens what the state keeps of a watch. Changing it does not change the state.
 *
 * @param room the most characters that it may take.
 */
export function openKnown(packed: string, mark: Mark, room: number): Known {
	let present = mark;
	let length = packed.length;
	let leftOut = 0;
	const kept = new Map<string, string>();
	for (const part of packed.split(';')) {
		const at = part.indexOf('=');
		if (at > 0) kept.set(part.slice(0, at), part.slice(at + 1));
	}
	const put = (key: string, marked: string) => {
		const before = kept.get(key);
		const grows = marked.length - (before?.length ?? -key.length - 2);
		const most = before === undefined ? room : room * (1 + GROWTH);
		if (grows > 0 && length + grows > most) {
			leftOut += 1;
			return false;
		}
		length += grows;
		kept.set(key, marked);
		return true;
	};
	const forget = (key: string) => {
		const before = kept.get(key);
		if (before === undefined) return;
		length -= key.length + before.length + 2;
		kept.delete(key);
	};
	return {
		get size() {
			return kept.size;
		},
		get leftOut() {
			return leftOut;
		},
		get: (key) => kept.get(key)?.slice(1),
		set: (key, value) => put(key, present + value),
		touch: (key) => {
			const before = kept.get(key);
			if (before !== undefined) kept.set(key, present + before.slice(1));
		},
		drop: forget,
		entries: () => [...kept].map(([key, value]) => [key, value.slice(1)]),
		endSweep: () => {
			// The next mark is that of the oldest sweep.
			const next = markAfter(present);
			for (const [key, value] of kept) if (value.startsWith(next)) forget(key);
			present = next;
		},
		pack: () => ({
			known: [...kept].map(([key, value]) => `${key}=${value};`).join(''),
			mark: present,
		}),
	};
}

/** Knows again what was known before something was handed out, as `packBefore` wrote it. */
export function takeBack(known: Known, before: string): void {
	for (const part of before.split(';')) {
		const at = part.indexOf('=');
		if (at > 0) known.set(part.slice(0, at), part.slice(at + 1));
		else known.drop(part);
	}
}

/** What is known under a key, to be known again should what is handed out be lost. */
export function packBefore(known: Known, key: string): string {
	const value = known.get(key);
	return value === undefined ? `${key};` : `${key}=${value};`;
}
