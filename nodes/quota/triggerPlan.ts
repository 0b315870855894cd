import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/units';

/**
 * Time between two calls when a day's share is spread evenly, in ms. Infinite without a share.
 *
 * @param activeMsPerDay over how much of the day it is spread.
 */
export function evenSpacingMs(share: number, activeMsPerDay: number = DAY_MS): number {
	return share > 0 ? activeMsPerDay / share : Number.POSITIVE_INFINITY;
}

/** How much of the calls a list gets beside others: orders come all day, the rest now and then. */
export const LIST_WEIGHTS = { orders: 3, finished: 1, reviews: 1, disputes: 1 } as const;
export type PlannedList = keyof typeof LIST_WEIGHTS;
/** Calls of a read on average: every fourth one of disputes costs two more, for those that have ended. */
const CALLS: Readonly<Partial<Record<PlannedList, number>>> = { disputes: 1.5 };

/** How often each list is read where they share the calls of a day. */
export function readsByList(
	lists: readonly PlannedList[],
	setting: Omit<TriggerSetting, 'lists'>,
): Partial<Record<PlannedList, Pick<TriggerPlan, 'readsPerDay' | 'readEveryMinutes'>>> {
	const sum = lists.reduce((all, list) => all + LIST_WEIGHTS[list], 0);
	return Object.fromEntries(
		lists.map((list) => {
			const share = (setting.share * LIST_WEIGHTS[list]) / sum;
			const plan = planTrigger({ ...setting, share, lists: CALLS[list] ?? 1 });
			return [list, { readsPerDay: plan.readsPerDay, readEveryMinutes: plan.readEveryMinutes }];
		}),
	);
}

/** A set-up of the triggers of one account. */
export interface TriggerSetting {
	/** How many lists are read: orders, finished orders, reviews, disputes. A part counts when only some reads ask for it. */
	lists: number;
	/** Calls for one read of one list. */
	callsPerRead: number;
	pollEveryMinutes: number;
	/** In how many hours of the day the trigger reads. */
	activeHours: number;
	/** Calls of a day set aside for triggers. */
	share: number;
}

/** What such a set-up costs and how late it is, at an even pace. */
export interface TriggerPlan {
	/** If every poll made its calls. */
	wantedCallsPerDay: number;
	/** What the trigger will make of it within its share. */
	callsPerDay: number;
	/** Reads of each list. */
	readsPerDay: number;
	/** Also the longest delay of an event that the platform shows at once. */
	readEveryMinutes: number;
}

/** Works out what a set-up of triggers costs. Rounded to whole calls and tenths of a minute. */
export function planTrigger(setting: TriggerSetting): TriggerPlan {
	const { lists, callsPerRead, pollEveryMinutes, activeHours, share } = setting;
	const activeMs = activeHours * HOUR_MS;
	const polls = Math.floor(activeMs / (pollEveryMinutes * MINUTE_MS));
	const callsOfPoll = lists * callsPerRead;
	const pacedMs = evenSpacingMs(share, activeMs) * callsOfPoll;
	// A read happens with a poll, so no faster than polls come.
	const everyMs = Math.max(pacedMs, pollEveryMinutes * MINUTE_MS);
	const readsPerDay = Math.floor(activeMs / everyMs);
	return {
		wantedCallsPerDay: polls * callsOfPoll,
		callsPerDay: readsPerDay * callsOfPoll,
		readsPerDay,
		readEveryMinutes: Math.round(everyMs / (MINUTE_MS / 10)) / 10,
	};
}
