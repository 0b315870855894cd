const DAY_MS = 86_400_000;

/** What triggers may spend today. */
export interface Budget {
	/** Calls of a day set aside for triggers. */
	share: number;
	/** What is left of them today. */
	left: number;
	/** Next midnight in Asia/Shanghai, ms UTC. */
	dayEndsAtMs: number;
	/** Until when the platform refuses the account, ms UTC. */
	blockedUntilMs?: number;
}

/** Time between two calls when a day's share is spread evenly, in ms. Infinite without a share. */
export function evenSpacingMs(share: number): number {
	return share > 0 ? DAY_MS / share : Number.POSITIVE_INFINITY;
}

/**
 * When the next read is due, ms UTC. The share is spread over the day; when less is left than the
 * even pace needs (retries and tests count too), what is left is spread over the rest of the day.
 *
 * @param previousDueMs when this read was due. A read that ran a little late does not push the next
 * one back, so a poll every minute still keeps the pace.
 * @param calls how many calls this read cost, at least 1.
 * @param groups how many reads of different windows share the account.
 */
export function nextDueMs(
	nowMs: number,
	previousDueMs: number,
	calls: number,
	groups: number,
	budget: Budget,
): number {
	const { share, left, dayEndsAtMs } = budget;
	if (share <= 0 || left <= 0) return dayEndsAtMs;
	const evenMs = evenSpacingMs(share) * calls * groups;
	const restMs = ((dayEndsAtMs - nowMs) / left) * calls * groups;
	if (restMs > evenMs) return Math.min(nowMs + restMs, Math.max(dayEndsAtMs, nowMs + evenMs));
	// Also when it ran ahead of the plan: the call is charged all the same.
	const isInStep = nowMs - previousDueMs < evenMs;
	return (isInStep ? previousDueMs : nowMs) + evenMs;
}
