import { NodeApiError, type INode } from 'n8n-workflow';

import type { Policy } from '../quota/policy';
import { describeRefusal } from '../quota/refusal';
import type { QuotaUnavailable, Reservation } from '../quota/store';
import type { Refused } from '../quota/turn';
import type { Cause, Failure } from '../wire/failure';
import { remedyOf } from '../wire/remedy';

type NodeFailure = NonNullable<ConstructorParameters<typeof NodeApiError>[2]>['failure'];

const CREDENTIAL_CAUSES: ReadonlySet<Cause> = new Set<Cause>([
	'signature',
	'appKey',
	'token',
	'refreshToken',
	'authorizationCode',
	'authorization',
]);
const PASSING_CAUSES: ReadonlySet<Cause> = new Set<Cause>([
	'service',
	'timeout',
	'unreachable',
	'neverSent',
	'malformed',
]);

function nodeFailure(failure: Failure): NodeFailure {
	const { banMs, pausedUntilMs } = failure;
	if (failure.cause === 'dayLimit') {
		const resets = pausedUntilMs !== undefined && { resetsAtEpochMs: pausedUntilMs };
		return { cause: 'quota-exhausted', ...resets };
	}
	if (failure.cause === 'rateLimit') {
		return { cause: 'rate-limited', ...(banMs !== undefined && { retryAfterMs: banMs }) };
	}
	if (CREDENTIAL_CAUSES.has(failure.cause)) return { cause: 'credential-invalid' };
	if (PASSING_CAUSES.has(failure.cause)) return { cause: 'temporarily-unavailable' };
	return undefined;
}

function said(failure: Failure, platform: string): string {
	const words = [failure.code, failure.message].filter(Boolean).join(': ');
	const request = failure.requestId ? ` (request ${failure.requestId})` : '';
	return words ? ` ${platform} said: ${words}${request}` : '';
}

/**
 * The n8n error of a failed call: what happened, what to do, what the platform said. Built from
 * plain data only, so no request with its token hangs on it.
 *
 * @param failure with texts from which secrets were already taken out.
 */
export function apiErrorOf(node: INode, failure: Failure, platform: string): NodeApiError {
	const { httpCode, ...usual } = remedyOf(failure.cause, platform);
	const { message, description } = failure.words ?? usual;
	return new NodeApiError(
		node,
		{ code: failure.code, cause: failure.cause },
		{
			message,
			description: description + said(failure, platform),
			httpCode,
			failure: nodeFailure(failure),
		},
	);
}

/** The n8n error of a call that the quota did not let out. */
export function quotaErrorOf(
	node: INode,
	refusal: Refused,
	call: Reservation,
	policy: Policy,
): NodeApiError {
	const { message, description } = describeRefusal(refusal, call, policy);
	return new NodeApiError(
		node,
		{ code: 'QuotaRefused', cause: refusal.reason },
		{
			message,
			description,
			httpCode: '429',
			failure: { cause: 'quota-exhausted', resetsAtEpochMs: refusal.opensAtMs },
		},
	);
}

/** The n8n error of a call that could not be counted and therefore did not leave. */
export function uncountedErrorOf(node: INode, reason: QuotaUnavailable): NodeApiError {
	return new NodeApiError(
		node,
		{ code: 'QuotaUnavailable' },
		{
			message: reason.message,
			description: reason.remedy,
			httpCode: '503',
			failure: { cause: 'configuration-invalid' },
		},
	);
}

/**
 * The n8n error of a renewal that did not work this time; the next call tries again.
 *
 * @param words why, without secrets.
 */
export function renewalErrorOf(node: INode, platform: string, words: string): NodeApiError {
	return new NodeApiError(
		node,
		{ code: 'RenewalRefused' },
		{
			message: `The access token of ${platform} could not be renewed`,
			description: words,
			httpCode: '503',
			failure: { cause: 'temporarily-unavailable' },
		},
	);
}
