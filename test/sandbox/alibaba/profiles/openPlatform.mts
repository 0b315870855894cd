import { checkedApp } from '../../gateway/checks.mts';
import { successText } from '../../gateway/envelope.mts';
import { refuse } from '../../gateway/failures.mts';
import { required } from '../../gateway/params.mts';
import { printJson } from '../../json.mts';
import type { AlibabaContext, ProfileCall } from '../call.mts';
import { PATHS } from '../methods/registry.mts';
import { TOKEN_PATHS, tokenObject } from '../tokenCalls.mts';

/** The text that answers a call of the Open Platform; refuses with its codes. */
export function openPlatformText(call: ProfileCall, context: AlibabaContext): string {
	const { params, name: path, requestId } = call;
	const { settings, vault, shop, random } = context;
	const nowMs = settings.now();
	const isTokenCall = TOKEN_PATHS.includes(path);
	const method = PATHS.get(path);
	if (!method && !isTokenCall) refuse('InvalidApiPath');
	if (!['GET', 'POST'].includes(call.httpMethod)) refuse('UnsupportedHTTPMethod');
	if (method?.getOnly && call.httpMethod !== 'GET') refuse('UnsupportedHTTPMethod');
	const { appKey } = checkedApp(call, settings.alibaba.apps, nowMs, path);
	if (!method) {
		const body = tokenObject(path, { params, appKey, vault, nowMs, ...settings.alibaba.tokens });
		return printJson({ ...body, code: '0', request_id: requestId });
	}
	vault.accountFor(required(params, 'access_token'), appKey) ?? refuse('IllegalAccessToken');
	if (settings.alibaba.withoutPermission.includes(path)) refuse('InsufficientPermission');
	const body = method.answer({
		params,
		profile: 'openPlatform',
		shop,
		nowMs,
		traceId: `0b${requestId}`,
	});
	return successText(path, body, {
		simplify: true,
		requestId,
		options: settings.answers,
		random,
	});
}
