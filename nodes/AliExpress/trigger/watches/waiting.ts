import { COMPLIANCE_CALLS, complianceCalls, WATCH_SWEEPS } from '../../../quota/watchPlan';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import { msToIso } from '../../../time/zones';
import { simplifyOrder, toOrderItem } from '../../parse/order/order';
import type { RawOrder } from '../../parse/order/orderList';
import { isShippable, parseCompliance, toComplianceItem } from '../../parse/order/shipBy';
import type { Sighting } from '../events/events';
import { TO_SHIP, WAITING_MS } from '../events/orders';
import { isOrderList, LISTS } from '../lists/lists';
import { readStatusPage } from '../lists/orders';
import { forgetPast, msOfMinute, shortKey, type Look, type Looked, type Watch } from './watch';

/** A page of the orders that wait to be shipped. */
async function readWaiting({ call, nowMs }: Look, page: number) {
	return await readStatusPage(call, TO_SHIP, { fromMs: nowMs - WAITING_MS, toMs: nowMs, page });
}

/** Hours before a deadline at which it is told, unless others are set. */
const SHIP_WITHIN_HOURS = 24;
/** A deadline that moves by less is the same one: the platform tells it in minutes that are left. */
const SAME_DEADLINE_MS = HOUR_MS;
type About = Omit<Look, 'call'>;

/** An order that has to be shipped soon; undefined when it is shipped, not soon, or without a deadline. */
function dueSoon(raw: RawOrder, { settings, pseudonymKey }: About, fetchedAtMs: number) {
	if (!isShippable(raw.fields.order_status)) return undefined;
	const { includeBuyerData, simplify, shipWithinHours = SHIP_WITHIN_HOURS } = settings;
	const full = toOrderItem(raw, { includeBuyerData, pseudonymKey, nowMs: fetchedAtMs });
	const deadline = full.shipBy ?? full.deadlineAt;
	if (deadline === undefined) return undefined;
	const deadlineMs = Date.parse(deadline);
	const soonMs = deadlineMs - shipWithinHours * HOUR_MS;
	if (soonMs > fetchedAtMs) return undefined;
	const shown = simplify ? simplifyOrder(full, settings) : full;
	const item = { ...shown, shipBy: msToIso(deadlineMs), isOverdue: deadlineMs < fetchedAtMs };
	return { deadlineMs, occurredAtMs: soonMs, item };
}

/** Tells an order once for each of its deadlines, by what is known of it. */
function toldOnce(raw: RawOrder, look: About, fetchedAtMs: number): Sighting[] {
	const due = dueSoon(raw, look, fetchedAtMs);
	if (!due) return [];
	const { deadlineMs, ...seen } = due;
	const key = shortKey(raw.fields.order_id);
	const [minute, times = '0'] = look.known.get(key)?.split('.') ?? [];
	const toldMs = minute === undefined ? undefined : msOfMinute(minute);
	if (toldMs !== undefined && deadlineMs < toldMs + SAME_DEADLINE_MS) return [];
	const version = minute === undefined ? '' : String(Number(times) + 1);
	const value = `${(deadlineMs / MINUTE_MS).toString(36)}.${version || 0}`;
	return [{ event: 'order.shipBy', id: raw.fields.order_id, version, ...seen, key, value }];
}

