import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

import { MINUTE_MS } from '../time/units';
import { PURPOSES } from './policy';
import { refusedTokenSchema, tokenCauseSchema } from './refusedTokens';
import {
	PAUSED_PARTIES,
	type Grant,
	type QuotaStatus,
	type Reservation,
	type Settlement,
} from './store';
import { MAX_SLOT_WAIT_MS } from './window';

/** The header that carries the signature of a ledger request. */
export const LEDGER_SIGNATURE_HEADER = 'x-aliexpress-ledger-signature';

/** How far the clocks of two n8n processes may differ before a request is refused. */
export const LEDGER_CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

const text = z.string().min(1).max(200);
/** What every signed request to a bridge carries. */
export const stamp = {
	/** Unique per request; a second request with the same id is refused. */
	requestId: text,
	/** When the request was made, ms UTC. */
	atMs: z.number(),
};

const settlement: z.ZodType<Settlement> = z.object({
	id: text,
	isAnswered: z.boolean(),
	platformAtMs: z.number().optional(),
	refusedToken: refusedTokenSchema.optional(),
	account: text.optional(),
});

/** Most settlements that one request carries. */
export const MAX_SETTLEMENTS = 50;

/** What became of earlier calls: it rides along, since a request costs more than a count. */
const settled = z.array(settlement).max(MAX_SETTLEMENTS).optional();

const reservation = {
	id: text,
	account: text,
	purpose: z.enum(PURPOSES),
	spender: z.string().max(200),
	token: text.optional(),
};

/** A call that asked to be let out. */
export const reservationSchema: z.ZodType<Reservation> = z.object(reservation);

/** What a ledger may be asked. */
export const ledgerRequestSchema = z.discriminatedUnion('operation', [
	z.object({
		...stamp,
		operation: z.literal('reserve'),
		...reservation,
		settled,
	}),
	z.object({ ...stamp, operation: z.literal('settle'), settlement }),
	z.object({ ...stamp, operation: z.literal('giveBack'), id: text }),
	z.object({
		...stamp,
		operation: z.literal('block'),
		account: text,
		banMs: z.number().nonnegative().optional(),
		isDayLimit: z.boolean(),
	}),
	z.object({ ...stamp, operation: z.literal('status'), account: text, settled }),
]);
export type LedgerRequest = z.infer<typeof ledgerRequestSchema>;

const spending = z.object({ spender: z.string(), purpose: z.enum(PURPOSES), calls: z.number() });

/** The ledger's answer to `reserve`. */
export const grantSchema: z.ZodType<Grant> = z.union([
	z.object({
		granted: z.literal(true),
		waitMs: z.number().min(0).max(MAX_SLOT_WAIT_MS),
		shareLeft: z.number(),
		isProbe: z.boolean(),
		validForMs: z.number(),
		decidedAtMs: z.number().optional(),
	}),
	z.object({
		granted: z.literal(false),
		reason: z.enum([
			'day',
			'share',
			'second',
			'minute',
			'midnight',
			'blocked',
			'probing',
			'notAlone',
			'unsaved',
		]),
		opensAtMs: z.number(),
		opensInMs: z.number(),
		spending: z.array(spending),
		paused: z.enum(PAUSED_PARTIES).optional(),
	}),
	z.object({
		granted: z.literal(false),
		reason: z.literal('refusedToken'),
		cause: tokenCauseSchema,
	}),
]);

const shareState = z.object({ share: z.number(), used: z.number(), left: z.number() });

/** The ledger's answer to `status`. */
export const statusSchema: z.ZodType<QuotaStatus> = z.object({
	dayInShanghai: z.string(),
	callsPerDay: z.number().optional(),
	used: z.number(),
	reserved: z.number(),
	left: z.number().optional(),
	forecast: z.number(),
	resetsAtMs: z.number(),
	byPurpose: z.object({
		connect: shareState,
		recovery: shareState,
		trigger: shareState,
		action: shareState,
		browse: shareState,
	}),
	spending: z.array(spending),
	breaker: z.enum(['passing', 'paused', 'halfOpen']),
	blockedUntilMs: z.number().optional(),
	learnedCallsPerSecond: z.number().optional(),
	countingLately: z.number().optional(),
	wallAheadMs: z.number().optional(),
});

/** The ledger's answer to `block`. */
export const pausedSchema = z.object({ pauseMs: z.number().nonnegative() });

/** The ledger's answer to `settle` and `giveBack`. */
export const doneSchema = z.object({ done: z.literal(true) });

/** Signs the exact text of a ledger request with the app secret, as lower-case hex. */
export function signLedgerRequest(body: string | Uint8Array, appSecret: string): string {
	return createHmac('sha256', appSecret).update('ledger\n').update(body).digest('hex');
}

/** Whether a signature fits the body. Takes the same time wherever they differ. */
export function isLedgerSignature(
	signature: string,
	body: string | Uint8Array,
	appSecret: string,
): boolean {
	const expected = Buffer.from(signLedgerRequest(body, appSecret));
	const given = Buffer.from(signature);
	return given.length === expected.length && timingSafeEqual(given, expected);
}
