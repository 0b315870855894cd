import { bodyOf } from '../caller.mts';
import { signatureOf, textToSign } from '../gateway/signature.mts';
import { wallText } from '../gateway/time.mts';
import type { JsonObject } from '../json.mts';
import type { Sandbox } from '../sandbox.mts';
import { articleSignature } from './articleSignature.mts';

type Params = Record<string, string>;

/** An honest caller of the three profiles, for the sandbox's own tests: `given` adds or replaces. */
export interface AlibabaCaller {
	/** Signs in the article's way; without a body: the answer as it came. */
	article(given: Params): Promise<Response>;
	/** A product by the article's profile, unwrapped by nobody. */
	product(productId: bigint | string, given?: Params): Promise<JsonObject>;
	openPlatform(path: string, given?: Params, httpMethod?: string): Promise<JsonObject>;
	top(method: string, given?: Params): Promise<JsonObject>;
	accessToken: string;
}

export const ALL_FIELDS =
	'title,multi_language_title,multi_language_desc,price_info,moq,logistics_info';

/** A caller for a sandbox, with fresh tokens of its seller. */
export function alibabaCallerOf({ alibaba, settings }: Sandbox): AlibabaCaller {
	const { app, addresses } = alibaba;
	const article = (given: Params) => {
		const params: Params = {
			app_key: app.appKey,
			method: 'alibaba.product.get',
			api_version: '2.0',
			language: 'en',
			country: 'US',
			timestamp: String(settings.now()),
			...given,
		};
		const sign = articleSignature(Object.entries(params), app.appSecret);
		return fetch(`${addresses.article}?${new URLSearchParams({ sign, ...params })}`);
	};
	const caller: AlibabaCaller = {
		accessToken: alibaba.issueTokens().accessToken,
		article,
		product: async (productId, given = {}) =>
			bodyOf(await article({ product_id: String(productId), fields: ALL_FIELDS, ...given })),
		async openPlatform(path, given = {}, httpMethod = 'GET') {
			const params: Params = {
				app_key: app.appKey,
				access_token: caller.accessToken,
				sign_method: 'sha256',
				timestamp: String(settings.now()),
				...given,
			};
			const sign = signatureOf(textToSign(Object.entries(params), path), app.appSecret, 'sha256');
			const fields = new URLSearchParams({ sign: String(sign), ...params });
			const address = addresses.openPlatform + path;
			return bodyOf(
				httpMethod === 'GET'
					? await fetch(`${address}?${fields}`)
					: await fetch(address, { method: httpMethod, body: fields }),
			);
		},
		async top(method, given = {}) {
			const params: Params = {
				method,
				app_key: app.appKey,
				session: caller.accessToken,
				sign_method: 'md5',
				format: 'json',
				v: '2.0',
				timestamp: wallText(settings.now(), 'shanghai'),
				...given,
			};
			const text = textToSign(Object.entries(params), '');
			const sign = signatureOf(text, app.appSecret, String(params.sign_method));
			const body = new URLSearchParams({ sign: String(sign), ...params });
			return bodyOf(await fetch(addresses.top, { method: 'POST', body }));
		},
	};
	return caller;
}
