import type { INode } from 'n8n-workflow';

import type { Clock } from '../../time/clock';
import type { Account } from '../account';

/** How long an account is kept: as long as an old App Secret still opens the ledger. */
const KEPT_MS = 10_000;

/** Accounts of the bridges in this process by credential, and until when, monotonic ms. */
const accounts = new Map<string, { account: Account; untilMs: number }>();

function keyOf({ credentials, parameters }: INode): string {
	return JSON.stringify([credentials, parameters.authentication]);
}

/**
 * The account that a node with this credential read a moment ago. Reading a credential makes n8n start a sandbox for
 * its expressions, which takes longer than all the rest of a ledger request.
 *
 * @returns undefined when none was read lately.
 */
export function keptAccountOf(node: INode, clock: Clock): Account | undefined {
	const kept = accounts.get(keyOf(node));
	return kept && kept.untilMs > clock.monotonicMs() ? kept.account : undefined;
}

/** Keeps an account that was read just now, and drops what is over. */
export function keepAccount(node: INode, account: Account, clock: Clock): void {
	const nowMs = clock.monotonicMs();
	for (const [key, { untilMs }] of accounts) if (untilMs <= nowMs) accounts.delete(key);
	accounts.set(keyOf(node), { account, untilMs: nowMs + KEPT_MS });
}