/** Deadlines of orders that wait to be shipped. Rows that the lists bring tell them without a call. */
export const shippingWatch: Watch = {
	everyMs: DAY_MS / WATCH_SWEEPS.shipping,
	callsADay: (_, sweepCalls = 1) => WATCH_SWEEPS.shipping * sweepCalls,
	look: async (look) => {
		const page = Number(look.at ?? 1);
		if (page === 1) forgetPast(look.known, look.nowMs);
		const { rows, hasMore } = await readWaiting(look, page);
		const sightings = rows.flatMap((raw) => toldOnce(raw, look, look.nowMs));
		return { sightings, ...(hasMore && { next: String(page + 1) }) };
	},
	glance: (look, snapshot) =>
		LISTS.filter(isOrderList).flatMap((list) => {
			const read = snapshot[list];
			return (read?.rows ?? []).flatMap((raw) =>
				toldOnce(raw, look, read?.fetchedAtMs ?? look.nowMs),
			);
		}),
	sample: async (look) => {
		const { rows } = await readWaiting(look, 1);
		const settings = { ...look.settings, shipWithinHours: Infinity };
		for (const raw of rows) {
			const due = dueSoon(raw, { ...look, settings }, look.nowMs);
			if (!due) continue;
			const { item } = due;
			const about = { event: 'order.shipBy', id: raw.fields.order_id, version: '' } as const;
			return { ...about, occurredAtMs: look.nowMs, item };
		}
		return undefined;
	},
};

