import fc from 'fast-check';

import { ANY_ACCOUNT } from '../../nodes/quota/count.ts';
import { blockAccount, giveBackCall, reserveCall, statusOf } from '../../nodes/quota/ledger.ts';
import {
	ledgerStateSchema,
	mergeState,
	openLedger,
	type Ledger,
} from '../../nodes/quota/ledgerState.ts';
import {
	CONNECTOR_POLICY,
	customPolicy,
	PURPOSES,
	type Purpose,
} from '../../nodes/quota/policy.ts';
import { ledgerInProcess } from '../../nodes/quota/processStore.ts';

const NOON_IN_BEIJING = Date.UTC(2026, 10, 22, 4);
let nextId = 0;

function ask(ledger: Ledger, nowMs: number, purpose: Purpose = 'action', account = 'A') {
	const call = { id: `call-${nextId++}`, account, purpose, spender: 'Workflow' };
	return { id: call.id, grant: reserveCall(ledger, CONNECTOR_POLICY, call, nowMs) };
}

/** Asks with one second between calls, so that the second window never refuses. */
function askMany(ledger: Ledger, count: number, purpose: Purpose, startMs: number, account = 'A') {
	return Array.from(
		{ length: count },
		(_, i) => ask(ledger, startMs + i * 1_000, purpose, account).grant,
	);
}

describe('the ledger of a day', () => {
	it('adds the shares up to the calls of the day', () => {
		for (const policy of [
			CONNECTOR_POLICY,
			customPolicy(1, 1),
			customPolicy(777, 3),
			customPolicy(20_000, 5),
		]) {
			const sum = PURPOSES.reduce((total, purpose) => total + policy.shares[purpose], 0);
			expect(sum).toBe(policy.callsPerDay);
		}
	});

	it('grants each purpose its share and says who spent it', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		const grants = askMany(ledger, 131, 'trigger', NOON_IN_BEIJING);
		expect(grants.filter(({ granted }) => granted)).toHaveLength(130);
		expect(grants.at(-1)).toEqual({
			granted: false,
			reason: 'share',
			opensAtMs: Date.UTC(2026, 10, 22, 16),
			spending: [{ spender: 'Workflow', purpose: 'trigger', calls: 130 }],
		});
		expect(ask(ledger, NOON_IN_BEIJING + 200_000, 'recovery').grant).toMatchObject({
			granted: true,
			shareLeft: 15,
		});
	});

	it('never grants more than 200 in a platform day, and starts anew after midnight in Beijing', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		const granted = PURPOSES.flatMap((purpose, i) =>
			askMany(ledger, 150, purpose, NOON_IN_BEIJING + i * 200_000),
		);
		expect(granted.filter((grant) => grant.granted)).toHaveLength(200);
		const midnight = Date.UTC(2026, 10, 22, 16);
		expect(ask(ledger, midnight - 1).grant.granted).toBe(false);
		expect(ask(ledger, midnight).grant.granted).toBe(true);
	});

	it('refuses by the day when the limits were lowered in its course', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		askMany(ledger, 40, 'action', NOON_IN_BEIJING);
		const call = { id: 'lower', account: 'A', purpose: 'trigger' as const, spender: 'W' };
		const grant = reserveCall(ledger, customPolicy(30, 5), call, NOON_IN_BEIJING + 100_000);
		expect(grant).toMatchObject({ granted: false, reason: 'day' });
	});

	it('keeps accounts apart, and counts a call of an unknown account against each', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		askMany(ledger, 40, 'action', NOON_IN_BEIJING, 'A');
		expect(ask(ledger, NOON_IN_BEIJING + 60_000, 'action', 'A').grant.granted).toBe(false);
		expect(ask(ledger, NOON_IN_BEIJING + 60_000, 'action', 'B').grant.granted).toBe(true);
		expect(ask(ledger, NOON_IN_BEIJING + 61_000, 'action', ANY_ACCOUNT).grant.granted).toBe(false);
		askMany(ledger, 16, 'recovery', NOON_IN_BEIJING + 90_000, ANY_ACCOUNT);
		expect(ask(ledger, NOON_IN_BEIJING + 200_000, 'recovery', 'B').grant.granted).toBe(false);
	});

	it('counts a repeated id once and gives it back once', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		const call = { id: 'same', account: 'A', purpose: 'action' as const, spender: 'W' };
		const first = reserveCall(ledger, CONNECTOR_POLICY, call, NOON_IN_BEIJING);
		expect(reserveCall(ledger, CONNECTOR_POLICY, call, NOON_IN_BEIJING + 10)).toBe(first);
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', NOON_IN_BEIJING).used).toBe(1);
		giveBackCall(ledger, 'same', NOON_IN_BEIJING + 20);
		giveBackCall(ledger, 'same', NOON_IN_BEIJING + 30);
		giveBackCall(ledger, 'never seen', NOON_IN_BEIJING + 30);
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', NOON_IN_BEIJING).used).toBe(0);
	});

	it('ignores a clock that jumps back to yesterday', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		askMany(ledger, 40, 'action', NOON_IN_BEIJING);
		const yesterday = NOON_IN_BEIJING - 86_400_000;
		expect(ask(ledger, yesterday).grant).toMatchObject({ granted: false, reason: 'share' });
		expect(ask(ledger, yesterday, 'trigger').grant).toMatchObject({ granted: true, waitMs: 1_100 });
	});
});

