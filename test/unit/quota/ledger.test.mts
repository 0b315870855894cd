import fc from 'fast-check';

import type { Moment } from '../../../nodes/time/moment.ts';
import {
	blockAccount,
	giveBackCall,
	reserveCall,
	settleCall,
} from '../../../nodes/quota/ledger/ledger.ts';
import {
	type Ledger,
	type LedgerState,
	mergeState,
	openLedger,
	readStoredState,
} from '../../../nodes/quota/ledger/ledgerState.ts';
import {
	ALIBABA_FREE_POLICY,
	ANY_ACCOUNT,
	CONNECTOR_POLICY,
	customPolicy,
	PURPOSES,
	SHARED_PURPOSES,
	withShares,
	type Purpose,
} from '../../../nodes/quota/policy.ts';
import { ledgerInProcess } from '../../../nodes/quota/processStore.ts';
import { statusOf } from '../../../nodes/quota/ledger/status.ts';
import { trustedMs } from '../../../nodes/quota/ledger/trustedTime.ts';
import { drivenClock } from '../../client/around.mts';

const MORNING_IN_BEIJING = Date.UTC(2026, 10, 22, 0);
let nextId = 0;

/** A moment at which both clocks agree. */
function at(ms: number): Moment {
	return { wallMs: ms, monotonicMs: ms };
}

function ask(ledger: Ledger, nowMs: number, purpose: Purpose = 'action', account = 'A') {
	const call = { id: `call-${nextId++}`, account, purpose, spender: 'Workflow' };
	return { id: call.id, grant: reserveCall(ledger, CONNECTOR_POLICY, call, at(nowMs)) };
}

