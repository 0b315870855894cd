import { DAY_MS, MINUTE_MS } from '../../../time/units';
import { openKnown, packIds, splitIds, takeBack, unpackIds } from './packedIds';
import { LISTS, type ListName } from '../lists/lists';
import { mapLists, type TriggerState } from './state';

/** How long an emitted batch may have been lost: n8n saves the state before the execution exists. */
const REPEAT_WITHIN_MS = 5 * MINUTE_MS;
/** Longer than any payment is checked. */
const HELD_AGAIN_MS = 30 * DAY_MS;

/** A state after looking for a lost batch. */
export interface TakenBack {
	state: TriggerState;
	isTakenBack: boolean;
	/** The lists that it was taken from, to be read at once; none the second time for the same batch. */
	toReadAtOnce: readonly ListName[];
}

/**
 * Takes back the last batch when it may have been lost: handed out less than five minutes ago by a
 * process that has ended. Its rows are then found and handed out again, under the same ids.
 */
export function takeBackLostBatch(state: TriggerState, boot: string, nowMs: number): TakenBack {
	const { batch } = state;
	const isYoung = batch !== undefined && nowMs - batch.emittedAtMs < REPEAT_WITHIN_MS;
	if (!isYoung || batch.boot === boot) return { state, isTakenBack: false, toReadAtOnce: [] };
	const gone = splitIds(batch.ids);
	const without = (packed: TriggerState['seen']) => {
		const kept = unpackIds(packed);
		for (const id of gone) kept.delete(id);
		return packIds(kept);
	};
	const held = unpackIds(state.held);
	const untilMinute = Math.ceil((batch.emittedAtMs + HELD_AGAIN_MS) / MINUTE_MS);
	for (const id of splitIds(batch.released)) held.set(id, untilMinute);
	const lists = mapLists(state.lists, (position, list) => {
		const before = batch.before[list];
		// One millisecond less, so that no read can be taken for the one that was lost.
		return before ? { ...position, ...before, readAtMs: position.readAtMs - 1 } : position;
	});
	const watches = { ...state.watches };
	for (const [name, before] of Object.entries(batch.watches ?? {})) {
		const kept = watches[name];
		if (!kept) continue;
		const known = openKnown(kept.known, kept.mark, Infinity);
		takeBack(known, before);
		// What it told is seen again by a look at all, at once.
		watches[name] = { ...kept, ...known.pack(), dueAtMs: 0, at: undefined, pending: 0 };
	}
	return {
		state: {
			...state,
			...(state.watches && { watches }),
			revision: state.revision + 1,
			lists,
			rows: without(state.rows),
			seen: without(state.seen),
			lasting: without(state.lasting),
			held: packIds(held),
			batch: undefined,
			isRepeating: true,
		},
		isTakenBack: true,
		toReadAtOnce: batch.isRepeat ? [] : LISTS.filter((list) => batch.before[list]),
	};
}
