import { randomUUID } from 'node:crypto';

import { heedLimitAnswer, isLimitAnswer } from '../quota/limitAnswer';
import { QuotaUnavailable, type QuotaStore, type Reservation } from '../quota/store';
import { takeTurn } from '../quota/turn';
import { redact, type Access } from './access';
import { readAnswer, type Outcome } from './answer';
import { apiErrorOf, quotaErrorOf, uncountedErrorOf } from './apiError';
import type { JsonObject } from './envelope';
import type { Failure } from './failure';
import { readyAccess, renewedAccess } from './freshAccess';
import { retryDelayMs } from './retry';
import { post } from './send';
import type { RequestParam } from './sign';
import { signedForm } from './signedForm';
import type { ClientSurroundings } from './surroundings';

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

	async function reserve(access: Access, quota: QuotaStore): Promise<string> {
		const { purpose, spender, cancelSignal } = around;
		const { account, baseUrl, policy } = access;
		let hasWaited = false;
		for (;;) {
			const call: Reservation = { id: randomUUID(), account, purpose, spender };
			const refused = await counted(takeTurn(quota, call, baseUrl, policy, clock, cancelSignal));
			if (!refused) return call.id;
			const pauseMs = refused.opensAtMs - clock.nowMs();
			const isShort = refused.reason === 'blocked' && pauseMs <= WAITABLE_BAN_MS;
			if (hasWaited || !isShort) throw quotaErrorOf(node, refused, call, policy);
			hasWaited = true;
			await clock.sleepMs(pauseMs, cancelSignal);
		}
	}

	/** What cannot be handed back stays counted; that is no reason to hide why the call ended. */
	async function giveBack(quota: QuotaStore, reservation: string): Promise<void> {
		try {
			await quota.giveBack(reservation);
		} catch (reason) {
			if (!(reason instanceof QuotaUnavailable)) return await Promise.reject(reason);
			around.warn(`A call to ${platform} that never left stays counted: ${reason.message}`);
		}
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
			await giveBack(quota, reservation);
			return CANCELLED;
		}
		const answer = await post(around.http, {
			url: `${access.baseUrl}/sync`,
			contentType: 'application/x-www-form-urlencoded',
			body: signedForm(access, { ...params, simplify: true }, clock.nowMs()),
			...(around.cancelSignal && { cancelSignal: around.cancelSignal }),
		});
		if (answer.kind === 'neverSent') await giveBack(quota, reservation);
		return readAnswer(answer);
	}

	/** Keeps a limit answer for all later calls and says whether this one may wait it out. */
	async function heed(
		failure: Failure,
		access: Access,
		quota: QuotaStore,
	): Promise<number | undefined> {
		const { account, baseUrl, policy } = access;
		const block = heedLimitAnswer(failure, baseUrl, account, policy, clock.nowMs());
		await counted(quota.block(block));
		const { banMs } = failure;
		if (block.isDayLimit || banMs === undefined || banMs > WAITABLE_BAN_MS) return undefined;
		return banMs + BAN_WAIT_MARGIN_MS;
	}

	async function call(
		method: string,
		params: Readonly<Record<string, RequestParam>>,
	): Promise<JsonObject> {
		let access = await readyAccess(around);
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
			if (isLimitAnswer(failure)) {
				const waitMs = await heed(failure, access, quota);
				if (!hasWaited) delayMs = waitMs;
				hasWaited = true;
			}
			if (failure.cause === 'token' && !isRenewed) {
				isRenewed = true;
				access = await renewedAccess(around, access);
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
	const secrets = [access.appSecret, access.accessToken];
	const { code, message } = failure;
	return { ...failure, code: redact(code, secrets), message: redact(message, secrets) };
}