/** The state as it would be stored and read again. */
function copyOf(ledger: Ledger): LedgerState {
	const state = readStoredState(JSON.parse(JSON.stringify(ledger.state)));
	if (!state) throw new Error('nothing was stored');
	return state;
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
			const sum = SHARED_PURPOSES.reduce((total, purpose) => total + policy.shares[purpose], 0);
			expect(sum).toBe(policy.windows.day);
		}
	});

	it('grants each purpose its share and says who spent it', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const grants = askMany(ledger, 131, 'trigger', MORNING_IN_BEIJING);
		expect(grants.filter(({ granted }) => granted)).toHaveLength(130);
		expect(grants.at(-1)).toEqual({
			granted: false,
			reason: 'share',
			// When the others begin to lend: noon in Beijing.
			opensAtMs: Date.UTC(2026, 10, 22, 4),
			opensInMs: 4 * 3_600_000 - 130_000,
			spending: [{ spender: 'Workflow', purpose: 'trigger', calls: 130 }],
		});
		expect(ask(ledger, MORNING_IN_BEIJING + 200_000, 'recovery').grant).toMatchObject({
			granted: true,
			shareLeft: 15,
		});
	});

	it('never grants more than 200 in a platform day, and starts anew after midnight in Beijing', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const granted = PURPOSES.flatMap((purpose, i) =>
			askMany(ledger, 150, purpose, MORNING_IN_BEIJING + i * 200_000),
		);
		expect(granted.filter((grant) => grant.granted)).toHaveLength(200);
		const midnight = Date.UTC(2026, 10, 22, 16);
		expect(ask(ledger, midnight - 1).grant).toMatchObject({ granted: false, reason: 'day' });
		expect(ask(ledger, midnight + 5_000).grant.granted).toBe(true);
	});

	it('refuses by the day when the limits were lowered in its course', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		askMany(ledger, 40, 'action', MORNING_IN_BEIJING);
		const call = { id: 'lower', account: 'A', purpose: 'trigger' as const, spender: 'W' };
		const grant = reserveCall(ledger, customPolicy(30, 5), call, at(MORNING_IN_BEIJING + 100_000));
		expect(grant).toMatchObject({ granted: false, reason: 'day' });
	});

	it('keeps accounts apart, and counts a call of an unknown account against each', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		askMany(ledger, 40, 'action', MORNING_IN_BEIJING, 'A');
		expect(ask(ledger, MORNING_IN_BEIJING + 60_000, 'action', 'A').grant.granted).toBe(false);
		expect(ask(ledger, MORNING_IN_BEIJING + 60_000, 'action', 'B').grant.granted).toBe(true);
		expect(ask(ledger, MORNING_IN_BEIJING + 61_000, 'action', ANY_ACCOUNT).grant.granted).toBe(
			false,
		);
		askMany(ledger, 16, 'recovery', MORNING_IN_BEIJING + 90_000, ANY_ACCOUNT);
		expect(ask(ledger, MORNING_IN_BEIJING + 200_000, 'recovery', 'B').grant.granted).toBe(false);
	});

	it('counts a repeated id once and gives it back once', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const call = { id: 'same', account: 'A', purpose: 'action' as const, spender: 'W' };
		const first = reserveCall(ledger, CONNECTOR_POLICY, call, at(MORNING_IN_BEIJING));
		expect(reserveCall(ledger, CONNECTOR_POLICY, call, at(MORNING_IN_BEIJING + 10))).toBe(first);
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING)).used).toBe(1);
		giveBackCall(ledger, 'same', at(MORNING_IN_BEIJING + 20));
		giveBackCall(ledger, 'same', at(MORNING_IN_BEIJING + 30));
		giveBackCall(ledger, 'never seen', at(MORNING_IN_BEIJING + 30));
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING)).used).toBe(0);
	});

	it('lets nothing leave around midnight, when it could be counted on either day', () => {
		const midnight = Date.UTC(2026, 10, 22, 16);
		const reasons = [-20_000, -5_001, -4_999, -1, 0, 4_999, 5_000].map((offsetMs) => {
			const { grant } = ask(openLedger('i', at(MORNING_IN_BEIJING)), midnight + offsetMs);
			if (grant.granted) return grant.validForMs >= 0 ? 'granted' : 'granted too late';
			expect(grant).toHaveProperty('opensInMs', 5_000 - offsetMs);
			return grant.reason;
		});
		const closed = ['midnight', 'midnight', 'midnight', 'midnight'];
		expect(reasons).toEqual(['granted', 'granted', ...closed, 'granted']);
	});

	it('plans no slot into the next day', () => {
		const beforeMidnight = Date.UTC(2026, 10, 22, 16) - 8_000;
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const grants = Array.from({ length: 20 }, () => ask(ledger, beforeMidnight, 'trigger').grant);
		const waits = grants.flatMap((grant) => (grant.granted ? [grant.waitMs] : []));
		expect(waits.length).toBeGreaterThan(5);
		expect(Math.max(...waits)).toBeLessThanOrEqual(3_000);
		expect(grants.at(-1)).toMatchObject({ granted: false, reason: 'midnight' });
	});
});