const METHOD = 'aliexpress.trade.compliance.order.query';
/** The countries whose orders are reviewed before they may be shipped: the European Union and Brazil. */
const REVIEWED = new Set(
	'AT BE BG BR CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);
/** The platform takes no more lines of an order. */
const MOST_LINES = 50;
const LISTED = 'listed';
const LOOK_EVERY_MS = DAY_MS / WATCH_SWEEPS.compliance;

/** What is known of the review of an order: `learn` until its first look, `failed` once that was told. */
interface Reviewed {
	lookedHour: number;
	stage: 'learn' | 'open' | 'failed' | 'passed';
	/** How often a failure was told. */
	times: number;
	lines: string[];
}

const STAGES = { l: 'learn', o: 'open', f: 'failed', p: 'passed' } as const;

function pack({ lookedHour, stage, times, lines }: Reviewed): string {
	return (
		[lookedHour, times].map((part) => part.toString(36)).join('.') +
		`.${stage.charAt(0)}.${lines.join(',')}`
	);
}

function unpack(value: string): Reviewed {
	const [looked = '0', times = '0', letter = 'o', lines = ''] = value.split('.');
	return {
		lookedHour: parseInt(looked, 36),
		times: parseInt(times, 36),
		stage: STAGES[letter as keyof typeof STAGES] ?? 'open',
		lines: lines.split(',').filter((line) => line !== ''),
	};
}

function linesOf({ fields }: RawOrder): string[] {
	const ids = (fields.product_list ?? []).flatMap(
		({ child_id: id, child_order_id: other }) => id ?? other ?? [],
	);
	return [...new Set(ids)].slice(0, MOST_LINES);
}

/** Whether an order may be reviewed: the list does not always tell where it goes. */
function isReviewed({ fields }: RawOrder): boolean {
	const country = fields.receipt_address?.country ?? fields.buyer_info?.country;
	return country === undefined || REVIEWED.has(country.toUpperCase());
}

async function readReviewed(look: Look, page: number) {
	const { rows, hasMore } = await readWaiting(look, page);
	return { rows: rows.filter((row) => isReviewed(row) && linesOf(row).length > 0), hasMore };
}

async function readReview({ call }: Look, orderId: string, lines: readonly string[]) {
	const answer = await call(METHOD, {
		trade_order_id: BigInt(orderId),
		child_trade_order_ids: lines.map((line) => BigInt(line)),
	});
	return toComplianceItem(orderId, parseCompliance(answer));
}

/** How long it is until orders are to be listed, ms; not above 0 when they are now. */
function untilListMs({ at, known, nowMs, stretch }: About): number {
	const listedMs = parseInt(known.get(LISTED) ?? '0', 36) * HOUR_MS;
	return at === undefined ? listedMs + LOOK_EVERY_MS * stretch - nowMs : 0;
}

async function listWaiting(look: Look, page: number): Promise<Looked> {
	const { known, isLearning, nowMs, stretch } = look;
	const { rows, hasMore } = await readReviewed(look, page);
	for (const row of rows) {
		const key = `o${row.fields.order_id}`;
		const stage = isLearning ? 'learn' : 'open';
		// One that is new is due, but after those that are, or these would never have their turn.
		const lookedHour = isLearning ? 0 : Math.floor((nowMs - LOOK_EVERY_MS * stretch) / HOUR_MS);
		if (known.get(key) !== undefined) known.touch(key);
		else known.set(key, pack({ lookedHour, stage, times: 0, lines: linesOf(row) }));
	}
	if (hasMore) return { sightings: [], next: String(page + 1) };
	known.set(LISTED, Math.floor(nowMs / HOUR_MS).toString(36));
	return { sightings: [], isWhole: true, againInMs: 0 };
}

/** Looks at one order. */
async function review(look: Look, key: string, before: Reviewed): Promise<Sighting[]> {
	const { known, nowMs } = look;
	const looked = { ...before, lookedHour: Math.floor(nowMs / HOUR_MS) };
	const id = key.slice(1);
	const item = await readReview(look, id, before.lines);
	const isNew = item.isFailed && before.stage !== 'failed';
	const times = isNew && before.stage !== 'learn' ? before.times + 1 : before.times;
	const now = item.isFailed ? 'failed' : item.isPassed ? 'passed' : 'open';
	// Nothing more is asked of one that has passed.
	const lines = item.isPassed ? [] : before.lines;
	const value = pack({ ...looked, stage: now, times, lines });
	if (!isNew || before.stage === 'learn') {
		known.set(key, value);
		return [];
	}
	known.set(key, pack(before));
	const about = { event: 'order.complianceFailed', id, version: String(times) } as const;
	return [{ ...about, occurredAtMs: nowMs, key, value, item }];
}

/** Orders whose review has not passed, the one that was not looked at for longest first, and how many wait in all. */
function openOf(known: Look['known']) {
	const waiting = known.entries().filter(([key]) => key.startsWith('o'));
	const open = waiting
		.map(([key, value]) => ({ key, one: unpack(value) }))
		.filter(({ one }) => one.stage !== 'passed')
		.sort((a, b) => a.one.lookedHour - b.one.lookedHour);
	return { open, waiting: waiting.length };
}

/** Reviews of orders that may be shipped only once they have passed, the one that waited longest first. */
export const complianceWatch: Watch = {
	everyMs: LOOK_EVERY_MS,
	callsADay: ({ complianceCallsADay = COMPLIANCE_CALLS }) =>
		complianceCallsADay + WATCH_SWEEPS.compliance,
	look: async (look) => {
		const { known, nowMs, settings, stretch } = look;
		const { complianceCallsADay = COMPLIANCE_CALLS } = settings;
		const lookEveryMs = LOOK_EVERY_MS * stretch;
		const toListMs = untilListMs(look);
		if (toListMs <= 0) return await listWaiting(look, Number(look.at ?? 1));
		const { open, waiting } = openOf(known);
		const wants = complianceCalls(open.length, complianceCallsADay, waiting);
		const [oldest] = open;
		if (!oldest) return { sightings: [], againInMs: toListMs, wants };
		const idleMs = oldest.one.lookedHour * HOUR_MS + lookEveryMs - nowMs;
		if (idleMs > 0) return { sightings: [], againInMs: Math.min(idleMs, toListMs), wants };
		const pauseMs = (DAY_MS * stretch) / complianceCallsADay;
		return { sightings: await review(look, oldest.key, oldest.one), againInMs: pauseMs, wants };
	},
	passBy: (look) => {
		const { known, nowMs } = look;
		const [oldest] = untilListMs(look) > 0 ? openOf(known).open : [];
		const lookedHour = Math.floor(nowMs / HOUR_MS);
		if (oldest) known.set(oldest.key, pack({ ...oldest.one, lookedHour }));
	},
	sample: async (look) => {
		const [row] = (await readReviewed(look, 1)).rows;
		if (!row) return undefined;
		const id = row.fields.order_id;
		const item = await readReview(look, id, linesOf(row));
		return { event: 'order.complianceFailed', id, version: '', occurredAtMs: look.nowMs, item };
	},
};
