import { createHash } from 'node:crypto';

import type { Access } from '../../client/access';
import { MINUTE_MS } from '../../time/units';

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

/**
 * Under which the look-ups of an account are kept: a hash of gateway, app, account and token. With
 * the token, because accounts whose seller id is not known share one name.
 */
export function accountKey({ baseUrl, appKey, appSecret, account, accessToken }: Access): string {
	const parts = JSON.stringify([baseUrl, appKey, appSecret, account, accessToken]);
	return createHash('sha256').update(parts, 'utf8').digest('hex');
}

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
