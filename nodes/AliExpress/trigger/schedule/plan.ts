import { evenSpacingMs } from '../../../quota/pace';

/** Calls that are left over make reads at most this many times as frequent as an even pace. */
const MOST_EAGER = 2;

/** What triggers may spend today. */
export interface Budget {
	/** Calls of a day set aside for triggers. */
	share: number;
	/** What is left of them today. */
	left: number;
	/** Next midnight in Asia/Shanghai, ms UTC. */
	dayEndsAtMs: number;
	/** When there may be calls again once none are left, ms UTC. */
	opensAtMs: number;
	/** Until when the platform refuses the account, ms UTC. */
	blockedUntilMs?: number;
}

/** In how much of the day the trigger reads. */
export interface ActiveTime {
	/** Of a whole day, ms. */
	perDayMs: number;
	/** Of what is left of the platform day, ms. */
	leftMs: number;
}

/**
 * How many calls can go into looking back so that enough is left for the rest of the day: reads may
 * then become half as frequent as an even pace.
 */
export function callsToSpare({ share, left }: Budget, { perDayMs, leftMs }: ActiveTime): number {
	return Math.floor(left - (share * leftMs) / perDayMs / 2);
}

/**
 * When the next read is due, ms UTC. What is left of the share is spread over what is left of the
 * active hours: slower when retries, pages and tests took more than the even pace allows, faster
 * (up to twice) when calls are left over. Only the triggers' own share is spread, never a reserve.
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
	active: ActiveTime,
): number {
	const { share, left, dayEndsAtMs } = budget;
	if (share <= 0 || left <= 0) return budget.opensAtMs;
	const evenMs = evenSpacingMs(share, active.perDayMs) * calls * groups;
	const restMs = (active.leftMs / left) * calls * groups;
	if (restMs > evenMs) {
		const fromMs = Math.max(nowMs, previousDueMs);
		return Math.min(fromMs + restMs, Math.max(dayEndsAtMs, nowMs + evenMs));
	}
	const spacingMs = Math.max(restMs, evenMs / MOST_EAGER);
	// Also when it ran ahead of the plan: the call is charged all the same.
	const isInStep = nowMs - previousDueMs < spacingMs;
	return (isInStep ? previousDueMs : nowMs) + spacingMs;
}
