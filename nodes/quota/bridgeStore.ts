import { randomUUID } from 'node:crypto';
import { z } from 'zod';

import type { Clock } from '../time/clock';
import { parseJson } from '../wire/json';
import { remedyOf } from '../wire/remedy';
import { post, type Answer, type HttpHelper } from '../wire/send';
import { QuotaUnavailable, type Bridge, type QuotaStore, type Settlement } from './store';
import {
	doneSchema,
	grantSchema,
	LEDGER_SIGNATURE_HEADER,
	MAX_SETTLEMENTS,
	pausedSchema,
	signLedgerRequest,
	statusSchema,
	type LedgerRequest,
} from './wire';

/** A settlement that waits for the next request, and since when, monotonic ms. */
interface Waiting {
	settlement: Settlement;
	sinceMs: number;
}

/** By ledger. Bounded: what is lost only makes a call look on its way for a minute. */
const waiting = new Map<string, Waiting[]>();

/** Keeps a settlement until the next request to a ledger. */
function keepSettlement(ledger: string, settlement: Settlement, clock: Clock): void {
	const entries = waiting.get(ledger) ?? [];
	entries.push({ settlement, sinceMs: clock.monotonicMs() });
	waiting.set(ledger, entries.slice(-MAX_SETTLEMENTS));
}

/** Takes what waits for a ledger. The platform's time is brought forward to now. */
function takeSettlements(ledger: string, clock: Clock): Settlement[] {
	const entries = waiting.get(ledger) ?? [];
	waiting.delete(ledger);
	return entries.map(({ settlement, sinceMs }) => {
		const { platformAtMs } = settlement;
		if (platformAtMs === undefined) return settlement;
		return { ...settlement, platformAtMs: platformAtMs + clock.monotonicMs() - sinceMs };
	});
}

/** Where the ledger is and with what it is asked. */
export interface BridgeAddress {
	/** The bridge as the AliExpress Connect Trigger shows it, without trailing slash. */
	bridgeUrl: string;
	appSecret: string;
}

/** What to do when the bridge cannot be asked. */
export const BRIDGE_REMEDY =
	'Publish the workflow with the AliExpress Connect Trigger. If it is published, copy the production URL that the trigger shows into the credential under "Bridge Address"; it must be an address under which this n8n reaches itself.';

/** In queue mode each process is usually in a container of its own. */
const OWN_MACHINE_REMEDY = `${BRIDGE_REMEDY} In queue mode 127.0.0.1 and localhost are the worker itself, where no bridge answers: give the address of the main or webhook process, e.g. http://n8n-main:5678/webhook/aliexpress-connect.`;

/** What is said of a bridge that does not know the signature, whether for its secret or its time. */
export const NOT_CARRIED = 'The bridge does not carry this credential';

// Omit on a union would keep common fields only, so it is spread over the members.
type Asked<T> = T extends unknown ? Omit<T, 'requestId' | 'atMs'> : never;

/** An address that means the machine or container that asks. */
const OWN_MACHINE = /^https?:\/\/(?:127(?:\.\d+){3}|localhost|\[::1\])(?=[:/]|$)/i;

function unavailable(answer: Answer, bridgeUrl: string): QuotaUnavailable {
	if (answer.kind === 'forbidden') {
		const { message, description } = remedyOf('forbidden', 'the bridge');
		return new QuotaUnavailable(message, description);
	}
	if (answer.kind !== 'answer') {
		const mayHaveCounted = answer.kind !== 'neverSent';
		const what = 'The call counter in the bridge cannot be reached';
		const remedy = OWN_MACHINE.test(bridgeUrl) ? OWN_MACHINE_REMEDY : BRIDGE_REMEDY;
		return new QuotaUnavailable(what, remedy, mayHaveCounted);
	}
	if (answer.status === 404) {
		return new QuotaUnavailable('The bridge of this credential is not published', BRIDGE_REMEDY);
	}
	if (answer.status === 401) {
		return new QuotaUnavailable(
			NOT_CARRIED,
			'Select the same App Key and App Secret in the AliExpress Connect Trigger, and see that the clocks of the servers agree.',
		);
	}
	return new QuotaUnavailable(
		`The bridge answered with something else (HTTP ${answer.status})`,
		BRIDGE_REMEDY,
	);
}

function readAs<T>(schema: z.ZodType<T>, answer: Answer, bridgeUrl: string): T {
	if (answer.kind === 'answer' && answer.status === 200) {
		let body: unknown;
		try {
			body = parseJson(answer.text);
		} catch {
			// Not JSON, so it is not the ledger that answered: told below.
			body = undefined;
		}
		const parsed = schema.safeParse(body);
		if (parsed.success) return parsed.data;
	}
	throw unavailable(answer, bridgeUrl);
}

/**
 * Counts in the ledger of the AliExpress Connect Trigger, one request per question. Fails closed:
 * whatever goes wrong is a `QuotaUnavailable`, and no call may leave.
 */
export function bridgeStore(
	http: HttpHelper,
	address: BridgeAddress,
	clock: Clock,
	cancelSignal?: AbortSignal,
): QuotaStore {
	const askBridge: Bridge['ask'] = async (schema, request) => {
		if (!address.bridgeUrl)
			throw new QuotaUnavailable('The credential names no bridge', BRIDGE_REMEDY);
		const body = JSON.stringify({ ...request, requestId: randomUUID(), atMs: clock.nowMs() });
		const answer = await post(http, {
			url: `${address.bridgeUrl}/ledger`,
			contentType: 'application/json',
			body,
			headers: { [LEDGER_SIGNATURE_HEADER]: signLedgerRequest(body, address.appSecret) },
			// What is handed back or blocked has to arrive also when the execution was cancelled.
			...(cancelSignal && request.operation === 'reserve' && { cancelSignal }),
		});
		return readAs(schema, answer, address.bridgeUrl);
	};

	const { bridgeUrl } = address;
	const ask = async <T>(schema: z.ZodType<T>, request: Asked<LedgerRequest>): Promise<T> =>
		await askBridge(schema, request);
	return {
		scope: 'bridge',
		bridge: { address: bridgeUrl, ask: askBridge },
		reserve: async (call) => {
			const settled = takeSettlements(bridgeUrl, clock);
			return await ask(grantSchema, { operation: 'reserve', ...call, settled });
		},
		settle: async (settlement, isUrgent) => {
			if (!isUrgent) return keepSettlement(bridgeUrl, settlement, clock);
			try {
				await ask(doneSchema, { operation: 'settle', settlement });
			} catch (reason) {
				// The call itself is done, and its result must not be lost for want of the news.
				if (!(reason instanceof QuotaUnavailable)) return await Promise.reject(reason);
				keepSettlement(bridgeUrl, settlement, clock);
			}
		},
		giveBack: async (id) => {
			await ask(doneSchema, { operation: 'giveBack', id });
		},
		block: async (block) => {
			const { pauseMs } = await ask(pausedSchema, { operation: 'block', ...block });
			return pauseMs;
		},
		status: async (account) => {
			const settled = takeSettlements(bridgeUrl, clock);
			return await ask(statusSchema, { operation: 'status', account, settled });
		},
	};
}
