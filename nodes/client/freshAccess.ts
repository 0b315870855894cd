import { MINUTE_MS } from '../time/units';
import { isExpired, isNearExpiry, tokenNameOf, type Access } from './access';
import { canRenew, noteRefusedToken, troubleOf } from './authorization';
import type { ClientSurroundings } from './surroundings';

/** How long to leave the token service alone after a renewal ahead of time did not work. */
const PAUSE_MS = 5 * MINUTE_MS;
/** Far more than there are accounts; a token that was renewed is never looked up again. */
const MAX_REMEMBERED = 200;

/** When a token may be tried again, ms UTC, by name of the token. */
const notBeforeMs = new Map<string, number>();

/** Whether a renewal ahead of the token's end may be tried: each one costs a call. */
function mayRenewEarly(accessToken: string, nowMs: number): boolean {
	return (notBeforeMs.get(tokenNameOf(accessToken)) ?? 0) <= nowMs;
}

/** Notes that a renewal ahead of the token's end did not work. */
function pauseEarlyRenewal(accessToken: string, nowMs: number): void {
	if (notBeforeMs.size >= MAX_REMEMBERED) notBeforeMs.clear();
	notBeforeMs.set(tokenNameOf(accessToken), nowMs + PAUSE_MS);
}

/**
 * Renews the access token of a credential, unless somebody else has done so meanwhile.
 *
 * @throws NodeApiError that says what the user has to do, or the n8n error of the renewal.
 */
async function renew<A extends Access>(around: ClientSurroundings<A>, current: A): Promise<A> {
	const { node, platform, clock } = around;
	const before = troubleOf(node, platform, current, clock.nowMs());
	if (before) throw before;
	try {
		await around.renewToken(current);
	} catch (reason) {
		const latest = await around.readAccess();
		// Two processes can renew at once; the platform refuses the one that comes second.
		if (latest.accessToken !== current.accessToken) return latest;
		const trouble = troubleOf(node, platform, latest, clock.nowMs());
		return await Promise.reject(trouble ?? reason);
	}
	return await around.readAccess();
}

/**
 * The access to call with: renewed ahead of the token's end, or before the first call of an account
 * that has only a code.
 *
 * @throws the n8n error of the renewal when there is no token that still works.
 */
export async function readyAccess<A extends Access>(around: ClientSurroundings<A>): Promise<A> {
	const { node, platform, clock } = around;
	const access = await around.readAccess();
	const nowMs = clock.nowMs();
	const trouble = troubleOf(node, platform, access, nowMs);
	if (trouble) throw trouble;
	if (!isNearExpiry(access, nowMs)) return access;
	const mustRenew = isExpired(access, nowMs);
	const mayRenew = canRenew(access, nowMs) && mayRenewEarly(access.accessToken, nowMs);
	if (!mustRenew && !mayRenew) return access;
	try {
		return await renew(around, access);
	} catch (reason) {
		if (mustRenew) return await Promise.reject(reason);
		// The token still works for a while; it is tried again in some minutes.
		pauseEarlyRenewal(access.accessToken, clock.nowMs());
		around.warn(`The ${around.platform} access token could not be renewed ahead of its end.`);
		return access;
	}
}

/** Renews a refused token, unless somebody else has done so since this call read it. */
export async function renewedAccess<A extends Access>(
	around: ClientSurroundings<A>,
	refused: A,
): Promise<A> {
	noteRefusedToken(refused.accessToken, refused);
	const latest = await around.readAccess();
	if (latest.accessToken !== refused.accessToken) return latest;
	return await renew(around, refused);
}
