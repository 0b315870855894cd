// A token that the platform refused is never sent again, by whichever process.
import { tallyOf } from '../../../nodes/quota/ledger/count.ts';
import { blockAccount, reserveCall, settleCall } from '../../../nodes/quota/ledger/ledger.ts';
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
	type Purpose,
} from '../../../nodes/quota/policy.ts';
import { refusedTokenOf } from '../../../nodes/quota/refusedTokens.ts';
import { statusOf } from '../../../nodes/quota/ledger/status.ts';
import type { Cause } from '../../../nodes/wire/failure.ts';

const NOON_IN_BEIJING = Date.UTC(2026, 10, 22, 4);
const at = (ms: number) => ({ wallMs: ms, monotonicMs: ms });
let serial = 0;

function callWith(token: string | undefined, more: { purpose?: Purpose; account?: string } = {}) {
	serial += 1;
	const { purpose = 'action', account = 'A' } = more;
	const call = { id: `call-${serial}`, account, purpose, spender: 'W' };
	return token === undefined ? call : { ...call, token };
}
function ask(ledger: Ledger, nowMs: number, token?: string, purpose?: Purpose) {
	const call = callWith(token, purpose && { purpose });
	return reserveCall(ledger, CONNECTOR_POLICY, call, at(nowMs));
}
function refuse(ledger: Ledger, nowMs: number, name: string): void {
	const refusedToken = { name, cause: 'token' as const };
	settleCall(ledger, { id: 'long gone', isAnswered: true, refusedToken }, at(nowMs));
}
function reopened(ledger: Ledger, nowMs: number): Ledger {
	const next = openLedger('next', at(nowMs));
	const state = readStoredState(JSON.parse(JSON.stringify(ledger.state)));
	if (state) mergeState(next, state, nowMs);
	return next;
}
const usedBy = (ledger: Ledger, nowMs: number) =>
	statusOf(ledger, CONNECTOR_POLICY, 'A', at(nowMs)).used;

describe('the ledger', () => {
	it('lets out no call with a refused token, counts none, and lets out all others', () => {
		const ledger = openLedger('i', at(NOON_IN_BEIJING));
		refuse(ledger, NOON_IN_BEIJING, 'dead');
		const refused = { granted: false, reason: 'refusedToken', cause: 'token' };
		expect(ask(ledger, NOON_IN_BEIJING, 'dead')).toEqual(refused);
		expect(ask(ledger, NOON_IN_BEIJING + 86_400_000 * 30, 'dead', 'connect')).toEqual(refused);
		expect(usedBy(ledger, NOON_IN_BEIJING + 86_400_000 * 30)).toBe(0);
		for (const token of ['alive', undefined, 'constructor', '__proto__']) {
			expect(ask(ledger, NOON_IN_BEIJING + 86_400_000 * 30, token).granted).toBe(true);
		}
	});

	it('knows them after a restart, and those of two copies', () => {
		const ledger = openLedger('i', at(NOON_IN_BEIJING));
		refuse(ledger, NOON_IN_BEIJING, 'first');
		const next = reopened(ledger, NOON_IN_BEIJING + 1_000);
		refuse(next, NOON_IN_BEIJING + 1_000, 'second');
		refuse(next, NOON_IN_BEIJING + 1_000, 'constructor');
		const last = reopened(next, NOON_IN_BEIJING + 2_000);
		for (const token of ['first', 'second', 'constructor']) {
			expect(ask(last, NOON_IN_BEIJING + 5_000, token)).toMatchObject({ reason: 'refusedToken' });
		}
		expect(ask(last, NOON_IN_BEIJING + 5_000, 'toString').granted).toBe(true);
	});

	it('keeps the newest of very many', () => {
		const ledger = openLedger('i', at(NOON_IN_BEIJING));
		for (let i = 0; i < 450; i += 1) refuse(ledger, NOON_IN_BEIJING + i, `token-${i}`);
		expect(JSON.stringify(ledger.state).length).toBeLessThan(20_000);
		expect(ask(ledger, NOON_IN_BEIJING + 9_000, 'token-449').granted).toBe(false);
		expect(ask(ledger, NOON_IN_BEIJING + 9_000, 'token-250').granted).toBe(false);
		const last = reopened(ledger, NOON_IN_BEIJING + 10_000);
		expect(ask(last, NOON_IN_BEIJING + 12_000, 'token-449').granted).toBe(false);
		// Older states know of none.
		const { refusedTokens: _, ...older } = ledger.state;
		expect(readStoredState(older)?.refusedTokens).toEqual({});
		expect(readStoredState({ ...older, refusedTokens: ['odd'] })?.refusedTokens).toEqual({});
	});

	it('says that calls are paused while they are, since then nothing could be renewed either', () => {
		const ledger = openLedger('i', at(NOON_IN_BEIJING));
		refuse(ledger, NOON_IN_BEIJING, 'dead');
		const ban = { account: ANY_ACCOUNT, banMs: 60_000, isDayLimit: false };
		blockAccount(ledger, CONNECTOR_POLICY, ban, at(NOON_IN_BEIJING));
		expect(ask(ledger, NOON_IN_BEIJING + 1_000, 'dead')).toMatchObject({ reason: 'blocked' });
	});

	it('takes no slot of the minute for it', () => {
		const ledger = openLedger('i', at(0));
		refuse(ledger, 0, 'dead');
		for (let i = 0; i < 5; i += 1) {
			reserveCall(ledger, ALIBABA_FREE_POLICY, callWith('dead'), at(90_000));
		}
		const alive = reserveCall(ledger, ALIBABA_FREE_POLICY, callWith('alive'), at(90_000));
		expect(alive.granted).toBe(true);
	});
});

