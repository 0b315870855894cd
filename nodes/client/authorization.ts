import { NodeApiError, type INode } from 'n8n-workflow';

import { MINUTE_MS } from '../time/units';
import type { Failure } from '../wire/failure';
import { remedyOf } from '../wire/remedy';
import { isExpired, isNearExpiry, tokenNameOf, type Access } from './access';
import { apiErrorOf } from './apiError';
import type { ClientSurroundings } from './protocol';

/** Tokens and codes that the platform has refused in the life of this process, by name. */
const refused = new Set<string>();
/** Far more than there are accounts; the oldest go first. */
const MOST_KEPT = 500;

type App = Pick<Access, 'appKey' | 'appSecret' | 'baseUrl'>;

/** The same token may be good with another app or at another gateway. */
function nameOf(token: string, { appKey, appSecret, baseUrl }: App): string {
	return tokenNameOf(token, appKey, appSecret, baseUrl);
}

/** Notes that the platform refused a token or code for good: this process sends it no more. */
export function noteRefusedToken(token: string, app: App): void {
	refused.add(nameOf(token, app));
	if (refused.size <= MOST_KEPT) return;
	for (const oldest of refused) {
		refused.delete(oldest);
		break;
	}
}

function isRefused(token: string, app: App): boolean {
	// Every call asks, and naming a token takes a hash.
	return refused.size > 0 && refused.has(nameOf(token, app));
}

/** Whether there is something left to renew the access token with. */
export function canRenew(access: Access, nowMs: number): boolean {
	const { refreshToken, refreshExpiresAtMs = Number.POSITIVE_INFINITY } = access;
	if (refreshToken === undefined) return true;
	return refreshToken !== '' && refreshExpiresAtMs > nowMs && !isRefused(refreshToken, access);
}

/** What keeps an account from being called until its user acts. */
type Trouble = 'missing' | 'codeRefused' | 'ended';

function troubleWith(access: Access, nowMs: number): Trouble | undefined {
	const { accessToken, code = '', needsNoToken } = access;
	if (needsNoToken) return undefined;
	const isUsable = !isExpired(access, nowMs) && !isRefused(accessToken, access);
	if (isUsable) return undefined;
	// Without any token there is only the code that the user has pasted.
	if (accessToken === '' && !access.refreshToken) {
		if (code === '') return 'missing';
		return isRefused(code, access) ? 'codeRefused' : undefined;
	}
	return canRenew(access, nowMs) ? undefined : 'ended';
}

/** Whether an account can be called, as far as this process knows. */
export function authorizationOf(access: Access, nowMs: number): 'usable' | 'missing' | 'ended' {
	const trouble = troubleWith(access, nowMs);
	if (trouble === undefined) return 'usable';
	return trouble === 'ended' ? 'ended' : 'missing';
}

/** The end of an authorization, in the words of the platform's own refusal. */
function endOf({ refreshToken }: Access, platform: string): Failure {
	const failure: Failure = { cause: 'refreshToken', code: '', message: '' };
	if (refreshToken !== '') return failure;
	const { message } = remedyOf('refreshToken', platform);
	const description = `${platform} no longer accepts the access token, and the credential has no refresh token to renew it. Open the credential and connect the account, or paste new tokens into it.`;
	return { ...failure, words: { message, description } };
}

/**
 * Why no call can be made for an account until its user connects it: it never was, or the platform
 * has refused its tokens or they have ended. Costs no call.
 *
 * @returns undefined when it can be called.
 */
export function troubleOf(
	node: INode,
	platform: string,
	access: Access,
	nowMs: number,
): NodeApiError | undefined {
	switch (troubleWith(access, nowMs)) {
		case undefined:
			return undefined;
		case 'missing':
			return new NodeApiError(
				node,
				{ code: 'NotConnected' },
				{
					message: `No ${platform} account is connected`,
					description: 'Open the credential and press "Connect", or paste tokens into it.',
					httpCode: '401',
					failure: { cause: 'credential-invalid' },
				},
			);
		case 'codeRefused':
			return apiErrorOf(node, { cause: 'authorizationCode', code: '', message: '' }, platform);
		case 'ended':
			return apiErrorOf(node, endOf(access, platform), platform);
	}
}

/**
 * The same in one text, for a credential's own hook, which belongs to no node. Tokens that were never
 * given are not its business: it says by itself what is missing.
 *
 * @param node stands for the credential.
 */
export function endedWordsOf(
	node: INode,
	platform: string,
	access: Access,
	nowMs: number,
): string | undefined {
	if (troubleWith(access, nowMs) === 'missing') return undefined;
	const trouble = troubleOf(node, platform, access, nowMs);
	return trouble && `${trouble.message}. ${trouble.description ?? ''}`;
}

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
