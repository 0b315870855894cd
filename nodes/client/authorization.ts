import { NodeApiError, type INode } from 'n8n-workflow';

import type { Failure } from '../wire/failure';
import { remedyOf } from '../wire/remedy';
import { isExpired, tokenNameOf, type Access } from './access';
import { apiErrorOf } from './apiError';

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
	return refused.has(nameOf(token, app));
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
