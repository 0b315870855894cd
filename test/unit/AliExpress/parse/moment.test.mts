import fc from 'fast-check';

import { isoOf, timeFields, timesInOrder } from '../../../../nodes/AliExpress/parse/moment.ts';
import { wallClockToMs } from '../../../../nodes/time/zones.ts';

describe('times', () => {
	test('each zone is read as such', () => {
		const written = '2026-10-01 12:12:12';
		expect(isoOf(written, 'America/Los_Angeles')).toBe('2026-10-01T19:12:12.000Z');
		expect(isoOf(written, 'Asia/Shanghai')).toBe('2026-10-01T04:12:12.000Z');
		expect(isoOf(written, 'UTC')).toBe('2026-10-01T12:12:12.000Z');
		expect(isoOf('1790863932000', 'Asia/Shanghai')).toBe('2026-10-01T14:12:12.000Z');
		expect(isoOf('2026-10-01 12:12:12.0', 'UTC')).toBe('2026-10-01T12:12:12.000Z');
	});

	test('an hour whose offset is of another age is read as well', () => {
		for (const written of ['1880-05-05 12:34:56', '1899-12-31 23:59:59']) {
			for (const zone of ['America/Los_Angeles', 'Asia/Shanghai'] as const) {
				const expected = new Date(wallClockToMs(written, zone) ?? Number.NaN).toISOString();
				expect(isoOf(written, zone)).toBe(expected);
			}
		}
	});

	test('times are read as the platform layer reads them, hour by hour', () => {
		const zone = fc.constantFrom(...(['America/Los_Angeles', 'Asia/Shanghai', 'UTC'] as const));
		const start = Date.UTC(2026, 0, 1);
		const moment = fc.integer({ min: start, max: start + 2 * 365 * 86_400_000 });
		const changes = [Date.UTC(2026, 2, 8, 9, 30), Date.UTC(2026, 10, 1, 8, 30)];
		fc.assert(
			fc.property(fc.oneof(moment, fc.constantFrom(...changes)), zone, (ms, where) => {
				const written = new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
				const expected = wallClockToMs(written, where);
				expect(isoOf(written, where)).toBe(new Date(expected ?? Number.NaN).toISOString());
			}),
		);
		for (const odd of ['2026-02-30 10:00:00', '2026-10-01 24:00:00', '2026-10-01 10:60:00']) {
			expect(isoOf(odd, 'UTC')).toBeUndefined();
		}
	});

	test.each([
		['the month before the first', '2025-12-10 10:00:00', '2026-00-10 10:00:00'],
		['the month after the last', '2027-01-10 10:00:00', '2026-13-10 10:00:00'],
		['the day after any month', '2026-02-01 10:00:00', '2026-01-32 10:00:00'],
		['the hour after the last', '2026-01-02 00:10:00', '2026-01-01 24:10:00'],
		['a minute that no hour has', '2026-01-01 10:00:00', '2026-01-01 10:75:00'],
		['a second that no minute has', '2026-01-01 10:00:00', '2026-01-01 10:00:75'],
		['a letter for a digit', '2026-01-01 10:00:00', '2026-01-01 1O:00:00'],
		['another sign between the numbers', '2026-01-01 10:00:00', '2026-01/01 10:00:00'],
	])('%s is no time, also after the hour next to it was read', (_, beside, odd) => {
		for (const zone of ['America/Los_Angeles', 'Asia/Shanghai', 'UTC'] as const) {
			expect(isoOf(beside, zone)).toBe(new Date(wallClockToMs(beside, zone) ?? 0).toISOString());
			expect(isoOf(odd, zone)).toBeUndefined();
		}
	});

	test.each([
		['2026-09-30T10:00:00Z', '2026-09-30T10:00:00.000Z'],
		['2026-09-30T10:00:00.250+08:00', '2026-09-30T02:00:00.250Z'],
		['2026-09-30 10:00:00+08', '2026-09-30T02:00:00.000Z'],
		['2026-09-30T10:00:00-0700', '2026-09-30T17:00:00.000Z'],
		[' 1790863932 ', '2026-10-01T14:12:12.000Z'],
		['1790863932000', '2026-10-01T14:12:12.000Z'],
	])('%s says itself when it is, in every zone and without one', (written, expected) => {
		for (const zone of ['America/Los_Angeles', 'Asia/Shanghai', 'UTC', undefined] as const) {
			expect(isoOf(written, zone)).toBe(expected);
		}
		const later = '2030-01-01T00:00:00.000Z';
		expect(isoOf(written, 'America/Los_Angeles', later)).toBe(expected);
	});

	test.each(['2026-09-30T10:00:00', '2026-09-30', '10:00', '179086393', '-1790863932', 'now'])(
		'%s does not, so it stays as written',
		(written) => {
			for (const zone of ['America/Los_Angeles', 'UTC', undefined] as const) {
				expect(isoOf(written, zone)).toBeUndefined();
			}
		},
	);

	test('a wall clock cannot be read without its zone', () => {
		expect(isoOf('2026-10-01 12:12:12', undefined)).toBeUndefined();
	});

	test('the hour that occurs twice in autumn is read as its second pass when something came before', () => {
		const zone = 'America/Los_Angeles';
		const [first, second] = ['2026-11-01T08:10:00.000Z', '2026-11-01T09:10:00.000Z'];
		expect(isoOf('2026-11-01 01:10:00', zone)).toBe(first);
		expect(isoOf('2026-11-01 01:10:00', zone, '2026-11-01T08:10:00.000Z')).toBe(first);
		expect(isoOf('2026-11-01 01:10:00', zone, '2026-11-01T08:50:00.000Z')).toBe(second);
		// Neither pass comes after this, so nothing is known.
		expect(isoOf('2026-11-01 01:10:00', zone, '2026-11-01T09:30:00.000Z')).toBe(first);
		// No other hour is moved, whatever is said to have come before.
		expect(isoOf('2026-10-01 01:10:00', zone, '2026-11-01T09:30:00.000Z')).toBe(
			'2026-10-01T08:10:00.000Z',
		);
		expect(
			timesInOrder(
				{
					createdAt: '2026-11-01 01:50:00',
					paidAt: undefined,
					updatedAt: '2026-11-01 01:10:00',
					endedAt: '2026-11-01 01:20:00',
				},
				zone,
			),
		).toEqual({
			createdAt: '2026-11-01T08:50:00.000Z',
			createdAtPlatform: '2026-11-01 01:50:00',
			updatedAt: second,
			updatedAtPlatform: '2026-11-01 01:10:00',
			endedAt: '2026-11-01T09:20:00.000Z',
			endedAtPlatform: '2026-11-01 01:20:00',
		});
	});

	test('the original stays beside it, also when it cannot be read', () => {
		expect(timeFields('paidAt', '2026-12-01 00:00:00', 'America/Los_Angeles')).toEqual({
			paidAt: '2026-12-01T08:00:00.000Z',
			paidAtPlatform: '2026-12-01 00:00:00',
		});
		expect(timeFields('paidAt', 'soon', 'UTC')).toEqual({ paidAtPlatform: 'soon' });
		expect(timeFields('paidAt', undefined, 'UTC')).toEqual({});
	});
});
