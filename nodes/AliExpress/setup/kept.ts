import { z } from 'zod';

import { DAY_MS } from '../../time/units';
import { findingSchema, type Finding } from './finding';
import { GROUPS } from './groups';

/** What AliExpress answered to the read of a permission group. */
export const outcomeSchema = z.object({
	/** When, ms UTC. */
	atMs: z.number(),
	answer: z.enum([
		/** The read came through. */
		'answered',
		/** The app or the account may not make it. */
		'refused',
	]),
	/** In the words of the client; empty when the read came through. */
	message: z.string().max(1_000),
	remedy: z.string().max(2_000),
	/** The seller, where the answer names one. */
	seller: z.string().max(40).optional(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export const outcomesSchema = z.record(z.enum(GROUPS), outcomeSchema);
export type Outcomes = z.infer<typeof outcomesSchema>;

/** How long an answer is gone by: groups change by hand, and each question costs a call. */
const KEPT_MS = DAY_MS;
/** Far more shops than one n8n serves. */
const MOST_SHOPS = 200;

/** What groups have answered, by shop, in the memory of this process. */
const kept = new Map<string, Outcomes>();

/**
 * What the groups of a shop have answered within a day.
 *
 * @param shop the key of its feed.
 */
export function keptOutcomes(shop: string, nowMs: number): Outcomes {
	const fresh = Object.entries(kept.get(shop) ?? {}).filter(
		([, { atMs }]) => atMs > nowMs - KEPT_MS && atMs <= nowMs,
	);
	return Object.fromEntries(fresh);
}

/** Keeps what groups have answered, beside what others have. */
export function keepOutcomes(shop: string, outcomes: Outcomes): void {
	if (kept.size >= MOST_SHOPS && !kept.has(shop)) kept.clear();
	kept.set(shop, { ...kept.get(shop), ...outcomes });
}

/** What a check found, for its page. */
export interface Report {
	findings: readonly Finding[];
	/** When the check was made and until when its page can be opened, ms UTC. */
	atMs: number;
	untilMs: number;
}

/** The findings of a check as they travel to the bridge. */
export const findingsSchema = z.array(findingSchema).max(100);

/** The latest check of each shop, in the memory of this process. */
const reports = new Map<string, Report>();

/** Keeps the check of a shop until its page cannot be opened any more. */
export function keepReport(shop: string, report: Report): void {
	for (const [other, { untilMs }] of reports) if (untilMs <= report.atMs) reports.delete(other);
	if (reports.size >= MOST_SHOPS) reports.clear();
	reports.set(shop, report);
}

/** The latest check of a shop; undefined when there is none or its time is over. */
export function keptReport(shop: string, nowMs: number): Report | undefined {
	const report = reports.get(shop);
	return report && report.untilMs > nowMs ? report : undefined;
}
