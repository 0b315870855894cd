import fc from 'fast-check';

import { dayInShanghai } from '../../nodes/time/zones.ts';
import { ANY_ACCOUNT } from '../../nodes/quota/count.ts';
import { roll } from '../../nodes/quota/day.ts';
import { mergeState, openLedger, type LedgerState } from '../../nodes/quota/ledgerState.ts';
import {
	ALIBABA_ENTERPRISE_POLICY,
	ALIBABA_FREE_POLICY,
	CONNECTOR_POLICY,
	customPolicy,
	PURPOSES,
	reserveOf,
	SHARED_PURPOSES,
	type Policy,
} from '../../nodes/quota/policy.ts';
import { reserveCall } from '../../nodes/quota/ledger.ts';
import { statusOf } from '../../nodes/quota/status.ts';
import { countsByDay, mostWithin, openModel, type Sent, type Step } from './quotaModel.mts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Two hours before midnight in Beijing, so that most runs meet it. */
const START_MS = Date.UTC(2026, 10, 22, 14);
const ACCOUNTS = ['A', 'B'];
/** Small enough to be used up in a run. */
const SMALL_POLICY = customPolicy(20, 5);

const account = fc.constantFrom(...ACCOUNTS, 'A', ANY_ACCOUNT);
const purpose = fc.constantFrom(...PURPOSES);
const which = fc.integer({ min: 0, max: 12 });
const between = (min: number, max: number) => fc.integer({ min, max });
/** Milliseconds to hours: most of what goes wrong does so within seconds. */
const duration = fc.oneof(
	between(0, 1_200),
	between(0, 20 * SECOND),
	between(0, 3 * MINUTE),
	between(0, 3 * HOUR),
);

const pass = fc.record({ kind: fc.constant('pass' as const), ms: duration });
const reserve = fc.record({
	kind: fc.constant('reserve' as const),
	account,
	purpose,
	times: fc.oneof(between(1, 3), between(1, 60)),
});
const approach = fc.record({
	kind: fc.constant('approachMidnight' as const),
	beforeMs: between(0, 16 * SECOND),
});
const others: Array<fc.Arbitrary<Step>> = [
	fc.record({ kind: fc.constant('unheard' as const), account, purpose }),
	fc.record({ kind: fc.constant('settle' as const), which, isAnswered: fc.boolean() }),
	fc.record({ kind: fc.constant('giveBack' as const), which }),
	fc.record(
		{
			kind: fc.constant('block' as const),
			account,
			banMs: fc.constantFrom(SECOND, 30 * SECOND, 15 * MINUTE),
			isDayLimit: fc.constant(false),
		},
		{ requiredKeys: ['kind', 'account', 'isDayLimit'] },
	),
	// A computer has set its clock by the time n8n starts: across a restart there is nothing else.
	fc.record({
		kind: fc.constant('crash' as const),
		downMs: fc.oneof(between(0, 300), between(0, 20 * SECOND)),
		clockOffMs: between(-500, 500),
	}),
	fc.constant({ kind: 'reload' as const }),
	fc.record({
		kind: fc.constant('setClock' as const),
		byMs: fc.oneof(between(-5 * SECOND, 5 * SECOND), between(-HOUR, HOUR), between(-DAY, DAY)),
		forMs: between(0, 30 * MINUTE),
	}),
	fc.record({ kind: fc.constant('stale' as const), which }),
];
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof({ weight: 4, arbitrary: reserve }, { weight: 5, arbitrary: pass }, approach, ...others),
	{ minLength: 5, maxLength: 60, size: 'max' },
);

function modelAfter(policy: Policy, taken: readonly Step[], after?: (model: Model) => void): Model {
	const model = openModel(policy, START_MS);
	for (const step of taken) {
		model.take(step);
		after?.(model);
	}
	return model;
}
type Model = ReturnType<typeof openModel>;

/** Until when a call may have been counted at the latest, true time. */
function countedUntilMs(call: Sent): number {
	const givenUpMs = Math.min(call.leavesAtMs + 25 * SECOND, call.abandonedAtMs ?? Infinity);
	return call.answeredAtMs ?? Math.max(call.leavesAtMs, givenUpMs);
}

/** Calls that are on their way while the package is loaded anew, and answered by the old copy. */
const answeredAfterReload: Step[] = [
	{ kind: 'pass', ms: 2 * MINUTE },
	{ kind: 'reserve', account: 'A', purpose: 'action', times: 5 },
	{ kind: 'pass', ms: SECOND },
	{ kind: 'reload' },
	{ kind: 'pass', ms: 18 * SECOND },
	...[0, 1, 2, 3, 4].map((nth): Step => ({ kind: 'settle', which: nth, isAnswered: true })),
	{ kind: 'pass', ms: 45 * SECOND },
	{ kind: 'reserve', account: 'A', purpose: 'action', times: 5 },
];