describe('clocks', () => {
	/** Both clocks, the wall clock off by so much. */
	const off = (ms: number, byMs: number): Moment => ({ wallMs: ms + byMs, monotonicMs: ms });
	const HOUR_MS = 3_600_000;
	const askAt = (ledger: Ledger, moment: Moment, purpose: Purpose = 'action') => {
		const call = { id: `call-${nextId++}`, account: 'A', purpose, spender: 'Workflow' };
		return reserveCall(ledger, CONNECTOR_POLICY, call, moment);
	};

	it('that are set forward open no new day and end no pause', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		askMany(ledger, 40, 'action', MORNING_IN_BEIJING);
		const ahead = off(MORNING_IN_BEIJING + 60_000, 24 * HOUR_MS);
		expect(askAt(ledger, ahead)).toMatchObject({ granted: false, reason: 'share' });
		blockAccount(ledger, CONNECTOR_POLICY, { account: 'A', isDayLimit: false }, ahead);
		const later = off(MORNING_IN_BEIJING + 120_000, 48 * HOUR_MS);
		expect(askAt(ledger, later, 'trigger')).toMatchObject({ reason: 'blocked' });
	});

	it('that are set back keep the count and do not hold calls back', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		askMany(ledger, 40, 'action', MORNING_IN_BEIJING);
		const behind = off(MORNING_IN_BEIJING + 60_000, -24 * HOUR_MS);
		expect(askAt(ledger, behind)).toMatchObject({ granted: false, reason: 'share' });
		expect(askAt(ledger, behind, 'trigger')).toMatchObject({ granted: true, waitMs: 0 });
	});

	it('that went on while the machine slept are believed once the platform says the same', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const first = ask(ledger, MORNING_IN_BEIJING).id;
		askMany(ledger, 39, 'action', MORNING_IN_BEIJING + 10_000);
		const awake = off(MORNING_IN_BEIJING + 60_000, 20 * HOUR_MS);
		expect(askAt(ledger, awake).granted).toBe(false);
		const lies = { id: first, isAnswered: true, platformAtMs: awake.wallMs - 3 * HOUR_MS };
		settleCall(ledger, lies, awake);
		expect(askAt(ledger, awake).granted).toBe(false);
		settleCall(ledger, { ...lies, platformAtMs: awake.wallMs - 1_000 }, awake);
		expect(askAt(ledger, awake).granted).toBe(true);
	});

	it('that a provider corrects smoothly are followed', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		// Half a second a day too fast, looked at every minute.
		for (let minute = 0; minute < 3 * 1_440; minute++) {
			const ms = MORNING_IN_BEIJING + minute * 60_000;
			statusOf(ledger, CONNECTOR_POLICY, 'A', off(ms, (500 * minute) / 1_440));
		}
		const end = off(MORNING_IN_BEIJING + 3 * 24 * HOUR_MS, 1_500);
		const { resetsAtMs } = statusOf(ledger, CONNECTOR_POLICY, 'A', end);
		expect(trustedMs(ledger.time, end)).toBeCloseTo(end.wallMs, 0);
		expect(resetsAtMs).toBe(Date.UTC(2026, 10, 25, 16));
	});

	it('follow the platform and not a wrong wall clock once it has told its time', () => {
		const ledger = openLedger('i', off(MORNING_IN_BEIJING, 60_000));
		const { id } = ask(ledger, MORNING_IN_BEIJING + 5_000);
		const settled = { id, isAnswered: true, platformAtMs: MORNING_IN_BEIJING + 6_000 };
		settleCall(ledger, settled, off(MORNING_IN_BEIJING + 6_000, 60_000));
		// Later the wall clock is set half an hour ahead, and nobody calls for hours.
		const midnight = Date.UTC(2026, 10, 22, 16);
		for (const beforeMs of [3 * HOUR_MS, HOUR_MS, 70_000, 30_000, 1_000]) {
			const moment = off(midnight - beforeMs, 30 * 60_000);
			const { dayInShanghai } = statusOf(ledger, CONNECTOR_POLICY, 'A', moment);
			expect(dayInShanghai).toBe('2026-11-22');
		}
	});
});

describe('the last hours of the day', () => {
	const EIGHT_PM_IN_BEIJING = Date.UTC(2026, 10, 22, 12);

	it('release what a share does not need at an even pace', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const early = askMany(ledger, 60, 'action', MORNING_IN_BEIJING);
		expect(early.filter(({ granted }) => granted)).toHaveLength(40);
		const late = askMany(ledger, 160, 'action', EIGHT_PM_IN_BEIJING);
		// 130 x 4/24 = 22 stay for triggers, 4 for recovery, 14 x 4/24 = 3 for drop-downs, 4 for Connect.
		expect(late.filter(({ granted }) => granted).length).toBeGreaterThanOrEqual(160 - 33);
		const status = statusOf(ledger, CONNECTOR_POLICY, 'A', at(EIGHT_PM_IN_BEIJING + 200_000));
		expect(status.left).toBeLessThanOrEqual(33);
		const others = askMany(ledger, 40, 'trigger', EIGHT_PM_IN_BEIJING + 201_000);
		expect(others.filter(({ granted }) => granted).length).toBeGreaterThanOrEqual(21);
		const recovery = askMany(ledger, 10, 'recovery', EIGHT_PM_IN_BEIJING + 300_000);
		expect(recovery.filter(({ granted }) => granted)).toHaveLength(4);
	});

	it('never lend more than the day has', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const grants = PURPOSES.flatMap((purpose, i) =>
			askMany(ledger, 250, purpose, EIGHT_PM_IN_BEIJING + i * 3_000_000),
		);
		const granted = grants.filter((grant) => grant.granted).length;
		expect(granted).toBeLessThanOrEqual(200);
		expect(granted).toBeGreaterThan(180);
	});

	it('keep every share to itself when the credential says so', () => {
		const policy = withShares(CONNECTOR_POLICY, CONNECTOR_POLICY.shares, 0);
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const granted = Array.from({ length: 60 }, (_, i) => {
			const call = { id: `keep-${i}`, account: 'A', purpose: 'action' as const, spender: 'W' };
			return reserveCall(ledger, policy, call, at(EIGHT_PM_IN_BEIJING + i * 1_000)).granted;
		});
		expect(granted.filter(Boolean)).toHaveLength(40);
	});
});

