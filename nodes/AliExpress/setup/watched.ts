import { MINUTE_MS } from '../../time/units';
import type { WatchName } from '../trigger/events/events';
import { finding, momentText, type Finding } from './finding';
import { ASKED_ALIKE, groupsOf, WATCH_NAMES, type Group } from './groups';

/** More watches in use than this are not told one by one; those that fail come first. */
const MOST_WATCHES = 20;
/** Looks that fail for less than this are made again soon and are not worth a word. */
const FAILING_FROM_MS = 30 * MINUTE_MS;

/** How something that a trigger looks at beside its lists is doing. Times are ms UTC. */
export interface LiveWatch {
	watch: WatchName;
	/** When all of it was looked at last, and the calls of that; absent before the first time. */
	looked?: { atMs: number; calls: number };
	nextAtMs: number;
	/** Since when looks bring nothing, and what the last one said. */
	failing?: { sinceMs: number; why: string };
}

/** A trigger, and what it looks at beside its lists. */
interface Watcher {
	name: string;
	watches?: readonly LiveWatch[] | undefined;
}

/** What each asked group has answered. */
type Answers = ReadonlyArray<readonly [Group, { answer: string }]>;

/** How a watch is called, and what it takes. */
const aboutOf = (watch: WatchName) => ({ watch: [watch], cost: [`${watch}Cost`] });

function liveOf({ name }: Watcher, one: LiveWatch, nowMs: number): Finding {
	const { watch, looked, nextAtMs, failing } = one;
	const about = { name, ...aboutOf(watch), nextAt: momentText(Math.max(nowMs, nextAtMs)) };
	if (failing && (!looked || failing.sinceMs <= nowMs - FAILING_FROM_MS)) {
		const why = failing.why.trim().slice(0, 1_000).replace(/\.$/, '');
		return finding('watch', false, 'watchFails', {
			...about,
			since: momentText(failing.sinceMs),
			why,
		});
	}
	if (!looked) return finding('watch', null, 'watchBegins', about);
	const calls = String(looked.calls);
	return finding('watch', true, 'watchLooks', {
		...about,
		lookedAt: momentText(looked.atMs),
		calls,
	});
}

/** Whether a watch that nobody uses would be allowed, by what its groups have answered. */
function possibleOf(watch: WatchName, asked: Answers): Finding[] {
	const mine = asked.filter(([group]) => groupsOf(watch).includes(group));
	const open = mine.find(([, { answer }]) => answer === 'answered');
	if (open) {
		const says = ASKED_ALIKE.has(watch) ? 'watchAnswered' : 'watchAllowed';
		return [finding('watch', true, says, { ...aboutOf(watch), group: [open[0]] })];
	}
	const refused = mine.filter(([, { answer }]) => answer === 'refused').map(([group]) => group);
	// Another group may allow it.
	if (refused.length === 0 || refused.length < groupsOf(watch).length) return [];
	return [finding('watch', false, 'watchRefused', { ...aboutOf(watch), group: refused })];
}

/**
 * What the watches of triggers do, and which others the asked groups would allow. No call is made for it.
 *
 * @param look undefined where nobody knows what triggers do.
 */
export function watchedOf(
	look: { triggers: readonly Watcher[]; nowMs: number } | undefined,
	asked: Answers,
): Finding[] {
	const { triggers = [], nowMs = 0 } = look ?? {};
	const live = triggers
		.flatMap((one) => (one.watches ?? []).map((watch) => liveOf(one, watch, nowMs)))
		.sort((a, b) => Number(a.ok !== false) - Number(b.ok !== false));
	const used = triggers.flatMap(({ watches = [] }) => watches.map(({ watch }) => watch));
	const others = WATCH_NAMES.filter((watch) => !used.includes(watch));
	return [...live.slice(0, MOST_WATCHES), ...others.flatMap((watch) => possibleOf(watch, asked))];
}
