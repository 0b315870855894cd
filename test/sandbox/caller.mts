import type { JsonObject } from './json.mts';
import { isJsonObject, parseJson } from './json.mts';
import type { Sandbox } from './sandbox.mts';
import { signatureOf, textToSign } from './gateway/signature.mts';

/** An honest caller of the gateway, for the sandbox's own tests: signs and sends what it is given. */
export interface Caller {
	/** Calls a business method with the default token; `overrides` replace or add parameters. */
	sync(method: string, overrides?: Record<string, string>): Promise<JsonObject>;
	/** Calls a path of the system interface. */
	rest(path: string, params: Record<string, string>): Promise<JsonObject>;
	/** Asks for orders, unwrapped: the plain form's `result`. */
	orders(query: Record<string, unknown>): Promise<JsonObject>;
	accessToken: string;
}

/** A caller for a sandbox, with fresh tokens of its seller. */
export function callerOf(sandbox: Sandbox): Caller {
	const { url, app, settings } = sandbox;
	const send = async (path: string, prefix: string, given: Record<string, string>) => {
		const params: Record<string, string> = {
			app_key: app.appKey,
			timestamp: String(settings.now()),
			sign_method: 'sha256',
			...given,
		};
		const text = textToSign(Object.entries(params), prefix);
		const sign = signatureOf(text, app.appSecret, params.sign_method ?? '') ?? 'UNKNOWN';
		const body = new URLSearchParams({ sign, ...params });
		return bodyOf(await fetch(url + path, { method: 'POST', body }));
	};
	const caller: Caller = {
		accessToken: sandbox.issueTokens().accessToken,
		sync: (method, overrides = {}) =>
			send('/sync', '', { method, session: caller.accessToken, ...overrides }),
		rest: (path, params) => send(`/rest${path}`, path, params),
		async orders(query) {
			const asked = JSON.stringify({ current_page: 1, page_size: 50, ...query });
			const answer = await caller.sync('aliexpress.trade.seller.orderlist.get', {
				simplify: 'true',
				param_aeop_order_query: asked,
			});
			return isJsonObject(answer.result) ? answer.result : answer;
		},
	};
	return caller;
}

/** The JSON object a response holds. Rejects for anything else. */
export async function bodyOf(response: Response): Promise<JsonObject> {
	const value = parseJson(await response.text());
	if (!isJsonObject(value)) throw new Error('The answer is no JSON object');
	return value;
}
