import { MINUTE_MS } from '../time/units';

const KEEP_MS = 5 * MINUTE_MS;
/** Each entry is one page of a list; more than a user opens in five minutes. */
const MOST_ENTRIES = 200;

interface Entry {
	untilMs: number;
	answer: Promise<unknown>;
}

// In the memory of the process: n8n opens a new context at every keystroke, and each of them would
// cost a call. The oldest entry stands first.
const entries = new Map<string, Entry>();

function makeRoom(nowMs: number): void {
	for (const [key, { untilMs }] of entries) {
		if (untilMs > nowMs && entries.size < MOST_ENTRIES) continue;
		entries.delete(key);
	}
}

/**
 * The answer kept under a key, or the one that `read` brings. Who asks while it is read shares it; a
 * refusal is not kept.
 *
 * @param nowMs ms UTC.
 */
export async function remembered<T>(
	key: string,
	nowMs: number,
	read: () => Promise<T>,
): Promise<T> {
	const known = entries.get(key);
	if (known && known.untilMs > nowMs) return (await known.answer) as T;
	entries.delete(key);
	makeRoom(nowMs);
	const entry: Entry = { untilMs: nowMs + KEEP_MS, answer: read() };
	entries.set(key, entry);
	try {
		return (await entry.answer) as T;
	} catch (reason) {
		if (entries.get(key) === entry) entries.delete(key);
		return await Promise.reject(reason);
	}
}

/** A drop-down entry matches when each word that was typed stands in its name or value. */
export function matches(filter: string, ...texts: ReadonlyArray<string | undefined>): boolean {
	const shown = texts.join(' ').toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => shown.includes(word));
}
