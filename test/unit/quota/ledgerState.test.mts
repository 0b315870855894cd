// What a ledger takes over from one that was stored: by another process, or by a copy of the package.
import type { Moment } from '../../../nodes/time/moment.ts';
import { mergeCounts, openDay, spendingOf } from '../../../nodes/quota/ledger/count.ts';
import {
	blockAccount,
	giveBackCall,
	reserveCall,
	settleCall,
} from '../../../nodes/quota/ledger/ledger.ts';
import {
	type Ledger,
	mergeState,
	openLedger,
	readStoredState,
} from '../../../nodes/quota/ledger/ledgerState.ts';
import {
	ALIBABA_FREE_POLICY,
	ANY_ACCOUNT,
	CONNECTOR_POLICY,
	type Policy,
	type Purpose,
} from '../../../nodes/quota/policy.ts';
import { shareOpensAtMs } from '../../../nodes/quota/shares.ts';
import { statusOf } from '../../../nodes/quota/ledger/status.ts';

const MORNING_IN_BEIJING = Date.UTC(2026, 10, 22, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const at = (ms: number): Moment => ({ wallMs: ms, monotonicMs: ms });
let serial = 0;
function reserve(
	ledger: Ledger,
	nowMs: number,
	call: { id?: string; purpose?: Purpose; spender?: string } = {},
	policy: Policy = CONNECTOR_POLICY,
) {
	serial += 1;
	const { id = `call-${serial}`, purpose = 'action', spender = 'Workflow' } = call;
	return reserveCall(ledger, policy, { id, account: 'A', purpose, spender }, at(nowMs));
}
/** What was stored, as the next process reads it. */
function stored(ledger: Ledger) {
	const state = readStoredState(JSON.parse(JSON.stringify(ledger.state)));
	if (!state) throw new Error('nothing was stored');
	return state;
}
function reopened(ledger: Ledger, name: string, nowMs: number): Ledger {
	const next = openLedger(name, at(nowMs));
	mergeState(next, stored(ledger), nowMs);
	return next;
}
const learned = (ledger: Ledger, nowMs: number) =>
	statusOf(ledger, CONNECTOR_POLICY, 'A', at(nowMs)).learnedCallsPerSecond;
const BAN = { account: ANY_ACCOUNT, banMs: 1_000, isDayLimit: false };

describe('a stored state', () => {
	it.each([undefined, ['odd'], 'odd', { other: 'odd' }])(
		'is taken over when nobody can tell from %j who let calls out',
		(copies) => {
			const ledger = openLedger('i', at(MORNING_IN_BEIJING));
			expect(reserve(ledger, MORNING_IN_BEIJING).granted).toBe(true);
			const { copies: _, ...rest } = JSON.parse(JSON.stringify(ledger.state));
			const state = readStoredState({ ...rest, ...(copies !== undefined && { copies }) });
			expect(state).toEqual({ ...stored(ledger), copies: {} });
		},
	);
});

describe('a call that is asked for again after it was handed back', () => {
	it('is counted again and gets a slot of its own', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const first = reserve(ledger, MORNING_IN_BEIJING + 5_000, { id: 'held' });
		giveBackCall(ledger, 'held', at(MORNING_IN_BEIJING + 5_010));
		const again = reserve(ledger, MORNING_IN_BEIJING + 5_020, { id: 'held' });
		expect(again).toMatchObject({ granted: true });
		// The slot of the first one is not used twice.
		expect(again).not.toBe(first);
		expect(again.granted && again.waitMs).toBeGreaterThan(200);
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING + 5_030)).used).toBe(1);
	});
});

