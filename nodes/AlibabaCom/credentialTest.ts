import type { INode, NodeApiError } from 'n8n-workflow';

import {
	testCredential,
	type TestCall,
	type TestSurroundings,
	type Verdict,
} from '../client/credentialTest';
import type { Cause } from '../wire/failure';
import type { Account } from './account';
import type { Profile } from './profile';

/** An id that no product has: the refusal for it needs a good signature and shows nothing. */
const NO_PRODUCT = '100000000000000';
const CATEGORIES = { cat_id: '0' };

/** The one call of the test, of no consequence in each profile: the roots of the categories, or nothing. */
const CALLS: Readonly<Record<Profile, Pick<TestCall, 'method' | 'params'>>> = {
	productDetail: {
		method: 'alibaba.product.get',
		params: { product_id: NO_PRODUCT, fields: 'title' },
	},
	openPlatform: { method: '/icbu/product/category/get', params: CATEGORIES },
	top: { method: 'alibaba.icbu.category.get.new', params: CATEGORIES },
};

const UNKNOWN_CALL = {
	message:
		'The address answers, but does not know the call. Check the signature profile and the address.',
};

/** A missing permission does not speak against it: the test reads what the seller may never need. */
const HARMLESS: ReadonlySet<unknown> = new Set<Cause>(['permission', 'business']);
const OF_THE_ADDRESS: ReadonlySet<unknown> = new Set<Cause>(['retired', 'input']);

function judgeRefusal({ errorResponse }: NodeApiError): Verdict | null | undefined {
	const cause = errorResponse?.cause;
	if (HARMLESS.has(cause)) return null;
	return OF_THE_ADDRESS.has(cause) ? UNKNOWN_CALL : undefined;
}

/** Tests the credential by one counted call. */
export async function testAccount(
	node: INode,
	profile: Profile,
	around: TestSurroundings<Account>,
): Promise<void> {
	await testCredential(node, around, { ...CALLS[profile], judgeRefusal });
}
