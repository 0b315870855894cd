// What holds of every counter, whatever happens and in whatever order.
import fc from 'fast-check';

import {
	ALIBABA_ENTERPRISE_POLICY,
	ALIBABA_FREE_POLICY,
	ANY_ACCOUNT,
	CONNECTOR_POLICY,
	customPolicy,
	PURPOSES,
	reserveOf,
	SHARED_PURPOSES,
	type Policy,
} from '../../../nodes/quota/policy.ts';
import { dayInShanghai } from '../../../nodes/time/zones.ts';
import {
	countsByDay,
	mostWithin,
	openModel,
	type Model,
	type OpenCounter,
	type Sent,
	type Step,
} from './model.mts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Two hours before midnight in Beijing, so that most runs meet it. */
export const START_MS = Date.UTC(2026, 10, 22, 14);
export const ACCOUNTS = ['A', 'B'];
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
export const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof({ weight: 4, arbitrary: reserve }, { weight: 5, arbitrary: pass }, approach, ...others),
	{ minLength: 5, maxLength: 60, size: 'max' },
);

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

/** One seed, so that a run says the same of the same code; change it to search further. */
export const RUNS = { numRuns: 150, seed: 20_261_122 };

/** A law, and the limits under which it can be broken. */
export interface Law {
	policies: fc.Arbitrary<Policy>;
	/** Looks at a run when it is over. */
	holds?(model: Model): void;
	/** Looks at it after each step. */
	holdsMeanwhile?(model: Model): Promise<void>;
	examples?: Array<[Policy, Step[]]>;
}

const policies = fc.constantFrom(CONNECTOR_POLICY, SMALL_POLICY);
const perMinute = fc.constantFrom(ALIBABA_FREE_POLICY, ALIBABA_ENTERPRISE_POLICY);
// A second for clocks that were set during a restart, and a thousandth for those that drift.
const early = (fromMs: number, untilMs: number) => SECOND + (untilMs - fromMs) / 500;

export const LAWS: Readonly<Record<string, Law>> = {
	'no more than five calls leave within any second': {
		policies,
		holds: ({ departures }) => {
			const leftMs = departures().map(({ leavesAtMs }) => leavesAtMs);
			expect(mostWithin(leftMs, SECOND)).toBeLessThanOrEqual(5);
		},
	},
	'no account makes more calls on a day of the platform than it may': {
		policies,
		holds: ({ departures, policy }) => {
			for (const name of ACCOUNTS) {
				for (const count of countsByDay(departures(), name).values()) {
					expect(count).toBeLessThanOrEqual(policy.windows.day ?? 0);
				}
			}
		},
	},
	'no more calls are on their way or a minute old than the platform counts': {
		policies: perMinute,
		examples: [[ALIBABA_FREE_POLICY, answeredAfterReload]],
		holds: ({ departures, policy }) => {
			const left = departures();
			for (const call of left) {
				const counting = left.filter(
					(other) =>
						other.leavesAtMs <= call.leavesAtMs && countedUntilMs(other) > call.leavesAtMs - MINUTE,
				);
				expect(counting.length).toBeLessThanOrEqual(policy.windows.minute ?? 0);
			}
		},
	},
	'a purpose gets no more than its share before shares lend': {
		policies,
		holds: ({ departures, policy }) => {
			const beforeMs = DAY - policy.releaseHours * HOUR;
			const isEarly = ({ leavesAtMs }: Sent) => (leavesAtMs + 8 * HOUR) % DAY < beforeMs;
			const earlyOnes = departures().filter(isEarly);
			for (const name of ACCOUNTS) {
				for (const wanted of SHARED_PURPOSES) {
					const mine = earlyOnes.filter((call) => call.purpose === wanted);
					for (const count of countsByDay(mine, name).values()) {
						expect(count).toBeLessThanOrEqual(policy.shares[wanted]);
					}
				}
			}
		},
	},
	'the last calls of a day are left to Connect': {
		policies,
		holds: ({ departures, policy }) => {
			const { day = 0 } = policy.windows;
			const others = departures().filter((call) => call.purpose !== 'connect');
			for (const name of ACCOUNTS) {
				for (const count of countsByDay(others, name).values()) {
					expect(count).toBeLessThanOrEqual(day - reserveOf(day));
				}
			}
		},
	},
	'no call that was acknowledged is forgotten': {
		policies,
		holdsMeanwhile: async (model) => {
			for (const name of ACCOUNTS) {
				const { used, dayInShanghai: day } = await model.status(name);
				// Right at midnight both days are right.
				if (day !== dayInShanghai(model.nowMs())) continue;
				const acknowledged = model
					.departures()
					.filter((call) => dayInShanghai(call.grantedAtMs) === day);
				const made = countsByDay(acknowledged, name).get(day) ?? 0;
				expect(used).toBeGreaterThanOrEqual(made);
			}
		},
	},
	'no call is granted while the platform refuses': {
		policies,
		holds: ({ sent, blocks }) => {
			for (const { account: paused, fromMs, untilMs } of blocks) {
				const into = sent.filter(
					(call) =>
						(call.account === paused || paused === ANY_ACCOUNT) &&
						call.grantedAtMs > fromMs &&
						call.grantedAtMs < untilMs - early(fromMs, untilMs),
				);
				expect(into).toEqual([]);
			}
		},
	},
	'a refusal says when to ask again, and that is never long ago or days ahead': {
		policies,
		holds: ({ refused }) => {
			for (const { opensInMs } of refused) {
				expect(opensInMs).toBeGreaterThanOrEqual(0);
				expect(opensInMs).toBeLessThanOrEqual(DAY + MINUTE);
			}
		},
	},
	'what is stored stays small': {
		policies,
		holds: ({ stored }) => {
			const longest = Math.max(0, ...stored.map((text) => text.length));
			// Every granted call can bring a name of a workflow, so the day bounds it.
			expect(longest).toBeLessThan(40_000);
		},
	},
};

/** A counter after some steps. */
export async function modelAfter(
	policy: Policy,
	taken: readonly Step[],
	openCounter?: OpenCounter,
	after?: (model: Model) => Promise<void>,
): Promise<Model> {
	const model = openModel(policy, START_MS, openCounter);
	for (const step of taken) {
		await model.take(step);
		await after?.(model);
	}
	return model;
}

/** Looks for a run that breaks a law. @throws Error with the shortest one */
export async function lookForBreach(
	law: Law,
	openCounter?: OpenCounter,
	runs = RUNS,
): Promise<void> {
	await fc.assert(
		fc.asyncProperty(law.policies, steps, async (policy, taken) => {
			const model = await modelAfter(policy, taken, openCounter, law.holdsMeanwhile);
			law.holds?.(model);
		}),
		{ ...runs, ...(law.examples && { examples: law.examples }) },
	);
}
