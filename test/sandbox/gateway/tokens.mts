import type { TokenOptions } from '../options.mts';
import type { Random } from '../shop/random.mts';

/** Whose account a code or token stands for. */
export interface Account {
	/** `seller_id` and `user_id` of the token object. */
	id: string;
	platform: 'seller_center' | 'buyerApp';
	/** Login e-mail. */
	login: string;
}

/** A grant: one authorization, its current tokens and their ends (ms). */
export interface Grant {
	appKey: string;
	account: Account;
	accessToken: string;
	accessEndsMs: number;
	refreshToken: string;
	refreshEndsMs: number;
}

interface Code {
	appKey: string;
	account: Account;
	uuid?: string;
	endsMs: number;
	used: boolean;
}

export interface Vault {
	issueCode(appKey: string, account: Account, uuid?: string): string;
	issueGrant(appKey: string, account: Account): Grant;
	/** The account a code stands for, spent or not: for counting. */
	accountOfCode(code: string): Account | undefined;
	/** The account a refresh token stands for, good or not: for counting. */
	accountOfRefresh(refreshToken: string): Account | undefined;
	/** The account an access token stands for, good or not: for counting. */
	accountOfAccess(accessToken: string): Account | undefined;
	/** Spends a code; undefined when it is unknown, spent, late, another app's or its uuid differs. */
	redeem(code: string, appKey: string, uuid: string | undefined): Grant | undefined;
	/** Refreshes; undefined when the refresh token is not (or no longer) good for this app. */
	refresh(refreshToken: string, appKey: string): Grant | undefined;
	/** The account of a good access token of this app. */
	accountFor(accessToken: string, appKey: string): Account | undefined;
	/** Ends an access token now; its refresh token stays good. */
	expire(accessToken: string): void;
	/** Ends an authorization now, as a seller who takes it back: none of its tokens is good any more. */
	revoke(accessToken: string): void;
}

/** Issues and judges codes and tokens on the given clock (ms). */
export function createVault(options: TokenOptions, now: () => number, random: Random): Vault {
	const codes = new Map<string, Code>();
	const byAccess = new Map<string, Grant>();
	const byRefresh = new Map<string, Grant>();
	let serial = 0;
	const fresh = (prefix: string) => `${prefix}${(serial += 1)}${random.word(38)}`;
	const keep = (grant: Grant): Grant => {
		byAccess.set(grant.accessToken, grant);
		byRefresh.set(grant.refreshToken, grant);
		return grant;
	};
	const issueGrant = (appKey: string, account: Account) =>
		keep({
			appKey,
			account,
			accessToken: fresh('50000'),
			accessEndsMs: now() + options.accessMs,
			refreshToken: fresh('50001'),
			refreshEndsMs: now() + options.refreshMs,
		});
	return {
		issueGrant,
		issueCode(appKey, account, uuid) {
			const code = `3_${appKey}_${random.word(25)}`;
			const endsMs = now() + options.codeMs;
			codes.set(code, { appKey, account, endsMs, used: false, ...(uuid ? { uuid } : {}) });
			return code;
		},
		accountOfCode: (code) => codes.get(code)?.account,
		accountOfRefresh: (refreshToken) => byRefresh.get(refreshToken)?.account,
		accountOfAccess: (accessToken) => byAccess.get(accessToken)?.account,
		redeem(text, appKey, uuid) {
			const code = codes.get(text);
			if (!code || code.used || code.appKey !== appKey || code.endsMs <= now()) return undefined;
			if (code.uuid !== uuid) return undefined;
			code.used = true;
			return issueGrant(appKey, code.account);
		},
		refresh(refreshToken, appKey) {
			const grant = byRefresh.get(refreshToken);
			if (!grant || grant.appKey !== appKey || grant.refreshEndsMs <= now()) return undefined;
			if (grant.refreshToken !== refreshToken) return undefined;
			grant.accessToken = fresh('50000');
			grant.accessEndsMs = now() + options.accessMs;
			const rotates = options.rotateRefreshToken && !options.omitRefreshToken;
			if (rotates) grant.refreshToken = fresh('50001');
			return keep(grant);
		},
		accountFor(accessToken, appKey) {
			const grant = byAccess.get(accessToken);
			const good =
				grant?.accessToken === accessToken && // a refresh makes the one before it worthless
				grant.appKey === appKey &&
				grant.accessEndsMs > now();
			return good ? grant.account : undefined;
		},
		expire(accessToken) {
			const grant = byAccess.get(accessToken);
			if (grant?.accessToken === accessToken) grant.accessEndsMs = now();
		},
		revoke(accessToken) {
			const grant = byAccess.get(accessToken);
			if (grant) grant.accessEndsMs = grant.refreshEndsMs = now();
		},
	};
}
