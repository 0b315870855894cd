import type { ICredentialTestRequest } from 'n8n-workflow';

import { CAUSE_BY_CODE } from '../platform/failure';
import { remedyOf } from '../platform/remedy';
import { gatewayExpression } from './credentialFields';

/** The test call: no parameters, no buyer data, and every seller may make it. */
const TEST_METHOD = 'aliexpress.merchant.profile.get';
const TEST_ANSWER = 'aliexpress_merchant_profile_get_response';

type Rules = NonNullable<ICredentialTestRequest['rules']>;
type Rule = Rules[number];

function rule(key: string, value: string | number | boolean | undefined, message: string): Rule {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

/**
 * One rule per known code, in both shapes in which a refusal arrives under HTTP 200, sub codes
 * first since they are sharper. The last rule catches what is left: no result, no success.
 */
function successBodyRules(): Rule[] {
	const rules = Object.entries(CAUSE_BY_CODE).flatMap(([code, cause]) => {
		const { message, description } = remedyOf(cause, 'AliExpress');
		const told = `${message}. ${description}`;
		const values = /^\d+$/.test(code) ? [code, Number(code)] : [code];
		const keys = ['error_response.sub_code', 'sub_code', 'error_response.code', 'code'];
		return keys.flatMap((key) => values.map((value) => rule(key, value, told)));
	});
	const isSubCode = ({ properties }: Rule) =>
		'key' in properties && properties.key.endsWith('sub_code');
	const noProfile =
		'AliExpress did not answer with the profile of a shop. Check the environment and the account.';
	return [
		...rules.filter(isSubCode),
		...rules.filter((entry) => !isSubCode(entry)),
		...[false, 'false'].map((flag) => rule(`${TEST_ANSWER}.result.success`, flag, noProfile)),
		rule(TEST_ANSWER, undefined, noProfile),
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
		},
		rules: successBodyRules() as Rules,
	};
}
