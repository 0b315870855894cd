import { z } from 'zod';

import type { Moment } from '../../time/moment';
import { HOUR_MS, SECOND_MS } from '../../time/units';
import type { Grant, RefusalReason } from '../store';

/**
 * How the bridge notices that its count is not the only one, or is not kept. n8n loads what the workflow
 * has stored before each request and stores it after, whole and without condition: whoever stores last
 * wins. So a copy of the bridge cannot lock others out, but it sees what is there at each of its requests.
 *
 * * Calls of its own that do not come back were not stored, or somebody else has stored over them. No more
 *   than `MOST_UNRETURNED` leave before they do.
 * * Calls of another copy that come on top while this one is asked mean that both answer.
 *
 * In a pool of n processes each can have that many calls on the way that the others do not see, so the
 * first burst goes above a limit by at most (n - 1) * MOST_UNRETURNED.
 */
export interface Watch {
	/** Own calls that were seen in what was stored. */
	returned: number;
	/** Own calls when it began, or when something was amiss last: it begins with one at a time. */
	base: number;
	/** Calls of other copies as they were seen; undefined before the first look. */
	seen: Map<string, number> | undefined;
	/** Until when others are taken to count as well, monotonic ms. */
	othersUntilMs: number;
	/** How many were told to ask again since calls came back last. */
	waiting: number;
}

/** A burst of so many is answered at once; those behind it wait for some tenths of a second. */
export const MOST_UNRETURNED = 8;
/** A process that is replaced by another ends within that time; callers wait as long. */
const OTHERS_MS = 5 * SECOND_MS;
/** n8n has usually stored an answer by then. */
const ASK_AGAIN_MS = 100;
/** In a crowd nobody is told to wait longer than this at a time. */
const ASK_AGAIN_WITHIN_MS = SECOND_MS;
/** Copies of a day or two; every start of n8n adds one. */
const MAX_COPIES = 12;
/** A copy that has let nothing out for so long may be forgotten. */
const FORGOTTEN_AFTER_MS = HOUR_MS;

/** How many calls each copy of the bridge has let out in its life, and when the last of them, ms UTC. */
export const copiesSchema = z.record(
	z.string(),
	z.object({ calls: z.number().int().nonnegative(), atMs: z.number() }),
);
export type Copies = z.infer<typeof copiesSchema>;

/** Nothing was seen yet. */
export function openWatch(): Watch {
	return { returned: 0, base: 0, seen: undefined, othersUntilMs: 0, waiting: 0 };
}

/** Takes stored copies in. The larger number wins. Changes `live`. */
export function mergeCopies(live: Copies, stored: Copies, own: string, nowMs: number): void {
	for (const [name, { calls, atMs }] of Object.entries(stored)) {
		const known = live[name];
		live[name] = {
			calls: Math.max(known?.calls ?? 0, calls),
			atMs: Math.max(known?.atMs ?? 0, atMs),
		};
	}
	if (Object.keys(live).length <= MAX_COPIES) return;
	for (const [name, { atMs }] of Object.entries(live)) {
		if (name !== own && atMs < nowMs - FORGOTTEN_AFTER_MS) delete live[name];
	}
}

/**
 * Looks at what was stored when a request came. Changes `watch`.
 *
 * @param own name of this copy.
 * @param live the numbers of this copy as they are now.
 * @param stored undefined when nothing was.
 * @param monotonicMs of this process.
 */
export function lookAtStored(
	watch: Watch,
	own: string,
	live: Copies,
	stored: Copies | undefined,
	monotonicMs: number,
): void {
	const returned = stored?.[own]?.calls ?? 0;
	if (returned > watch.returned) {
		watch.returned = returned;
		watch.waiting = 0;
	}
	const before = watch.seen;
	const seen = before ?? new Map<string, number>();
	for (const [name, { calls }] of Object.entries(stored ?? {})) {
		if (name === own || calls <= (seen.get(name) ?? 0)) continue;
		seen.set(name, calls);
		// What was there at the first look is of copies that came before this one.
		if (before === undefined) continue;
		watch.othersUntilMs = monotonicMs + OTHERS_MS;
		watch.base = live[own]?.calls ?? 0;
	}
	watch.seen = seen;
}

function refusal(reason: RefusalReason, opensInMs: number, nowMs: number): Grant {
	return { granted: false, reason, opensAtMs: nowMs + opensInMs, opensInMs, spending: [] };
}

/**
 * Why the bridge must not let a call out now; undefined when it may. Changes `watch`.
 *
 * @param calls how many it has let out in its life.
 */
export function standBack(
	watch: Watch,
	calls: number,
	{ wallMs, monotonicMs }: Moment,
): Grant | undefined {
	const aloneInMs = watch.othersUntilMs - monotonicMs;
	if (aloneInMs > 0) return refusal('notAlone', aloneInMs, wallMs);
	const allowed = Math.min(MOST_UNRETURNED, Math.max(0, watch.returned - watch.base) + 1);
	if (calls - watch.returned < allowed) return undefined;
	watch.waiting += 1;
	// Those who wait come back one after the other, as calls may leave.
	const inTurnMs = ASK_AGAIN_MS * Math.ceil(watch.waiting / allowed);
	const opensInMs = Math.min(inTurnMs, ASK_AGAIN_WITHIN_MS);
	return refusal('unsaved', opensInMs, wallMs);
}
