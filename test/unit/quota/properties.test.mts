import fc from 'fast-check';

import { roll } from '../../../nodes/quota/ledger/day.ts';
import { reserveCall } from '../../../nodes/quota/ledger/ledger.ts';
import {
	mergeState,
	openLedger,
	type LedgerState,
} from '../../../nodes/quota/ledger/ledgerState.ts';
import { CONNECTOR_POLICY, customPolicy } from '../../../nodes/quota/policy.ts';
import { statusOf } from '../../../nodes/quota/ledger/status.ts';
import {
	ACCOUNTS,
	HOUR,
	LAWS,
	lookForBreach,
	MINUTE,
	modelAfter,
	RUNS,
	SECOND,
	START_MS,
	steps,
} from './laws.mts';
import { ledgerCounter, openModel, type Step } from './model.mts';
import { redisCounter } from './redisCounter.mts';

describe.each([
	['the ledger that n8n stores', ledgerCounter, RUNS],
	['three processes that count in one Redis', redisCounter, { ...RUNS, numRuns: 30 }],
])('%s, whatever happens, in whatever order', (_, openCounter, runs) => {
	it.each(Object.entries(LAWS))('%s', async (_law, law) => {
		await lookForBreach(law, openCounter, runs);
	});
});

/** Copies that came from one state and then counted each for itself, as after a reload. */
async function statesOf(taken: readonly Step[]): Promise<LedgerState[]> {
	const { stored } = await modelAfter(CONNECTOR_POLICY, taken);
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

	it('give the same numbers in whatever order they are merged, and however often', async () => {
		await fc.assert(
			fc.asyncProperty(sameDay, fc.array(fc.nat(), { maxLength: 12 }), async (taken, picks) => {
				const states = await statesOf(taken);
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

	it('never give less than the newest of them', async () => {
		await fc.assert(
			fc.asyncProperty(sameDay, fc.nat(), async (taken, pick) => {
				const states = await statesOf(taken);
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

	it('stay small over a hundred starts, and lose no call', async () => {
		let counter: ReturnType<typeof ledgerCounter> | undefined;
		const policy = customPolicy(10_000, 1_000);
		const model = openModel(
			policy,
			START_MS - 13 * HOUR,
			(...given) => (counter = ledgerCounter(...given)),
		);
		for (let start = 0; start < 100; start += 1) {
			await model.take({ kind: 'reserve', account: 'A', purpose: 'trigger', times: 5 });
			await model.take({ kind: 'pass', ms: 7 * MINUTE });
			await model.take({ kind: 'crash', downMs: 5 * SECOND, clockOffMs: 0 });
		}
		expect((await model.status('A')).used).toBe(500);
		const { instances = {}, folded = [] } = counter?.ledger().state.count ?? {};
		expect(Object.keys(instances).length).toBeGreaterThan(0);
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