describe('limit answers', () => {
	it('hold the account for the stated time, the penalty, or the rest of the day', () => {
		const opensAfter = (banMs: number | undefined, isDayLimit: boolean) => {
			const ledger = openLedger('i', NOON_IN_BEIJING);
			const ban = banMs === undefined ? {} : { banMs };
			blockAccount(ledger, CONNECTOR_POLICY, { account: 'A', isDayLimit, ...ban }, NOON_IN_BEIJING);
			const { grant } = ask(ledger, NOON_IN_BEIJING);
			if (grant.granted) throw new Error('granted during a ban');
			expect(ask(ledger, grant.opensAtMs - 1).grant.granted).toBe(false);
			expect(ask(ledger, grant.opensAtMs).grant.granted).toBe(true);
			return grant.opensAtMs - NOON_IN_BEIJING;
		};
		expect(opensAfter(1_000, false)).toBe(1_500);
		expect(opensAfter(undefined, false)).toBe(15 * 60_000 + 500);
		expect(opensAfter(undefined, true)).toBe(12 * 3_600_000);
	});

	it('hold every account when the pause is for all', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		blockAccount(
			ledger,
			CONNECTOR_POLICY,
			{ account: ANY_ACCOUNT, banMs: 1_000, isDayLimit: false },
			NOON_IN_BEIJING,
		);
		expect(ask(ledger, NOON_IN_BEIJING, 'trigger', 'A').grant).toMatchObject({ reason: 'blocked' });
		expect(ask(ledger, NOON_IN_BEIJING, 'trigger', 'B').grant).toMatchObject({ reason: 'blocked' });
	});
});

describe('the second window', () => {
	it('never lets more than four calls into any second, however they are asked for', () => {
		const steps = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 20, maxLength: 60 });
		fc.assert(
			fc.property(steps, (gapsMs) => {
				const ledger = openLedger('i', NOON_IN_BEIJING);
				let nowMs = NOON_IN_BEIJING;
				const sentAtMs: number[] = [];
				for (const gapMs of gapsMs) {
					nowMs += gapMs;
					const { grant } = ask(ledger, nowMs, 'trigger');
					if (grant.granted) sentAtMs.push(nowMs + grant.waitMs);
				}
				const crowd = sentAtMs.map(
					(from) => sentAtMs.filter((at) => at >= from && at < from + 1_000).length,
				);
				expect(Math.max(...crowd)).toBeLessThanOrEqual(4);
			}),
		);
	});

	it('holds its first slot back after a start', () => {
		const { grant } = ask(openLedger('i', NOON_IN_BEIJING), NOON_IN_BEIJING);
		expect(grant).toMatchObject({ granted: true, waitMs: 1_100 });
	});

	it('refuses what would wait too long', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		const grants = Array.from({ length: 80 }, () => ask(ledger, NOON_IN_BEIJING, 'trigger').grant);
		const waits = grants.map((grant) => (grant.granted ? grant.waitMs : 0));
		expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
		expect(grants.at(-1)).toMatchObject({ granted: false, reason: 'second' });
	});
});

