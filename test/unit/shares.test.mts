import { CONNECTOR_POLICY, PURPOSES } from '../../nodes/quota/policy.ts';
import { roomFor } from '../../nodes/quota/shares.ts';
import type { Tally } from '../../nodes/quota/shares.ts';

const HOUR = 3_600_000;
const CEILING = 200;
const none: Tally = { recovery: 0, trigger: 0, action: 0, browse: 0 };
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

	it('are lent to triggers first, so that a burst of actions leaves them an even pace', () => {
		// The triggers have spent their share two hours early; 11 more calls keep their pace.
		const used = { trigger: 130, action: 30, recovery: 5 };
		const room = roomOf('action', used, 2);
		expect(room).toBeGreaterThan(0);
		const afterBurst = { ...used, action: 30 + room };
		expect(roomOf('trigger', afterBurst, 2)).toBeGreaterThanOrEqual(11);
		// But what is left of the share for actions itself is theirs.
		expect(roomOf('action', { trigger: 160, action: 30 }, 2)).toBeGreaterThanOrEqual(3);
	});
});