describe('a platform that counts by the minute', () => {
	const ask5 = (ledger: Ledger, nowMs: number) => {
		const call = { id: `call-${nextId++}`, account: 'A', purpose: 'action' as const, spender: 'W' };
		return { id: call.id, grant: reserveCall(ledger, ALIBABA_FREE_POLICY, call, at(nowMs)) };
	};

	it('knows no midnight', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const { grant } = ask5(ledger, Date.UTC(2026, 10, 22, 16) - 1_000);
		if (!grant.granted) throw new Error('refused');
		expect(grant.validForMs).toBeGreaterThan(86_400_000);
	});

	it('frees a slot 62 seconds after the answer, not after the sending', () => {
		const ledger = openLedger('i', at(0));
		// An earlier process may have sent until now and be answered within 25 seconds.
		expect(ask5(ledger, 86_999).grant).toMatchObject({ granted: false, reason: 'minute' });
		const calls = Array.from({ length: 5 }, () => ask5(ledger, 87_000));
		expect(calls.every(({ grant }) => grant.granted)).toBe(true);
		expect(ask5(ledger, 87_000).grant.granted).toBe(false);
		const settled = { id: calls[0]?.id ?? '', isAnswered: true };
		settleCall(ledger, settled, at(95_000));
		expect(ask5(ledger, 156_999).grant).toMatchObject({ granted: false, opensInMs: 1 });
		expect(ask5(ledger, 157_000).grant.granted).toBe(true);
		// The four others have no answer yet.
		expect(ask5(ledger, 157_000).grant.granted).toBe(false);
	});

	it('frees the slot of a call that never left at once, and of a lost one in time', () => {
		const ledger = openLedger('i', at(0));
		const calls = Array.from({ length: 5 }, () => ask5(ledger, 87_000));
		giveBackCall(ledger, calls[0]?.id ?? '', at(88_000));
		expect(ask5(ledger, 88_000).grant.granted).toBe(true);
		expect(ask5(ledger, 165_000).grant.granted).toBe(false);
		expect(ask5(ledger, 87_000 + 25_000 + 62_000).grant.granted).toBe(true);
	});

	it('is left alone for a week after a block', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const block = { account: ANY_ACCOUNT, isDayLimit: false };
		blockAccount(ledger, ALIBABA_FREE_POLICY, block, at(MORNING_IN_BEIJING));
		const reloaded = openLedger('j', at(MORNING_IN_BEIJING + 86_400_000));
		mergeState(reloaded, copyOf(ledger), MORNING_IN_BEIJING + 86_400_000);
		const sixDays = MORNING_IN_BEIJING + 6.9 * 86_400_000;
		expect(ask5(reloaded, sixDays).grant).toMatchObject({ granted: false, reason: 'blocked' });
		expect(ask5(reloaded, MORNING_IN_BEIJING + 7.1 * 86_400_000).grant.granted).toBe(true);
	});
});

