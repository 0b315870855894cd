import type { Access } from './access';
import { signSync, type RequestParam } from './sign';

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
	return new URLSearchParams({ ...signed.params, sign: signed.sign }).toString();
}
