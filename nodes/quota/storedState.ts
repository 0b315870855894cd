import { z } from 'zod';

import { openCeilings } from './ceilings';
import { dayCountSchema } from './count';
import { ledgerStateSchema, type LedgerState } from './ledgerState';

/** The first form: instances without a time, pauses as numbers, nothing learned. */
const version1 = z.object({
	version: z.literal(1),
	count: z.object({
		dayInShanghai: z.string(),
		instances: z.record(z.string(), dayCountSchema.shape.instances.valueSchema.shape.accounts),
	}),
	blocks: z.record(z.string(), z.number()),
});

function fromVersion1({ count, blocks }: z.infer<typeof version1>): LedgerState {
	const instances = Object.entries(count.instances).map(([name, accounts]) => [
		name,
		{ countedAtMs: 0, accounts },
	]);
	const pauses = Object.entries(blocks).map(([account, untilMs]) => [
		account,
		{ untilMs, provenAtMs: 0 },
	]);
	return {
		version: 2,
		count: {
			dayInShanghai: count.dayInShanghai,
			instances: Object.fromEntries(instances),
			folded: [],
		},
		blocks: Object.fromEntries(pauses),
		ceilings: openCeilings(),
		lastSlotAtMs: 0,
		refusedTokens: {},
	};
}

/**
 * Reads a stored ledger of any version.
 *
 * @returns undefined when nothing was stored.
 * @throws TypeError when something was stored that cannot be read: starting anew would forget calls.
 */
export function readStoredState(stored: unknown): LedgerState | undefined {
	if (stored === undefined || stored === null) return undefined;
	const first = version1.safeParse(stored);
	if (first.success) return fromVersion1(first.data);
	const current = ledgerStateSchema.safeParse(stored);
	if (current.success) return current.data;
	throw new TypeError('The stored call count has a form that this version does not know');
}
