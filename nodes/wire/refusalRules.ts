import type { ICredentialTestRequest } from 'n8n-workflow';

import { CAUSE_BY_CODE, type Cause } from './failure';
import { remedyOf } from './remedy';

/** One rule of a declarative credential test. */
export type TestRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ type: 'responseSuccessBody' }
>;

/** Says what a body with this value at this path means, e.g. at `error_response.code`. */
export function bodyRule(
	key: string,
	value: string | number | boolean | undefined,
	message: string,
): TestRule {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

/**
 * One rule per known code of the gateways, in both shapes in which a refusal arrives under HTTP 200,
 * sub codes first since they are sharper.
 *
 * @param platform display name.
 * @param passing causes that do not speak against a credential.
 */
export function refusalRules(platform: string, passing: readonly Cause[] = []): TestRule[] {
	const rulesAt = (keys: readonly string[]) =>
		Object.entries(CAUSE_BY_CODE).flatMap(([code, cause]) => {
			if (passing.includes(cause)) return [];
			const { message, description } = remedyOf(cause, platform);
			const values = /^\d+$/.test(code) ? [code, Number(code)] : [code];
			return keys.flatMap((key) =>
				values.map((value) => bodyRule(key, value, `${message}. ${description}`)),
			);
		});
	return [
		...rulesAt(['error_response.sub_code', 'sub_code']),
		...rulesAt(['error_response.code', 'code']),
	];
}
