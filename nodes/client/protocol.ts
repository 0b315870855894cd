import type { INode } from 'n8n-workflow';

import type { Purpose } from '../quota/policy';
import type { QuotaStore } from '../quota/store';
import type { Clock } from '../time/clock';
import { readAnswer, type Outcome } from '../wire/answer';
import type { Answer, HttpHelper, ServiceRequest } from '../wire/send';
import { signSync, type RequestParam } from '../wire/sign';
import type { Access } from './access';

/** How one platform is spoken to; the client does the rest alike for all of them. */
export interface Protocol<A extends Access> {
	/**
	 * The signed request of one attempt.
	 *
	 * @param method as the platform names it: a dotted name or a path.
	 * @param nowMs wall clock, ms UTC. Platforms check the age of a request, so every attempt is signed
	 * anew.
	 */
	requestOf(
		access: A,
		method: string,
		params: Readonly<Record<string, RequestParam>>,
		nowMs: number,
	): ServiceRequest;
	/**
	 * Reads what came back.
	 *
	 * @param nowMs wall clock when it came, ms UTC.
	 */
	readAnswer(answer: Answer, access: A, nowMs: number): Outcome;
	/** Names what the platform counts calls for: calls with the same name share its limits. */
	limitScopeOf(access: A): string;
	/** Whether a call that met a short pause is made once more after it. */
	repeatsAfterPause: boolean;
}

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
function signedForm(
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

/** What the client needs from its surroundings. */
export interface ClientSurroundings<A extends Access> {
	node: INode;
	/** Display name of the platform in messages. */
	platform: string;
	http: HttpHelper;
	/** How the platform is spoken to. */
	protocol: Protocol<A>;
	clock: Clock;
	/** Reads the credential afresh, so that a token renewed elsewhere is seen. */
	readAccess(): Promise<A>;
	/** Renews the access token of the credential and stores it. Throws an n8n error if it cannot. */
	renewToken(current: A): Promise<void>;
	openQuota(access: A): QuotaStore;
	purpose: Purpose;
	/** Name of the workflow that spends. */
	spender: string;
	/** How long a call that the counter refuses may wait for its turn, in milliseconds. */
	waitUpToMs?: number;
	/** Whether the client repeats reads after a passing fault; false where n8n repeats the node. */
	repeatsReads?: boolean;
	/** Told how long a call waited for its turn, in milliseconds. */
	onWaited?(waitedMs: number): void;
	cancelSignal?: AbortSignal;
	warn(message: string): void;
}
