import { createHash } from 'node:crypto';

import type { Protocol } from '../../client/protocol';
import type { Policy } from '../../quota/policy';
import { MINUTE_MS } from '../../time/units';
import { msToWallClock } from '../../time/zones';
import { readAnswer } from '../../wire/answer';
import { isLimitAnswer, type Failure } from '../../wire/failure';
import type { Answer, ServiceRequest } from '../../wire/send';
import { signRest, signTop, type RequestParam, type SignedParams } from '../../wire/sign';
import type { Account } from '../account';
import { PROFILE_NAMES } from '../profile';
import { openAnswer } from './open';
import { signProductDetail } from './signProductDetail';

/** The platform tells whole seconds, and an answer takes its way. */
const NOISE_MS = 10_000;
/** From here on a clock is worth setting right. */
const NOTICEABLE_MS = MINUTE_MS;

function durationText(ms: number): string {
	const seconds = Math.round(ms / 1_000);
	if (seconds < 120) return `${seconds} seconds`;
	const minutes = Math.round(seconds / 60);
	return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

/** What comparing the clocks says about a refused signature. */
function clockText(serverAtMs: number | undefined, nowMs: number): string {
	if (serverAtMs === undefined) {
		return 'The answer had no date, so the clocks could not be compared: check the clock of this server as well.';
	}
	const aheadMs = nowMs - serverAtMs;
	const apart = durationText(Math.abs(aheadMs));
	if (Math.abs(aheadMs) >= NOTICEABLE_MS) {
		const side = aheadMs > 0 ? 'ahead of' : 'behind';
		return `The clock of this n8n server is ${apart} ${side} that of Alibaba.com, and requests are signed with the time: set it right first.`;
	}
	return Math.abs(aheadMs) <= NOISE_MS
		? 'The clock of this server agrees with that of Alibaba.com, so it is not the cause.'
		: `The clocks are ${apart} apart, which is not the cause.`;
}

/**
 * Words for a refused signature or time, with both clocks compared.
 *
 * @param profileName the signature profile as the credential shows it.
 * @param serverAtMs what the platform's clock said, ms UTC.
 */
function explainSignature(
	failure: Failure,
	profileName: string,
	serverAtMs: number | undefined,
	nowMs: number,
): Failure {
	const clocks = clockText(serverAtMs, nowMs);
	return {
		...failure,
		words: {
			message: 'Alibaba.com did not accept the signature',
			description: `${clocks} Else the App Secret does not belong to the App Key, or the app is not of the profile "${profileName}" that the credential names: copy both again from the app console, and look for blanks at either end.`,
		},
	};
}

/**
 * A limit answer is one for the whole app key, whatever it is called, and holds for as long as it says
 * or else for the penalty of the plan.
 */
function explainPause(failure: Failure, policy: Policy, nowMs: number): Failure {
	const untilMs = nowMs + (failure.banMs ?? policy.penaltyMs);
	const until = msToWallClock(untilMs, 'Asia/Shanghai').slice(0, 16);
	const source =
		failure.banMs === undefined ? 'It named no end; the plan says how long that is. ' : '';
	return {
		...failure,
		cause: 'rateLimit',
		words: {
			message: `Alibaba.com has blocked this App Key until ${until} Beijing time (UTC+8)`,
			description: `Too many calls were made with it, here or elsewhere. ${source}No call with this App Key leaves this n8n before that time; calling on would not help. If another program uses the same App Key, give the credential a plan with own, lower numbers.`,
		},
	};
}

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
