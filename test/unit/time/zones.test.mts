import fc from 'fast-check';
import { dateMs } from '../../../nodes/time/dates.ts';
import { DateTime } from 'luxon';

import {
	boundText,
	dayInShanghai,
	msToIso,
	msToPacific,
	msToWallClock,
	pacificToIso,
	pacificToMs,
	shanghaiDayEndMs,
	wallClockToMs,
} from '../../../nodes/time/zones.ts';

describe('Pacific wall clock', () => {
	it.each([
		['2026-01-31 22:15:04', '2026-02-01T06:15:04.000Z'],
		['2026-10-01 12:12:12', '2026-10-01T19:12:12.000Z'],
		// Daylight saving ends 2026-11-01: 01:30 happens twice, the first pass is daylight time.
		['2026-11-01 00:59:59', '2026-11-01T07:59:59.000Z'],
		['2026-11-01 01:30:00', '2026-11-01T08:30:00.000Z'],
		['2026-11-01 02:00:00', '2026-11-01T10:00:00.000Z'],
	])('%s is %s', (text, iso) => {
		expect(pacificToIso(text)).toBe(iso);
	});

	it.each([
		undefined,
		null,
		'',
		'null',
		'2026-13-01 00:00:00',
		'2026-10-01',
		'2026-10-01T12:12:12Z',
	])('%j is no time', (text) => {
		expect(pacificToMs(text)).toBeUndefined();
	});

	it('round-trips every second but the repeated hour, which comes back an hour early at most', () => {
		const second = fc.integer({
			min: Date.UTC(2020, 0, 1) / 1000,
			max: Date.UTC(2032, 0, 1) / 1000,
		});
		fc.assert(
			fc.property(second, (seconds) => {
				const ms = seconds * 1_000;
				const back = pacificToMs(msToPacific(ms));
				expect([ms, ms - 3_600_000]).toContain(back);
				expect(msToPacific(back ?? 0)).toBe(msToPacific(ms));
			}),
		);
	});
});

describe('the platform day', () => {
	it('turns at midnight in Shanghai', () => {
		expect(dayInShanghai(Date.UTC(2026, 10, 21, 15, 59, 59, 999))).toBe('2026-11-21');
		expect(dayInShanghai(Date.UTC(2026, 10, 21, 16))).toBe('2026-11-22');
		expect(msToIso(shanghaiDayEndMs(Date.UTC(2026, 10, 21, 16)))).toBe('2026-11-22T16:00:00.000Z');
		expect(msToIso(shanghaiDayEndMs(Date.UTC(2026, 10, 21, 15, 59)))).toBe(
			'2026-11-21T16:00:00.000Z',
		);
	});
});

describe('wall clocks of all zones', () => {
	const zone = fc.constantFrom('America/Los_Angeles', 'Asia/Shanghai', 'UTC');
	const second = fc.integer({ min: Date.UTC(1999, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 });

	it('show what luxon shows', () => {
		fc.assert(
			fc.property(second, zone, (seconds, name) => {
				const ms = seconds * 1_000;
				const text = DateTime.fromMillis(ms, { zone: name }).toFormat('yyyy-MM-dd HH:mm:ss');
				expect(msToWallClock(ms, name)).toBe(text);
			}),
		);
	});

	it('read an hour that spring leaves out as the hour after it', () => {
		const ms = wallClockToMs('2026-03-08 02:30:00', 'America/Los_Angeles');
		expect(ms).toBe(Date.UTC(2026, 2, 8, 10, 30));
	});

	it.each(['2026-02-29 00:00:00', '2026-00-10 00:00:00', '2026-01-01 24:00:00', '2026-1-1 0:0:0'])(
		'know no %s',
		(text) => {
			expect(wallClockToMs(text, 'UTC')).toBeUndefined();
		},
	);

	it('move a bound out of the hour that occurs twice', () => {
		const firstPass = Date.UTC(2026, 10, 1, 8, 30);
		for (const ms of [firstPass, firstPass + 3_600_000]) {
			expect(boundText(ms, 'start', 'America/Los_Angeles')).toBe('2026-11-01 00:30:00');
			expect(boundText(ms, 'end', 'America/Los_Angeles')).toBe('2026-11-01 02:30:00');
		}
		expect(boundText(firstPass, 'start', 'UTC')).toBe('2026-11-01 08:30:00');
	});
});

describe('a date field', () => {
	const context = { getTimezone: () => 'Asia/Shanghai', getNode: () => ({ name: 'AliExpress' }) };
	const read = (value: unknown) => dateMs(context as never, 'Created After', value);
	const AT = Date.parse('2026-09-30T10:00:00Z');

	it.each([
		'2026-09-30T10:00:00Z',
		'2026-09-30 18:00:00',
		'2026-09-30T18:00:00',
		'2026-09-30 10:00:00+00',
		1790762400,
		'1790762400',
		1790762400000,
		'1790762400000',
		new Date(AT),
	])('%p is one moment; a text without a zone is in that of the workflow', (value) => {
		expect(read(value)).toBe(AT);
	});

	it.each([5, 17907624, 'soon', {}, true, new Date(Number.NaN)])('%p is none', (value) => {
		expect(() => read(value)).toThrow('"Created After" is not a date');
	});
});
