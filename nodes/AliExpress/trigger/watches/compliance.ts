import { COMPLIANCE_CALLS, WATCH_SWEEPS } from '../../../quota/triggerPlan';
import { DAY_MS, HOUR_MS } from '../../../time/units';
import type { RawOrder } from '../../parse/order/orderList';
import { parseCompliance, toComplianceItem } from '../../parse/order/shipBy';
import type { Sighting } from '../events/events';
import { TO_SHIP, WAITING_MS } from '../events/orders';
import { readStatusPage } from '../lists/orders';
import type { Look, Looked, Watch } from './watch';

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

async function readWaiting({ call, nowMs }: Look, page: number) {
	const { rows, hasMore } = await readStatusPage(call, TO_SHIP, {
		fromMs: nowMs - WAITING_MS,
		toMs: nowMs,
		page,
	});
	return { rows: rows.filter((row) => isReviewed(row) && linesOf(row).length > 0), hasMore };
}

async function readReview({ call }: Look, orderId: string, lines: readonly string[]) {
	const answer = await call(METHOD, {
		trade_order_id: BigInt(orderId),
		child_trade_order_ids: lines.map((line) => BigInt(line)),
	});
	return toComplianceItem(orderId, parseCompliance(answer));
}

async function listWaiting(look: Look, page: number): Promise<Looked> {
	const { known, isLearning, nowMs } = look;
	const { rows, hasMore } = await readWaiting(look, page);
	for (const row of rows) {
		const key = `o${row.fields.order_id}`;
		const stage = isLearning ? 'learn' : 'open';
		if (known.get(key) !== undefined) known.touch(key);
		else known.set(key, pack({ lookedHour: 0, stage, times: 0, lines: linesOf(row) }));
	}
	if (hasMore) return { sightings: [], next: String(page + 1) };
	known.set(LISTED, Math.floor(nowMs / HOUR_MS).toString(36));
	return { sightings: [], isWhole: true, againInMs: 0 };
}

/** Looks at one order. An answer that cannot be read does not keep the others waiting. */
async function review(look: Look, key: string, before: Reviewed): Promise<Sighting[]> {
	const { known, nowMs } = look;
	const looked = { ...before, lookedHour: Math.floor(nowMs / HOUR_MS) };
	known.set(key, pack(looked));
	const id = key.slice(1);
	const item = await readReview(look, id, before.lines);
	const isNew = item.isFailed && before.stage !== 'failed';
	const times = isNew && before.stage !== 'learn' ? before.times + 1 : before.times;
	const now = item.isFailed ? 'failed' : item.isPassed ? 'passed' : 'open';
	const value = pack({ ...looked, stage: now, times });
	if (!isNew || before.stage === 'learn') {
		known.set(key, value);
		return [];
	}
	known.set(key, pack(before));
	const about = { event: 'order.complianceFailed', id, version: String(times) } as const;
	return [{ ...about, occurredAtMs: nowMs, key, value, item }];
}

/** Reviews of orders that may be shipped only once they have passed, the one that waited longest first. */
export const complianceWatch: Watch = {
	everyMs: LOOK_EVERY_MS,
	callsADay: ({ complianceCallsADay = COMPLIANCE_CALLS }) =>
		complianceCallsADay + WATCH_SWEEPS.compliance,
	look: async (look) => {
		const { known, nowMs, settings } = look;
		const listedMs = parseInt(known.get(LISTED) ?? '0', 36) * HOUR_MS;
		if (look.at !== undefined || nowMs - listedMs >= LOOK_EVERY_MS) {
			return await listWaiting(look, Number(look.at ?? 1));
		}
		const toListMs = listedMs + LOOK_EVERY_MS - nowMs;
		const open = known
			.entries()
			.filter(([key]) => key.startsWith('o'))
			.map(([key, value]) => ({ key, one: unpack(value) }))
			.filter(({ one }) => one.stage !== 'passed');
		const [oldest] = open.sort((a, b) => a.one.lookedHour - b.one.lookedHour);
		if (!oldest) return { sightings: [], againInMs: toListMs };
		const idleMs = oldest.one.lookedHour * HOUR_MS + LOOK_EVERY_MS - nowMs;
		if (idleMs > 0) return { sightings: [], againInMs: Math.min(idleMs, toListMs) };
		const pauseMs = DAY_MS / (settings.complianceCallsADay ?? COMPLIANCE_CALLS);
		return { sightings: await review(look, oldest.key, oldest.one), againInMs: pauseMs };
	},
	sample: async (look) => {
		const [row] = (await readWaiting(look, 1)).rows;
		if (!row) return undefined;
		const id = row.fields.order_id;
		const item = await readReview(look, id, linesOf(row));
		return { event: 'order.complianceFailed', id, version: '', occurredAtMs: look.nowMs, item };
	},
};
