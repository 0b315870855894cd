import { z } from 'zod';

import type { Moment } from '../../time/moment';
import { dayInShanghai } from '../../time/zones';
import { parseJson } from '../../wire/json';
import { openLedger, ledgerStateSchema, type Ledger } from '../ledger/ledgerState';
import { QuotaUnavailable } from '../store';
import { openSlidingLog, type SlidingLog } from '../window';
import { grantSchema, reservationSchema } from '../wire';

/**
 * The second window that all apps of one Redis share, since the platform counts the address of the
 * server, and the clock that windows go by: that of Redis, but one that is set back stands still.
 */
export interface Window {
	log: SlidingLog;
	/** What the clock of Redis said last, ms UTC. */
	redisAtMs: number;
	/** What the clock of the windows said then, ms. */
	monotonicMs: number;
}

/** The counter of one app as all processes share it. */
export interface Shared {
	/** Over the log of the window. */
	ledger: Ledger;
	/** How many times it was stored. A Redis that lost its last seconds has a lower number than who stored it. */
	serial: number;
	/**
	 * The day in Shanghai on which the count was found missing: until it has ended nobody knows how many calls
	 * of it are spent. Undefined while the count is good.
	 */
	missingSince?: string;
}

const windowSchema = z.object({
	sentAtMs: z.array(z.number()),
	holdUntilMs: z.number(),
	redisAtMs: z.number(),
	monotonicMs: z.number(),
});

const bodySchema = z.object({
	missingSince: z.string().optional(),
	/** How far the platform's clock is ahead of that of the windows, ms; absent before it was heard. */
	platformAheadMs: z.number().optional(),
	/** How far the clock of Redis was ahead of the platform's, ms; absent before it was heard. */
	wallAheadMs: z.number().optional(),
	state: ledgerStateSchema,
	minute: z.object({
		freeAtMs: z.array(z.tuple([z.string(), z.number()])),
		holdUntilMs: z.number(),
	}),
	probes: z.array(z.tuple([z.string(), z.object({ id: z.string(), atMs: z.number() })])),
	/** Those on their way alone: what became of the others is in the count. */
	open: z.array(
		z.object({ atMs: z.number(), day: z.string(), grant: grantSchema, call: reservationSchema }),
	),
});

const sharedSchema = z.object({
	version: z.literal(1),
	serial: z.number().int(),
	time: z.object({ wallMs: z.number(), monotonicMs: z.number(), isOfPlatform: z.boolean() }),
	body: bodySchema,
});

/** Under which name all processes count: whoever stores has read what the others stored. */
const INSTANCE = 'redis';

/** The moment on both clocks when that of Redis shows `redisAtMs`, ms UTC. */
export function momentIn(window: Window, redisAtMs: number): Moment {
	const passedMs = Math.max(0, redisAtMs - window.redisAtMs);
	return { wallMs: redisAtMs, monotonicMs: window.monotonicMs + passedMs };
}

/** A window in which nothing was sent yet; whoever forgot it may have. */
export function openWindow(redisAtMs: number): Window {
	return { log: openSlidingLog(redisAtMs), redisAtMs, monotonicMs: redisAtMs };
}

/** A counter of which nothing is stored. Lets nothing out before the day has ended. */
export function openShared(window: Window, at: Moment): Shared {
	const ledger = openLedger(INSTANCE, at, at.monotonicMs, window.log);
	return { ledger, serial: 0, missingSince: dayInShanghai(at.wallMs) };
}

function jsonIn(text: string): unknown {
	try {
		return parseJson(text);
	} catch {
		// Not ours: no schema fits it.
		return undefined;
	}
}

/** Reads a value as it is stored. @throws QuotaUnavailable for everything else: starting anew would forget calls. */
function readAs<T extends z.ZodTypeAny>(schema: T, text: string): z.output<T> {
	const parsed = schema.safeParse(jsonIn(text));
	if (parsed.success) return parsed.data;
	throw new QuotaUnavailable(
		'The count in the Redis of the credential has a form that this version does not know',
		'Install the newest version of this package in every n8n process. If something else has written to the keys that begin with "{n8n-aliexpress}", delete them and run Quota > Start Counting.',
	);
}

/** Reads a stored window; see `readAs`. */
export function readWindow(text: string): Window {
	const { sentAtMs, holdUntilMs, ...clock } = readAs(windowSchema, text);
	return { log: { sentAtMs, holdUntilMs }, ...clock };
}

/** Reads a stored counter; see `readAs`. */
export function readShared(text: string, window: Window): Shared {
	const { serial, time, body } = readAs(sharedSchema, text);
	const { missingSince, wallAheadMs, state, minute, probes, open } = body;
	const ledger: Ledger = {
		instance: INSTANCE,
		state,
		log: window.log,
		minute: { ...minute, freeAtMs: new Map(minute.freeAtMs) },
		time: { ...time, ...(wallAheadMs !== undefined && { wallAheadMs }) },
		probes: new Map(probes),
		recent: new Map(open.map((entry) => [entry.call.id, { ...entry, fate: 'open' as const }])),
	};
	return { ledger, serial, ...(missingSince !== undefined && { missingSince }) };
}

/** A window as it is stored. */
export function printWindow({ log, redisAtMs, monotonicMs }: Window): string {
	return JSON.stringify({ ...log, redisAtMs, monotonicMs });
}

/** What a question may have changed of a counter; that time has passed changes nothing. Neither secrets nor buyers' data. */
export function printBody({ ledger, missingSince }: Shared): string {
	const { state, minute, probes, recent, time } = ledger;
	const body: z.input<typeof bodySchema> = {
		missingSince,
		platformAheadMs: time.isOfPlatform ? Math.round(time.wallMs - time.monotonicMs) : undefined,
		wallAheadMs: time.wallAheadMs,
		state,
		minute: { ...minute, freeAtMs: [...minute.freeAtMs] },
		probes: [...probes],
		open: [...recent.values()]
			.filter(({ fate }) => fate === 'open')
			.map(({ atMs, day, grant, call }) => ({ atMs, day, grant, call })),
	};
	return JSON.stringify(body);
}

/** A counter as it is stored. */
export function printShared({ ledger, serial }: Shared, body: string): string {
	return `{"version":1,"serial":${serial},"time":${JSON.stringify(ledger.time)},"body":${body}}`;
}
