import { MINUTE_MS } from '../time/units';
import { tokenNameOf } from './tokenName';

/** How long to leave the token service alone after a renewal ahead of time did not work. */
const PAUSE_MS = 5 * MINUTE_MS;
/** Far more than there are accounts; a token that was renewed is never looked up again. */
const MAX_REMEMBERED = 200;

/** When a token may be tried again, ms UTC, by name of the token. */
const notBeforeMs = new Map<string, number>();

/** Whether a renewal ahead of the token's end may be tried: each one costs a call. */
export function mayRenewEarly(accessToken: string, nowMs: number): boolean {
	return (notBeforeMs.get(tokenNameOf(accessToken)) ?? 0) <= nowMs;
}

/** Notes that a renewal ahead of the token's end did not work. */
export function pauseEarlyRenewal(accessToken: string, nowMs: number): void {
	if (notBeforeMs.size >= MAX_REMEMBERED) notBeforeMs.clear();
	notBeforeMs.set(tokenNameOf(accessToken), nowMs + PAUSE_MS);
}
