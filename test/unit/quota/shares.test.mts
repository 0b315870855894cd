import fc from 'fast-check';

import { reserveCall } from '../../../nodes/quota/ledger/ledger.ts';
import {
	mergeState,
	openLedger,
	readStoredState,
} from '../../../nodes/quota/ledger/ledgerState.ts';
import {
	CONNECTOR_POLICY,
	PURPOSES,
	reserveOf,
	SHARED_PURPOSES,
	withShares,
	type Policy,
	type Purpose,
	type SharedPurpose,
} from '../../../nodes/quota/policy.ts';
import { describeRefusal } from '../../../nodes/quota/refusal.ts';
import { roomFor, type Kept, type Tally } from '../../../nodes/quota/shares.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CEILING = 200;
/** A midnight in Beijing. */
const DAY_STARTS = Date.UTC(2026, 10, 21, 16);
const none: Tally = { connect: 0, recovery: 0, trigger: 0, action: 0, browse: 0 };
const roomOf = (
	purpose: keyof Tally,
	used: Partial<Tally>,
	hoursLeft: number,
	kept?: Kept,
	policy: Policy = CONNECTOR_POLICY,
) => roomFor(purpose, policy, { ...none, ...used }, CEILING, hoursLeft * HOUR, kept);

/** A day of one account, call by call, as the counter sees it. */
function dayOf(policy: Policy) {
	const withoutSecond = { ...policy, windows: { ...policy.windows, second: 10_000 } };
	let serial = 0;
	let ledger = openLedger('0', { wallMs: DAY_STARTS, monotonicMs: 0 });
	const used = { ...none };
	const reserve = (purpose: Purpose, atMs: number) => {
		serial += 1;
		const call = { id: `${serial}`, account: 'A', purpose, spender: 'Workflow' };
		const at = { wallMs: DAY_STARTS + atMs, monotonicMs: atMs };
		const grant = reserveCall(ledger, withoutSecond, call, at);
		if (grant.granted) used[purpose] += 1;
		return grant;
	};
	return {
		used,
		reserve,
		ask: (purpose: Purpose, atMs: number) => reserve(purpose, atMs).granted,
		/** Whether every call of a purpose that keeps an even pace between two moments is let out. */
		keepsPace: (purpose: SharedPurpose, fromMs: number, toMs: number) => {
			const everyMs = DAY / policy.shares[purpose];
			for (let atMs = fromMs; atMs < toMs; atMs += everyMs) {
				if (!reserve(purpose, atMs).granted) return false;
			}
			return true;
		},
		restart: (atMs: number) => {
			const state = readStoredState(JSON.parse(JSON.stringify(ledger.state)));
			serial += 1;
			ledger = openLedger(`${serial}`, { wallMs: DAY_STARTS + atMs, monotonicMs: atMs });
			if (state) mergeState(ledger, state, DAY_STARTS + atMs);
		},
	};
}

