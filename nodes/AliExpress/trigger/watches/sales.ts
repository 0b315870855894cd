import { DateTime } from 'luxon';

import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../time/units';
import type { RawOrder } from '../../parse/order/orderList';
import { isOrderList, LISTS } from '../lists/lists';
import { readPlacedPage } from '../lists/orders';
import type { Snapshot } from '../lists/snapshot';
import { isInOddHour, pacificMs } from '../lists/window';
import { openKnown, type Known } from '../position/packedIds';
import { shortKey, type Look, type Looked, type Watch } from './watch';

type About = Omit<Look, 'call'>;

/** The day is told so long after its end: rows come late, and buyers pay after midnight. */
const AFTER_MIDNIGHT_MS = HOUR_MS;
/** Of more orders a day than these the lists alone cannot tell: the day is read once it has ended. */
const MOST_COUNTED = 1_500;
const MOST_PRODUCTS = 200;
const TOP_PRODUCTS = 5;
const LONGEST_TITLE = 60;

/** A day of the zone that was chosen. Moments are ms UTC. */
interface Day {
	/** `yyyy-MM-dd`. */
	name: string;
	fromMs: number;
	toMs: number;
	/** Keys of what is known of it begin with this; the day after the next one takes its place. */
	space: string;
}

function dayAt(ms: number, { settings, zone }: About): Day {
	const start = DateTime.fromMillis(ms, { zone: settings.salesZone ?? zone }).startOf('day');
	const name = start.toISODate() ?? '';
	const isOdd = Math.round(Date.parse(name) / DAY_MS) % 2 === 1;
	const toMs = start.plus({ days: 1 }).toMillis();
	return { name, fromMs: start.toMillis(), toMs, space: isOdd ? '1' : '0' };
}

function add(known: Known, key: string, more: number): void {
	known.set(key, (parseInt(known.get(key) ?? '0', 36) + more).toString(36));
}

/** Forgets what is known of the day that had the place of this one. */
function beginDay(known: Known, { name, space }: Day, from: string): void {
	for (const [key] of known.entries()) if (key.startsWith(space)) known.drop(key);
	known.set(`${space}day`, name);
	known.set(`${space}from`, from);
}

/** Adds an order of the day to its figures; what was counted already is told by `before`. */
function count(raw: RawOrder, known: Known, { space }: Day, before: string | undefined): void {
	const { gmt_pay_time: paidAt, pay_amount: amount, product_list: lines = [] } = raw.fields;
	if (before === undefined) {
		add(known, `${space}n`, 1);
		for (const { product_id: id, product_name: name = '', product_count: pieces = 1 } of lines) {
			if (id === undefined) continue;
			const key = `${space}p${id}`;
			const [sold, title = name.replace(/[;=.]/g, ' ').slice(0, LONGEST_TITLE)] =
				known.get(key)?.split('.') ?? [];
			const isRoom = sold !== undefined || known.size < MOST_COUNTED + MOST_PRODUCTS;
			if (isRoom) known.set(key, `${(parseInt(sold ?? '0', 36) + pieces).toString(36)}.${title}`);
		}
	}
	if (paidAt === undefined || before === '1') return;
	add(known, `${space}m`, 1);
	if (amount) add(known, `${space}c${amount.currency}`, Math.round(Number(amount.amount) * 100));
}

/** The figures of a day. */
function figuresOf(known: Known, { name, space }: Day, timeZone: string) {
	const number = (key: string) => parseInt(known.get(space + key) ?? '0', 36);
	const of = (letter: string) =>
		known
			.entries()
			.filter(([key]) => key.startsWith(space + letter))
			.map(([key, value]) => [key.slice(2), value] as const);
	const products = of('p').map(([productId, value]) => {
		const [sold = '0', title] = value.split('.');
		return { productId, title, quantity: parseInt(sold, 36) };
	});
	return {
		day: name,
		timeZone,
		orders: number('n'),
		paid: number('m'),
		paidAmounts: of('c').map(([currency, cents]) => ({
			amount: (parseInt(cents, 36) / 100).toFixed(2),
			currency,
		})),
		topProducts: products.sort((a, b) => b.quantity - a.quantity).slice(0, TOP_PRODUCTS),
	};
}

