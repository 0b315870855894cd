import { nextShanghaiMidnightMs, shanghaiDayAt } from '../../sandbox/gateway/time.mts';
import { visibleVersion } from '../../sandbox/shop/orders.mts';
import type { Order } from '../../sandbox/shop/orders.mts';
import type { Shop } from '../../sandbox/shop/shop.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../scene.mts';
import type { WeakPoint } from '../installation.mts';
import type { Life } from '../life.mts';
import type { HttpAnswer, HttpOptions } from '../loopback.mts';
import { answerOf } from './answers.mts';
import { createHeads } from './heads.mts';
import type { Heads } from './heads.mts';
import type { AnsweredPage } from './answers.mts';
import { AUTUMN_CHANGE_MS, SPRING_CHANGE_MS } from './plan.mts';
import type { Plan } from './plan.mts';

/**
 * What seldom happens, by the world and by what the platform answered alone: whether a branch of the
 * package was gone can be told without looking into it.
 */
export const RARE = [
	/** A page with orders of both hours that the clock shows twice in autumn. */
	'autumnHour',
	/** A page with orders of before and after the hour that is left out in spring. */
	'springHour',
	/** A page by number that shows a row of the page before it again, or leaves one out. */
	'shiftedPage',
	/** An order list refused for too many calls in a second, and for the day. */
	'addressBan',
	'accountBan',
	/** A batch whose state is on the disk, and that no execution has. */
	'lostBatch',
	/** A first page that goes back to the last read, and an order behind it that nobody has yet. */
	'countShort',
	/** The same, while as many orders are closed: the count says that nothing is missing. */
	'surplusByClosing',
	/** An answer without a count; one with more rows than its count says. */
	'countAbsent',
	'countExceeded',
	/** A read with one or two calls left for the day and more orders than its page holds. */
	'lastCalls',
	/** Of 60 orders in 15 minutes the list shows some late, after a read that had the others. */
	'burstWithLateRows',
	/** What the list showed more than half an hour late was found. */
	'tardyRow',
	/** An hour or more without an answer, and more than one page to read after it. */
	'longSilence',
	/** A read after half a day in which nothing was ordered. */
	'deadHours',
	'clockForward',
	'clockBack',
	/** A batch of n8n's durable scheduler. */
	'durableBatch',
] as const;
export type Rare = (typeof RARE)[number];
export type Reached = Partial<Record<string, number>>;

interface ReachedOptions {
	shop: Shop;
	plan: Plan;
	nowMs: () => number;
}

const PAGE_ROWS = 50;
/** Calls of one read follow each other faster than this. */
const APART_MS = 40_000;
const BURST_ORDERS = 60;
const BURST_MS = 15 * MINUTE_MS;
const BACKLOG_MS = DAY_MS;
/** At the very end of a day everybody has few calls left. */
const BEFORE_MIDNIGHT_MS = 2 * MINUTE_MS;

/** Looks at what passes between n8n and the world. */
export interface Witness {
	/** A request reached the platform; undefined when it broke the connection. */
	passed(request: HttpOptions, answer: HttpAnswer | undefined): void;
	/** An execution has these items. */
	delivered(items: ReadonlyArray<Record<string, unknown>>): void;
	/** A batch is at such a moment of its way to an execution. */
	emitting(life: Life, point: WeakPoint, items: number): void;
	readonly reached: Reached;
	readonly heads: Heads;
}