describe('limit answers', () => {
	it('hold the account for the stated time, the penalty, or the rest of the day', () => {
		const opensAfter = (banMs: number | undefined, isDayLimit: boolean) => {
			const ledger = openLedger('i', at(MORNING_IN_BEIJING));
			const ban = banMs === undefined ? {} : { banMs };
			blockAccount(
				ledger,
				CONNECTOR_POLICY,
				{ account: 'A', isDayLimit, ...ban },
				at(MORNING_IN_BEIJING),
			);
			const { grant } = ask(ledger, MORNING_IN_BEIJING);
			if (!('opensAtMs' in grant)) throw new Error('granted during a ban');
			expect(ask(ledger, grant.opensAtMs - 1).grant.granted).toBe(false);
			// A day's end is followed by the quiet seconds of midnight.
			const openMs = isDayLimit ? grant.opensAtMs + 5_000 : grant.opensAtMs;
			expect(ask(ledger, openMs).grant.granted).toBe(true);
			return grant.opensAtMs - MORNING_IN_BEIJING;
		};
		expect(opensAfter(1_000, false)).toBe(1_500);
		expect(opensAfter(undefined, false)).toBe(15 * 60_000 + 500);
		expect(opensAfter(undefined, true)).toBe(16 * 3_600_000);
	});

	it('about the day before, told just after midnight, do not close the new day', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const afterMidnight = Date.UTC(2026, 10, 22, 16) + 2_000;
		const block = { account: 'A', isDayLimit: true };
		const pauseMs = blockAccount(ledger, CONNECTOR_POLICY, block, at(afterMidnight));
		expect(pauseMs).toBeLessThan(16 * 60_000);
		expect(ask(ledger, afterMidnight + 3_600_000).grant.granted).toBe(true);
	});

	it('hold every account when the pause is for all', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		blockAccount(
			ledger,
			CONNECTOR_POLICY,
			{ account: ANY_ACCOUNT, banMs: 1_000, isDayLimit: false },
			at(MORNING_IN_BEIJING),
		);
		expect(ask(ledger, MORNING_IN_BEIJING, 'trigger', 'A').grant).toMatchObject({
			reason: 'blocked',
		});
		expect(ask(ledger, MORNING_IN_BEIJING, 'trigger', 'B').grant).toMatchObject({
			reason: 'blocked',
		});
	});
});

describe('after a pause', () => {
	const ban = { account: ANY_ACCOUNT, banMs: 60_000, isDayLimit: false };
	const OPEN = MORNING_IN_BEIJING + 61_000;

	function paused(): Ledger {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		blockAccount(ledger, CONNECTOR_POLICY, ban, at(MORNING_IN_BEIJING));
		return ledger;
	}

	it('one call goes ahead, the others follow when it was answered', () => {
		const ledger = paused();
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', at(OPEN - 2_000)).breaker).toBe('paused');
		const probe = ask(ledger, OPEN, 'trigger', 'A');
		expect(probe.grant).toMatchObject({ granted: true, isProbe: true });
		expect(ask(ledger, OPEN, 'action', 'B').grant).toMatchObject({ reason: 'probing' });
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', at(OPEN)).breaker).toBe('halfOpen');
		settleCall(ledger, { id: probe.id, isAnswered: true }, at(OPEN + 500));
		expect(ask(ledger, OPEN + 600).grant).toMatchObject({ granted: true, isProbe: false });
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', at(OPEN + 600)).breaker).toBe('passing');
	});

	it('a second limit answer closes the account again', () => {
		const ledger = paused();
		const probe = ask(ledger, OPEN);
		blockAccount(ledger, CONNECTOR_POLICY, ban, at(OPEN + 500));
		settleCall(ledger, { id: probe.id, isAnswered: true }, at(OPEN + 500));
		expect(ask(ledger, OPEN + 30_000).grant).toMatchObject({ reason: 'blocked' });
		expect(ask(ledger, OPEN + 62_000).grant).toMatchObject({ granted: true, isProbe: true });
	});

	it('a probe that brought no answer, or of which nothing is heard, makes room for another', () => {
		const ledger = paused();
		const lost = ask(ledger, OPEN);
		settleCall(ledger, { id: lost.id, isAnswered: false }, at(OPEN + 1_000));
		expect(ask(ledger, OPEN + 1_100).grant).toMatchObject({ isProbe: true });
		expect(ask(ledger, OPEN + 20_000).grant).toMatchObject({ reason: 'probing' });
		expect(ask(ledger, OPEN + 30_000).grant).toMatchObject({ granted: true, isProbe: true });
	});

	it('fewer calls a second leave for the rest of the day', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		// One breach is told to each call that was on its way, and teaches once.
		for (let i = 0; i < 4; i++) blockAccount(ledger, CONNECTOR_POLICY, ban, at(MORNING_IN_BEIJING));
		const { id } = ask(ledger, OPEN);
		settleCall(ledger, { id, isAnswered: true }, at(OPEN));
		const waits = Array.from({ length: 6 }, () => {
			const { grant } = ask(ledger, OPEN, 'trigger');
			return grant.granted ? grant.waitMs : Number.NaN;
		});
		const inASecond = waits.filter((waitMs) => waitMs >= 1_000 && waitMs < 2_000);
		expect(inASecond.length).toBeLessThanOrEqual(3);
		const status = statusOf(ledger, CONNECTOR_POLICY, 'A', at(OPEN));
		expect(status.learnedCallsPerSecond).toBe(3);
		const tomorrow = at(MORNING_IN_BEIJING + 86_400_000);
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', tomorrow).learnedCallsPerSecond).toBeUndefined();
	});
});

