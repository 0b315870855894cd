import { spoil } from '../faults.mts';
import type { Fault } from '../faults.mts';
import { failureOf, refusalIn, withSeconds } from '../gateway/failures.mts';
import type { Failure } from '../gateway/failures.mts';
import { gatewayRequest, given } from '../gateway/params.mts';
import { refusalText } from '../gateway/refusalForms.mts';
import type { RefusalForm } from '../gateway/refusalForms.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import type { AlibabaContext, ProfileCall } from './call.mts';
import { openPlatformFailure, topFailure } from './failures.mts';
import type { AlibabaProfile } from './log.mts';
import { articleText } from './profiles/article.mts';
import { openPlatformText } from './profiles/openPlatform.mts';
import { topText } from './profiles/top.mts';

/** Where the three profiles live below the sandbox's address. */
export const ALIBABA_PATHS = {
	article: '/alibaba/article',
	openPlatform: '/alibaba/rest',
	top: '/alibaba/router/rest',
} as const;

const TEXTS = { article: articleText, openPlatform: openPlatformText, top: topText };

/** Answers a request to one of the profiles: counts it, judges it, answers it, and logs it. */
export function answerAlibaba(request: WebRequest, context: AlibabaContext): WebAnswer {
	const { settings, log, changed } = context;
	const call = callFrom(request, context);
	if (!call) return jsonText('{"error":"not found"}', 404);
	const appKey = call.params.get('app_key');
	const refusal = context.limits.admit(appKey ?? '');
	const fault = refusal ? undefined : faultFor(call, context);
	const failure = refusal ?? (fault && failureOfFault(fault, call, context));
	const { answer, outcome } = failure
		? { answer: failureAnswer(failure, call, context, fault?.form), outcome: failure.code }
		: judged(call, context);
	log.calls.push({
		atMs: settings.now(),
		profile: call.profile,
		method: call.name,
		appKey,
		outcome: fault && !failure ? `fault:${fault.kind}` : outcome,
		ip: call.ip,
	});
	changed();
	const delivered = fault ? spoil(answer, fault) : answer;
	// Callers compare their clock with this header, so it must run on the sandbox's clock.
	const date = new Date(settings.now()).toUTCString();
	return { ...delivered, headers: { ...delivered.headers, date } };
}

function judged(
	call: ProfileCall,
	context: AlibabaContext,
): { answer: WebAnswer; outcome: string } {
	try {
		return { answer: jsonText(TEXTS[call.profile](call, context)), outcome: 'ok' };
	} catch (error) {
		const failure = refusalIn(error);
		if (!failure) throw error;
		return { answer: failureAnswer(failure, call, context), outcome: failure.code };
	}
}

function callFrom(request: WebRequest, { random, settings }: AlibabaContext) {
	const profile = profileOf(request.path);
	if (!profile) return undefined;
	const parts = gatewayRequest(request);
	const call: ProfileCall = {
		...parts,
		profile,
		httpMethod: request.method,
		name:
			profile === 'openPlatform'
				? request.path.slice(ALIBABA_PATHS.openPlatform.length)
				: (parts.params.get('method') ?? ''),
		requestId: `21${random.int(10 ** 9, 10 ** 10 - 1)}${settings.now()}`,
	};
	return call;
}

function profileOf(path: string): AlibabaProfile | undefined {
	if (path === ALIBABA_PATHS.article) return 'article';
	if (path === ALIBABA_PATHS.top) return 'top';
	return path.startsWith(`${ALIBABA_PATHS.openPlatform}/`) ? 'openPlatform' : undefined;
}

function faultFor(call: ProfileCall, context: AlibabaContext): Fault | undefined {
	const { faults, random, settings } = context;
	const queued = faults.take('alibaba', call.name);
	if (queued) return queued;
	const { timeoutRate } = settings.alibaba;
	return timeoutRate > 0 && random.chance(timeoutRate) ? { kind: 'http504' } : undefined;
}

function failureOfFault(
	fault: Fault,
	{ params }: ProfileCall,
	{ limits, vault, settings }: AlibabaContext,
): Failure | undefined {
	const appKey = params.get('app_key') ?? '';
	const durationMs = (fault.seconds ?? 1) * 1000;
	switch (fault.kind) {
		case 'apiCallLimit':
			return limits.block(appKey, durationMs);
		case 'appCallLimit':
			return limits.block(appKey, settings.alibaba.limits.blockMs);
		case 'refusal': {
			const refusal = fault.refusal ?? failureOf('InternalError');
			const refusalAt = (leftMs: number) => withSeconds(refusal, leftMs);
			if (fault.bans === undefined) return refusalAt(durationMs);
			return limits.block(appKey, durationMs, refusalAt);
		}
		case 'serviceUnavailable':
			return failureOf('ServiceUnavailable');
		case 'expiredToken':
			// Ends the token for good: only a refresh helps, not a repetition.
			vault.expire(given(params, 'session') ?? given(params, 'access_token') ?? '');
			return failureOf('IllegalAccessToken');
		default:
			return undefined;
	}
}

function failureAnswer(
	failure: Failure,
	call: ProfileCall,
	{ settings }: AlibabaContext,
	form?: RefusalForm,
) {
	const isBlock = failure.code === 'ApiCallLimit';
	const status = isBlock ? settings.alibaba.blockStatus : 200;
	if (form) return jsonText(refusalText(form, failure, call.name, call.requestId), status);
	if (call.profile === 'top') return jsonText(topFailure(failure, call.requestId), status);
	if (call.profile === 'article' && failure.code === 'IncompleteSignature') {
		return { status: 401, headers: { 'content-type': 'text/plain' }, body: 'signature invalid' };
	}
	return jsonText(openPlatformFailure(failure, call.requestId), status);
}

function jsonText(body: string, status = 200): WebAnswer {
	return { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body };
}
