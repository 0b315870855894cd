import { CONNECTOR_POLICY, PURPOSES, reserveOf } from '../../nodes/quota/policy.ts';
import { roomFor } from '../../nodes/quota/shares.ts';
import type { Tally } from '../../nodes/quota/shares.ts';

const HOUR = 3_600_000;
const CEILING = 200;
const none: Tally = { connect: 0, recovery: 0, trigger: 0, action: 0, browse: 0 };
const roomOf = (purpose: keyof Tally, used: Partial<Tally>, hoursLeft: number) =>
	roomFor(purpose, CONNECTOR_POLICY, { ...none, ...used }, CEILING, hoursLeft * HOUR);

describe('the shares of a day', () => {
	it('are kept apart until the last four hours', () => {
		expect(roomOf('action', { action: 40 }, 5)).toBe(0);
		expect(roomOf('trigger', { trigger: 130 }, 5)).toBe(0);
		expect(roomOf('action', {}, 5)).toBe(40);
	});

	it('are then lent as far as nobody needs them, never all together more than the day has', () => {
		expect(roomOf('action', { action: 40, trigger: 60 }, 2)).toBeGreaterThan(40);
		for (const trigger of [0, 60, 125, 140]) {
			for (const hoursLeft of [4, 2, 0.5]) {
				const used = { trigger, action: 40, recovery: 3 };
				for (const purpose of PURPOSES) {
					expect(roomOf(purpose, used, hoursLeft)).toBeLessThanOrEqual(CEILING - trigger - 43);
				}
			}
		}
	});

	it('leave the last calls of the day to Connect, which may take whatever is left', () => {
		// Everybody has spent its share but the drop-downs, which have four calls to go.
		const used = { recovery: 16, trigger: 130, action: 40, browse: 10 };
		expect(roomOf('browse', used, 5)).toBe(0);
		expect(roomOf('trigger', used, 0.5)).toBe(0);
		expect(roomOf('connect', used, 5)).toBe(4);
		expect(roomOf('connect', { trigger: 100 }, 5)).toBe(100);
		// What Connect has spent of its own is not kept a second time.
		expect(roomOf('browse', { ...used, browse: 9, connect: 2 }, 5)).toBe(1);
		expect(roomOf('browse', { ...used, browse: 9, connect: 4 }, 5)).toBe(1);
		expect([1, 9, 10, 60, 100, 200, 20_000].map(reserveOf)).toEqual([0, 0, 1, 2, 2, 4, 4]);
	});

	it('are lent to triggers first, so that a burst of actions leaves them an even pace', () => {
		// The triggers have spent their share two hours early; 11 more calls keep their pace.
		const used = { trigger: 130, action: 30, recovery: 5 };
		const room = roomOf('action', used, 2);
		expect(room).toBeGreaterThan(0);
		const afterBurst = { ...used, action: 30 + room };
		expect(roomOf('trigger', afterBurst, 2)).toBeGreaterThanOrEqual(11);
		// But what is left of the share for actions itself is theirs.
		expect(roomOf('action', { trigger: 156, action: 30 }, 2)).toBeGreaterThanOrEqual(3);
	});
});
