import { createHash } from 'node:crypto';

import type { Protocol } from '../../client/protocol';
import { isLimitAnswer } from '../../quota/limitAnswer';
import { msToWallClock } from '../../time/wallClock';
import { readAnswer } from '../../wire/answer';
import type { Answer, ServiceRequest } from '../../wire/send';
import { signRest, signTop, type RequestParam, type SignedParams } from '../../wire/sign';
import type { Account } from '../account';
import { PROFILE_NAMES } from '../profile';
import { explainPause, explainSignature } from './explain';
import { openAnswer } from './open';
import { signProductDetail } from './signProductDetail';

type Params = Readonly<Record<string, RequestParam>>;

/** Reads of the buyer's side know GET alone. */
const GET_ONLY = /^\/eco\/buyer\//;

function formRequest(url: string, { params, sign }: SignedParams): ServiceRequest {
	const body = new URLSearchParams({ ...params, sign }).toString();
	return { method: 'POST', url, contentType: 'application/x-www-form-urlencoded', body };
}

function openPlatformRequest(account: Account, path: string, params: Params, nowMs: number) {
	const { appKey, appSecret, accessToken, baseUrl } = account;
	const system = {
		app_key: appKey,
		access_token: accessToken,
		timestamp: nowMs,
		sign_method: 'sha256',
		simplify: 'true',
	};
	const signed = signRest(path, { ...params, ...system }, appSecret);
	if (!GET_ONLY.test(path)) return formRequest(baseUrl + path, signed);
	const query = new URLSearchParams({ ...signed.params, sign: signed.sign });
	return { method: 'GET' as const, url: `${baseUrl}${path}?${query}` };
}

function topRequest(account: Account, method: string, params: Params, nowMs: number) {
	const { appKey, appSecret, accessToken, baseUrl, topSignMethod } = account;
	const system = {
		method,
		app_key: appKey,
		session: accessToken,
		timestamp: msToWallClock(nowMs, 'Asia/Shanghai'),
		format: 'json',
		v: '2.0',
	};
	return formRequest(baseUrl, signTop({ ...params, ...system }, appSecret, topSignMethod));
}

/**
 * The signed request of one attempt.
 *
 * @param method a path of the Open Platform, else a dotted name.
 */
export function requestOf(
	account: Account,
	method: string,
	params: Params,
	nowMs: number,
): ServiceRequest {
	const { profile, appKey, appSecret, baseUrl } = account;
	if (profile === 'openPlatform') return openPlatformRequest(account, method, params, nowMs);
	if (profile === 'top') return topRequest(account, method, params, nowMs);
	const given = { ...params, method, app_key: appKey };
	return formRequest(baseUrl, signProductDetail(given, appSecret, nowMs));
}

/** Whether the answer is the bare refusal of a signature, which has no body to read. */
function isUnauthorized(answer: Answer): boolean {
	return answer.kind === 'answer' && answer.status === 401;
}

/** How Alibaba.com is spoken to, in the profile that the account names. */
export const alibabaProtocol: Protocol<Account> = {
	requestOf,
	readAnswer(answer, { profile, policy }, nowMs) {
		const outcome = readAnswer(answer, openAnswer, nowMs);
		if (outcome.ok) return outcome;
		const serverAtMs = answer.kind === 'answer' ? answer.serverAtMs : undefined;
		const isBare = outcome.failure.cause === 'malformed' && isUnauthorized(answer);
		const failure = isBare
			? { ...outcome.failure, cause: 'signature' as const, message: '' }
			: outcome.failure;
		if (failure.cause === 'signature' || failure.cause === 'clock') {
			const explained = explainSignature(failure, PROFILE_NAMES[profile], serverAtMs, nowMs);
			return { ok: false, failure: explained };
		}
		const isOfPlatform = isLimitAnswer(failure) && !failure.isFromBetween;
		return { ok: false, failure: isOfPlatform ? explainPause(failure, policy, nowMs) : failure };
	},
	// The platform counts and blocks the app key, whatever address its calls come from.
	limitScopeOf: ({ baseUrl, appKey }) =>
		`${baseUrl} ${createHash('sha256').update(appKey).digest('hex').slice(0, 16)}`,
	repeatsAfterPause: false,
};
