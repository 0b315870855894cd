// A shop with the documented semantics of its two lists, and a stand-in for n8n's way of saving.
import { NodeApiError, type INode } from 'n8n-workflow';

import type { Desks } from '../../../../nodes/AliExpress/trigger/delivery/handOut.ts';
import type { Said } from '../../../../nodes/AliExpress/trigger/delivery/outstanding.ts';
import { EVENTS } from '../../../../nodes/AliExpress/trigger/events/events.ts';
import type { TriggerItem } from '../../../../nodes/AliExpress/trigger/events/item.ts';
import type { PollDeps } from '../../../../nodes/AliExpress/trigger/schedule/keptState.ts';
import { runPoll } from '../../../../nodes/AliExpress/trigger/poll.ts';
import type { Feeds } from '../../../../nodes/AliExpress/trigger/schedule/feed.ts';
import type { TriggerSettings } from '../../../../nodes/AliExpress/trigger/settings.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Midnight in Beijing: nothing is left over from hours in which nobody read. */
export const DAY_START = Date.parse('2026-11-21T16:00:00Z');
export const DAY = 24 * HOUR;

const pacific = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'America/Los_Angeles',
	dateStyle: 'short',
	timeStyle: 'medium',
});
/** Formatting takes most of the time of these tests, and the same moments come again and again. */
const textOf = new Map<number, string>();
export function pacificText(ms: number): string {
	const known = textOf.get(ms);
	if (known !== undefined) return known;
	const text = pacific.format(ms);
	textOf.set(ms, text);
	return text;
}
/** Reads a wall-clock text; the hour that occurs twice is its second pass, as a strict server may. */
export function pacificMs(text: string): number {
	const utc = Date.parse(`${text.replace(' ', 'T')}Z`);
	const fits = [utc + 8 * HOUR, utc + 7 * HOUR].find((ms) => pacificText(ms) === text);
	if (fits === undefined) throw new Error(`not a moment: ${text}`);
	return fits;
}

export interface Version {
	visibleAtMs: number;
	changedMs: number;
	status: string;
	paidMs?: number | undefined;
	sentMs?: number | undefined;
	endReason?: string | undefined;
}
export interface ShopOrder {
	id: number;
	createdMs: number;
	versions: Version[];
}
export interface ShopReview {
	orderId: number;
	parentOrderId: number;
	stars: number;
	validMs: number;
	modifiedMs: number;
	visibleAtMs: number;
	followUp?: string;
}

export interface ShopDispute {
	id: number;
	orderId: number;
	openedMs: number;
	changedMs: number;
	status: string;
	visibleAtMs: number;
}

export interface Shop {
	nowMs: number;
	orders: ShopOrder[];
	reviews: ShopReview[];
	disputes: ShopDispute[];
	calls: Array<{ atMs: number; method: string; query: JsonObject }>;
	/** Share of the trigger; calls beyond it are refused as the ledger does. */
	share: number;
	/** What others lend it from noon in Beijing on; nothing where it is left out. */
	lent?: number;
	spentByDay: Map<number, number>;
	/** Throws or changes an answer; called before each one. */
	tamper?: ((call: number, answer: JsonObject) => JsonObject) | undefined;
	/** Most rows of a review answer. */
	reviewLimit: number;
	/** How reviews of a time are answered: as asked, not at all, the newest 20 whatever was asked. */
	reviewWindow: 'whole' | 'refused' | 'newest';
	/** Order ids of reviews that are not shown among those of a time. */
	leftOut: Set<number>;
	/** In which order the lists of orders stand; newest first is what is documented. */
	listing: 'newest' | 'oldest' | 'nearlyNewest' | 'lastChanged';
}

export function openShop(nowMs: number, share = 130): Shop {
	return {
		nowMs,
		share,
		orders: [],
		reviews: [],
		disputes: [],
		calls: [],
		spentByDay: new Map(),
		reviewLimit: Infinity,
		reviewWindow: 'whole',
		leftOut: new Set(),
		listing: 'newest',
	};
}