describe('the shares of a day', () => {
	it('are kept apart until noon in Beijing', () => {
		expect(roomOf('action', { action: 40 }, 12.1)).toBe(0);
		expect(roomOf('trigger', { trigger: 130 }, 12.1)).toBe(0);
		expect(roomOf('action', {}, 12.1)).toBe(40);
	});

	it('are lent from then on by what an even pace will not need', () => {
		// Triggers need 65 until midnight, renewal 8 and drop-downs 7; 4 are for Connect.
		expect(roomOf('action', { action: 40 }, 12)).toBe(200 - 40 - 65 - 8 - 7 - 4);
		// Two hours before: 11, 4 (the least for renewal) and 2.
		expect(roomOf('action', { action: 40, trigger: 60 }, 2)).toBe(200 - 100 - 11 - 4 - 2 - 4);
		// What has been spent early cannot be lent.
		expect(roomOf('action', { action: 40, trigger: 130, browse: 14, recovery: 12 }, 12)).toBe(0);
		expect(roomOf('trigger', { trigger: 130 }, 12)).toBe(200 - 130 - 20 - 8 - 7 - 4);
	});

	it('are lent in as many hours as the credential says', () => {
		const lending = (hours: number) => withShares(CONNECTOR_POLICY, CONNECTOR_POLICY.shares, hours);
		const spent = { action: 40 };
		expect(roomOf('action', spent, 0.5, {}, lending(0))).toBe(0);
		expect(roomOf('action', spent, 4.1, {}, lending(4))).toBe(0);
		expect(roomOf('action', spent, 4, {}, lending(4))).toBeGreaterThan(40);
		expect(roomOf('action', { action: 40 }, 18, {}, lending(24))).toBe(160 - 98 - 12 - 11 - 4);
	});

	it('are never lent all together more than the day has', () => {
		for (const trigger of [0, 60, 125, 140]) {
			for (const hoursLeft of [12, 4, 2, 0.5]) {
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
		expect(roomOf('trigger', afterBurst, 2, { action: 0 })).toBeGreaterThanOrEqual(11);
		// But what is left of the share for actions itself is theirs.
		expect(roomOf('action', { trigger: 156, action: 30 }, 2)).toBeGreaterThanOrEqual(3);
	});
});

describe('a purpose that goes on at an even pace', () => {
	it('finds its calls until midnight when triggers read ahead and actions then take what they can', () => {
		const day = dayOf(CONNECTOR_POLICY);
		const burstAt = DAY - 42 * MINUTE;
		// A busy morning: at noon 100 of the 130 are spent, and the pace goes on with calls that are lent.
		for (let i = 0; i < 100; i++) day.ask('trigger', i * 7 * MINUTE);
		expect(day.keepsPace('trigger', 12 * HOUR, burstAt)).toBe(true);
		expect(day.used.trigger).toBeGreaterThan(150);
		// Actions have spent little of their 40 and want all that there is, at once and again and again.
		let taken = 0;
		for (let atMs = burstAt; atMs < DAY - MINUTE; atMs += MINUTE) {
			for (let i = 0; i < 40; i++) taken += day.ask('action', atMs) ? 1 : 0;
			if ((atMs - burstAt) % (12 * MINUTE) === 0) {
				expect({ atMs, used: { ...day.used }, ...day.reserve('trigger', atMs) }).toMatchObject({
					granted: true,
				});
			}
		}
		expect(taken).toBeGreaterThan(2);
	});

	it('finds them after all others have spent their whole shares: Connect costs triggers nothing', () => {
		const day = dayOf(CONNECTOR_POLICY);
		expect(day.keepsPace('trigger', MINUTE, 9 * HOUR)).toBe(true);
		const others = ['action', 'browse', 'recovery'] as const;
		for (const purpose of others) for (let i = 0; i < 50; i++) day.ask(purpose, 9 * HOUR);
		expect(day.used).toEqual({ ...none, recovery: 16, action: 40, browse: 10, trigger: 49 });
		expect(day.keepsPace('trigger', 9 * HOUR + 10 * MINUTE, DAY - MINUTE)).toBe(true);
		expect(day.ask('connect', DAY - MINUTE)).toBe(true);
	});

	it('is told that its calls were lent, not that they are spent', () => {
		const day = dayOf(CONNECTOR_POLICY);
		let taken = 0;
		while (day.ask('trigger', 20 * HOUR)) taken += 1;
		expect(taken).toBe(200 - 4 - 7 - 4 - 3);
		for (let i = 0; i < 7; i++) expect(day.ask('action', 20 * HOUR)).toBe(true);
		const refused = day.reserve('action', 20 * HOUR);
		if (refused.granted || refused.reason === 'refusedToken') throw new Error('not refused');
		const call = { id: 'x', account: 'A', purpose: 'action' as const, spender: 'Workflow' };
		const words = describeRefusal(refused, call, CONNECTOR_POLICY);
		expect(words.message).toBe(
			'No more of the 40 calls a day set aside for actions can be spent now',
		);
		expect(words.description).toContain('or from 2026-11-22 20:30 Beijing time');
		expect(words.description).toContain('in its last 12 hours');
	});

	const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 - 2 });
	const burst = fc.record({
		purpose: fc.constantFrom(...SHARED_PURPOSES),
		minute: fc.oneof(minuteOfDay, fc.integer({ min: 12 * 60, max: 24 * 60 - 2 })),
		calls: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(200)),
		isAfterRestart: fc.boolean(),
	});
	const bursts = fc.array(burst, { maxLength: 60, size: 'max' });
	/** Shares that leave the reserve for Connect alone: else the last four calls are missing to somebody. */
	const covered = withShares(
		CONNECTOR_POLICY,
		{ recovery: 16, trigger: 126, action: 40, browse: 14 },
		CONNECTOR_POLICY.releaseHours,
	);
	const allDay = withShares(covered, covered.shares, 24);
	/** One seed, so that a run says the same of the same code; change it to search further. */
	const RUNS = { numRuns: 80, seed: 20_261_027 };

	it('is never starved by the others, from whenever it begins, nor the day made longer', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...SHARED_PURPOSES),
				fc.constantFrom(covered, allDay),
				fc.oneof(fc.constant(0), minuteOfDay),
				fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 9 }),
				bursts,
				(paced, policy, beginsAt, lateness, others) => {
					const day = dayOf(policy);
					const everyMs = DAY / policy.shares[paced];
					const due: Array<{ atMs: number; burst?: (typeof others)[number] }> = others
						.filter(({ purpose }) => purpose !== paced)
						.map((one) => ({ atMs: one.minute * MINUTE, burst: one }));
					for (let nth = 0; beginsAt * MINUTE + (nth + 1) * everyMs <= DAY; nth++) {
						const late = lateness[nth % lateness.length] ?? 0;
						const atMs = beginsAt * MINUTE + (nth + late) * everyMs;
						// Nothing leaves within seconds of midnight.
						due.push({ atMs: Math.min(Math.max(atMs, 10_000), DAY - 10_000) });
					}
					for (const { atMs, burst: other } of due.sort((a, b) => a.atMs - b.atMs)) {
						if (!other) {
							expect({ atMs, used: { ...day.used }, ...day.reserve(paced, atMs) }).toMatchObject({
								granted: true,
							});
							continue;
						}
						if (other.isAfterRestart) day.restart(atMs);
						for (let i = 0; i < other.calls && day.ask(other.purpose, atMs); i++);
					}
					const sum = PURPOSES.reduce((all, purpose) => all + day.used[purpose], 0);
					expect(sum).toBeLessThanOrEqual(CEILING - reserveOf(CEILING));
				},
			),
			RUNS,
		);
	});

	it('holds for the triggers of a connector, whose shares add up to the whole day', () => {
		fc.assert(
			fc.property(fc.oneof(fc.constant(0), minuteOfDay), bursts, (beginsAt, others) => {
				const day = dayOf(CONNECTOR_POLICY);
				const everyMs = DAY / CONNECTOR_POLICY.shares.trigger;
				let atMs = Math.max(10_000, beginsAt * MINUTE);
				const inOrder = others
					.filter(({ purpose }) => purpose !== 'trigger')
					.sort((a, b) => a.minute - b.minute);
				for (const { purpose, minute, calls } of [
					...inOrder,
					{ purpose: 'browse' as const, minute: 24 * 60 - 1, calls: 0 },
				]) {
					for (; atMs < minute * MINUTE; atMs += everyMs) {
						expect({ atMs, ...day.reserve('trigger', atMs) }).toMatchObject({ granted: true });
					}
					for (let i = 0; i < calls && day.ask(purpose, minute * MINUTE); i++);
				}
			}),
			RUNS,
		);
	});
});