describe('what is kept for a purpose while calls are lent', () => {
	const EIGHT_PM = Date.UTC(2026, 10, 22, 12);
	const leftFor = (ledger: Ledger, purpose: Purpose, nowMs: number) =>
		statusOf(ledger, CONNECTOR_POLICY, 'A', at(nowMs)).byPurpose[purpose].left;

	/** Triggers have taken all that is lent, actions then what was kept for them. */
	function spent(): Ledger {
		const ledger = openLedger('spent', at(EIGHT_PM));
		for (const purpose of ['trigger', 'action'] as const) {
			for (let nowMs = EIGHT_PM; leftFor(ledger, purpose, nowMs) > 0; nowMs += 1_000) {
				reserve(ledger, nowMs + 2_000, { purpose });
			}
		}
		return ledger;
	}

	it('stays spent in the next process, and after a merge with an older state', () => {
		const nowMs = EIGHT_PM + HOUR / 12;
		const before = openLedger('before', at(EIGHT_PM));
		const next = reopened(spent(), 'next', nowMs);
		expect(leftFor(next, 'action', nowMs)).toBe(0);
		mergeState(next, stored(before), nowMs);
		expect(leftFor(next, 'action', nowMs)).toBe(0);
		// Renewal and drop-down lists still have what was kept for them.
		expect(leftFor(next, 'recovery', nowMs)).toBe(4);
		expect(leftFor(next, 'browse', nowMs)).toBe(3);
	});

	it('is an even pace where the state was stored by a version that kept nothing', () => {
		const nowMs = EIGHT_PM + HOUR / 12;
		const { kept: _, ...count } = stored(spent()).count;
		const state = readStoredState({ ...stored(spent()), count });
		const next = openLedger('next', at(nowMs));
		if (!state) throw new Error('nothing was read');
		mergeState(next, state, nowMs);
		// As far as there are calls: 7 are left, 4 of them for renewal.
		expect(leftFor(next, 'action', nowMs)).toBe(3);
	});

	it('begins anew with the day', () => {
		const ledger = spent();
		const tomorrow = EIGHT_PM + 4 * HOUR + MINUTE;
		expect(leftFor(ledger, 'action', tomorrow)).toBe(40);
		expect(stored(ledger).count.kept).toEqual({});
	});
});

describe('what a ban taught', () => {
	function taught(times: number): Ledger {
		const ledger = openLedger('taught', at(MORNING_IN_BEIJING));
		for (let ban = 0; ban < times; ban += 1) {
			blockAccount(ledger, CONNECTOR_POLICY, BAN, at(MORNING_IN_BEIJING + ban * MINUTE));
		}
		return ledger;
	}
	const LATER = MORNING_IN_BEIJING + 10 * MINUTE;

	it('is known to the next process', () => {
		expect(learned(reopened(taught(1), 'next', LATER), LATER)).toBe(3);
	});

	it('is the lower of two, whichever was stored', () => {
		const ledger = reopened(taught(2), 'next', LATER);
		mergeState(ledger, stored(taught(1)), LATER);
		expect(learned(ledger, LATER)).toBe(2);
		const other = reopened(taught(1), 'other', LATER);
		mergeState(other, stored(taught(2)), LATER);
		expect(learned(other, LATER)).toBe(2);
	});

	it('comes with the count of a later day, and is forgotten with the count of an earlier one', () => {
		const tomorrow = MORNING_IN_BEIJING + DAY;
		const ahead = openLedger('ahead', at(tomorrow));
		blockAccount(ahead, CONNECTOR_POLICY, BAN, at(tomorrow));
		const ledger = openLedger('behind', at(MORNING_IN_BEIJING));
		mergeState(ledger, stored(ahead), MORNING_IN_BEIJING);
		expect(ledger.state.ceilings).toEqual({ callsPerSecond: 3 });
		expect(learned(reopened(taught(2), 'next', tomorrow), tomorrow)).toBeUndefined();
	});
});

describe('the minute window', () => {
	const ask = (ledger: Ledger, nowMs: number, id: string) =>
		reserve(ledger, nowMs, { id }, ALIBABA_FREE_POLICY);
	const settle = (ledger: Ledger, id: string, nowMs: number) =>
		settleCall(ledger, { id, isAnswered: true }, at(nowMs));

	it('opens with the answer that came first, whichever call was sent first', () => {
		const ledger = openLedger('i', at(0));
		const sentMs = 90_000;
		for (const id of ['a', 'b', 'c', 'd', 'e']) ask(ledger, sentMs, id);
		// Answered in reverse order: the first call is answered last, and holds its slot longest.
		['e', 'd', 'c', 'b', 'a'].forEach((id, nth) => settle(ledger, id, sentMs + (nth + 1) * 1_000));
		const freeMs = sentMs + 1_000 + 62_000;
		expect(ask(ledger, freeMs - 1, 'early')).toMatchObject({ granted: false, opensInMs: 1 });
		expect(ask(ledger, freeMs, 'first').granted).toBe(true);
		expect(ask(ledger, freeMs, 'second')).toMatchObject({ granted: false, opensInMs: 1_000 });
	});

	it('counts the calls of the copy before a reload, of whose answers this one will not hear', () => {
		const old = openLedger('old', at(0));
		const sentMs = 5 * MINUTE;
		expect(ask(old, sentMs, 'on its way').granted).toBe(true);
		// Loaded anew in a process that has run for long: nothing else holds its first call back.
		const reloaded = openLedger('new', at(sentMs), 0);
		mergeState(reloaded, stored(old), sentMs);
		const opensMs = sentMs + 25_000 + 62_000;
		expect(ask(reloaded, opensMs - 1, 'early')).toMatchObject({ reason: 'minute', opensInMs: 1 });
		expect(ask(reloaded, opensMs, 'in time').granted).toBe(true);
	});
});