export const beijingDay = (ms: number): number => Math.floor((ms + 8 * HOUR) / DAY);
export const beijingDayEnd = (ms: number): number => (beijingDay(ms) + 1) * DAY - 8 * HOUR;

/** What the trigger has of the day by now. */
const callsOfDay = ({ share, lent = 0, nowMs }: Shop) =>
	share + (beijingDayEnd(nowMs) - nowMs <= 12 * HOUR ? lent : 0);

let nextId = 8_100_000_000_000_001;
export function place(shop: Shop, at: Partial<Version> & { createdMs?: number } = {}): ShopOrder {
	const createdMs = at.createdMs ?? shop.nowMs;
	const order: ShopOrder = {
		id: nextId++,
		createdMs,
		versions: [
			{
				visibleAtMs: at.visibleAtMs ?? createdMs,
				changedMs: at.changedMs ?? createdMs,
				status: at.status ?? 'PLACE_ORDER_SUCCESS',
				paidMs: at.paidMs,
				sentMs: at.sentMs,
				endReason: at.endReason,
			},
		],
	};
	shop.orders.push(order);
	return order;
}
export function change(
	shop: Shop,
	order: ShopOrder,
	status: string,
	more: Partial<Version> = {},
): void {
	const last = order.versions.at(-1);
	order.versions.push({
		visibleAtMs: shop.nowMs,
		changedMs: shop.nowMs,
		status,
		paidMs: last?.paidMs,
		sentMs: last?.sentMs,
		...more,
	});
}
export function pay(shop: Shop, order: ShopOrder, more: Partial<Version> = {}): void {
	change(shop, order, 'WAIT_SELLER_SEND_GOODS', { paidMs: shop.nowMs, ...more });
}
/** Sends an order; the time of sending is that of the first parcel. */
export function ship(shop: Shop, order: ShopOrder, status = 'WAIT_BUYER_ACCEPT_GOODS'): void {
	change(shop, order, status, { sentMs: order.versions.at(-1)?.sentMs ?? shop.nowMs });
}
export function finish(shop: Shop, order: ShopOrder, endReason = 'buyer_confirm_goods'): void {
	change(shop, order, 'FINISH', { endReason });
}
export function dispute(shop: Shop, at: Partial<ShopDispute> = {}): ShopDispute {
	const openedMs = at.openedMs ?? shop.nowMs;
	const opened: ShopDispute = {
		id: nextId++,
		orderId: nextId++,
		openedMs,
		changedMs: openedMs,
		status: 'processing',
		visibleAtMs: openedMs,
		...at,
	};
	shop.disputes.push(opened);
	return opened;
}
export function review(shop: Shop, stars: number, at: Partial<ShopReview> = {}): ShopReview {
	const validMs = at.validMs ?? shop.nowMs;
	const written: ShopReview = {
		orderId: nextId++,
		parentOrderId: nextId++,
		stars,
		validMs,
		modifiedMs: validMs,
		visibleAtMs: validMs,
		...at,
	};
	shop.reviews.push(written);
	return written;
}

const node = {
	id: 'n',
	name: 'AliExpress Trigger',
	type: 't',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
} as unknown as INode;

/** Whether a moment lies in a range of texts, whole seconds, both ends included. */
function range(start: unknown, end: unknown): (ms: number) => boolean {
	const fromMs = start === undefined ? -Infinity : pacificMs(String(start));
	const beforeMs = end === undefined ? Infinity : pacificMs(String(end)) + 1_000;
	return (ms) => ms >= fromMs && ms < beforeMs;
}

/** Whether orders of a status are asked for. */
function askedStatus(query: JsonObject): (status: string) => boolean {
	const { order_status, order_status_list } = query;
	// Finished orders come only when they alone are asked for, with a range of creation.
	if (order_status === 'FINISH') {
		const isRanged = 'create_date_start' in query;
		return (status) => status === 'FINISH' && isRanged;
	}
	if (!Array.isArray(order_status_list)) return (status) => status !== 'FINISH';
	const asked = new Set<unknown>(order_status_list);
	return (status) => asked.has(status);
}

