import type { IHttpRequestOptions } from 'n8n-workflow';

import type { HttpHelper } from '../../../nodes/wire/send.ts';

/** n8n's request helper as the package sees it, over fetch: the little that the ledger's client asks. */
export const overFetch: HttpHelper = {
	async httpRequest({ url, method, body, headers }: IHttpRequestOptions) {
		const response = await fetch(url, {
			method: method ?? 'GET',
			body: String(body),
			headers: headers as Record<string, string>,
		});
		return { statusCode: response.status, body: await response.text() };
	},
};

/** One request, as it would have been sent. */
export interface Captured {
	url: string;
	body: string;
	headers: Record<string, string>;
}

/** A helper that sends nothing and keeps what it was given in `kept`. */
export function capturing(kept: Captured[]): HttpHelper {
	return {
		httpRequest({ url, body, headers }: IHttpRequestOptions) {
			kept.push({ url, body: String(body), headers: headers as Record<string, string> });
			return Promise.reject(new Error('Kept, not sent.'));
		},
	};
}