describe('processes that follow each other', () => {
	it('leave no slot beside those that the one before has promised', () => {
		const first = openLedger('first', at(MORNING_IN_BEIJING));
		const planned = Array.from({ length: 20 }, () => {
			const { grant } = ask(first, MORNING_IN_BEIJING + 2_000, 'trigger');
			return grant.granted ? MORNING_IN_BEIJING + 2_000 + grant.waitMs : 0;
		});
		const startedAt = MORNING_IN_BEIJING + 5_000;
		const second = openLedger('second', at(startedAt));
		mergeState(second, copyOf(first), startedAt);
		const { grant } = ask(second, startedAt, 'trigger');
		if (!grant.granted) throw new Error('refused');
		expect(startedAt + grant.waitMs).toBeGreaterThan(Math.max(...planned) + 1_000);
	});

	it('do not bring a pause back that was proven over', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const block = { account: 'A', banMs: 1_000, isDayLimit: false };
		blockAccount(ledger, CONNECTOR_POLICY, block, at(MORNING_IN_BEIJING));
		const older = copyOf(ledger);
		const { id } = ask(ledger, MORNING_IN_BEIJING + 5_000);
		settleCall(ledger, { id, isAnswered: true }, at(MORNING_IN_BEIJING + 5_100));
		mergeState(ledger, older, MORNING_IN_BEIJING + 6_000);
		expect(ask(ledger, MORNING_IN_BEIJING + 6_000).grant).toMatchObject({ isProbe: false });
	});
});

describe('the status', () => {
	it('of an account whose seller is unknown is that of the account that binds it', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		askMany(ledger, 130, 'trigger', MORNING_IN_BEIJING);
		const later = at(MORNING_IN_BEIJING + 140_000);
		const status = statusOf(ledger, CONNECTOR_POLICY, ANY_ACCOUNT, later);
		expect(status).toMatchObject({ used: 130, byPurpose: { trigger: { left: 0 } } });
		const call = { id: 'any', account: ANY_ACCOUNT, purpose: 'trigger' as const, spender: 'W' };
		const refused = reserveCall(ledger, CONNECTOR_POLICY, call, later);
		expect(refused).toMatchObject({ reason: 'share', spending: [{ calls: 130 }] });
	});

	it('tells calls on their way and where the day will end at this pace', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const first = ask(ledger, MORNING_IN_BEIJING);
		ask(ledger, MORNING_IN_BEIJING);
		settleCall(ledger, { id: first.id, isAnswered: true }, at(MORNING_IN_BEIJING + 1_000));
		const status = statusOf(ledger, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING + 2_000));
		// A third of the Beijing day has passed.
		expect(status).toMatchObject({ used: 2, reserved: 1, forecast: 6, left: 198 });
		const later = statusOf(ledger, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING + 120_000));
		expect(later.reserved).toBe(0);
	});
});