interface Found {
	order: ShopOrder;
	version: Version;
}
const delayedMs = ({ order }: Found) => order.createdMs - (order.id % 7 === 0 ? 30 * HOUR : 0);

function listOrders(shop: Shop, query: JsonObject): JsonObject {
	const isCreated = range(query.create_date_start, query.create_date_end);
	const isModified = range(query.modified_date_start, query.modified_date_end);
	const isAsked = askedStatus(query);
	const found: Found[] = [];
	for (const order of shop.orders) {
		if (!isCreated(order.createdMs)) continue;
		const version = order.versions.findLast((one) => one.visibleAtMs <= shop.nowMs);
		if (!version || !isModified(version.changedMs) || !isAsked(version.status)) continue;
		const reachMs = (version.status === 'FINISH' ? 30 : 180) * DAY;
		if (order.createdMs >= shop.nowMs - reachMs) found.push({ order, version });
	}
	const standing = {
		newest: () => 0,
		oldest: (a: Found, b: Found) => a.order.createdMs - b.order.createdMs,
		// Some stand thirty hours further down than their time says.
		nearlyNewest: (a: Found, b: Found) => delayedMs(b) - delayedMs(a),
		lastChanged: (a: Found, b: Found) => b.version.changedMs - a.version.changedMs,
	}[shop.listing];
	found.sort(
		(a, b) => standing(a, b) || b.order.createdMs - a.order.createdMs || b.order.id - a.order.id,
	);
	const size = Number(query.page_size);
	const page = Number(query.current_page);
	return {
		result: {
			success: true,
			current_page: page,
			page_size: size,
			total_page: Math.ceil(found.length / size),
			total_count: found.length,
			target_list: found.slice((page - 1) * size, page * size).map(({ order, version }) => ({
				order_id: order.id,
				order_status: version.status,
				gmt_create: pacificText(order.createdMs),
				gmt_update: pacificText(version.changedMs),
				...(version.paidMs !== undefined && { gmt_pay_time: pacificText(version.paidMs) }),
				...(version.sentMs !== undefined && { gmt_send_goods_time: pacificText(version.sentMs) }),
				end_reason: version.endReason ?? '',
				buyer_login_id: 'buyer-one',
				buyer_signer_fullname: 'Anna Example',
				pay_amount: { amount: '1.00', currency_code: 'USD' },
				product_list: [],
			})),
		},
	};
}

function listReviews(shop: Shop, query: JsonObject): JsonObject {
	const parents = query.parent_order_ids as unknown as readonly bigint[] | undefined;
	if (parents && parents.length > 50) throw new Error('at most 50 orders');
	if (!parents && shop.reviewWindow === 'refused') throw invalidParameter();
	const isValid = range(query.start_valid_date, query.end_valid_date);
	const isOfTime = (one: ShopReview) =>
		!shop.leftOut.has(one.orderId) && (shop.reviewWindow === 'newest' || isValid(one.validMs));
	const found = shop.reviews
		.filter((one) => one.visibleAtMs <= shop.nowMs)
		.filter((one) => parents?.includes(BigInt(one.parentOrderId)) ?? isOfTime(one))
		.sort((a, b) => b.validMs - a.validMs)
		.slice(0, parents ? Infinity : shop.reviewWindow === 'newest' ? 20 : shop.reviewLimit);
	return {
		target_list: found.map((one) => ({
			order_id: one.orderId,
			parent_order_id: one.parentOrderId,
			product_id: 1,
			buyer_evaluation: String(one.stars),
			buyer_feedback: 'text',
			...(one.followUp !== undefined && { buyer_reply: one.followUp }),
			buyer_login_id: 'buyer-one',
			valid_date: pacificText(one.validMs),
			gmt_create: pacificText(one.validMs),
			gmt_modified: pacificText(one.modifiedMs),
		})),
	};
}

