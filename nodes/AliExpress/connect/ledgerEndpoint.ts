import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { QuotaStore } from '../../quota/store';
import { ledgerRequestSchema, type LedgerRequest } from '../../quota/wire';
import { parseJson } from '../../wire/json';
import { setupRequestSchema, type SetupRequest } from '../setup/look';
import { isFreshRequest } from './callers';

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

/** Carries out a ledger request. @throws QuotaUnavailable when the counter is elsewhere and away. */
export async function answerLedgerRequest(
	quota: QuotaStore,
	request: LedgerRequest,
): Promise<IDataObject> {
	const settled = 'settled' in request ? (request.settled ?? []) : [];
	for (const settlement of settled) await quota.settle(settlement, false);
	switch (request.operation) {
		case 'reserve': {
			const { id, account, purpose, spender, token } = request;
			const call = { id, account, purpose, spender, ...(token !== undefined && { token }) };
			return { ...(await quota.reserve(call)) } as IDataObject;
		}
		case 'settle':
			await quota.settle(request.settlement, true);
			return { done: true };
		case 'giveBack':
			await quota.giveBack(request.id);
			return { done: true };
		case 'block': {
			const { account, banMs, isDayLimit } = request;
			const ban = banMs === undefined ? {} : { banMs };
			return { pauseMs: await quota.block({ account, isDayLimit, ...ban }) };
		}
		case 'status':
			return { ...(await quota.status(request.account)) } as unknown as IDataObject;
	}
}