describe('the second window', () => {
	it('never lets more than four calls into any second, however they are asked for', () => {
		const steps = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 20, maxLength: 60 });
		fc.assert(
			fc.property(steps, (gapsMs) => {
				const ledger = openLedger('i', at(MORNING_IN_BEIJING));
				let nowMs = MORNING_IN_BEIJING;
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
		const { grant } = ask(openLedger('i', at(MORNING_IN_BEIJING)), MORNING_IN_BEIJING);
		expect(grant).toMatchObject({ granted: true, waitMs: 1_100 });
	});

	it('refuses what would wait too long', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const grants = Array.from(
			{ length: 80 },
			() => ask(ledger, MORNING_IN_BEIJING, 'trigger').grant,
		);
		const waits = grants.map((grant) => (grant.granted ? grant.waitMs : 0));
		expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
		expect(grants.at(-1)).toMatchObject({ granted: false, reason: 'second' });
	});
});

describe('odd surroundings', () => {
	it('names that every object has are counted like any other', () => {
		for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
			const ledger = openLedger('i', at(MORNING_IN_BEIJING));
			const grants = Array.from({ length: 60 }, (_, i) => {
				const call = {
					id: `${name}-${i}`,
					account: name,
					purpose: 'action' as const,
					spender: name,
				};
				return reserveCall(ledger, CONNECTOR_POLICY, call, at(MORNING_IN_BEIJING + i * 1_000));
			});
			expect(grants.filter(({ granted }) => granted)).toHaveLength(40);
			expect(statusOf(ledger, CONNECTOR_POLICY, name, at(MORNING_IN_BEIJING)).used).toBe(40);
			expect(({} as Record<string, unknown>).action).toBeUndefined();
		}
	});

	it('a clock that was a year ahead before a restart does not lock the counter', () => {
		const yearAhead = MORNING_IN_BEIJING + 365 * 86_400_000;
		const wrong = openLedger('i', at(yearAhead));
		askMany(wrong, 40, 'action', yearAhead);
		blockAccount(wrong, CONNECTOR_POLICY, { account: 'B', isDayLimit: true }, at(yearAhead));
		const ledger = openLedger('j', at(MORNING_IN_BEIJING));
		const stored = copyOf(wrong);
		mergeState(ledger, stored, MORNING_IN_BEIJING);
		// What was counted still counts today, and is gone tomorrow.
		expect(ask(ledger, MORNING_IN_BEIJING).grant).toMatchObject({ reason: 'share' });
		expect(ask(ledger, MORNING_IN_BEIJING + 86_400_000).grant.granted).toBe(true);
		const later = MORNING_IN_BEIJING + 8 * 86_400_000;
		expect(ask(ledger, later, 'action', 'B').grant.granted).toBe(true);
	});

	it('apps in one process share the second window', () => {
		const first = ledgerInProcess('1', 'secret-one', drivenClock(MORNING_IN_BEIJING));
		const second = ledgerInProcess('2', 'secret-two', drivenClock(MORNING_IN_BEIJING));
		const slots = [first, second, first, second, first, second, first, second].map((ledger) => {
			const { grant } = ask(ledger, MORNING_IN_BEIJING, 'trigger');
			return grant.granted ? grant.waitMs : Number.NaN;
		});
		const crowd = slots.map((from) => slots.filter((at) => at >= from && at < from + 1_000).length);
		expect(Math.max(...crowd)).toBeLessThanOrEqual(4);
	});
});