const policies = fc.constantFrom(CONNECTOR_POLICY, SMALL_POLICY);
/** One seed, so that a run says the same of the same code; change it to search further. */
const RUNS = { numRuns: 150, seed: 20_261_122 };

describe('whatever happens, in whatever order', () => {
	it('no more than five calls leave within any second', () => {
		fc.assert(
			fc.property(policies, steps, (policy, taken) => {
				const left = modelAfter(policy, taken).departures();
				const most = mostWithin(
					left.map(({ leavesAtMs }) => leavesAtMs),
					SECOND,
				);
				expect(most).toBeLessThanOrEqual(5);
			}),
			RUNS,
		);
	});

	it('no account makes more calls on a day of the platform than it may', () => {
		fc.assert(
			fc.property(policies, steps, (policy, taken) => {
				const left = modelAfter(policy, taken).departures();
				for (const name of ACCOUNTS) {
					for (const count of countsByDay(left, name).values()) {
						expect(count).toBeLessThanOrEqual(policy.windows.day ?? 0);
					}
				}
			}),
			RUNS,
		);
	});

	it('no more calls are on their way or a minute old than the platform counts', () => {
		const perMinute = fc.constantFrom(ALIBABA_FREE_POLICY, ALIBABA_ENTERPRISE_POLICY);
		fc.assert(
			fc.property(perMinute, steps, (policy, taken) => {
				const left = modelAfter(policy, taken).departures();
				for (const call of left) {
					const counting = left.filter(
						(other) =>
							other.leavesAtMs <= call.leavesAtMs &&
							countedUntilMs(other) > call.leavesAtMs - MINUTE,
					);
					expect(counting.length).toBeLessThanOrEqual(policy.windows.minute ?? 0);
				}
			}),
			{ ...RUNS, examples: [[ALIBABA_FREE_POLICY, answeredAfterReload]] },
		);
	});

	it('a purpose gets no more than its share before the last hours of the day', () => {
		fc.assert(
			fc.property(policies, steps, (policy, taken) => {
				const early = modelAfter(policy, taken)
					.departures()
					.filter(
						({ leavesAtMs }) => (leavesAtMs + 8 * HOUR) % DAY < DAY - policy.releaseHours * HOUR,
					);
				for (const name of ACCOUNTS) {
					for (const wanted of SHARED_PURPOSES) {
						const mine = early.filter((call) => call.purpose === wanted);
						for (const count of countsByDay(mine, name).values()) {
							expect(count).toBeLessThanOrEqual(policy.shares[wanted]);
						}
					}
				}
			}),
			RUNS,
		);
	});

	it('the last calls of a day are left to Connect', () => {
		fc.assert(
			fc.property(policies, steps, (policy, taken) => {
				const { day = 0 } = policy.windows;
				const left = modelAfter(policy, taken).departures();
				const others = left.filter((call) => call.purpose !== 'connect');
				for (const name of ACCOUNTS) {
					for (const count of countsByDay(others, name).values()) {
						expect(count).toBeLessThanOrEqual(day - reserveOf(day));
					}
				}
			}),
			RUNS,
		);
	});

	it('no call that was acknowledged is forgotten', () => {
		fc.assert(
			fc.property(policies, steps, (policy, taken) => {
				modelAfter(policy, taken, (model) => {
					for (const name of ACCOUNTS) {
						const { used, dayInShanghai: day } = model.status(name);
						// Right at midnight both days are right.
						if (day !== dayInShanghai(model.nowMs())) continue;
						const acknowledged = model
							.departures()
							.filter((call) => dayInShanghai(call.grantedAtMs) === day);
						const made = countsByDay(acknowledged, name).get(day) ?? 0;
						expect(used).toBeGreaterThanOrEqual(made);
					}
				});
			}),
			RUNS,
		);
	});

	it('no call is granted while the platform refuses', () => {
		// A second for clocks that were set during a restart, and a thousandth for those that drift.
		const early = (fromMs: number, untilMs: number) => SECOND + (untilMs - fromMs) / 500;
		fc.assert(
			fc.property(policies, steps, (policy, taken) => {
				const { sent, blocks } = modelAfter(policy, taken);
				for (const { account: paused, fromMs, untilMs } of blocks) {
					const into = sent.filter(
						(call) =>
							(call.account === paused || paused === ANY_ACCOUNT) &&
							call.grantedAtMs > fromMs &&
							call.grantedAtMs < untilMs - early(fromMs, untilMs),
					);
					expect(into).toEqual([]);
				}
			}),
			RUNS,
		);
	});

	it('a refusal says when to ask again, and that is never long ago or days ahead', () => {
		fc.assert(
			fc.property(policies, steps, (policy, taken) => {
				for (const { opensInMs } of modelAfter(policy, taken).refused) {
					expect(opensInMs).toBeGreaterThanOrEqual(0);
					expect(opensInMs).toBeLessThanOrEqual(DAY + MINUTE);
				}
			}),
			RUNS,
		);
	});

	it('what is stored stays small', () => {
		fc.assert(
			fc.property(policies, steps, (policy, taken) => {
				const { stored } = modelAfter(policy, taken);
				const longest = Math.max(0, ...stored.map((text) => text.length));
				// Every granted call can bring a name of a workflow, so the day bounds it.
				expect(longest).toBeLessThan(40_000);
			}),
			RUNS,
		);
	});
});