describe('what a refusal says about the token', () => {
	const refusal = (kind: 'read' | 'trade', cause: Cause, code = 'X') =>
		refusedTokenOf('name', { cause, code, message: '' }, kind)?.cause;

	it.each<['read' | 'trade', Cause, boolean]>([
		['read', 'token', true],
		// A method of its own can need another authorization; the token is good for the others.
		['read', 'authorization', false],
		['read', 'permission', false],
		['read', 'signature', false],
		['trade', 'refreshToken', true],
		['trade', 'token', true],
		['trade', 'authorization', true],
		['trade', 'appType', true],
		['trade', 'authorizationCode', true],
		// These can be mended without another token.
		['trade', 'signature', false],
		['trade', 'appKey', false],
		['trade', 'clock', false],
		['trade', 'ip', false],
		['trade', 'service', false],
		['trade', 'timeout', false],
		['trade', 'rateLimit', false],
	])('%s, %s: never again is %s', (kind, cause, isLasting) => {
		expect(refusal(kind, cause)).toBe(isLasting ? cause : undefined);
	});

	it('nothing when the platform only missed it, or the call carried none', () => {
		for (const code of ['MissingAccessToken', '26', '26 isv.missing-session']) {
			expect(refusal('read', 'token', code)).toBeUndefined();
		}
		expect(refusal('read', 'token', '27 isv.invalid-session')).toBe('token');
		const failure = { cause: 'token' as const, code: 'IllegalAccessToken', message: '' };
		expect(refusedTokenOf(undefined, failure, 'read')).toBeUndefined();
	});
});

describe('a call whose account turns out later', () => {
	const settled = (ledger: Ledger, id: string, account: string, nowMs: number) =>
		settleCall(ledger, { id, isAnswered: true, account }, at(nowMs));
	const used = (ledger: Ledger, account: string) => tallyOf(ledger.state.count, account).connect;

	it('counts for that one and no longer for all', () => {
		const ledger = openLedger('i', at(NOON_IN_BEIJING));
		const call = callWith('code', { purpose: 'connect', account: ANY_ACCOUNT });
		reserveCall(ledger, CONNECTOR_POLICY, call, at(NOON_IN_BEIJING));
		expect([used(ledger, 'A'), used(ledger, 'B')]).toEqual([1, 1]);
		settled(ledger, call.id, 'B', NOON_IN_BEIJING + 1_000);
		settled(ledger, call.id, 'B', NOON_IN_BEIJING + 1_000);
		expect([used(ledger, 'A'), used(ledger, 'B'), used(ledger, ANY_ACCOUNT)]).toEqual([0, 1, 0]);
	});

	it('is not moved from an account that was known, nor into the next day', () => {
		const ledger = openLedger('i', at(NOON_IN_BEIJING));
		const known = callWith('code', { purpose: 'connect' });
		reserveCall(ledger, CONNECTOR_POLICY, known, at(NOON_IN_BEIJING));
		settled(ledger, known.id, 'B', NOON_IN_BEIJING + 1_000);
		expect([used(ledger, 'A'), used(ledger, 'B')]).toEqual([1, 0]);

		const lateMs = Date.UTC(2026, 10, 22, 16) - 60_000;
		const late = callWith('code', { purpose: 'connect', account: ANY_ACCOUNT });
		reserveCall(ledger, CONNECTOR_POLICY, late, at(lateMs));
		settled(ledger, late.id, 'B', lateMs + 120_000);
		expect([used(ledger, 'A'), used(ledger, 'B')]).toEqual([0, 0]);
	});
});