/** Counts what was reached. */
export function createWitness(options: ReachedOptions): Witness {
	const { shop, plan, nowMs } = options;
	const reached: Reached = Object.fromEntries(RARE.map((what) => [what, 0]));
	const reach = (what: Rare) => void (reached[what] = (reached[what] ?? 0) + 1);
	/** Pages of the read under way. */
	let pages: AnsweredPage[] = [];
	let lastReadAtMs = nowMs();
	const heads = createHeads();
	const seenBursts = new Set<number>();
	const delivered = new Set<string>();
	const isDelivered = (id: bigint) => delivered.has(String(id));
	/** Of the platform day. */
	let calls = { day: '', count: 0 };

	const isOpen = (order: Order) => {
		const version = visibleVersion(order, nowMs());
		return version !== undefined && version.endAtMs === undefined;
	};
	const createdAtMs = (id: bigint) => shop.order(id)?.createdAtMs ?? Number.NaN;

	/** How far apart the calls are that are left of the day, for each of the lists. */
	function stepMs(): number {
		const left = plan.triggerCallsPerDay - calls.count;
		const lists = new Set(plan.events.map((event) => event.split('.')[0])).size;
		return left > 0 ? ((nextShanghaiMidnightMs(nowMs()) - nowMs()) / left) * lists : 0;
	}

	function noteClocks(answer: AnsweredPage): void {
		const times = answer.rows.map(createdAtMs);
		const has = (fromMs: number, toMs: number) => times.some((ms) => ms >= fromMs && ms < toMs);
		const both = (atMs: number) => has(atMs - HOUR_MS, atMs) && has(atMs, atMs + HOUR_MS);
		if (both(AUTUMN_CHANGE_MS)) reach('autumnHour');
		if (both(SPRING_CHANGE_MS)) reach('springHour');
	}

	function noteShift(answer: AnsweredPage): void {
		const before = pages.find(
			({ query, page }) => query === answer.query && page === answer.page - 1,
		);
		if (!before || answer.isPartial) return;
		const isAgain = answer.rows.some((id) => before.rows.includes(id));
		const [first, last] = [answer.rows[0], before.rows.at(-1)];
		if (first === undefined || last === undefined) return;
		const between = shop
			.placedWithin(createdAtMs(first), createdAtMs(last))
			.filter((order) => isOpen(order) && !answer.rows.includes(order.id));
		const isLeftOut = between.some(({ id }) => !before.rows.includes(id));
		if (isAgain || isLeftOut) reach('shiftedPage');
	}

	/** A first page of all open orders: what of its window nobody has, and is not on it. */
	function noteHidden(answer: AnsweredPage): void {
		const { rows, fromMs, toMs } = answer;
		const onPage = new Set(rows);
		const window = shop.placedWithin(fromMs, toMs + 999);
		const hidden = window.filter(
			(order) => !onPage.has(order.id) && isOpen(order) && !isDelivered(order.id),
		);
		const oldestMs = Math.min(...rows.map(createdAtMs));
		if (hidden.length === 0 || rows.length === 0 || oldestMs > lastReadAtMs) return;
		reach('countShort');
		const closed = window.filter(({ id, versions }) => {
			const endAtMs = versions.at(-1)?.endAtMs;
			return endAtMs !== undefined && endAtMs <= nowMs() && isDelivered(id);
		});
		if (closed.length >= hidden.length) reach('surplusByClosing');
	}

	function noteLastCalls(answer: AnsweredPage): void {
		const left = plan.triggerCallsPerDay - calls.count;
		// Counted is the call that brought this answer: so many were left before it.
		if (left + 1 > 2 || left < 0) return;
		if (nextShanghaiMidnightMs(nowMs()) - nowMs() < BEFORE_MIDNIGHT_MS) return;
		const onPage = new Set(answer.rows);
		const backlog = shop
			.placedWithin(nowMs() - BACKLOG_MS, nowMs())
			.some((order) => isOpen(order) && !isDelivered(order.id) && !onPage.has(order.id));
		if (backlog) reach('lastCalls');
	}

	function noteBursts(): void {
		for (const { atMs, orders, withinMs } of plan.bursts) {
			const isOne = orders >= BURST_ORDERS && withinMs <= BURST_MS && atMs < nowMs();
			if (!isOne || seenBursts.has(atMs) || nowMs() > atMs + HOUR_MS) continue;
			const placed = shop.placedWithin(atMs, Math.min(nowMs(), atMs + withinMs));
			const late = placed.filter((order) => !visibleVersion(order, nowMs()));
			if (late.length === 0 || late.length === placed.length) continue;
			seenBursts.add(atMs);
			reach('burstWithLateRows');
		}
	}

	return {
		reached,
		heads,
		delivered(items) {
			for (const { event, orderId } of items) {
				if (String(event).startsWith('order.')) delivered.add(String(orderId));
			}
		},
		emitting(life, point, items) {
			const hasEnded = life.endedAtMs !== undefined;
			if (items > 0 && point === 'emitted' && hasEnded) reach('lostBatch');
			if (items > 0 && point === 'recorded' && plan.scheduling === 'durable') reach('durableBatch');
		},
		passed(request, text) {
			const day = shanghaiDayAt(nowMs());
			calls = { day, count: (calls.day === day ? calls.count : 0) + 1 };
			if (calls.count === plan.triggerCallsPerDay) {
				heads.hindered({ fromMs: nowMs(), toMs: nextShanghaiMidnightMs(nowMs()) });
			}
			heads.called(stepMs());
			const answer = text && answerOf(request, text, nowMs());
			if (!answer) return;
			if ('refusal' in answer) {
				if (answer.refusal === 'ApiCallLimit') reach('addressBan');
				if (answer.refusal === 'AppCallLimit') reach('accountBan');
				return;
			}
			const { atMs, rows, count } = answer;
			if (answer.isHead) {
				heads.read(atMs);
				heads.called(stepMs());
			}
			if (atMs - (pages.at(-1)?.atMs ?? 0) > APART_MS) {
				lastReadAtMs = pages.at(-1)?.atMs ?? lastReadAtMs;
				const isLong = pages.length > 0 && atMs - lastReadAtMs > HOUR_MS;
				if (isLong && (count ?? rows.length) > PAGE_ROWS) reach('longSilence');
				pages = [];
			}
			noteClocks(answer);
			noteShift(answer);
			if (pages.length === 0 && !answer.isPartial) noteHidden(answer);
			noteLastCalls(answer);
			noteBursts();
			if (count === undefined && rows.length > 0) reach('countAbsent');
			const told = pages[0]?.count ?? count;
			const union = new Set([...pages, answer].flatMap((page) => page.rows));
			if (told !== undefined && !answer.isPartial && union.size > told) reach('countExceeded');
			const isUnderWay = plan.legs.some(({ startMs, days }) => atMs < startMs + days * DAY_MS);
			const isDead = shop.placedWithin(atMs - DAY_MS / 2, atMs).length === 0;
			if (isUnderWay && isDead) reach('deadHours');
			pages.push(answer);
		},
	};
}