function listDisputes(shop: Shop, query: JsonObject): JsonObject {
	const isOpened = range(query.create_time_start, query.create_time_end);
	const found = shop.disputes
		.filter((one) => one.visibleAtMs <= shop.nowMs && isOpened(one.openedMs))
		// Which ones come when no status is asked for is not documented; these at least.
		.filter((one) => one.status === (query.issue_status ?? 'processing'))
		.sort((a, b) => b.openedMs - a.openedMs || b.id - a.id);
	const size = Number(query.page_size);
	const page = Number(query.current_page);
	return {
		total_item: found.length,
		current_page: page,
		page_size: size,
		data_list: found.slice((page - 1) * size, page * size).map((one) => ({
			issue_id: one.id,
			order_id: one.orderId,
			parent_order_id: one.orderId,
			issue_status: one.status,
			reason_english: 'Not received',
			gmt_create: pacificText(one.openedMs),
			gmt_modified: pacificText(one.changedMs),
			buyer_login_id: 'buyer-one',
		})),
	};
}

export function invalidParameter(): NodeApiError {
	const said = { message: 'AliExpress did not accept the parameters', httpCode: '400' };
	return new NodeApiError(node, { code: 'InvalidParameter' }, said);
}

function refusal(opensAtMs: number): NodeApiError {
	return new NodeApiError(
		node,
		{ code: 'QuotaRefused' },
		{
			message: 'used up',
			httpCode: '429',
			failure: { cause: 'quota-exhausted', resetsAtEpochMs: opensAtMs },
		},
	);
}

export async function callShop(
	shop: Shop,
	method: string,
	params: Record<string, unknown>,
): Promise<JsonObject> {
	const day = beijingDay(shop.nowMs);
	const spent = shop.spentByDay.get(day) ?? 0;
	if (spent >= callsOfDay(shop)) throw refusal(beijingDayEnd(shop.nowMs));
	shop.spentByDay.set(day, spent + 1);
	const query = Object.values(params)[0] as JsonObject;
	shop.calls.push({ atMs: shop.nowMs, method, query });
	const lists = [
		['evaluation', listReviews],
		['issuelist', listDisputes],
		['orderlist', listOrders],
	] as const;
	const list = lists.find(([name]) => method.includes(name))?.[1];
	if (!list) throw new Error(`no list ${method}`);
	const answer = list(shop, query);
	return shop.tamper ? shop.tamper(shop.calls.length, answer) : answer;
}

/** A workflow to which the trigger hands out itself, and n8n's word on how its executions end. */
export interface Workflow {
	/** What each execution was handed, and when. */
	executions: Array<{ atMs: number; items: TriggerItem[] }>;
	/** How an execution ends; `never` when n8n does not say, `killed` when it is gone before it exists. */
	run(items: TriggerItem[]): Said | 'never' | 'killed';
}

/** One n8n process after another, with one or more triggers. */
export interface Host {
	feeds: Feeds;
	boot: string;
	/** Last saved static data by node id, as JSON text. */
	saved: Map<string, string>;
	memory: Map<string, unknown>;
	activation: string;
	told: string[];
	/** The seller id as the credential knows it. */
	account: string;
	boots: number;
	/** How far the clock of n8n is ahead of the platform's, ms. */
	aheadMs: number;
	/** Set where the trigger hands out itself. */
	workflow?: Workflow;
	desks: Desks;
}
export function openHost(workflow?: Workflow): Host {
	return {
		...(workflow && { workflow }),
		desks: new Map(),
		feeds: new Map(),
		boot: 'boot-1',
		saved: new Map(),
		memory: new Map(),
		activation: 'activate',
		told: [],
		account: '2000000001',
		boots: 1,
		aheadMs: 0,
	};
}

export const defaults: TriggerSettings = {
	events: ['order.created'],
	start: { from: 'now' },
	simplify: true,
	includeBuyerData: false,
	alsoOnEdits: false,
	negativeUpToStars: 2,
	itemsPerPoll: 50,
	reviewOverlapDays: 5,
	reviewZone: 'America/Los_Angeles',
	startAsWritten: '',
};

