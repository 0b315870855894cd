import { z } from 'zod';

import type { Access } from '../../client/access';
import { ledgerKeyOf } from '../../quota/processStore';
import { stamp } from '../../quota/wire';
import type { Clock } from '../../time/clock';
import { outstandingStatusOf, type OutstandingStatus } from '../trigger/delivery/outstanding';
import { LISTS, type ListName } from '../trigger/lists/lists';
import {
	feedKey,
	feedsOfProcess,
	groupOf,
	shopOf,
	type Feed,
	type Feeds,
} from '../trigger/schedule/feed';
import { findingsSchema, keepOutcomes, keepReport, keptOutcomes, outcomesSchema } from './kept';
import { WATCH_NAMES } from './groups';
import { LINK_LIFE_MS, linkOf } from './page';
import type { LiveWatch } from './watched';

/** Under which key the set-up of a shop is known: that of its feed, from which nothing can be read. */
export function shopKeyOf(access: Access): string {
	return feedKey(access.appKey, access.appSecret, shopOf(access));
}

/** The version of this package. Code of a node may read no file, so a test holds it to `package.json`. */
export const PACKAGE_VERSION = '0.1.0';

/** How a trigger of this process is doing. Times are ms UTC. */
interface LiveTrigger {
	/** Node and workflow. */
	name: string;
	lists: ListName[];
	/** How far the latest read of its first list put the next one off, ms; 0 before the first read. */
	everyMs: number;
	/** 0 before the first read. */
	readAtMs: number;
	nextAtMs: number;
	/** Since when reads bring nothing, and what the last one said. */
	failing?: { sinceMs: number; why: string };
	/** Until when no call is let out, and why. */
	closed?: { untilMs: number; why: string };
	/** Events whose execution failed, since when, and when they are handed out again. */
	outstanding?: OutstandingStatus;
	watches?: LiveWatch[];
}

function liveWatchesOf(feed: Feed, id: string): LiveWatch[] {
	const health = feed.watching.get(id)?.health;
	return WATCH_NAMES.flatMap((watch): LiveWatch[] => {
		const kept = feed.states.get(id)?.watches?.[watch];
		if (!kept) return [];
		const { sweptAtMs, sweepCalls: calls = 0, dueAtMs } = kept;
		const sick = health?.get(watch);
		return [
			{
				watch,
				nextAtMs: dueAtMs,
				...(sweptAtMs !== undefined && { looked: { atMs: sweptAtMs, calls } }),
				...(sick && { failing: { sinceMs: sick.failingSinceMs, why: sick.why } }),
			},
		];
	});
}

function overviewOf(feed: Feed, id: string, name: string, nowMs: number): LiveTrigger | undefined {
	const group = groupOf(feed, id);
	const needed = feed.subscribers.get(id)?.need.lists;
	if (!group || !needed) return undefined;
	const lists = LISTS.filter((list) => needed[list] !== undefined);
	const sick = lists.map((list) => group.health[list]).find(({ failures }) => failures > 0);
	const [first] = lists;
	const dueMs = lists.map((list) => group.dueAtMs[list]);
	const outstanding = outstandingStatusOf(feed.states.get(id)?.outstanding);
	const watches = liveWatchesOf(feed, id);
	if (first === undefined && watches.length === 0) return undefined;
	return {
		name,
		lists,
		everyMs: first === undefined ? 0 : group.stepMs[first],
		readAtMs: feed.states.get(id)?.lastSuccessAtMs ?? 0,
		nextAtMs: first === undefined ? nowMs : Math.max(nowMs, Math.min(...dueMs)),
		...(sick && { failing: { sinceMs: sick.failingSinceMs, why: sick.why } }),
		...(feed.closedUntilMs > nowMs && {
			closed: { untilMs: feed.closedUntilMs, why: feed.closedWhy },
		}),
		...(outstanding && { outstanding }),
		...(watches.length > 0 && { watches }),
	};
}

/**
 * The triggers of an account that have polled in this process lately.
 *
 * @param key of the account's feed.
 */
function liveTriggers(feeds: Feeds, key: string, nowMs: number): LiveTrigger[] {
	const feed = feeds.get(key);
	if (!feed) return [];
	return [...feed.subscribers].flatMap(([id, { name }]) => overviewOf(feed, id, name, nowMs) ?? []);
}

type App = { appKey: string; appSecret: string };

