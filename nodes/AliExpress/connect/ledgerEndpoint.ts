import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { blockAccount, giveBackCall, settleCall } from '../../quota/ledger';
import type { Policy } from '../../quota/policy';
import { statusOf } from '../../quota/status';
import { ledgerRequestSchema, type LedgerRequest } from '../../quota/wire';
import type { Moment } from '../../time/moment';
import { parseJson } from '../../wire/json';
import { setupRequestSchema, type SetupRequest } from '../setup/look';
import { isFreshRequest } from './callers';
import { reserveWatched, type SharedLedger } from './sharedLedger';

/** What a bridge may be asked: about the count, or about the set-up. */
const requestSchema = z.union([ledgerRequestSchema, setupRequestSchema]);
export type BridgeRequest = z.infer<typeof requestSchema>;

/** Whether a request is about the set-up. */
export function isSetupRequest(request: BridgeRequest): request is SetupRequest {
	return request.operation === 'look' || request.operation === 'keep';
}

/**
 * Reads a request that is signed, or undefined for one that is old, was seen before, or has another
 * shape. The caller cannot tell which.
 *
 * @param rawBody the bytes as they came.
 * @param nowMs wall clock, ms UTC.
 */
export function readBridgeRequest(rawBody: Uint8Array, nowMs: number): BridgeRequest | undefined {
	let body: unknown;
	try {
		body = parseJson(Buffer.from(rawBody).toString('utf8'));
	} catch {
		return undefined;
	}
	const parsed = requestSchema.safeParse(body);
	if (!parsed.success) return undefined;
	const { requestId, atMs } = parsed.data;
	return isFreshRequest(requestId, atMs, nowMs) ? parsed.data : undefined;
}

/** Carries out a ledger request. Changes `shared`. */
export function answerLedgerRequest(
	shared: SharedLedger,
	policy: Policy,
	request: LedgerRequest,
	at: Moment,
): IDataObject {
	const { ledger } = shared;
	const settled = 'settled' in request ? (request.settled ?? []) : [];
	for (const settlement of settled) settleCall(ledger, settlement, at);
	switch (request.operation) {
		case 'reserve': {
			const { id, account, purpose, spender, token } = request;
			const call = { id, account, purpose, spender, ...(token !== undefined && { token }) };
			const grant = reserveWatched(shared, policy, call, at);
			return { ...grant } as IDataObject;
		}
		case 'settle':
			settleCall(ledger, request.settlement, at);
			return { done: true };
		case 'giveBack':
			giveBackCall(ledger, request.id, at);
			return { done: true };
		case 'block': {
			const { account, banMs, isDayLimit } = request;
			const ban = banMs === undefined ? {} : { banMs };
			return { pauseMs: blockAccount(ledger, policy, { account, isDayLimit, ...ban }, at) };
		}
		case 'status':
			return { ...statusOf(ledger, policy, request.account, at) } as unknown as IDataObject;
	}
}
