import {
	awaitDeparture,
	closeDoor,
	endShortPauses,
	nextShortPauseMs,
} from '../../../nodes/quota/departure.ts';
import type { PausedParty } from '../../../nodes/quota/store.ts';
import { drivenClock } from '../../client/around.mts';

const GATEWAYS = { here: 'https://gateway.example.com', there: 'https://other.example.com' };

describe('the door of this process', () => {
	const caller = (gateway: string, app: string, account: string) => ({ gateway, app, account });
	const CALLERS = {
		self: caller(GATEWAYS.here, 'app 1', 'shop 1'),
		sister: caller(GATEWAYS.here, 'app 1', 'shop 2'),
		sameShopOfAnotherApp: caller(GATEWAYS.here, 'app 2', 'shop 1'),
		otherPlatform: caller(GATEWAYS.there, 'app 1', 'shop 1'),
	};

	it.each<[PausedParty, Array<keyof typeof CALLERS>]>([
		['account', ['self']],
		['app', ['self', 'sister']],
		['server', ['self', 'sister', 'sameShopOfAnotherApp']],
	])('holds calls back that have a grant already: a pause of the %s', async (party, held) => {
		const clock = drivenClock();
		// Doors live as long as the process, so each test has gateways of its own.
		const at = (name: keyof typeof CALLERS) => ({
			...CALLERS[name],
			gateway: `${CALLERS[name].gateway}/${party}`,
		});
		closeDoor(at('self'), party, clock.monotonicMs() + 60_000);
		for (const name of Object.keys(CALLERS) as Array<keyof typeof CALLERS>) {
			const departure = {
				...at(name),
				leavesAtMs: clock.monotonicMs(),
				slotUntilMs: Number.POSITIVE_INFINITY,
				validUntilMs: Number.MAX_SAFE_INTEGER,
				callsPerSecond: undefined,
			};
			expect([name, await awaitDeparture(departure, clock)]).toEqual([
				name,
				held.includes(name) ? { reason: 'blocked', opensInMs: 60_000, paused: party } : undefined,
			]);
		}
	});
});

describe('a pause whose end nobody told', () => {
	const PENALTY_MS = 900_000;

	it('doubles from one to the next, counts a burst once, and is short again after an answer', () => {
		const next = (atMs: number) => nextShortPauseMs(GATEWAYS.here, PENALTY_MS, atMs);
		expect([next(0), next(0), next(1_000)]).toEqual([5_000, 5_000, 4_000]);
		expect(next(5_000)).toBe(10_000);
		expect(next(20_000)).toBe(20_000);
		endShortPauses(GATEWAYS.here);
		expect(next(21_000)).toBe(5_000);
	});

	it('gets no longer than the penalty, and is forgotten after an hour', () => {
		const next = (atMs: number) => nextShortPauseMs(GATEWAYS.there, 12_000, atMs);
		expect([next(0), next(5_000), next(15_000), next(27_000)]).toEqual([
			5_000, 10_000, 12_000, 12_000,
		]);
		expect(next(39_000 + 3_600_000)).toBe(5_000);
	});
});
