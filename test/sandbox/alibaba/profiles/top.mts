import { checkedApp } from '../../gateway/checks.mts';
import { successText } from '../../gateway/envelope.mts';
import { refuse } from '../../gateway/failures.mts';
import { given, required } from '../../gateway/params.mts';
import { shanghaiMs } from '../../gateway/time.mts';
import type { AlibabaContext, ProfileCall } from '../call.mts';
import { NAMES } from '../methods/registry.mts';

/** The text that answers a call of TOP; refuses with the names of the Open Platform. */
export function topText(call: ProfileCall, context: AlibabaContext): string {
	const { params, requestId } = call;
	const { settings, vault, shop, random } = context;
	const nowMs = settings.now();
	const name = required(params, 'method');
	if (!['GET', 'POST'].includes(call.httpMethod)) refuse('UnsupportedHTTPMethod');
	if (required(params, 'v') !== '2.0') refuse('InvalidVersion');
	// Milliseconds and sha256 belong to the newer gateways.
	if (shanghaiMs(required(params, 'timestamp')) === undefined) refuse('InvalidTimestamp');
	if (!['md5', 'hmac'].includes(required(params, 'sign_method'))) refuse('IncompleteSignature');
	const { appKey } = checkedApp(call, settings.alibaba.apps, nowMs, '');
	const method = NAMES.get(name) ?? refuse('InvalidApiPath');
	if ((given(params, 'format') ?? 'xml') !== 'json') {
		refuse('InvalidParameter', 'Only format=json is answered here');
	}
	vault.accountFor(required(params, 'session'), appKey) ?? refuse('IllegalAccessToken');
	if (settings.alibaba.withoutPermission.includes(name)) refuse('InsufficientPermission');
	const body = method.answer({ params, profile: 'top', shop, nowMs, traceId: `0b${requestId}` });
	return successText(name, body, {
		simplify: false,
		requestId,
		options: settings.answers,
		random,
	});
}
