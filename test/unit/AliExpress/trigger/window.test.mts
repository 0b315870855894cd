import {
	latestReadingMs,
	orderQuery,
	reviewQuery,
	wireRange,
} from '../../../../nodes/AliExpress/trigger/lists/window.ts';
import { looksCut } from '../../../../nodes/AliExpress/trigger/lists/reviews.ts';
import { ROW_MEMORY_MS } from '../../../../nodes/AliExpress/trigger/position/memory.ts';
import { needsOf } from '../../../../nodes/AliExpress/trigger/position/ownNeed.ts';
import { packIds } from '../../../../nodes/AliExpress/trigger/position/packedIds.ts';
import { isMistrusted } from '../../../../nodes/AliExpress/trigger/position/position.ts';
import type {
	Position,
	TriggerState,
} from '../../../../nodes/AliExpress/trigger/position/state.ts';
import { DAY, defaults, HOUR, MINUTE, pacificText } from './shop.mts';

const PACIFIC = 'America/Los_Angeles';
/** 01:00 Pacific standard time, when the hour from 01:00 to 02:00 begins a second time. */
const REPEAT = Date.parse('2026-11-01T09:00:00Z');

/** All moments that a wall-clock text can mean. */
function readings(text: string): number[] {
	const utc = Date.parse(`${text.replace(' ', 'T')}Z`);
	return [utc + 7 * HOUR, utc + 8 * HOUR].filter((ms) => pacificText(ms) === text);
}

describe('windows', () => {
	it('is plain wall clock on other days', () => {
		const from = Date.parse('2026-07-01T12:00:00Z');
		expect(wireRange(from, from + HOUR, PACIFIC)).toEqual({
			start: '2026-07-01 05:00:00',
			end: '2026-07-01 06:00:00',
		});
	});

	it('holds its time whichever way the repeated hour is read, and an hour more before it', () => {
		for (let fromMs = REPEAT - 4 * HOUR; fromMs <= REPEAT + 4 * HOUR; fromMs += 7 * MINUTE) {
			for (const spanMs of [MINUTE, 30 * MINUTE, 3 * HOUR]) {
				const { start, end } = wireRange(fromMs, fromMs + spanMs, PACIFIC);
				expect(readings(start)).toHaveLength(1);
				expect(readings(end)).toHaveLength(1);
				expect(readings(start)[0]).toBeLessThanOrEqual(fromMs);
				expect(readings(end)[0]).toBeGreaterThanOrEqual(fromMs + spanMs - 1000);
				const isInside = fromMs > REPEAT - 2 * HOUR && fromMs < REPEAT + 2 * HOUR;
				if (isInside) expect(readings(start)[0]).toBeLessThanOrEqual(fromMs - HOUR);
			}
		}
	});

	it('takes the later reading where a start point is concerned', () => {
		expect(latestReadingMs(REPEAT - 30 * MINUTE)).toBe(REPEAT + 30 * MINUTE);
		expect(latestReadingMs(REPEAT + 2 * HOUR)).toBe(REPEAT + 2 * HOUR);
	});

	it('asks for changed orders with a creation range of 180 days, and for new ones without a status', () => {
		const to = Date.parse('2026-11-22T00:00:00Z');
		expect(orderQuery('toSend', to - HOUR, to)).toEqual({
			order_status_list: expect.arrayContaining(['WAIT_SELLER_SEND_GOODS', 'RISK_CONTROL']),
			modified_date_start: '2026-11-21 15:00:00',
			modified_date_end: '2026-11-21 16:00:00',
			create_date_start: '2026-05-25 19:00:00',
			create_date_end: '2026-11-21 16:00:00',
		});
		expect(orderQuery('orders', to - HOUR, to)).toEqual({
			create_date_start: '2026-11-21 15:00:00',
			create_date_end: '2026-11-21 16:00:00',
		});
	});

	it('ends the newest review window a day ahead, in the zone that is set', () => {
		const to = Date.parse('2026-11-22T00:00:00Z');
		expect(reviewQuery(to - HOUR, to, 'Asia/Shanghai', true)).toEqual({
			start_valid_date: '2026-11-22 07:00:00',
			end_valid_date: '2026-11-23 08:00:00',
		});
		expect(reviewQuery(to - HOUR, to, 'UTC', false)).toEqual({
			start_valid_date: '2026-11-21 23:00:00',
			end_valid_date: '2026-11-22 00:00:00',
		});
	});

	it('suspects round numbers of rows', () => {
		expect([0, 10, 20, 49, 50, 101, 200].map((rows) => looksCut(rows, 0))).toEqual([
			false,
			false,
			true,
			false,
			true,
			false,
			true,
		]);
		expect([40, 43, 50].map((rows) => looksCut(rows, 43))).toEqual([false, false, true]);
	});
});

describe('a count that was found wrong', () => {
	it('is gone by again after a day, once all was looked at after that day', () => {
		const at = { reachedMs: REPEAT, horizonMs: 0, readAtMs: REPEAT, pending: 0, rereads: 0 };
		const isAfter = (auditAtMs: number, nowMs: number) =>
			isMistrusted(
				{ ...at, miscountedAtMs: REPEAT, deep: { atMs: REPEAT + auditAtMs, calls: 1 } },
				REPEAT + nowMs,
			);
		expect(isAfter(10 * HOUR, 23 * HOUR)).toBe(true);
		expect(isAfter(10 * HOUR, 25 * HOUR)).toBe(true);
		expect(isAfter(24.5 * HOUR, 25 * HOUR)).toBe(false);
	});
});

describe('what a trigger needs next of the list of orders', () => {
	const NOW = Date.parse('2026-11-22T03:00:00Z');
	/** A trigger that has read all up to a few minutes ago, but for what is said; orders by minutes ago. */
	function needed(position: Partial<Position>, minutesAgo: readonly number[] = []) {
		const atMs = NOW - 10 * MINUTE;
		const orders: Position = {
			...{ reachedMs: atMs, readAtMs: atMs, horizonMs: NOW - 2 * DAY, knownFromMs: NOW - 2 * DAY },
			...{ pending: 0, rereads: 0 },
			...position,
		};
		const rows = minutesAgo.map(
			(ago, i) =>
				[`${10_000_000 + i}`, Math.ceil((NOW - ago * MINUTE + ROW_MEMORY_MS) / MINUTE)] as const,
		);
		const state = { lists: { orders }, rows: packIds(new Map(rows)), started: {}, account: 'a' };
		return needsOf(state as unknown as TriggerState, defaults, NOW);
	}

	it.each([
		['not at all', {}, true],
		[
			'it has read nothing for three hours',
			{ reachedMs: NOW - 3 * HOUR, readAtMs: NOW - 3 * HOUR },
			false,
		],
		['its last read was cut short', { reachedMs: NOW - 100 * MINUTE }, false],
		['not before its first read', { reachedMs: NOW - 100 * MINUTE, isNew: true }, true],
	])('rows are counted unless it is behind: %s', (_, position, isCounted) => {
		expect(needed(position).lists.orders?.counted !== undefined).toBe(isCounted);
	});

	it.each([
		['all rows are known', { knownFromMs: NOW - 2 * HOUR }],
		['rows are remembered', { horizonMs: NOW - 2 * HOUR }],
	])('the pace of its orders is taken of the time since which %s', (_, position) => {
		const lastHour = Array.from({ length: 8 }, (__, i) => 5 + i);
		const hourBefore = Array.from({ length: 12 }, (__, i) => 65 + i);
		expect(needed(position, [...lastHour, ...hourBefore]).ordersPerHour).toBe(10);
	});
});
