import type { INode } from 'n8n-workflow';

import type { QuotaStatus } from '../../../quota/store';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import { shanghaiDayEndMs } from '../../../time/zones';
import type { Sighting, WatchName } from '../events/events';
import type { Call } from '../lists/lists';
import { openKnown, type Known } from '../position/packedIds';
import type { KeptWatch } from '../position/state';
import type { TriggerSettings } from '../settings';
import { parcelWatch } from '../watches/parcels';
import { productWatch, stockWatch } from '../watches/products';
import { salesWatch } from '../watches/sales';
import { healthWatch, promotionWatch, quotaWatch } from '../watches/shop';
import { complianceWatch, shippingWatch } from '../watches/waiting';
import type { Look, Watch } from '../watches/watch';
import type { Watching } from './feed';
import {
	afterFailure,
	againAfterMs,
	healthy,
	isOfOneList,
	isPassing,
	isToBeReported,
	refusedUntilMs,
	unexpectedFormOf,
} from './health';
import type { Budget } from './pace';

/** Every watch, by the name under which the state keeps it. */
export const WATCHES: Readonly<Record<WatchName, Watch>> = {
	compliance: complianceWatch,
	health: healthWatch,
	parcels: parcelWatch,
	products: productWatch,
	promotions: promotionWatch,
	quota: quotaWatch,
	sales: salesWatch,
	shipping: shippingWatch,
	stock: stockWatch,
};

/** Whether a watch looks once a day and no more seldom, whatever the others need. */
export const isDaily = (name: WatchName): boolean => WATCHES[name].everyMs >= DAY_MS;

/** Looks in one poll. */
const MOST_LOOKS = 5;
/** What all watches know, in characters: with its growth, the lists and what is outstanding below 256 KB. */
const MOST_KNOWN = 192_000;
/** So much of it is not for the watches that could fill it all: a day's orders could else be counted twice. */
const KEPT_FOR_SMALL = 24_000;
const LARGE: ReadonlySet<WatchName> = new Set(['products', 'parcels']);
/** How often the user is told that there is no room for more. */
const FULL_TOLD_MS = DAY_MS;
/** A look that was made late by less than this does not put the next one off: polls come once a minute. */
const IN_STEP_MS = 10 * MINUTE_MS;
/** A look that failed for a reason which does not pass by itself is tried again so much later. */
const FAULT_MS = 6 * HOUR_MS;
const PASSING_MS = HOUR_MS;
/** Part of the poll's time that looking may take. */
const LOOKING_PART = 0.6;

/** What looking needs of its surroundings. */
export interface WatchDeps {
	node: INode;
	nowMs(): number;
	call: Call;
	settings: TriggerSettings;
	boot: string;
	readBudget(): Promise<Budget>;
	pollBudgetMs?: number;
	/** Zone of the workflow; UTC where it is left out. */
	zone?: string | undefined;
	/** What is used of the day's calls; undefined where the counter does not answer. */
	dayUse?: () => Promise<QuotaStatus | undefined>;
	note?: ((message: string) => void) | undefined;
	tell(message: string): void;
}

/** A watch that has not looked yet. */
export function freshWatch(): KeptWatch {
	return { known: '', mark: 'a', dueAtMs: 0, calls: 0, pending: 0 };
}

/** The watches of one poll at work. */
export interface Work {
	deps: WatchDeps;
	watching: Watching;
	kept: Map<WatchName, KeptWatch>;
	known: Map<WatchName, Known>;
	found: Sighting[];
	pseudonymKey: string;
	spent: number;
}

/** What a watch knows, opened on first use. */
export function knownOf({ kept, known }: Work, name: WatchName): Known {
	const opened = known.get(name);
	if (opened) return opened;
	const { known: packed, mark } = kept.get(name) ?? freshWatch();
	let [others, small] = [0, 0];
	for (const [other, one] of kept) {
		if (other !== name) others += one.known.length;
		if (!LARGE.has(other)) small += one.known.length;
	}
	const keptFree = LARGE.has(name) ? Math.max(0, KEPT_FOR_SMALL - small) : 0;
	const made = openKnown(packed, mark, MOST_KNOWN - others - keptFree);
	known.set(name, made);
	return made;
}

/** With what a watch looks. */
export function lookOf(work: Work, name: WatchName): Omit<Look, 'call'> {
	const { deps, kept, pseudonymKey, watching } = work;
	const { at, learnedAtMs } = kept.get(name) ?? freshWatch();
	return {
		settings: deps.settings,
		nowMs: deps.nowMs(),
		zone: deps.zone ?? 'UTC',
		known: knownOf(work, name),
		at,
		isLearning: learnedAtMs === undefined,
		stretch: isDaily(name) || WATCHES[name].isFree === true ? 1 : watching.stretch,
		pseudonymKey,
		dayUse: async () => await deps.dayUse?.(),
	};
}

/** The first look learns: what it has seen counts as handed out. Changes `work`. */
export function takeIn(
	work: Work,
	sightings: readonly Sighting[],
	{ isLearning, known }: Omit<Look, 'call'>,
): void {
	if (!isLearning) work.found.push(...sightings);
	else for (const { key, value } of sightings) known.set(key, value);
}

/** Notes in the log, once a day, that there is more to watch than there is room for. */
function noteFull({ deps, watching }: Work, name: WatchName, known: Known, nowMs: number): void {
	const { fullToldAtMs = -Infinity } = watching;
	if (known.leftOut === 0 || nowMs < fullToldAtMs + FULL_TOLD_MS) return;
	watching.fullToldAtMs = nowMs;
	deps.tell(
		`The AliExpress Trigger has no room to remember all that it is to watch (${name}): what is beyond is not watched. Take events out, or divide them among triggers.`,
	);
}

