import {
	NodeApiError,
	type ICredentialTestRequest,
	type IHttpRequestOptions,
	type INode,
} from 'n8n-workflow';

import type { JsonObject } from '../wire/json';
import { tokenNameOf, type Access } from './access';
import { createClient } from './client';
import type { ClientSurroundings } from './protocol';

/**
 * The test of a credential without a Connect button. n8n makes a test of one declared request, whose
 * answer it compares with fixed values: no ban told in words could be read and none be kept. So the
 * credential makes the test call itself, with the client that nodes use, in its hook `preAuthentication`,
 * whose tokens n8n stores whatever the call came to. What it came to is told when the request is to be
 * signed; the request itself carries nothing.
 */
const verdicts = new Map<string, string | undefined>();

function keyOf({ appKey, appSecret, accessToken }: Access): string {
	return tokenNameOf(accessToken, appKey, appSecret);
}

/** What n8n is told to send after the test: a look at the front door of the gateway. */
export function declaredTest(gatewayUrl: string): ICredentialTestRequest {
	return {
		request: {
			baseURL: gatewayUrl,
			url: '/',
			method: 'HEAD',
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
	};
}

/** What a test call is made with; the rest is the same for all credentials. */
export type TestSurroundings<A extends Access> = Pick<
	ClientSurroundings<A>,
	| 'platform'
	| 'http'
	| 'protocol'
	| 'clock'
	| 'readAccess'
	| 'renewToken'
	| 'openQuota'
	| 'waitUpToMs'
>;

/** Why a credential did not pass, worded for the user. */
export interface Verdict {
	message: string;
}

/** The one call of a test. */
export interface TestCall {
	method: string;
	params: Readonly<Record<string, string>>;
	/** What is wrong with an answer that is no refusal; undefined when nothing is. */
	judge?(answer: JsonObject): Verdict | undefined;
	/** Other words for a refusal; null when it does not speak against the credential. */
	judgeRefusal?(refusal: NodeApiError): Verdict | null | undefined;
}

function wordsOf(reason: unknown): string {
	if (!(reason instanceof Error)) return 'The credential could not be tested.';
	const description = reason instanceof NodeApiError ? reason.description : undefined;
	return description ? `${reason.message}. ${description}` : reason.message;
}

async function refusalOf<A extends Access>(
	node: INode,
	around: TestSurroundings<A>,
	{ method, params, ...call }: TestCall,
): Promise<string | undefined> {
	const client = createClient<A>({
		...around,
		node,
		purpose: 'connect',
		spender: node.name,
		repeatsReads: false,
		warn: () => undefined,
	});
	try {
		const answer = await client.call(method, params);
		return call.judge?.(answer)?.message;
	} catch (reason) {
		const judged = reason instanceof NodeApiError ? call.judgeRefusal?.(reason) : undefined;
		return judged === null ? undefined : (judged?.message ?? wordsOf(reason));
	}
}

/** Makes the test call of a credential and notes what it came to. */
export async function testCredential<A extends Access>(
	node: INode,
	around: TestSurroundings<A>,
	call: TestCall,
): Promise<void> {
	const refusal = await refusalOf(node, around, call);
	verdicts.set(keyOf(await around.readAccess()), refusal);
}

/**
 * Tells what the test call of the credential came to, and makes the request that n8n sends then.
 *
 * @throws Error worded for the user when the credential did not pass, or was not tested at all.
 */
export function afterTest(access: Access, options: IHttpRequestOptions): IHttpRequestOptions {
	const key = keyOf(access);
	if (!verdicts.has(key)) {
		// n8n runs the hook by itself only where no tokens are stored yet, and on a status of 401; then it
		// comes here again.
		const message = 'The credential could not be tested.';
		throw Object.assign(new Error(message), { response: { status: 401 } });
	}
	const refusal = verdicts.get(key);
	verdicts.delete(key);
	if (refusal !== undefined) throw new Error(refusal);
	const { origin } = new URL(access.baseUrl);
	return { ...options, baseURL: undefined, url: origin, body: undefined };
}
