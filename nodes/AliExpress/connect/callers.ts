import { createHash, timingSafeEqual } from 'node:crypto';

import { LEDGER_CLOCK_TOLERANCE_MS } from '../../quota/wire';
import type { Account } from '../account/account';

function fingerprint(appKey: string, appSecret: string): Buffer {
	return createHash('sha256').update(`${appKey}\n${appSecret}`, 'utf8').digest();
}

/**
 * Whether a caller knows the App Key and App Secret that this bridge carries. Hashes are compared,
 * so neither the place of a difference nor a length shows in the time it takes.
 */
export function knowsApp(account: Account, appKey: string, appSecret: string): boolean {
	if (!account.appKey || !account.appSecret) return false;
	return timingSafeEqual(
		fingerprint(account.appKey, account.appSecret),
		fingerprint(appKey, appSecret),
	);
}

/**
 * Ids of requests within the clock tolerance; a copy of a request that was seen is refused. This memory
 * is of one process and one life of it: after a restart, and at another process, a copy is good once more
 * within its five minutes. It can count a call too many then, or repeat a pause; it gives nothing back.
 */
const seenRequests = new Map<string, number>();
/**
 * Far above what 5 calls a second can need in ten minutes. Beyond it the oldest are forgotten: who holds the
 * App Secret needs no copies, and must not keep others out by asking often.
 */
const MAX_SEEN_REQUESTS = 20_000;

/**
 * Whether a signed request is of now and comes for the first time.
 *
 * @param atMs when the caller made it, ms UTC.
 * @param nowMs this server's clock, ms UTC.
 */
export function isFreshRequest(requestId: string, atMs: number, nowMs: number): boolean {
	if (Math.abs(nowMs - atMs) > LEDGER_CLOCK_TOLERANCE_MS) return false;
	for (const [id, seenAtMs] of seenRequests) {
		// A time ahead of now was seen before the clock was set back.
		const isOver = seenAtMs > nowMs || seenAtMs <= nowMs - 2 * LEDGER_CLOCK_TOLERANCE_MS;
		if (!isOver && seenRequests.size < MAX_SEEN_REQUESTS) break;
		seenRequests.delete(id);
	}
	if (seenRequests.has(requestId)) return false;
	seenRequests.set(requestId, nowMs);
	return true;
}
