import { DAY_MS, HOUR_MS } from '../../../time/units';
import { isOrderList, type ListName } from '../lists/lists';
import { DISPUTE_REACH_MS, REREAD_EVERY, REREAD_MS } from '../lists/window';
import type { TriggerSettings } from '../settings';
import type { ListState } from './state';

/** How long orders are remembered beyond the cursor: far longer than a read looks back. */
const ORDER_MEMORY_MS = DAY_MS;
/** How far back disputes are read again each time. */
const DISPUTE_OVERLAP_MS = 3 * DAY_MS;
/** How far back reviews are read now and then when updates are wanted: follow-ups come late. */
const REVIEW_UPDATES_MS = 30 * DAY_MS;
/** Beyond the overlap: the zone of these times is not certain. */
const MEMORY_MARGIN_MS = 2 * DAY_MS;
/** A read that ended this long before it was made was cut short. */
const CUT_SHORT_MS = HOUR_MS;

type OverlapSettings = Pick<TriggerSettings, 'events' | 'reviewOverlapDays'>;

/**
 * Whether reads of a list are cut short, so that they go on from where the last one ended. What they
 * bring is old when it is read, and so is what came late: it tells nothing of how late rows come.
 */
export function isCatchingUp({ readAtMs, cursorMs }: ListState): boolean {
	return readAtMs - cursorMs > CUT_SHORT_MS;
}

/** Whether the next read of a list is one that looks further back. */
export function isDeepRound(state: ListState): boolean {
	return state.rounds % REREAD_EVERY === REREAD_EVERY - 1 && !isCatchingUp(state);
}

/** How far before its cursor a list is read again now and then, ms. */
export function deepOverlapMs(list: ListName, settings: OverlapSettings): number {
	const { events, reviewOverlapDays } = settings;
	if (isOrderList(list)) return REREAD_MS;
	if (list === 'disputes') {
		return events.includes('dispute.updated') ? DISPUTE_REACH_MS : DISPUTE_OVERLAP_MS;
	}
	const usualMs = reviewOverlapDays * DAY_MS;
	return events.includes('review.updated') ? Math.max(usualMs, REVIEW_UPDATES_MS) : usualMs;
}

/** How far before its cursor reviews or disputes are read again each time, ms. */
export function usualOverlapMs(list: 'reviews' | 'disputes', settings: OverlapSettings): number {
	return list === 'reviews' ? settings.reviewOverlapDays * DAY_MS : DISPUTE_OVERLAP_MS;
}

/** How long a list's occurrences are remembered, counted from the cursor, in ms. */
export function memoryMs(list: ListName, settings: OverlapSettings): number {
	if (isOrderList(list)) return ORDER_MEMORY_MS;
	return deepOverlapMs(list, settings) + MEMORY_MARGIN_MS;
}
