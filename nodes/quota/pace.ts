import { DAY_MS } from '../time/units';

/**
 * Time between two calls when a day's share is spread evenly, in ms. Infinite without a share.
 *
 * @param activeMsPerDay over how much of the day it is spread.
 */
export function evenSpacingMs(share: number, activeMsPerDay: number = DAY_MS): number {
	return share > 0 ? activeMsPerDay / share : Number.POSITIVE_INFINITY;
}