describe('odd surroundings', () => {
	it('names that every object has are counted like any other', () => {
		for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
			const ledger = openLedger('i', NOON_IN_BEIJING);
			const grants = Array.from({ length: 60 }, (_, i) => {
				const call = {
					id: `${name}-${i}`,
					account: name,
					purpose: 'action' as const,
					spender: name,
				};
				return reserveCall(ledger, CONNECTOR_POLICY, call, NOON_IN_BEIJING + i * 1_000);
			});
			expect(grants.filter(({ granted }) => granted)).toHaveLength(40);
			expect(statusOf(ledger, CONNECTOR_POLICY, name, NOON_IN_BEIJING).used).toBe(40);
			expect(({} as Record<string, unknown>).action).toBeUndefined();
		}
	});

	it('a clock that was a year ahead does not lock the counter once it is right', () => {
		const yearAhead = NOON_IN_BEIJING + 365 * 86_400_000;
		const ledger = openLedger('i', yearAhead);
		askMany(ledger, 40, 'action', yearAhead);
		blockAccount(ledger, CONNECTOR_POLICY, { account: 'B', isDayLimit: true }, yearAhead);
		// What was counted still counts today, and is gone tomorrow.
		expect(ask(ledger, NOON_IN_BEIJING).grant).toMatchObject({ reason: 'share' });
		expect(ask(ledger, NOON_IN_BEIJING + 86_400_000).grant.granted).toBe(true);
		const later = NOON_IN_BEIJING + 2 * 86_400_000;
		expect(ask(ledger, later, 'action', 'B').grant.granted).toBe(true);
	});

	it('apps in one process share the second window', () => {
		const first = ledgerInProcess('1', 'secret-one', NOON_IN_BEIJING);
		const second = ledgerInProcess('2', 'secret-two', NOON_IN_BEIJING);
		const slots = [first, second, first, second, first, second, first, second].map((ledger) => {
			const { grant } = ask(ledger, NOON_IN_BEIJING, 'trigger');
			return grant.granted ? grant.waitMs : Number.NaN;
		});
		const crowd = slots.map((from) => slots.filter((at) => at >= from && at < from + 1_000).length);
		expect(Math.max(...crowd)).toBeLessThanOrEqual(4);
	});
});

describe('states', () => {
	it('merge by the larger number in any order, so an older copy lowers nothing', () => {
		const ledger = openLedger('first', NOON_IN_BEIJING);
		askMany(ledger, 3, 'action', NOON_IN_BEIJING);
		const old = ledgerStateSchema.parse(JSON.parse(JSON.stringify(ledger.state)));
		askMany(ledger, 5, 'action', NOON_IN_BEIJING + 10_000);
		mergeState(ledger, old);
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', NOON_IN_BEIJING).used).toBe(8);

		const reloaded = openLedger('second', NOON_IN_BEIJING);
		mergeState(reloaded, ledgerStateSchema.parse(JSON.parse(JSON.stringify(ledger.state))));
		askMany(reloaded, 2, 'action', NOON_IN_BEIJING + 20_000);
		expect(statusOf(reloaded, CONNECTOR_POLICY, 'A', NOON_IN_BEIJING).used).toBe(10);
		mergeState(reloaded, old);
		expect(statusOf(reloaded, CONNECTOR_POLICY, 'A', NOON_IN_BEIJING).used).toBe(10);
	});

	it('keep a ban over a restart', () => {
		const ledger = openLedger('first', NOON_IN_BEIJING);
		blockAccount(ledger, CONNECTOR_POLICY, { account: 'A', isDayLimit: true }, NOON_IN_BEIJING);
		const reloaded = openLedger('second', NOON_IN_BEIJING);
		mergeState(reloaded, ledgerStateSchema.parse(JSON.parse(JSON.stringify(ledger.state))));
		expect(ask(reloaded, NOON_IN_BEIJING + 60_000).grant).toMatchObject({ reason: 'blocked' });
	});

	it('stay small however many workflows spend', () => {
		const ledger = openLedger('i', NOON_IN_BEIJING);
		const policy = customPolicy(100_000, 1_000);
		for (let i = 0; i < 5_000; i++) {
			const call = {
				id: `many-${i}`,
				account: 'A',
				purpose: 'action' as const,
				spender: `Workflow ${i}`,
			};
			reserveCall(ledger, policy, call, NOON_IN_BEIJING + i * 100);
		}
		expect(JSON.stringify(ledger.state).length).toBeLessThan(4_000);
		expect(statusOf(ledger, policy, 'A', NOON_IN_BEIJING).used).toBe(5_000);
		expect(ledger.recent.size).toBeLessThanOrEqual(5_000);
	});
});
