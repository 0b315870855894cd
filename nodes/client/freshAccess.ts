import { isExpired, isNearExpiry, type Access } from './access';
import { mayRenewEarly, pauseEarlyRenewal } from './earlyRenewal';
import type { ClientSurroundings } from './surroundings';

/**
 * The access to call with: renewed ahead of the token's end, or before the first call of an account
 * that has only a code.
 *
 * @throws the n8n error of the renewal when there is no token that still works.
 */
export async function readyAccess<A extends Access>(around: ClientSurroundings<A>): Promise<A> {
	const { clock } = around;
	const access = await around.readAccess();
	if (!isNearExpiry(access, clock.nowMs())) return access;
	const mustRenew = isExpired(access, clock.nowMs());
	if (!mustRenew && !mayRenewEarly(access.accessToken, clock.nowMs())) return access;
	try {
		await around.renewToken(access);
	} catch (reason) {
		if (mustRenew) return await Promise.reject(reason);
		// The token still works for a while; it is tried again in some minutes.
		pauseEarlyRenewal(access.accessToken, clock.nowMs());
		around.warn(`The ${around.platform} access token could not be renewed ahead of its end.`);
		return access;
	}
	return await around.readAccess();
}

/** Renews a refused token, unless somebody else has done so since this call read it. */
export async function renewedAccess<A extends Access>(
	around: ClientSurroundings<A>,
	refused: A,
): Promise<A> {
	const latest = await around.readAccess();
	if (latest.accessToken !== refused.accessToken) return latest;
	await around.renewToken(refused);
	return await around.readAccess();
}
