import { isFurther, NEWEST, type ReviewWay, type WayRead } from '../lists/reviewWay';
import type { ListRead } from '../lists/listRead';
import type { Position } from './state';

/** The ways of reading reviews after a read, and since when all reviews of a whole pass are known. */
interface AfterWay {
	way: ReviewWay;
	/** When the pass began that this read has ended, ms UTC. */
	wholeSinceMs?: number;
}

/**
 * Notes what a read says of the ways. A stretch of a pass counts only for a trigger whose own pass has
 * come as far: one that was added meanwhile begins with the newest orders.
 */
function afterWay(before: ReviewWay = {}, read: WayRead, fetchedAtMs: number): AfterWay {
	const { walk, ...said } = read;
	const isOther = (before.byOrders === undefined) !== (read.byOrders === undefined);
	// The passes of the two ways are over other orders.
	const { pass, ...kept } = isOther ? { ...before, pass: undefined, passMs: undefined } : before;
	const way = { ...kept, ...said, byOrders: read.byOrders };
	const own = pass ?? NEWEST;
	if (!walk || isFurther(walk.from, own)) return { way: { ...way, ...(pass && { pass }) } };
	const startedAtMs = Math.min(pass?.startedAtMs ?? fetchedAtMs, fetchedAtMs);
	if (walk.isEnd) {
		return { way: { ...way, passMs: fetchedAtMs - startedAtMs }, wholeSinceMs: startedAtMs };
	}
	const { belowMs, page, left } = isFurther(walk.to, own) ? walk.to : own;
	const listed = walk.listed ?? pass?.listed;
	const next = { startedAtMs, belowMs, page, left, listed };
	return { way: Number.isFinite(belowMs) ? { ...way, pass: next } : way };
}

/** Whether a read of reviews by their orders leaves a pass open, so that not all of them are known yet. */
export function isMidway(
	position: Pick<Position, 'way'> | undefined,
	read: (Pick<ListRead<unknown>, 'way'> & { fetchedAtMs: number }) | undefined,
): boolean {
	if (!read?.way?.byOrders) return false;
	return afterWay(position?.way, read.way, read.fetchedAtMs).wholeSinceMs === undefined;
}

/** What a position takes over of a read of reviews. */
export interface Passed {
	way?: ReviewWay;
	isComplete: boolean;
	/** Up to when all is known, ms UTC. */
	toMs: number;
}

/**
 * How far a position comes by a read. By orders all reviews are known that were there when a pass
 * began, once it has ended. While rows are pending the pass stays: they are found again after a kill.
 */
export function passedBy(
	{ way, reachedMs }: Position,
	read: ListRead<unknown>,
	fetchedAtMs: number,
	hasPending: boolean,
): Passed {
	const { isComplete, toMs } = read;
	if (!read.way) return { ...(way && { way }), isComplete, toMs };
	const { walk, ...said } = read.way;
	const used = hasPending || !walk ? said : read.way;
	const { way: next, wholeSinceMs } = afterWay(way, used, fetchedAtMs);
	if (!read.way.byOrders) return { way: next, isComplete, toMs };
	const isWhole = wholeSinceMs !== undefined;
	return { way: next, isComplete: isWhole, toMs: wholeSinceMs ?? reachedMs };
}
