import { DateTime } from 'luxon';
import { NodeOperationError, type IPollFunctions, type IRun } from 'n8n-workflow';

import type { Access } from '../../client/access';
import { troubleOf } from '../../client/authorization';
import type { Client } from '../../client/client';
import { shareOpensAtMs } from '../../quota/shares';
import {
	ignoreUnavailable,
	QuotaUnavailable,
	type QuotaStatus,
	type QuotaStore,
} from '../../quota/store';
import { systemClock } from '../../time/clock';
import { shanghaiDayEndMs } from '../../time/zones';
import { NEGATIVE_UP_TO_STARS } from '../../wire/sentiment';
import { openClient, PLATFORM } from '../account/openClient';
import { desksOfProcess, type Delivery } from './delivery/handOut';
import { endingOf, endingOfRejection } from './delivery/outstanding';
import { EVENTS } from './events/events';
import { withFamily } from '../account/productFamily';
import type { TriggerItem } from './events/item';
import { isOrderList } from './lists/lists';
import { identityOf } from './position/start';
import { stateKeyOf } from './position/state';
import { sampleOf } from './sample';
import { bootOfProcess, feedKey, feedsOfProcess, shopOf } from './schedule/feed';
import type { PollDeps } from './schedule/keptState';
import type { ActiveHours, Budget } from './schedule/pace';
import { hearOthers } from './schedule/pushed';
import { disputeZoneOf, settingsSchema, type TriggerSettings } from './settings';

function startOf(context: IPollFunctions): unknown {
	const from = context.getNodeParameter('startFrom', 'now');
	if (from === 'last') return { from, count: context.getNodeParameter('startCount', 10) };
	if (from !== 'date') return { from };
	const written = context.getNodeParameter('startDate', '');
	const zone = context.getTimezone();
	const date = DateTime.isDateTime(written) ? written : DateTime.fromISO(String(written), { zone });
	if (date.isValid) return { from, atMs: date.toMillis() };
	throw new NodeOperationError(context.getNode(), 'The start date is missing or not a date', {
		description:
			'Choose a fixed date under "Start Date", or start from now. An expression would mean another time at each poll and is not accepted.',
	});
}

/** The start point as it is stored; only the parameters that count. */
function startAsWritten(context: IPollFunctions): string {
	const { startFrom = 'now', startDate = '', startCount = 10 } = context.getNode().parameters;
	const detail = { date: startDate, last: startCount }[String(startFrom)] ?? '';
	return JSON.stringify([startFrom, detail]);
}

/** What the user reads when a setting is out of range, by its name in the schema. */
const RANGES: Readonly<Record<string, string>> = {
	'start.count': '"Start Count" must be a whole number from 1 to 50',
	negativeUpToStars: '"Negative up to Stars" must be a whole number from 1 to 5',
	itemsPerPoll: '"Items per Poll" must be a whole number from 1 to 1000',
	reviewOverlapDays: '"Review Overlap (Days)" must be a whole number from 1 to 30',
	reviewZone: '"Review Time Zone" must be one of the offered zones',
	disputeZone: '"Dispute Time Zone" must be one of the offered zones',
	ticketLanguage: '"Ticket Language" must be one of the offered languages',
	reportAfterFailedReads: '"Report After Failed Reads" must be a whole number from 1 to 1000',
	activeFromHour: '"Active From Hour" must be a whole number from 0 to 23',
	activeToHour: '"Active To Hour" must be a whole number from 1 to 24',
	simplify: '"Simplify" must be on or off',
	includeBuyerData: '"Include Buyer Data" must be on or off',
	includeFeedStatus: '"Include Feed Status" must be on or off',
	alsoOnEdits: '"Also on Edits" must be on or off',
	repeatUntilSuccess: '"Repeat Until the Workflow Succeeds" must be on or off',
	executions: '"Executions" must be one of the offered choices',
	quotaLowPercent: '"Quota Low at (%)" must be a whole number from 1 to 100',
	shipWithinHours: '"Ship Within (Hours)" must be a whole number from 1 to 720',
	promotionWithinHours: '"Promotion Ends Within (Hours)" must be a whole number from 24 to 720',
	complianceCallsADay: '"Compliance Calls a Day" must be a whole number from 1 to 10000',
	parcelCallsADay: '"Parcel Calls a Day" must be a whole number from 1 to 10000',
	lowStock: '"Low Stock" must be a whole number from 0 to 1000000',
	watchedProducts: '"Watched Products" must be up to 50 product IDs, separated by commas',
	salesZone: '"Sales Time Zone" must be the name of a time zone, e.g. Asia/Shanghai',
	promotionZone: '"Promotion Time Zone" must be one of the offered zones',
	productZone: '"Product Time Zone" must be one of the offered zones',
};

