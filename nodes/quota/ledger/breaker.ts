import { z } from 'zod';

import { DAY_MS } from '../../time/units';

/**
 * A pause that the platform imposed on an account. When it is over, one call goes ahead as a probe;
 * the others follow when that one was answered without a new limit answer.
 */
export const blockStateSchema = z.object({
	/** ms UTC, trusted time. Only grows. */
	untilMs: z.number(),
	/** When a call got through after the pause, ms UTC. Only grows. */
	provenAtMs: z.number(),
});
export type BlockState = z.infer<typeof blockStateSchema>;

/** Pauses by account; `*` holds for all of them. */
export type Blocks = Record<string, BlockState>;

/** A probe on its way: its reservation, and when it left, monotonic ms. */
export type Probes = Map<string, { id: string; atMs: number }>;

/** What the breaker says to a call. */
export type Verdict =
	| { kind: 'pass' }
	/** Go ahead and tell what became of it. */
	| { kind: 'probe'; accounts: string[] }
	/** `account` is the one whose pause lasts longest; the stand-in for all where it is theirs. */
	| { kind: 'paused'; untilMs: number; account: string }
	/** Another call is finding out. */
	| { kind: 'probing'; account: string };

/** A probe without any news by then is taken for lost. Longer than a request may take. */
const PROBE_MS = 25_000;
/** What was over this long ago is not worth a probe. */
const FORGOTTEN_AFTER_MS = DAY_MS;

/** Whether calls pass: kept for a day, so that an older copy does not bring the pause back. */
function isOver(block: BlockState | undefined): boolean {
	return block === undefined || block.provenAtMs >= block.untilMs;
}

/** Drops pauses that are long past, and shortens those of a clock that was wrong. */
export function forgetPauses(blocks: Blocks, nowMs: number, furthestMs: number): void {
	for (const [account, block] of Object.entries(blocks)) {
		if (block.untilMs < nowMs - FORGOTTEN_AFTER_MS) delete blocks[account];
		else block.untilMs = Math.min(block.untilMs, furthestMs);
	}
}

/** Until when an account is paused, ms UTC; undefined when it is not. */
export function pausedUntilMs(
	blocks: Blocks,
	accounts: readonly string[],
	nowMs: number,
): number | undefined {
	const untilMs = Math.max(0, ...accounts.map((account) => blocks[account]?.untilMs ?? 0));
	return untilMs > nowMs ? untilMs : undefined;
}

/** Whether a pause of these accounts is over but no call has got through since. */
export function isHalfOpen(blocks: Blocks, accounts: readonly string[]): boolean {
	return accounts.some((account) => !isOver(blocks[account]));
}

/**
 * Whether a call may pass.
 *
 * @param accounts the call's account and the stand-in for all.
 * @param nowMs trusted time, ms UTC.
 * @param monotonicMs for the age of a probe.
 */
export function judge(
	blocks: Blocks,
	probes: Probes,
	accounts: readonly string[],
	nowMs: number,
	monotonicMs: number,
): Verdict {
	const untilMs = pausedUntilMs(blocks, accounts, nowMs);
	if (untilMs !== undefined) {
		const account = accounts.find((name) => blocks[name]?.untilMs === untilMs) ?? '';
		return { kind: 'paused', untilMs, account };
	}
	const unproven = accounts.filter((account) => !isOver(blocks[account]));
	if (unproven.length === 0) return { kind: 'pass' };
	const isWaiting = unproven.some((account) => {
		const probe = probes.get(account);
		return probe !== undefined && probe.atMs > monotonicMs - PROBE_MS;
	});
	if (isWaiting) return { kind: 'probing', account: unproven[0] ?? '' };
	return { kind: 'probe', accounts: unproven };
}

/** Pauses an account. A pause only ever grows. */
export function pause(blocks: Blocks, account: string, untilMs: number): void {
	const known = blocks[account];
	blocks[account] = {
		untilMs: Math.max(known?.untilMs ?? 0, untilMs),
		provenAtMs: known?.provenAtMs ?? 0,
	};
}

/**
 * Notes what became of a call, if it was a probe.
 *
 * @param isAnswered whether the platform answered; a limit answer has paused the account by then.
 */
export function endProbe(
	blocks: Blocks,
	probes: Probes,
	id: string,
	isAnswered: boolean,
	nowMs: number,
): void {
	for (const [account, probe] of probes) {
		if (probe.id !== id) continue;
		probes.delete(account);
		const block = blocks[account];
		if (isAnswered && block && block.untilMs <= nowMs) block.provenAtMs = nowMs;
	}
}

/** Takes stored pauses in. The later end and the later proof win. Changes `live`. */
export function mergeBlocks(live: Blocks, stored: Blocks): void {
	for (const [account, { untilMs, provenAtMs }] of Object.entries(stored)) {
		pause(live, account, untilMs);
		const block = live[account];
		if (block) block.provenAtMs = Math.max(block.provenAtMs, provenAtMs);
	}
}