/**
 * Forgets of a day that is told all but its figures, with which it would be told again: what sold most, and no single
 * order.
 */
function closeDay(known: Known, { space }: Day, top: readonly string[]): void {
	for (const [key] of known.entries()) {
		const isOrder = key.startsWith(`${space}o`);
		const isBelow = key.startsWith(`${space}p`) && !top.includes(key.slice(2));
		if (isOrder || isBelow) known.drop(key);
	}
	known.set(`${space}from`, 'told');
}

/** From when to when the lists have shown all orders, ms UTC; a time of no length while they have not. */
function coveredBy(known: Known): { fromMs: number; toMs: number } {
	const [fromMs = Infinity, toMs = -Infinity] =
		known
			.get('covered')
			?.split('.')
			.map((part) => parseInt(part, 36)) ?? [];
	return { fromMs, toMs };
}

/** Counts what the lists show of orders of the day, and how far they cover it. */
function countRows(look: About, snapshot: Snapshot): void {
	const { known } = look;
	for (const list of LISTS.filter(isOrderList)) {
		for (const raw of snapshot[list]?.rows ?? []) {
			const createdMs = pacificMs(raw.fields.gmt_create);
			if (createdMs === undefined || look.nowMs - createdMs > 2 * DAY_MS) continue;
			const day = dayAt(createdMs, look);
			const counted = known.get(`${day.space}day`) ?? '';
			if (counted > day.name) continue;
			if (counted < day.name) beginDay(known, day, 'feed');
			if (known.get(`${day.space}from`) !== 'feed') continue;
			const key = `${day.space}o${shortKey(raw.fields.order_id)}`;
			const before = known.get(key);
			known.set(key, raw.fields.gmt_pay_time === undefined ? (before ?? '0') : '1');
			// Without room for it an order would be counted with every read.
			const isOver = known.get(key) === undefined || known.size > MOST_COUNTED;
			if (before === undefined && isOver) known.set(`${day.space}from`, 'over');
			else count(raw, known, day, before);
		}
	}
	const { fromMs, toMs } = coveredBy(known);
	const read = snapshot.orders;
	if (read?.isComplete && read.fromMs <= toMs) {
		known.set('covered', `${fromMs.toString(36)}.${Math.max(toMs, read.toMs).toString(36)}`);
	} else if (read?.isComplete) {
		known.set('covered', `${read.fromMs.toString(36)}.${read.toMs.toString(36)}`);
	}
	if (snapshot.toSend) known.set('paidTo', snapshot.toSend.toMs.toString(36));
}

/** Whether the lists have shown all orders of a day, and their payments; a day that was told is known as it was. */
function isCovered({ known }: About, day: Day): boolean {
	const { fromMs, toMs } = coveredBy(known);
	const paidToMs = parseInt(known.get('paidTo') ?? '0', 36);
	const isCounted = known.get(`${day.space}day`) === day.name;
	const from = known.get(`${day.space}from`);
	if (isCounted && from === 'told') return true;
	const isReached = fromMs <= day.fromMs && toMs >= day.toMs && paidToMs >= day.toMs;
	return isReached && (from === 'feed' || !isCounted);
}

/** A page of a day that is read: those under way, then those that have ended. */
interface DayPage {
	isEnded: boolean;
	page: number;
	/** Orders up to this moment, ms UTC. */
	toMs: number;
}

const packDayPage = ({ isEnded, page, toMs }: DayPage) => [isEnded ? 1 : 0, page, toMs].join('.');