/** Copies that came from one state and then counted each for itself, as after a reload. */
function statesOf(taken: readonly Step[]): LedgerState[] {
	const { stored } = modelAfter(CONNECTOR_POLICY, taken);
	return stored.map((text) => JSON.parse(text) as LedgerState);
}

function merged(states: readonly LedgerState[]): Record<string, number> {
	const at = { wallMs: START_MS, monotonicMs: 0 };
	const ledger = openLedger('merging', at);
	for (const state of states) mergeState(ledger, structuredClone(state), roll(ledger, at));
	const used = ACCOUNTS.map((name) => statusOf(ledger, CONNECTOR_POLICY, name, at).used);
	return { A: used[0] ?? 0, B: used[1] ?? 0 };
}

describe('states that meet', () => {
	/** On one day: a merge across midnight drops the day before, which is asked elsewhere. */
	const sameDay = steps.map((taken) =>
		taken
			.filter(({ kind }) => kind !== 'setClock' && kind !== 'approachMidnight')
			.map((step) => (step.kind === 'pass' ? { ...step, ms: step.ms % (20 * SECOND) } : step)),
	);

	it('give the same numbers in whatever order they are merged, and however often', () => {
		fc.assert(
			fc.property(sameDay, fc.array(fc.nat(), { maxLength: 12 }), (taken, picks) => {
				const states = statesOf(taken);
				if (states.length === 0) return;
				const some = picks.map((pick) => states[pick % states.length]!);
				const all = merged([...some, ...states]);
				expect(merged([...states, ...some])).toEqual(all);
				expect(merged([...states].reverse())).toEqual(all);
				expect(merged([...states, ...states])).toEqual(all);
			}),
			RUNS,
		);
	});

	it('never give less than the newest of them', () => {
		fc.assert(
			fc.property(sameDay, fc.nat(), (taken, pick) => {
				const states = statesOf(taken);
				const newest = states.at(-1);
				const older = states[pick % Math.max(1, states.length)];
				if (!newest || !older) return;
				const alone = merged([newest]);
				for (const name of ACCOUNTS) {
					expect(merged([older, newest])[name]).toBeGreaterThanOrEqual(alone[name] ?? 0);
					expect(merged([newest, older])[name]).toBeGreaterThanOrEqual(alone[name] ?? 0);
				}
			}),
			RUNS,
		);
	});

	it('stay small over a hundred starts, and lose no call', () => {
		const model = openModel(customPolicy(10_000, 1_000), START_MS - 13 * HOUR);
		for (let start = 0; start < 100; start += 1) {
			model.take({ kind: 'reserve', account: 'A', purpose: 'trigger', times: 5 });
			model.take({ kind: 'pass', ms: 7 * MINUTE });
			model.take({ kind: 'crash', downMs: 5 * SECOND, clockOffMs: 0 });
		}
		expect(model.status('A').used).toBe(500);
		const { instances, folded } = model.ledger().state.count;
		expect(Object.keys(instances).length).toBeLessThan(25);
		expect(folded.length).toBeLessThanOrEqual(100);
		expect(model.stored.at(-1)?.length).toBeLessThan(40_000);
	});

	it('counts one call for an id, however often it is asked', () => {
		fc.assert(
			fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 40 }), (ids) => {
				const at = { wallMs: START_MS, monotonicMs: 0 };
				const ledger = openLedger('same', at);
				const answers = ids.map((id) => {
					const call = { id: `${id}`, account: 'A', purpose: 'trigger', spender: 'W' } as const;
					return reserveCall(ledger, CONNECTOR_POLICY, call, at);
				});
				expect(answers.every(({ granted }) => granted)).toBe(true);
				const { used } = statusOf(ledger, CONNECTOR_POLICY, 'A', at);
				expect(used).toBe(new Set(ids).size);
			}),
			RUNS,
		);
	});
});