/** The products whose stock is looked at; needed where an event is about it. */
function watchedProductsOf(context: IPollFunctions, events: unknown): string[] | undefined {
	if (!Array.isArray(events) || !events.includes('product.stockLow')) return undefined;
	const written: unknown = context.getNodeParameter('watchedProducts', '');
	const ids = String(written)
		.split(/[\s,;]+/)
		.filter((part) => part !== '');
	if (ids.length > 0) return [...new Set(ids)];
	throw new NodeOperationError(context.getNode(), 'No product is watched', {
		description:
			'"Product Stock Low" looks at the products that are named under "Watched Products": give at least one product ID, or take the event out.',
	});
}

/**
 * Reads the node's parameters.
 *
 * @throws NodeOperationError when one of them has no usable value.
 */
export function readSettings(context: IPollFunctions): TriggerSettings {
	const options: unknown = context.getNodeParameter('options', {});
	const events: unknown = context.getNodeParameter('events', []);
	const read = settingsSchema.safeParse({
		includeBuyerData: false,
		alsoOnEdits: false,
		negativeUpToStars: NEGATIVE_UP_TO_STARS,
		itemsPerPoll: 50,
		reviewOverlapDays: 5,
		reviewZone: 'America/Los_Angeles',
		...(typeof options === 'object' ? options : {}),
		watchedProducts: watchedProductsOf(context, events),
		events,
		start: startOf(context),
		startAsWritten: startAsWritten(context),
		simplify: context.getNodeParameter('simplify', true),
	});
	if (read.success) return read.data;
	const path = read.error.issues[0]?.path ?? [];
	const range = RANGES[path.join('.')] ?? RANGES[String(path[0])];
	const title = range ? 'A setting of this trigger cannot be used' : 'No usable event is chosen';
	throw new NodeOperationError(context.getNode(), title, {
		description: `${range ?? 'Choose at least one of the offered events under "Events"'}. Change it and save the workflow again.`,
	});
}

/** The hours in which the trigger reads; one that is left out is the start or end of the day. */
function activeHoursOf(settings: TriggerSettings, zone: string): ActiveHours | undefined {
	const { activeFromHour, activeToHour } = settings;
	if (activeFromHour === undefined && activeToHour === undefined) return undefined;
	return { fromHour: activeFromHour ?? 0, toHour: activeToHour ?? 24, zone };
}

/**
 * What triggers may still spend today. When the counter does not answer, the whole share is
 * supposed: the call itself is then refused with the words that say what to do.
 */
async function readBudget(client: Client): Promise<Budget> {
	const { access, quota } = await client.open();
	const { policy } = access;
	const share = policy.shares.trigger;
	const opensAtMs = shareOpensAtMs(policy, systemClock.nowMs());
	try {
		const status = await quota.status(access.account);
		const { blockedUntilMs, resetsAtMs } = status;
		const { left, used } = status.byPurpose.trigger;
		return {
			share,
			left,
			ofDay: used + left,
			dayEndsAtMs: resetsAtMs,
			// The end of the counter's day: a clock that is ahead over midnight means the next one.
			opensAtMs: Math.min(opensAtMs, resetsAtMs),
			...(blockedUntilMs !== undefined && { blockedUntilMs }),
		};
	} catch (reason) {
		if (!(reason instanceof QuotaUnavailable)) return await Promise.reject(reason);
		const dayEndsAtMs = shanghaiDayEndMs(systemClock.nowMs());
		return { share, left: share, dayEndsAtMs, opensAtMs };
	}
}

/** What is used of the day's calls; undefined where the counter does not answer. Costs no call. */
async function dayUseOf(client: Client): Promise<QuotaStatus | undefined> {
	const { access, quota } = await client.open();
	try {
		return await quota.status(access.account);
	} catch (reason) {
		return reason instanceof QuotaUnavailable ? undefined : await Promise.reject(reason);
	}
}

/**
 * A client for the trigger, and as whom it reads.
 *
 * @param repeatsReads whether a call that failed in passing is sent again at once. A poll does not:
 * the next one comes soon, and each attempt costs a call.
 */
