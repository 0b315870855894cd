import { createPace } from './pace.mts';
import type { Pace } from './pace.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './scene.mts';

const DAY_START_MS = Date.UTC(2026, 9, 20);
const DAYS = 10;

/** Reads of days, every so many minutes. */
function read(pace: Pace, list: 'order' | 'review', everyMin: (hour: number) => number): void {
	for (let day = 0; day < DAYS; day++) {
		for (let hour = 0; hour < 24; hour++) {
			const fromMs = DAY_START_MS + day * DAY_MS + hour * HOUR_MS;
			for (let atMs = fromMs; atMs < fromMs + HOUR_MS; atMs += everyMin(hour) * MINUTE_MS) {
				pace.note('shop', list, atMs);
			}
		}
	}
}
const spacingMin = (pace: Pace, list: 'order' | 'review', hour: number) =>
	pace.spacingMs('shop', list, DAY_START_MS + hour * HOUR_MS) / MINUTE_MS;

const EVEN_MIN = (24 * 60) / 130;

describe('the pace that a log shows', () => {
	it('divides the calls of the tier evenly before anything was read', () => {
		expect(spacingMin(createPace(), 'order', 5)).toBeCloseTo(EVEN_MIN, 6);
	});

	it('divides them among lists as the trigger does', () => {
		const pace = createPace();
		read(pace, 'order', () => 15);
		read(pace, 'review', () => 45);
		const ofAll = 96 + 48;
		expect(spacingMin(pace, 'order', 5)).toBeCloseTo((EVEN_MIN * ofAll) / 96, 1);
		expect(spacingMin(pace, 'review', 5)).toBeCloseTo((EVEN_MIN * ofAll) / 48, 1);
	});

	it('allows a quiet hour more, also in the hour before it, and a busy one no less', () => {
		const pace = createPace();
		read(pace, 'order', (hour) => (hour < 8 ? 20 : 10));
		expect(spacingMin(pace, 'order', 3)).toBeGreaterThan(EVEN_MIN * 1.4);
		expect(spacingMin(pace, 'order', 7)).toBe(spacingMin(pace, 'order', 3));
		expect(spacingMin(pace, 'order', 23)).toBe(spacingMin(pace, 'order', 3));
		expect(spacingMin(pace, 'order', 12)).toBeCloseTo(EVEN_MIN, 6);
	});

	it('allows nothing to a trigger that reads less than it may', () => {
		const pace = createPace();
		read(pace, 'order', () => 60);
		expect(spacingMin(pace, 'order', 5)).toBeCloseTo(EVEN_MIN, 6);
	});

	it('allows no hour more than any rhythm of a shop gives, whatever was read in it', () => {
		const pace = createPace();
		read(pace, 'order', (hour) => (hour < 12 ? 600 : 10));
		expect(spacingMin(pace, 'order', 3)).toBeCloseTo(EVEN_MIN / 0.4, 6);
	});
});
