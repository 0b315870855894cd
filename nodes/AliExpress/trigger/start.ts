import { LISTS, type ListName } from './events';
import { memoryMs } from './memory';
import { listsOf, type TriggerSettings } from './settings';
import type { ListState, TriggerState } from './state';
import { LOOKBACK_MS, ORDER_REACH_MS, REVIEW_REACH_MS } from './window';

/** How far back "the last N" looks. */
const LAST_REACH_MS = 30 * 86_400_000;

function openList(cursorMs: number, memory: number): ListState {
	return {
		cursorMs,
		horizonMs: cursorMs - memory,
		lookbackMs: LOOKBACK_MS,
		rounds: 0,
		rereads: 0,
		readAtMs: 0,
		pending: 0,
	};
}

function startMsOf({ start }: TriggerSettings, nowMs: number): number {
	if (start.from === 'date') return Math.min(start.atMs, nowMs);
	return start.from === 'last' ? nowMs - LAST_REACH_MS : nowMs;
}

function freshState(settings: TriggerSettings, account: string): TriggerState {
	return {
		version: 1,
		account,
		start: JSON.stringify(settings.start),
		started: {},
		lists: {},
		seen: {},
		isRepeating: false,
		nextDueAtMs: 0,
		share: 0,
		lastSuccessAtMs: 0,
	};
}

/**
 * The state to go on with: the stored one, or a fresh one when there is none or when the account or
 * the start point was changed. Events chosen later begin when they are chosen; events no longer
 * chosen are forgotten, so that choosing them again begins anew.
 *
 * @param account hash of the account.
 */
export function beginState(
	stored: TriggerState | undefined,
	settings: TriggerSettings,
	account: string,
	nowMs: number,
): TriggerState {
	const isSame = stored?.account === account && stored.start === JSON.stringify(settings.start);
	const base = stored && isSame ? stored : freshState(settings, account);
	const isNew = base !== stored;
	const { start } = settings;
	const sinceMs = isNew && start.from === 'date' ? start.atMs : nowMs;
	const began = {
		sinceMs,
		isFirst: true,
		...(isNew && start.from === 'last' && { lastCount: start.count }),
	};
	const started: TriggerState['started'] = {};
	for (const event of settings.events) started[event] = base.started[event] ?? began;

	const needed = listsOf(settings.events);
	const lists: TriggerState['lists'] = {};
	for (const list of LISTS) {
		if (!needed.has(list)) continue;
		const cursorMs = isNew ? startMsOf(settings, nowMs) : nowMs;
		const memory = memoryMs(list, settings.reviewOverlapDays);
		lists[list] = base.lists[list] ?? openList(earliest(list, cursorMs, nowMs), memory);
	}
	return { ...base, started, lists };
}

/** The platform lists nothing older. */
function earliest(list: ListName, cursorMs: number, nowMs: number): number {
	return Math.max(cursorMs, nowMs - (list === 'orders' ? ORDER_REACH_MS : REVIEW_REACH_MS));
}