/** n8n as the trigger hands out to it: it saves what is written, then starts the execution. */
function deliveryOf(
	host: Host,
	shop: Shop,
	{ repeatUntilSuccess = true, executions }: Partial<TriggerSettings>,
	id: string,
): PollDeps['delivery'] {
	const { workflow } = host;
	if (!workflow) return undefined;
	let isOpen = false;
	return {
		desks: host.desks,
		isRepeating: repeatUntilSuccess,
		isAlone: (event) =>
			executions
				? executions === 'each'
				: EVENTS[event].lists.every((list) => list === 'reviews' || list === 'disputes'),
		emit: async (items) => {
			isOpen = true;
			save(host, id);
			const end = workflow.run(items);
			if (end !== 'killed') workflow.executions.push({ atMs: shop.nowMs, items });
			if (end === 'never' || end === 'killed') await new Promise<never>(() => undefined);
			isOpen = false;
			return end as Said;
		},
		sleepMs: async (durationMs) => {
			await new Promise((resolve) => setImmediate(resolve));
			if (isOpen) shop.nowMs += durationMs;
		},
	};
}

export function depsOf(
	host: Host,
	shop: Shop,
	settings: Partial<TriggerSettings> = {},
	id = 'a',
): PollDeps {
	const startAsWritten =
		settings.startAsWritten ?? JSON.stringify(settings.start ?? defaults.start);
	const chosen = { ...defaults, ...settings, startAsWritten };
	return {
		node,
		nowMs: () => shop.nowMs + host.aheadMs,
		call: async (method, params) => await callShop(shop, method, params),
		readBudget: async () => ({
			share: shop.share,
			left: callsOfDay(shop) - (shop.spentByDay.get(beijingDay(shop.nowMs)) ?? 0),
			ofDay: callsOfDay(shop),
			dayEndsAtMs: beijingDayEnd(shop.nowMs),
			opensAtMs: beijingDayEnd(shop.nowMs),
		}),
		reviewZone: chosen.reviewZone,
		tell: (message) => host.told.push(message),
		settings: chosen,
		activation: host.activation,
		name: `Trigger ${id}`,
		subscriber: `workflow:${id}`,
		boot: host.boot,
		feeds: host.feeds,
		delivery: deliveryOf(host, shop, settings, id),
		openAccount: async () => ({
			account: host.account,
			appKey: '512345',
			appSecret: 's3cret',
			shop: host.account,
			share: shop.share,
		}),
		state: {
			read: () => host.memory.get(id),
			write: (state) => host.memory.set(id, state),
		},
	};
}

export function save(host: Host, id = 'a'): void {
	const state = host.memory.get(id);
	if (state !== undefined) host.saved.set(id, JSON.stringify(state));
}

/** One tick: n8n saves the static data only when something was emitted. */
export async function tick(
	host: Host,
	shop: Shop,
	settings: Partial<TriggerSettings> = {},
	id = 'a',
): Promise<TriggerItem[]> {
	const items = await runPoll(depsOf(host, shop, settings, id));
	if (items) save(host, id);
	return items ?? [];
}

/** Publishing the workflow: one poll at once, then the static data is saved. */
export async function activate(
	host: Host,
	shop: Shop,
	settings: Partial<TriggerSettings> = {},
	id = 'a',
): Promise<TriggerItem[]> {
	const items = await tick(host, shop, settings, id);
	save(host, id);
	return items;
}

/** Kills the process and starts a new one: memory is what was saved. */
export function kill(host: Host): void {
	host.boots += 1;
	host.boot = `boot-${host.boots}`;
	host.feeds = new Map();
	host.desks = new Map();
	host.activation = 'init';
	host.memory = new Map([...host.saved].map(([id, text]) => [id, JSON.parse(text) as unknown]));
}

/** Polls every minute for a while and collects what is emitted. */
export async function run(
	host: Host,
	shop: Shop,
	minutes: number,
	settings: Partial<TriggerSettings> = {},
	ids = ['a'],
): Promise<TriggerItem[]> {
	const items: TriggerItem[] = [];
	for (let minute = 0; minute < minutes; minute += 1) {
		shop.nowMs += MINUTE;
		for (const id of ids) items.push(...(await tick(host, shop, settings, id)));
	}
	return items;
}