describe('states', () => {
	it('merge by the larger number in any order, so an older copy lowers nothing', () => {
		const ledger = openLedger('first', at(MORNING_IN_BEIJING));
		askMany(ledger, 3, 'action', MORNING_IN_BEIJING);
		const old = copyOf(ledger);
		askMany(ledger, 5, 'action', MORNING_IN_BEIJING + 10_000);
		mergeState(ledger, old, MORNING_IN_BEIJING);
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING)).used).toBe(8);

		const reloaded = openLedger('second', at(MORNING_IN_BEIJING));
		mergeState(reloaded, copyOf(ledger), MORNING_IN_BEIJING);
		askMany(reloaded, 2, 'action', MORNING_IN_BEIJING + 20_000);
		expect(statusOf(reloaded, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING)).used).toBe(10);
		mergeState(reloaded, old, MORNING_IN_BEIJING);
		expect(statusOf(reloaded, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING)).used).toBe(10);
	});

	it('keep a ban over a restart', () => {
		const ledger = openLedger('first', at(MORNING_IN_BEIJING));
		blockAccount(
			ledger,
			CONNECTOR_POLICY,
			{ account: 'A', isDayLimit: true },
			at(MORNING_IN_BEIJING),
		);
		const reloaded = openLedger('second', at(MORNING_IN_BEIJING));
		mergeState(reloaded, copyOf(ledger), MORNING_IN_BEIJING);
		expect(ask(reloaded, MORNING_IN_BEIJING + 60_000).grant).toMatchObject({ reason: 'blocked' });
	});

	it('of the first version are taken over with all calls and pauses', () => {
		const first = {
			version: 1,
			count: {
				dayInShanghai: '2026-11-22',
				instances: {
					old: { A: { action: { Orders: [40, 1] } }, '*': { recovery: { C: [2, 0] } } },
				},
			},
			blocks: { B: MORNING_IN_BEIJING + 60_000 },
		};
		const stored = readStoredState(first);
		if (!stored) throw new Error('nothing read');
		const ledger = openLedger('new', at(MORNING_IN_BEIJING));
		mergeState(ledger, stored, MORNING_IN_BEIJING);
		expect(statusOf(ledger, CONNECTOR_POLICY, 'A', at(MORNING_IN_BEIJING)).used).toBe(41);
		expect(ask(ledger, MORNING_IN_BEIJING, 'action', 'B').grant).toMatchObject({
			reason: 'blocked',
		});
	});

	it('of an unknown version are refused rather than forgotten', () => {
		expect(() => readStoredState({ version: 3, count: 'elsewhere' })).toThrow(TypeError);
		expect(readStoredState(undefined)).toBeUndefined();
	});

	it('stay small and exact over many restarts in a day, also when writes cross', () => {
		let stored: unknown;
		let previous: unknown;
		for (let start = 0; start < 200; start++) {
			const nowMs = MORNING_IN_BEIJING + start * 70_000;
			const ledger = openLedger(`start-${start}`, at(nowMs));
			// A request that was loaded before the last save was written brings an older copy.
			for (const copy of [stored, previous]) {
				const state = readStoredState(copy);
				if (state) mergeState(ledger, state, nowMs);
			}
			ask(ledger, nowMs + 2_000, 'trigger');
			previous = stored;
			stored = JSON.parse(JSON.stringify(ledger.state));
			const state = readStoredState(previous);
			if (state) mergeState(ledger, state, nowMs);
			const { used } = statusOf(ledger, CONNECTOR_POLICY, 'A', at(nowMs));
			expect(used).toBe(Math.min(start + 1, 130));
		}
		expect(JSON.stringify(stored).length).toBeLessThan(12_000);
	});

	it('stay small however many workflows spend', () => {
		const ledger = openLedger('i', at(MORNING_IN_BEIJING));
		const policy = customPolicy(100_000, 1_000);
		for (let i = 0; i < 5_000; i++) {
			const call = {
				id: `many-${i}`,
				account: 'A',
				purpose: 'action' as const,
				spender: `Workflow ${i}`,
			};
			reserveCall(ledger, policy, call, at(MORNING_IN_BEIJING + i * 100));
		}
		expect(JSON.stringify(ledger.state).length).toBeLessThan(4_000);
		expect(statusOf(ledger, policy, 'A', at(MORNING_IN_BEIJING)).used).toBe(5_000);
		expect(ledger.recent.size).toBeLessThanOrEqual(5_000);
	});
});
