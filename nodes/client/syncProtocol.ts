import { readAnswer } from '../wire/answer';
import type { Access } from './access';
import type { Protocol } from './protocol';
import { signedForm } from './signedForm';

/** The business interface of AliExpress: every method is a signed form that is posted to `/sync`. */
export const syncProtocol: Protocol<Access> = {
	requestOf: (access, method, params, nowMs) => ({
		method: 'POST',
		url: `${access.baseUrl}/sync`,
		contentType: 'application/x-www-form-urlencoded',
		body: signedForm(access, { ...params, method, simplify: true }, nowMs),
	}),
	readAnswer: (answer, _access, nowMs) => readAnswer(answer, undefined, nowMs),
	// The platform counts the address of the server, so all apps share its limits.
	limitScopeOf: ({ baseUrl }) => baseUrl,
	repeatsAfterPause: true,
};
