import { randomUUID } from 'node:crypto';
import type { INode } from 'n8n-workflow';

import { ANY_ACCOUNT } from '../quota/count';
import type { Purpose } from '../quota/policy';
import { QuotaUnavailable, type QuotaStore, type Reservation } from '../quota/store';
import { isExpired, isNearExpiry, redact, type Access } from './access';
import { readAnswer, type Outcome } from './answer';
import { apiErrorOf, quotaErrorOf, uncountedErrorOf } from './apiError';
import type { Clock } from './clock';
import type { JsonObject } from './envelope';
import type { Failure } from './failure';
import { retryDelayMs } from './retry';
import { post, type HttpHelper } from './send';
import { signSync, type RequestParam } from './sign';

/** What the client needs from its surroundings. */
export interface ClientSurroundings<A extends Access> {
	node: INode;
	/** Display name of the platform in messages. */
	platform: string;
	http: HttpHelper;
	clock: Clock;
	/** Reads the credential afresh, so that a token renewed elsewhere is seen. */
	readAccess(): Promise<A>;
	/** Renews the access token of the credential and stores it. Throws an n8n error if it cannot. */
	renewToken(current: A): Promise<void>;
	openQuota(access: A): QuotaStore;
	purpose: Purpose;
	/** Name of the workflow that spends. */
	spender: string;
	cancelSignal?: AbortSignal;
	warn(message: string): void;
}

/** A client for read methods of the business interface. */
export interface Client {
	/**
	 * Calls a read method and returns its result without wrapper.
	 *
	 * @param method dotted name, e.g. `aliexpress.trade.seller.orderlist.get`.
	 * @throws NodeApiError that names cause and remedy and holds no secret.
	 */
	call(method: string, params: Readonly<Record<string, RequestParam>>): Promise<JsonObject>;
	/** The account's access and counter, e.g. to show what is left. Costs no call. */
	open(): Promise<{ access: Access; quota: QuotaStore }>;
}

/** A ban up to this long is waited out; longer ones end the call. */
const WAITABLE_BAN_MS = 5_000;
/** More than the margin that the ledger adds to a ban, so that the account is open again. */
const BAN_WAIT_MARGIN_MS = 1_000;

const CANCELLED: Outcome = { ok: false, failure: { cause: 'cancelled', code: '', message: '' } };

/** Makes a client. It reserves, signs, sends, reads and decides; each attempt is counted. */
export function createClient<A extends Access>(around: ClientSurroundings<A>): Client {
	const { clock, node, platform } = around;

	async function readyAccess(): Promise<A> {
		const access = await around.readAccess();
		if (!isNearExpiry(access, clock.nowMs())) return access;
		try {
			await around.renewToken(access);
		} catch (reason) {
			if (isExpired(access, clock.nowMs())) return await Promise.reject(reason);
			// The token still works for a while; the next call tries to renew it again.
			around.warn(`The ${platform} access token could not be renewed ahead of its end.`);
			return access;
		}
		return await around.readAccess();
	}

	async function reserve(access: Access, quota: QuotaStore): Promise<string> {
		const { purpose, spender } = around;
		const call: Reservation = { id: randomUUID(), account: access.account, purpose, spender };
		const grant = await counted(quota.reserve(call));
		if (!grant.granted) throw quotaErrorOf(node, grant, call, access.policy);
		await clock.sleepMs(grant.waitMs, around.cancelSignal);
		return call.id;
	}

	async function counted<T>(answer: Promise<T>): Promise<T> {
		try {
			return await answer;
		} catch (reason) {
			if (reason instanceof QuotaUnavailable) throw uncountedErrorOf(node, reason);
			return await Promise.reject(reason);
		}
	}

	async function attempt(
		access: Access,
		quota: QuotaStore,
		params: Readonly<Record<string, RequestParam>>,
	): Promise<Outcome> {
		const isCancelled = () => around.cancelSignal?.aborted === true;
		if (isCancelled()) return CANCELLED;
		const reservation = await reserve(access, quota);
		if (isCancelled()) {
			await counted(quota.giveBack(reservation));
			return CANCELLED;
		}
		const signed = signSync(
			{
				...params,
				app_key: access.appKey,
				[access.tokenParameter]: access.accessToken,
				// Signed anew for every attempt: the gateway checks the age of a request.
				timestamp: clock.nowMs(),
				sign_method: 'sha256',
				format: 'json',
				v: '2.0',
				simplify: true,
			},
			access.appSecret,
		);
		const answer = await post(around.http, {
			url: `${access.baseUrl}/sync`,
			contentType: 'application/x-www-form-urlencoded',
			body: new URLSearchParams({ ...signed.params, sign: signed.sign }).toString(),
			...(around.cancelSignal && { cancelSignal: around.cancelSignal }),
		});
		if (answer.kind === 'neverSent') await counted(quota.giveBack(reservation));
		return readAnswer(answer);
	}

	/** Keeps a limit answer for all later calls and says whether this one may wait it out. */
	async function heed(
		failure: Failure,
		access: Access,
		quota: QuotaStore,
	): Promise<number | undefined> {
		const isDayLimit = failure.cause === 'dayLimit';
		// A pause follows the address of this server, so it concerns every account behind it.
		const account = isDayLimit ? access.account : ANY_ACCOUNT;
		const { banMs } = failure;
		await counted(quota.block({ account, isDayLimit, ...(banMs !== undefined && { banMs }) }));
		if (isDayLimit || banMs === undefined || banMs > WAITABLE_BAN_MS) return undefined;
		return banMs + BAN_WAIT_MARGIN_MS;
	}

	async function call(
		method: string,
		params: Readonly<Record<string, RequestParam>>,
	): Promise<JsonObject> {
		let access = await readyAccess();
		let retriesDone = 0;
		let isRenewed = false;
		let hasWaited = false;
		for (;;) {
			const quota = around.openQuota(access);
			const outcome = await attempt(access, quota, { ...params, method });
			if (outcome.ok) return outcome.value;
			const { failure } = outcome;
			let delayMs = retryDelayMs(failure.cause, retriesDone);
			if (delayMs !== undefined) retriesDone += 1;
			if (failure.cause === 'rateLimit' || failure.cause === 'dayLimit') {
				const waitMs = await heed(failure, access, quota);
				if (!hasWaited) delayMs = waitMs;
				hasWaited = true;
			}
			if (failure.cause === 'token' && !isRenewed) {
				isRenewed = true;
				await around.renewToken(access);
				access = await around.readAccess();
				delayMs = 0;
			}
			if (delayMs === undefined) throw apiErrorOf(node, withoutSecrets(failure, access), platform);
			await clock.sleepMs(delayMs, around.cancelSignal);
		}
	}

	async function open(): Promise<{ access: Access; quota: QuotaStore }> {
		const access = await around.readAccess();
		return { access, quota: around.openQuota(access) };
	}

	return { call, open };
}

function withoutSecrets(failure: Failure, access: Access): Failure {
	const message = redact(failure.message, [access.appSecret, access.accessToken]);
	return { ...failure, message };
}