/**
 * Whether the pages of a sweep come evenly over the time until the next one: a long one would take the calls of
 * the others. So each page is looked at as often as with a sweep at once.
 */
const isSpread = (name: WatchName, sweepCalls: number): boolean =>
	sweepCalls > MOST_LOOKS && !isDaily(name);

async function lookOnce(work: Work, name: WatchName): Promise<void> {
	const { deps, kept } = work;
	const before = kept.get(name) ?? freshWatch();
	let calls = 0;
	const look: Look = {
		...lookOf(work, name),
		call: async (method, params) => {
			calls += 1;
			work.spent += 1;
			return await deps.call(method, params);
		},
	};
	const looked = await WATCHES[name].look(look);
	const { sightings, next, isWhole = false, againInMs, wants = before.wants } = looked;
	takeIn(work, sightings, look);
	const { nowMs } = look;
	noteFull(work, name, look.known, nowMs);
	const fromMs = nowMs - before.dueAtMs < IN_STEP_MS ? before.dueAtMs : nowMs;
	const sweepCalls = before.calls + calls;
	const { sweepCalls: most = 0 } = before;
	const periodMs = WATCHES[name].everyMs * look.stretch;
	if (next !== undefined) {
		const dueAtMs = isSpread(name, most) ? fromMs + periodMs / most : before.dueAtMs;
		kept.set(name, { ...before, at: next, calls: sweepCalls, dueAtMs });
		return;
	}
	if (isWhole) look.known.endSweep();
	const restMs = isSpread(name, sweepCalls) ? periodMs / sweepCalls : periodMs;
	const swept = {
		learnedAtMs: before.learnedAtMs ?? nowMs,
		sweptAtMs: nowMs,
		sweepCalls,
		...(wants !== undefined && { wants }),
	};
	const dueAtMs = fromMs + (againInMs ?? restMs);
	kept.set(name, { ...before, ...swept, dueAtMs, calls: 0, at: undefined });
}

/** Notes that a look has failed, and when it is tried again. @returns what the user has to hear of. */
function failOf(
	work: Work,
	name: WatchName,
	reason: unknown,
	afterFailures: number,
): Error | undefined {
	const { deps, watching, kept } = work;
	const nowMs = deps.nowMs();
	const error = reason instanceof TypeError ? unexpectedFormOf(deps.node, reason) : reason;
	const why = error instanceof Error ? error.message : 'The look was ended.';
	const health = afterFailure(watching.health.get(name) ?? healthy(), why, nowMs);
	watching.health.set(name, health);
	if (health.failures === 1) deps.note?.(`AliExpress could not be looked at (${name}): ${why}`);
	const refusedMs = refusedUntilMs(reason, nowMs, shanghaiDayEndMs(nowMs));
	const passes = isPassing(reason);
	const againMs = passes ? (againAfterMs(health) ?? PASSING_MS) : FAULT_MS;
	if (!passes && isOfOneList(reason)) WATCHES[name].passBy?.(lookOf(work, name));
	kept.set(name, { ...(kept.get(name) ?? freshWatch()), dueAtMs: refusedMs ?? nowMs + againMs });
	if (refusedMs !== undefined || !(error instanceof Error)) return undefined;
	const { toldAtMs } = watching;
	const isNew = toldAtMs === undefined || toldAtMs < nowMs - FAULT_MS;
	const isToTell = passes ? isToBeReported(health, afterFailures, toldAtMs, nowMs) : isNew;
	return isToTell ? error : undefined;
}

/**
 * Lets the watches look that are due, the one that has waited longest first.
 *
 * @param room how many sightings are enough.
 * @param afterFailures in a row that pass by themselves the user is told.
 * @param mayCall whether calls may be made now.
 * @returns what the user has to hear of.
 */
export async function lookAtDue(
	work: Work,
	room: number,
	afterFailures: number,
	mayCall: boolean,
): Promise<Error | undefined> {
	const { deps, watching, kept } = work;
	const startedAtMs = deps.nowMs();
	const isOverdue = () =>
		deps.pollBudgetMs !== undefined &&
		deps.nowMs() - startedAtMs > deps.pollBudgetMs * LOOKING_PART;
	let error: Error | undefined;
	let left: number | undefined;
	for (let looks = 0; looks < MOST_LOOKS && !isOverdue() && work.found.length < room; looks++) {
		const isDue = (name: WatchName) => (kept.get(name)?.dueAtMs ?? 0) <= deps.nowMs();
		const isAllowed = (name: WatchName) =>
			WATCHES[name].isFree === true || (mayCall && watching.callsLeft > work.spent && left !== 0);
		const due = [...kept.keys()].filter((name) => isDue(name) && isAllowed(name));
		const [name] = due.sort((a, b) => (kept.get(a)?.dueAtMs ?? 0) - (kept.get(b)?.dueAtMs ?? 0));
		if (name === undefined) break;
		try {
			if (WATCHES[name].isFree !== true && left === undefined) {
				const budget = await deps.readBudget();
				const isBlocked = (budget.blockedUntilMs ?? 0) > deps.nowMs();
				left = isBlocked ? 0 : budget.left;
				if (left <= 0) {
					left = 0;
					continue;
				}
			}
			await lookOnce(work, name);
			watching.health.delete(name);
		} catch (reason) {
			error ??= failOf(work, name, reason, afterFailures);
		}
	}
	return error;
}
