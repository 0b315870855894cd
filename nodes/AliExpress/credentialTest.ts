import type { INode } from 'n8n-workflow';

import { testCredential, type TestSurroundings, type Verdict } from '../client/credentialTest';
import type { JsonObject } from '../wire/envelope';
import type { Account } from './account';
import { parseProfile } from './parse/store';

/** The test call: no parameters, no buyer data, and every seller may make it. */
const TEST_METHOD = 'aliexpress.merchant.profile.get';

function judge(answer: JsonObject): Verdict | undefined {
	try {
		parseProfile(answer);
		return undefined;
	} catch {
		return {
			message:
				'AliExpress did not answer with the profile of a shop. Check the environment and the account.',
		};
	}
}

/** Tests the credential without a button by one counted call. */
export async function testAccount(node: INode, around: TestSurroundings<Account>): Promise<void> {
	await testCredential(node, around, { method: TEST_METHOD, params: {}, judge });
}
