import type { CallLog, LoggedCall } from '../callLog.mts';
import { spoil } from '../faults.mts';
import type { Fault, FaultQueue } from '../faults.mts';
import { printJson } from '../json.mts';
import type { AnswerOptions, Settings } from '../options.mts';
import type { Random } from '../shop/random.mts';
import type { Shop } from '../shop/shop.mts';
import type { WebAnswer, WebRequest } from '../web/exchange.mts';
import { checkedApp } from './checks.mts';
import { successText } from './envelope.mts';
import { banFailure, failureOf, refusalIn, refuse, withSeconds } from './failures.mts';
import type { Failure } from './failures.mts';
import type { LimitKeeper } from './limits.mts';
import { METHODS } from './methods/registry.mts';
import { gatewayRequest, given, required } from './params.mts';
import { refusalText } from './refusalForms.mts';
import type { RefusalForm } from './refusalForms.mts';
import type { GatewayRequest } from './params.mts';
import { TOKEN_PATHS, tokenAnswer } from './tokenCalls.mts';
import type { Account, Vault } from './tokens.mts';

export interface GatewayContext {
	settings: Settings;
	vault: Vault;
	limits: LimitKeeper;
	faults: FaultQueue;
	log: CallLog & { calls: LoggedCall[] };
	random: Random;
	shopOf(sellerId: string): Shop;
	changed: () => void;
}

/** One call on its way through the gateway. */
interface Call extends GatewayRequest {
	/** API path of a path-style call; empty on /sync. */
	restPath: string;
	/** Dotted method or API path: the name in the log. */
	name: string;
	simplify: boolean;
	account: Account | undefined;
	accountKey: string;
	requestId: string;
}

/** Answers a request to /sync or /rest: counts it, judges it, answers it, and logs it. */
export function answerGateway(request: WebRequest, context: GatewayContext): WebAnswer {
	const { settings, faults, limits, log, changed } = context;
	const call = callFrom(request, context);
	const refusal = limits.admit(call);
	const fault = refusal ? undefined : faults.take('gateway', call.name);
	const failure = refusal ?? (fault && failureOfFault(fault, call, context));
	const { answer, outcome } = failure
		? { answer: failureAnswer(failure, call, settings, fault?.form), outcome: failure.code }
		: judged(call, context);
	log.calls.push({
		atMs: settings.now(),
		path: request.path,
		method: call.name,
		appKey: call.params.get('app_key'),
		accountId: call.account?.id,
		outcome: fault && !failure ? `fault:${fault.kind}` : outcome,
		ip: call.ip,
	});
	changed();
	return fault ? spoil(answer, fault) : answer;
}

function judged(call: Call, context: GatewayContext): { answer: WebAnswer; outcome: string } {
	try {
		const text = call.restPath ? restText(call, context) : syncText(call, context);
		return { answer: jsonText(text), outcome: 'ok' };
	} catch (error) {
		const failure = refusalIn(error);
		if (!failure) throw error;
		return { answer: failureAnswer(failure, call, context.settings), outcome: failure.code };
	}
}

function restText(call: Call, { settings, vault }: GatewayContext): string {
	if (!TOKEN_PATHS.includes(call.restPath)) refuse('InvalidApiPath');
	const nowMs = settings.now();
	const { appKey } = checkedApp(call, settings.apps, nowMs, call.restPath);
	const { restPath: path, params, requestId } = call;
	const body = tokenAnswer({ path, params, appKey, vault, options: settings.tokens, nowMs });
	return printJson({ ...body, request_id: requestId });
}

function syncText(call: Call, context: GatewayContext): string {
	const { settings, vault, shopOf, random } = context;
	const { params, simplify, requestId } = call;
	const nowMs = settings.now();
	const name = required(params, 'method');
	const { appKey } = checkedApp(call, settings.apps, nowMs, '');
	const method = METHODS.get(name);
	if (!method || settings.answers.retiredMethods.includes(name)) refuse('InvalidApiPath');
	if ((given(params, 'format') ?? 'json') !== 'json') {
		refuse('InvalidParameter', 'Only format=json is answered here');
	}
	const options = settings.answers;
	const account =
		vault.accountFor(tokenIn(params, options), appKey) ?? refuse('IllegalAccessToken');
	if (account.platform !== 'seller_center') refuse('InsufficientPermission');
	if (options.withoutPermissions.includes(method.group)) refuse('InsufficientPermission');
	const body = method.answer({ params, shop: shopOf(account.id), nowMs, options });
	return successText(name, body, { simplify, requestId, options, random });
}

function tokenIn(params: GatewayRequest['params'], { tokenParameter }: AnswerOptions): string {
	if (tokenParameter !== 'either') return required(params, tokenParameter);
	const session = given(params, 'session');
	const accessToken = given(params, 'access_token');
	if (session !== undefined && accessToken !== undefined) {
		refuse('InvalidParameter', 'Give session or access_token, not both');
	}
	return session ?? accessToken ?? required(params, 'access_token');
}

function callFrom(request: WebRequest, { settings, vault, random }: GatewayContext): Call {
	const parts = gatewayRequest(request);
	const { params } = parts;
	const restPath = request.path.startsWith('/rest') ? request.path.slice('/rest'.length) : '';
	const token = given(params, 'session') ?? given(params, 'access_token') ?? '';
	const account = restPath
		? (vault.accountOfCode(given(params, 'code') ?? '') ??
			vault.accountOfRefresh(given(params, 'refresh_token') ?? ''))
		: vault.accountOfAccess(token);
	const { envelope } = settings.answers;
	return {
		...parts,
		restPath,
		name: restPath || (params.get('method') ?? ''),
		simplify: envelope === 'auto' ? params.get('simplify') === 'true' : envelope === 'plain',
		account,
		accountKey: `${params.get('app_key') ?? ''}/${account?.id ?? ''}`,
		requestId: `21${random.int(10 ** 9, 10 ** 10 - 1)}${settings.now()}`,
	};
}

function failureOfFault(
	fault: Fault,
	call: Call,
	{ limits, vault }: GatewayContext,
): Failure | undefined {
	const durationMs = (fault.seconds ?? 1) * 1000;
	switch (fault.kind) {
		case 'apiCallLimit':
			return limits.ban(call, 'address', durationMs, banFailure);
		case 'appCallLimit':
			return limits.banAccountToday(call);
		case 'refusal': {
			const refusal = fault.refusal ?? failureOf('InternalError');
			const refusalAt = (leftMs: number) => withSeconds(refusal, leftMs);
			if (fault.bans === undefined) return refusalAt(durationMs);
			return limits.ban(call, fault.bans, durationMs, refusalAt);
		}
		case 'serviceUnavailable':
			return failureOf('ServiceUnavailable');
		case 'expiredToken':
			// Ends the token for good: only a refresh helps, not a repetition.
			vault.expire(given(call.params, 'session') ?? given(call.params, 'access_token') ?? '');
			return failureOf('IllegalAccessToken');
		default:
			return undefined;
	}
}

function failureAnswer(
	failure: Failure,
	call: Call,
	{ answers }: Settings,
	form: RefusalForm = !call.restPath && !call.simplify ? 'wrapped' : 'flat',
): WebAnswer {
	const text = refusalText(form, failure, call.name, call.requestId);
	return { ...jsonText(text), status: call.restPath ? answers.restErrorStatus : 200 };
}

function jsonText(body: string): WebAnswer {
	return { status: 200, headers: { 'content-type': 'application/json;charset=UTF-8' }, body };
}
