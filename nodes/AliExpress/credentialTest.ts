import type { ICredentialTestRequest } from 'n8n-workflow';

import { bodyRule, refusalRules, type TestRule } from '../wire/refusalRules';
import { gatewayExpression } from './credentialFields';

/** The test call: no parameters, no buyer data, and every seller may make it. */
const TEST_METHOD = 'aliexpress.merchant.profile.get';
const TEST_ANSWER = 'aliexpress_merchant_profile_get_response';

/** The last rule catches what is left: no result, no success. */
function successBodyRules(): TestRule[] {
	const noProfile =
		'AliExpress did not answer with the profile of a shop. Check the environment and the account.';
	return [
		...refusalRules('AliExpress'),
		...[false, 'false'].map((flag) => bodyRule(`${TEST_ANSWER}.result.success`, flag, noProfile)),
		bodyRule(TEST_ANSWER, undefined, noProfile),
	];
}

/** The declarative test of the credential without a button. It costs one call. */
export function credentialTest(): ICredentialTestRequest {
	return {
		request: {
			baseURL: `={{ ${gatewayExpression('$credentials')} }}`,
			url: '/sync',
			method: 'POST',
			body: { method: TEST_METHOD },
			// A redirect would carry token and signature to an address that nobody entered.
			disableFollowRedirect: true,
		},
		rules: successBodyRules(),
	};
}
