import { hash } from 'node:crypto';

import type { Policy } from '../quota/policy';
import { MINUTE_MS } from '../time/units';

/** What a call needs to know of a credential, whatever its type. */
export interface Access {
	appKey: string;
	appSecret: string;
	/** Empty when the account was never connected, and where calls need no token. */
	accessToken: string;
	/** Empty when there is none; undefined where nobody knows. */
	refreshToken?: string;
	/** An authorization code that was not traded for tokens yet. */
	code?: string;
	/** Set where calls are signed with the App Secret alone. */
	needsNoToken?: boolean;
	/** Under which parameter the token travels; the platform takes either, never both. */
	tokenParameter: 'session' | 'access_token';
	/** Gateway without trailing slash, e.g. `https://api-sg.aliexpress.com`. */
	baseUrl: string;
	/** Under which the calls are counted: the seller id, or a stand-in when it is not known. */
	account: string;
	/** When the access token ends, ms UTC; undefined when the platform did not say. */
	expiresAtMs?: number;
	/** When the refresh token ends, ms UTC; undefined when the platform did not say. */
	refreshExpiresAtMs?: number;
	/** How long an access token of this app lives, in milliseconds; undefined when unknown. */
	lifetimeMs?: number;
	policy: Policy;
}

/** Tokens are renewed this long before they end, but never earlier than in their last tenth. */
const RENEWAL_MARGIN_MS = 30 * MINUTE_MS;

/** Whether the token should be renewed before the next call. */
export function isNearExpiry(access: Access, nowMs: number): boolean {
	if (access.needsNoToken) return false;
	if (access.accessToken === '') return true;
	if (access.expiresAtMs === undefined) return false;
	const tenth = access.lifetimeMs === undefined ? RENEWAL_MARGIN_MS : access.lifetimeMs / 10;
	return access.expiresAtMs - nowMs <= Math.min(RENEWAL_MARGIN_MS, tenth);
}

/** Whether the token has ended, or never was. */
export function isExpired(access: Access, nowMs: number): boolean {
	if (access.accessToken === '') return true;
	return access.expiresAtMs !== undefined && access.expiresAtMs <= nowMs;
}

/**
 * Under which the memory of the process keeps what it knows of an account: a hash of gateway, app, account and
 * token. With the token, because accounts whose seller id is not known share one name.
 */
export function accountKey({ baseUrl, appKey, appSecret, account, accessToken }: Access): string {
	const parts = JSON.stringify([baseUrl, appKey, appSecret, account, accessToken]);
	return hash('sha256', parts);
}

/**
 * Names a token, code or pair of them without giving it away: 24 hex digits.
 *
 * @param within what the name holds in, e.g. the gateway, when the same text could mean another
 * thing elsewhere.
 */
export function tokenNameOf(token: string, ...within: readonly string[]): string {
	return hash('sha256', [token, ...within].join('\n')).slice(0, 24);
}