function unpackDayPage(at: string): DayPage {
	const [ended, page = 1, toMs = 0] = at.split('.').map(Number);
	return { isEnded: ended === 1, page, toMs };
}

/**
 * The page after one. Rows move from page to page while a day is read, and some would be left out: so the next
 * one is the first of those up to the last row.
 */
function pageAfter(read: DayPage, oldestMs: number | undefined): DayPage {
	const isTold = oldestMs !== undefined && oldestMs < read.toMs && !isInOddHour(oldestMs);
	return isTold ? { ...read, page: 1, toMs: oldestMs } : { ...read, page: read.page + 1 };
}

/** Counts an order of a day that is read, once: it can stand on two pages, and end in between. */
function countOnce(raw: RawOrder, known: Known, day: Day): void {
	const key = `${day.space}o${shortKey(raw.fields.order_id)}`;
	if (known.get(key) !== undefined) return;
	if (known.size < MOST_COUNTED) known.set(key, '1');
	count(raw, known, day, undefined);
}

/** Reads a page of a day and counts it. @returns the page to read next; undefined after the last one. */
async function readDay({ known, call, at }: Look, day: Day): Promise<DayPage | undefined> {
	if (at === undefined) beginDay(known, day, 'read');
	const first: DayPage = { isEnded: false, page: 1, toMs: day.toMs - SECOND_MS };
	const read = at === undefined ? first : unpackDayPage(at);
	const { isEnded, page, toMs } = read;
	const range = { fromMs: day.fromMs, toMs, page };
	const { rows, hasMore, oldestMs } = await readPlacedPage(call, isEnded, range);
	for (const raw of rows) {
		const createdMs = pacificMs(raw.fields.gmt_create) ?? 0;
		if (createdMs >= day.fromMs && createdMs < day.toMs) countOnce(raw, known, day);
	}
	if (hasMore) return pageAfter(read, oldestMs);
	return isEnded ? undefined : { ...first, isEnded: true };
}

/** The digest of the day that has ended. Of a day that the lists have covered it costs no call. */
export const salesWatch: Watch = {
	everyMs: DAY_MS,
	callsADay: (_, sweepCalls = 2) => sweepCalls,
	look: async (look) => {
		const { known, nowMs, at } = look;
		const today = dayAt(nowMs - AFTER_MIDNIGHT_MS, look);
		const day = dayAt(today.fromMs - 1, look);
		const againInMs = today.toMs + AFTER_MIDNIGHT_MS - nowMs;
		if (look.isLearning) known.set('told', day.name);
		if ((known.get('told') ?? '') >= day.name) return { sightings: [], againInMs };
		const tell = (): Looked => {
			const item = figuresOf(known, day, look.settings.salesZone ?? look.zone);
			closeDay(
				known,
				day,
				item.topProducts.map(({ productId }) => productId),
			);
			const about = { event: 'sales.daily', id: day.name, version: '' } as const;
			const seen = { ...about, occurredAtMs: day.toMs, key: 'told', value: day.name, item };
			return { sightings: [seen], againInMs };
		};
		if (at === undefined && isCovered(look, day)) return tell();
		const next = await readDay(look, day);
		return next ? { sightings: [], next: packDayPage(next) } : tell();
	},
	glance: (look, snapshot) => {
		countRows(look, snapshot);
		return [];
	},
	sample: async (look) => {
		const day = dayAt(dayAt(look.nowMs, look).fromMs - 1, look);
		const known = openKnown('', 'a', Infinity);
		const range = { fromMs: day.fromMs, toMs: day.toMs - 1, page: 1 };
		const { rows } = await readPlacedPage(look.call, false, range);
		for (const raw of rows) count(raw, known, day, undefined);
		const item = figuresOf(known, day, look.settings.salesZone ?? look.zone);
		const about = { event: 'sales.daily', id: day.name, version: '' } as const;
		return { ...about, occurredAtMs: day.toMs, item };
	},
};
