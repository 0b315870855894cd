import {
	nextShanghaiMidnightMs,
	pacificMs,
	pacificText,
	shanghaiDayAt,
} from '../sandbox/gateway/time.mts';

const HOUR_MS = 3_600_000;

test('Pacific texts follow daylight saving', () => {
	expect(pacificText(Date.UTC(2026, 6, 1, 12))).toBe('2026-07-01 05:00:00');
	expect(pacificText(Date.UTC(2026, 11, 1, 12))).toBe('2026-12-01 04:00:00');
	expect(pacificMs('2026-07-01 05:00:00')).toBe(Date.UTC(2026, 6, 1, 12));
	expect(pacificText(Date.UTC(2026, 0, 1, 8))).toBe('2026-01-01 00:00:00');
});

test('the repeated autumn hour has one text for two moments', () => {
	const daylight = Date.UTC(2026, 10, 1, 8, 30);
	expect(pacificText(daylight)).toBe('2026-11-01 01:30:00');
	expect(pacificText(daylight + HOUR_MS)).toBe('2026-11-01 01:30:00');
	expect(pacificMs('2026-11-01 01:30:00', 'daylight')).toBe(daylight);
	expect(pacificMs('2026-11-01 01:30:00', 'standard')).toBe(daylight + HOUR_MS);
});

test('the hour skipped in spring is read with the winter offset', () => {
	expect(pacificMs('2026-03-08 02:30:00')).toBe(Date.UTC(2026, 2, 8, 10, 30));
});

test.each(['2026-02-30 05:00:00', '2026-07-01T05:00:00', '2026-7-1 05:00:00', '2026-07-01', ''])(
	'%j is no time',
	(text) => expect(pacificMs(text)).toBeUndefined(),
);

test('platform days begin at midnight in Shanghai', () => {
	const midnight = Date.UTC(2026, 4, 10, 16);
	expect(shanghaiDayAt(midnight - 1)).toBe('2026-05-10');
	expect(shanghaiDayAt(midnight)).toBe('2026-05-11');
	expect(nextShanghaiMidnightMs(midnight - 1)).toBe(midnight);
	expect(nextShanghaiMidnightMs(midnight)).toBe(midnight + 24 * HOUR_MS);
});