describe('the counts of many processes', () => {
	/** A day on which so many processes have counted one call each, an hour and more ago. */
	function crowd(processes: number) {
		const count = openDay('2026-11-22');
		for (let i = 0; i < processes; i += 1) {
			count.instances[`ended-${i}`] = {
				countedAtMs: MORNING_IN_BEIJING - 2 * HOUR,
				accounts: { A: { action: { Orders: [2, 1] } } },
			};
		}
		return count;
	}

	it('are added up in one of them, and none is lost', () => {
		const merged = mergeCounts(openDay('2026-11-22'), crowd(12), 'own', MORNING_IN_BEIJING);
		expect(Object.keys(merged.instances)).toEqual(['own']);
		expect(merged.instances.own?.accounts).toEqual({ A: { action: { Orders: [24, 12] } } });
		expect(merged.folded).toHaveLength(12);
		// Eleven are few enough to be kept apart.
		const few = mergeCounts(openDay('2026-11-22'), crowd(11), 'own', MORNING_IN_BEIJING);
		expect(Object.keys(few.instances)).toHaveLength(11);
	});

	it('leave one apart that still counts, so that its calls are not counted twice', () => {
		const living = openLedger('living', at(MORNING_IN_BEIJING - 3 * HOUR));
		living.state.count = crowd(12);
		reserve(living, MORNING_IN_BEIJING - 3 * HOUR + 5_000);
		// It counted for the first time long ago, and for the last time just now.
		reserve(living, MORNING_IN_BEIJING - MINUTE);
		const other = reopened(living, 'other', MORNING_IN_BEIJING);
		expect(Object.keys(other.state.count.instances)).toContain('living');
		expect(other.state.count.folded).not.toContain('living');
		reserve(living, MORNING_IN_BEIJING + 1_000);
		mergeState(other, stored(living), MORNING_IN_BEIJING + 2_000);
		const status = statusOf(other, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING + 3_000));
		expect(status.used).toBe(12 + 3);
	});

	it('tell who spent most first', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const spent: Array<[string, number]> = [
			['Few', 1],
			['Most', 3],
			['Some', 2],
		];
		let nowMs = MORNING_IN_BEIJING;
		for (const [spender, calls] of spent) {
			for (let i = 0; i < calls; i += 1) reserve(ledger, (nowMs += 2_000), { spender });
		}
		const names = spendingOf(ledger.state.count, 'A').map(({ spender }) => spender);
		expect(names).toEqual(['Most', 'Some', 'Few']);
	});
});

describe('a pause that a call has proven over', () => {
	it('is proven for the next process too, which sends no probe again', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		blockAccount(ledger, CONNECTOR_POLICY, { ...BAN, account: 'A' }, at(MORNING_IN_BEIJING));
		const before = reopened(ledger, 'before the proof', MORNING_IN_BEIJING + 5_000);
		expect(reserve(before, MORNING_IN_BEIJING + 6_000)).toMatchObject({ isProbe: true });

		reserve(ledger, MORNING_IN_BEIJING + 6_000, { id: 'probe' });
		settleCall(ledger, { id: 'probe', isAnswered: true }, at(MORNING_IN_BEIJING + 6_500));
		const after = reopened(ledger, 'after the proof', MORNING_IN_BEIJING + 8_000);
		expect(reserve(after, MORNING_IN_BEIJING + 10_000)).toMatchObject({ isProbe: false });
	});
});

describe('a share that is spent', () => {
	const NOON = Date.UTC(2026, 10, 22, 4);

	it('opens when the others begin to lend, then every half hour, and at midnight at the latest', () => {
		expect(shareOpensAtMs(CONNECTOR_POLICY, MORNING_IN_BEIJING)).toBe(NOON);
		for (const minute of [0, 1, 100, 600]) {
			const nowMs = NOON + minute * MINUTE;
			expect(shareOpensAtMs(CONNECTOR_POLICY, nowMs)).toBe(nowMs + 30 * MINUTE);
		}
		const midnight = NOON + 12 * HOUR;
		expect(shareOpensAtMs(CONNECTOR_POLICY, midnight - MINUTE)).toBe(midnight);
	});
});