/** Far more apps than one n8n serves. */
const MOST_APPS = 100;

/** When a signed push message of each app came last to this process, ms UTC. */
const heardAtMs = new Map<string, number>();

/** Notes that a message came that the app has signed. */
export function noteHeard({ appKey, appSecret }: App, nowMs: number): void {
	if (heardAtMs.size >= MOST_APPS) heardAtMs.clear();
	heardAtMs.set(ledgerKeyOf(appKey, appSecret), nowMs);
}

/** When the last one came, ms UTC; undefined when none has since this process began. */
function lastHeardMs({ appKey, appSecret }: App): number | undefined {
	return heardAtMs.get(ledgerKeyOf(appKey, appSecret));
}

const shop = z.string().regex(/^[0-9a-f]{64}$/);

/** What a bridge is asked beside the count. `shop` is the key of the shop's feed. */
export const setupRequestSchema = z.discriminatedUnion('operation', [
	z.object({ ...stamp, operation: z.literal('look'), shop }),
	z.object({
		...stamp,
		operation: z.literal('keep'),
		shop,
		outcomes: outcomesSchema,
		findings: findingsSchema,
	}),
]);
export type SetupRequest = z.infer<typeof setupRequestSchema>;

const watch: z.ZodType<LiveWatch> = z.object({
	watch: z.enum(WATCH_NAMES),
	looked: z.object({ atMs: z.number(), calls: z.number() }).optional(),
	nextAtMs: z.number(),
	failing: z.object({ sinceMs: z.number(), why: z.string() }).optional(),
});

const trigger: z.ZodType<LiveTrigger> = z.object({
	name: z.string(),
	lists: z.array(z.enum(LISTS)),
	everyMs: z.number(),
	readAtMs: z.number(),
	nextAtMs: z.number(),
	failing: z.object({ sinceMs: z.number(), why: z.string() }).optional(),
	closed: z.object({ untilMs: z.number(), why: z.string() }).optional(),
	outstanding: z
		.object({ events: z.number(), sinceMs: z.number(), nextAtMs: z.number() })
		.optional(),
	watches: z.array(watch).optional(),
});

/** What a process knows of the set-up of a shop. Times are ms UTC. */
export const lookSchema = z.object({
	/** Of this package. */
	version: z.string(),
	/** When the process began to use the package. */
	startedAtMs: z.number(),
	/** What its clock says. */
	nowMs: z.number(),
	triggers: z.array(trigger),
	pushHeardAtMs: z.number().optional(),
	outcomes: outcomesSchema,
});
export type Look = z.infer<typeof lookSchema>;

/** The answer to `keep`: where the page of the check can be opened, and until when, ms UTC. */
export const keptSchema = z.object({ link: z.string(), untilMs: z.number() });
export type Page = z.infer<typeof keptSchema>;

/** More triggers of one shop than this are not told one by one. */
const MOST_TRIGGERS = 20;

/** What this process knows of a shop. */
export function lookAround(
	app: { appKey: string; appSecret: string },
	shopKey: string,
	clock: Clock,
): Look {
	const nowMs = clock.nowMs();
	const monotonicMs = clock.monotonicMs();
	const pushHeardAtMs = lastHeardMs(app);
	return {
		version: PACKAGE_VERSION,
		startedAtMs: Math.round(nowMs - (monotonicMs - (clock.loadedAtMs ?? monotonicMs))),
		nowMs,
		triggers: liveTriggers(feedsOfProcess, shopKey, nowMs).slice(0, MOST_TRIGGERS),
		...(pushHeardAtMs !== undefined && { pushHeardAtMs }),
		outcomes: keptOutcomes(shopKey, nowMs),
	};
}

/**
 * Answers what a bridge is asked beside the count.
 *
 * @param address of the bridge as a browser opens it.
 */
export function answerSetupRequest(
	app: { appKey: string; appSecret: string },
	request: SetupRequest,
	address: string,
	clock: Clock,
): Look | Page {
	const { shop: shopKey } = request;
	if (request.operation === 'look') return lookAround(app, shopKey, clock);
	const { outcomes, findings } = request;
	const atMs = clock.nowMs();
	const untilMs = atMs + LINK_LIFE_MS;
	keepOutcomes(shopKey, outcomes);
	keepReport(shopKey, { findings, atMs, untilMs });
	return { link: linkOf(address, shopKey, untilMs, app.appSecret), untilMs };
}
