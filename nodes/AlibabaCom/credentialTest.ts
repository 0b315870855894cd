import type { ICredentialTestRequest } from 'n8n-workflow';

import { bodyRule, refusalRules } from '../wire/refusalRules';
import { GATEWAYS } from './profile';

type Rules = NonNullable<ICredentialTestRequest['rules']>;

const NO_SIGNATURE =
	'Alibaba.com did not accept the signature. The App Secret does not belong to the App Key, the app is of another profile, or the clock of this server is wrong. Copy both again from the app console.';
const UNKNOWN_CALL =
	'The address answers, but does not know the call. Check the signature profile and the address.';

/**
 * The test of the credential: one signed and counted call. A missing permission does not speak against
 * it, since the test reads something that the seller may never need.
 */
export function credentialTest(): ICredentialTestRequest {
	const rules = [
		{ type: 'responseCode', properties: { value: 401, message: NO_SIGNATURE } },
		...['isv.invalid-method', 'isv.missing-parameter'].map((code) =>
			bodyRule('error_code', code, UNKNOWN_CALL),
		),
		...refusalRules('Alibaba.com', ['permission', 'business']),
	];
	return {
		// The credential puts address and body in, which depend on its profile.
		request: {
			baseURL: GATEWAYS.openPlatform,
			url: '/',
			method: 'POST',
			// A redirect would carry token and signature to an address that nobody entered.
			disableFollowRedirect: true,
		},
		rules: rules as Rules,
	};
}
