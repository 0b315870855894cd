import { isFreshRequest, knowsApp } from '../../../../nodes/AliExpress/connect/bridge.ts';
import type { Account } from '../../../../nodes/AliExpress/account/account.ts';

const MINUTE = 60_000;
let run = 0;
/** Every test in a time of its own, far from the others. */
const begin = () => 1_790_000_000_000 + run++ * 1_000 * MINUTE;

describe('a signed request', () => {
	it('is good once, within five minutes of its own time', () => {
		const nowMs = begin();
		expect(isFreshRequest('a', nowMs, nowMs)).toBe(true);
		expect(isFreshRequest('a', nowMs, nowMs)).toBe(false);
		expect(isFreshRequest('a', nowMs, nowMs + 5 * MINUTE)).toBe(false);
		expect(isFreshRequest('b', nowMs - 5 * MINUTE, nowMs)).toBe(true);
		expect(isFreshRequest('c', nowMs + 5 * MINUTE, nowMs)).toBe(true);
		expect(isFreshRequest('d', nowMs - 5 * MINUTE - 1, nowMs)).toBe(false);
		expect(isFreshRequest('e', nowMs + 5 * MINUTE + 1, nowMs)).toBe(false);
	});

	it('of a clock that is ahead stays known until its time is over', () => {
		const nowMs = begin();
		const atMs = nowMs + 5 * MINUTE;
		expect(isFreshRequest('ahead', atMs, nowMs)).toBe(true);
		for (const laterMs of [1, 5 * MINUTE, 10 * MINUTE - 1]) {
			expect(isFreshRequest('ahead', atMs, nowMs + laterMs)).toBe(false);
		}
		expect(isFreshRequest('ahead', atMs, nowMs + 10 * MINUTE + 1)).toBe(false);
	});

	it('is taken however many came before it, and a copy of the newest is not', () => {
		const nowMs = begin();
		const taken = Array.from({ length: 50_000 }, (_, n) =>
			isFreshRequest(`many:${n}`, nowMs, nowMs),
		);
		expect(taken.filter(Boolean)).toHaveLength(50_000);
		for (const n of [49_999, 40_000, 30_001]) {
			expect(isFreshRequest(`many:${n}`, nowMs, nowMs)).toBe(false);
		}
		// The oldest are forgotten, so that the memory has an end.
		expect(isFreshRequest('many:0', nowMs, nowMs)).toBe(true);
	});

	it('is taken when the clock was set back since', () => {
		const nowMs = begin();
		expect(isFreshRequest('before', nowMs, nowMs)).toBe(true);
		const backMs = nowMs - 60 * MINUTE;
		expect(isFreshRequest('behind', backMs, backMs)).toBe(true);
		expect(isFreshRequest('behind', backMs, backMs)).toBe(false);
	});
});

describe('an app', () => {
	const account = { appKey: '512345', appSecret: 'secret' } as Account;

	it('is known by key and secret together', () => {
		expect(knowsApp(account, '512345', 'secret')).toBe(true);
		for (const [key, secret] of [
			['512345', 'Secret'],
			['512346', 'secret'],
			['', ''],
			['512345\nsecret', ''],
		] as const) {
			expect(knowsApp(account, key, secret)).toBe(false);
		}
	});

	it('without a key or a secret is known to nobody', () => {
		for (const lacking of [
			{ ...account, appSecret: '' },
			{ ...account, appKey: '' },
		]) {
			expect(knowsApp(lacking, lacking.appKey, lacking.appSecret)).toBe(false);
		}
	});
});