async function openTriggerClient(
	context: IPollFunctions,
	repeatsReads: boolean,
): Promise<{ client: Client; access: Access; quota: QuotaStore }> {
	const client = withFamily(openClient(context, 'trigger', { repeatsReads }));
	return { client, ...(await client.open()) };
}

/** From this version of the node on workflows that failed get their events again, if nothing else is set. */
const REPEATS_FROM_VERSION = 1.1;

/** Starts executions and hears how they end; undefined in an n8n that has no such promises. */
function emitOf(context: IPollFunctions): Delivery['emit'] {
	const { createDeferredPromise, returnJsonArray } = context.helpers;
	// Older n8n has neither, whatever its types say.
	const isThere = [createDeferredPromise, context.__emit].every((one) => typeof one === 'function');
	if (!isThere) return undefined;
	const started = async (items: TriggerItem[]) => {
		const done = createDeferredPromise<IRun | undefined>();
		context.__emit([returnJsonArray(items)], undefined, done);
		return await done.promise;
	};
	return async (items) => await started(items).then(endingOf, endingOfRejection);
}

/** How the trigger hands out itself; undefined where n8n is to do that, as it did in version 1. */
function deliveryOf(context: IPollFunctions, settings: TriggerSettings): Delivery | undefined {
	const isNew = context.getNode().typeVersion >= REPEATS_FROM_VERSION;
	const { executions, repeatUntilSuccess: isRepeating = isNew } = settings;
	if (!isNew && !isRepeating && executions !== 'each') return undefined;
	const isAlone: Delivery['isAlone'] = (event) =>
		executions ? executions === 'each' : !EVENTS[event].lists.every(isOrderList);
	return {
		desks: desksOfProcess,
		isRepeating,
		isAlone,
		emit: emitOf(context),
		sleepMs: async (durationMs) => await systemClock.sleepMs(durationMs),
	};
}

/** Everything that a poll needs, taken from n8n's context. */
export async function openPoll(context: IPollFunctions): Promise<PollDeps> {
	const { client, access, quota } = await openTriggerClient(context, false);
	const settings = readSettings(context);
	const node = context.getNode();
	const staticData = context.getWorkflowStaticData('global');
	const stateKey = stateKeyOf(node.id);
	// n8n has it since 2.38.
	const hasBudget = typeof context.getPollBudgetMs === 'function';
	return {
		node,
		nowMs: () => systemClock.nowMs(),
		call: async (method, params) => await client.call(method, params),
		readBudget: async () => await readBudget(client),
		reviewZone: settings.reviewZone,
		disputeZone: disputeZoneOf(settings),
		dayUse: async () => await dayUseOf(client),
		zone: context.getTimezone(),
		activeHours: activeHoursOf(settings, context.getTimezone()),
		...(hasBudget && { pollBudgetMs: context.getPollBudgetMs() }),
		tell: (message) => context.logger.warn(message),
		note: (message) => context.logger.info(message),
		settings,
		activation: context.getActivationMode(),
		trouble: () => troubleOf(node, PLATFORM, access, systemClock.nowMs()),
		name: `${node.name} (${context.getWorkflow().name ?? ''})`,
		subscriber: `${context.getWorkflow().id ?? ''}:${node.id}`,
		boot: bootOfProcess,
		feeds: feedsOfProcess,
		delivery: deliveryOf(context, settings),
		openAccount: async () => {
			const { account, appKey, appSecret, policy } = access;
			const shop = shopOf(access);
			const key = feedKey(appKey, appSecret, shop);
			const nowMs = systemClock.nowMs();
			if (quota.memory) {
				await hearOthers(quota.memory, feedsOfProcess, key, nowMs).catch(ignoreUnavailable);
			}
			return { account, appKey, appSecret, shop, share: policy.shares.trigger };
		},
		state: {
			read: () => staticData[stateKey],
			write: (state) => {
				staticData[stateKey] = state;
			},
		},
	};
}

/** The items of a manual test, taken from n8n's context. Does not move the trigger's position. */
export async function openSample(context: IPollFunctions): Promise<TriggerItem[]> {
	const { client, access } = await openTriggerClient(context, true);
	return await sampleOf({
		node: context.getNode(),
		nowMs: systemClock.nowMs(),
		call: async (method, params) => await client.call(method, params),
		settings: readSettings(context),
		zone: context.getTimezone(),
		dayUse: async () => await dayUseOf(client),
		account: identityOf(access.appKey, access.account).account,
		appSecret: access.appSecret,
	});
}
