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
	for (const [minute, text] of Object.entries(packed)) {
		for (const id of splitIds(text)) kept.set(id, Number(minute));
	}
	return kept;
}

type Counts = ReadonlyArray<readonly [minute: number, ids: number]>;

/** Most polls find packed ids as the one before left them: they are replaced as a whole. */
const knownCounts = new WeakMap<PackedIds, Counts>();

/** How many ids are kept up to which minute, without unpacking them. */
export function countsOf(packed: PackedIds): Counts {
	const known = knownCounts.get(packed);
	if (known) return known;
	const counts = Object.entries(packed).map(
		([minute, text]) => [Number(minute), text.length / SHORT_LENGTH] as const,
	);
	knownCounts.set(packed, counts);
	return counts;
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
