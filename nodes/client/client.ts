import { randomUUID } from 'node:crypto';

import { withPause } from '../quota/refusal';
import { isTokenMissing, refusedTokenOf } from '../quota/refusedTokens';
import { settleTurn } from '../quota/settle';
import { QuotaUnavailable, type Pause, type QuotaStore, type Reservation } from '../quota/store';
import { DEFAULT_PATIENCE_MS, takeTurn, type Granted, type Turn } from '../quota/turn';
import type { Outcome } from '../wire/answer';
import { isLimitAnswer, type Cause, type Failure } from '../wire/failure';
import type { JsonObject } from '../wire/json';
import { send, type Answer } from '../wire/send';
import type { RequestParam } from '../wire/sign';
import { redact } from '../wire/text';
import { tokenNameOf, type Access } from './access';
import { apiErrorOf, quotaErrorOf, uncountedErrorOf } from './apiError';
import { readyAccess, renewedAccess } from './authorization';
import type { ClientSurroundings } from './protocol';

/** How often a read is sent again after the first attempt, and how long to wait before each. */
const READ_RETRIES = 3;
const READ_RETRY_DELAY_MS = 2_000;

// The request may have been answered by a proxy, cut off, or met a service that was busy. Reads
// change nothing, so sending one again is safe even when the first was carried out.
const TRANSIENT: ReadonlySet<Cause> = new Set<Cause>(['unreachable', 'timeout', 'service']);

/**
 * Decides whether a read is sent again. Limit answers are never repeated here: the quota holds the
 * account until the ban is over.
 *
 * @param cause why the attempt brought no answer.
 * @param retriesDone how often this call was already sent again for such a cause.
 * @returns the delay before the next attempt in milliseconds, or undefined to give up.
 */
function retryDelayMs(cause: Cause, retriesDone: number): number | undefined {
	return TRANSIENT.has(cause) && retriesDone < READ_RETRIES ? READ_RETRY_DELAY_MS : undefined;
}

/** A client for read methods of the business interface. */
export interface Client {
	/**
	 * Calls a read method and returns its result without wrapper.
	 *
	 * @param method as the platform names it: a dotted name, e.g.
	 * `aliexpress.trade.seller.orderlist.get`, or a path.
	 * @throws NodeApiError that names cause and remedy and holds no secret.
	 */
	call(method: string, params: Readonly<Record<string, RequestParam>>): Promise<JsonObject>;
	/** The account's access and counter, e.g. to show what is left. Costs no call. */
	open(): Promise<{ access: Access; quota: QuotaStore }>;
}

const CANCELLED: Failure = { cause: 'cancelled', code: '', message: '' };

/** Makes a client. It reserves, signs, sends, reads and decides; each attempt is counted. */
export function createClient<A extends Access>(around: ClientSurroundings<A>): Client {
	const { clock, node, platform, protocol, cancelSignal } = around;
	const patienceMs = Math.max(DEFAULT_PATIENCE_MS, around.waitUpToMs ?? 0);
	const repeatsReads = around.repeatsReads ?? true;
	const isCancelled = () => cancelSignal?.aborted === true;

	async function counted<T>(answer: Promise<T>): Promise<T> {
		try {
			return await answer;
		} catch (reason) {
			if (reason instanceof QuotaUnavailable) throw uncountedErrorOf(node, reason);
			return await Promise.reject(reason);
		}
	}

	/** A call that may leave now, or why it may not for a reason that is not one of the counter. */
	async function takeCall(access: A, quota: QuotaStore): Promise<[Turn, Granted] | Failure> {
		const { purpose, spender } = around;
		const { account, policy, accessToken, baseUrl } = access;
		const gateway = protocol.limitScopeOf(access);
		const token = accessToken === '' ? {} : { token: tokenNameOf(accessToken, baseUrl) };
		const call: Reservation = { id: randomUUID(), account, purpose, spender, ...token };
		const turn: Turn = { quota, call, gateway, app: access.appKey, policy, clock, cancelSignal };
		const askedAtMs = clock.monotonicMs();
		const grant = await counted(takeTurn(turn, patienceMs));
		around.onWaited?.(clock.monotonicMs() - askedAtMs);
		if (grant.granted) return [turn, grant];
		if (isCancelled()) return CANCELLED;
		// As the platform said the first time.
		if (grant.reason === 'refusedToken') return { cause: grant.cause, code: '', message: '' };
		throw quotaErrorOf(node, grant, call, policy);
	}

	/** A limit answer has to be kept; of anything else the outcome matters more than the count. */
	async function settle(
		turn: Turn,
		grant: Granted,
		answer: Answer,
		outcome: Outcome,
	): Promise<Pause | undefined> {
		const failure = outcome.ok ? undefined : outcome.failure;
		const refusedToken = failure && refusedTokenOf(turn.call.token, failure, 'read');
		const platformAtMs = answer.kind === 'answer' ? answer.serverAtMs : undefined;
		try {
			return await settleTurn(turn, grant, failure, {
				...(platformAtMs !== undefined && { platformAtMs }),
				...(refusedToken && { refusedToken }),
			});
		} catch (reason) {
			if (!(reason instanceof QuotaUnavailable)) return await Promise.reject(reason);
			if (failure && isLimitAnswer(failure)) throw uncountedErrorOf(node, reason);
			around.warn(`A call to ${platform} that never left stays counted: ${reason.message}`);
			return undefined;
		}
	}

	async function attempt(
		access: A,
		quota: QuotaStore,
		method: string,
		params: Readonly<Record<string, RequestParam>>,
	): Promise<Outcome> {
		const taken = isCancelled() ? CANCELLED : await takeCall(access, quota);
		if (!Array.isArray(taken)) return { ok: false, failure: taken };
		const [turn, grant] = taken;
		const answer: Answer = isCancelled()
			? { kind: 'neverSent' }
			: await send(around.http, {
					...protocol.requestOf(access, method, params, clock.nowMs()),
					...(cancelSignal && { cancelSignal }),
				});
		const outcome = protocol.readAnswer(answer, access, clock.nowMs());
		const pause = await settle(turn, grant, answer, outcome);
		if (outcome.ok) return outcome;
		const failure = isCancelled() ? CANCELLED : withPause(outcome.failure, pause, platform);
		return { ok: false, failure };
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
			const outcome = await attempt(access, around.openQuota(access), method, params);
			if (outcome.ok) return outcome.value;
			const { failure } = outcome;
			let delayMs = repeatsReads ? retryDelayMs(failure.cause, retriesDone) : undefined;
			if (delayMs !== undefined) retriesDone += 1;
			// Short enough to be waited out; the counter holds the next attempt back until it is over.
			const isShortBan = isLimitAnswer(failure) && (failure.banMs ?? Infinity) < patienceMs;
			if (isShortBan && protocol.repeatsAfterPause && !hasWaited) {
				hasWaited = true;
				delayMs = 0;
			}
			if (failure.cause === 'token' && !isTokenMissing(failure) && !isRenewed) {
				isRenewed = true;
				access = await renewedAccess(around, access);
				delayMs = 0;
			}
			if (delayMs === undefined) throw apiErrorOf(node, withoutSecrets(failure, access), platform);
			await clock.sleepMs(delayMs, cancelSignal);
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
