import { signSync, type RequestParam } from '../wire/sign';
import type { Access } from './access';

// URLSearchParams would write the same form in many times the time.
function formText(params: Readonly<Record<string, string>>): string {
	let form = '';
	for (const [name, value] of Object.entries(params)) {
		form += `${form === '' ? '' : '&'}${encodeURIComponent(name)}=${encodedValue(value)}`;
	}
	return form;
}

/** Half of a surrogate pair has no UTF-8 form; it goes out as the replacement character. */
function encodedValue(value: string): string {
	try {
		return encodeURIComponent(value);
	} catch {
		return encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8'));
	}
}

/**
 * The form body of a business call: the method's parameters, those of the system, and the signature.
 *
 * @param params business parameters, `method` among them.
 * @param nowMs wall clock, ms UTC. The gateway checks the age of a request, so every attempt is
 * signed anew.
 */
export function signedForm(
	access: Pick<Access, 'appKey' | 'appSecret' | 'accessToken' | 'tokenParameter'>,
	params: Readonly<Record<string, RequestParam>>,
	nowMs: number,
): string {
	const signed = signSync(
		{
			...params,
			app_key: access.appKey,
			[access.tokenParameter]: access.accessToken,
			timestamp: nowMs,
			sign_method: 'sha256',
			format: 'json',
			v: '2.0',
		},
		access.appSecret,
	);
	return formText({ ...signed.params, sign: signed.sign });
}
