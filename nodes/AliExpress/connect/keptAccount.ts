import type { INode, IWebhookFunctions } from 'n8n-workflow';

import type { Clock } from '../../time/clock';
import { MINUTE_MS, SECOND_MS } from '../../time/units';
import type { Account } from '../account/account';
import { readAccount } from '../account/openClient';

/** How long an account is kept: as long as an old App Secret still opens the ledger. */
const KEPT_MS = 10 * SECOND_MS;
/** How often a credential is read again at most because a request does not fit: strangers set that pace. */
const REREAD_MS = SECOND_MS;
/** How often the log is told the same of a credential at most. */
const TOLD_AGAIN_MS = MINUTE_MS;

/** A credential that was read, or is being read. */
interface Kept {
	/** Undefined when it cannot be used. */
	account: Promise<Account | undefined>;
	/** Monotonic ms. */
	untilMs: number;
	/** When it was last read because a request did not fit, monotonic ms. */
	rereadAtMs: number;
}

/** What webhooks in this process know of credentials, by credential. */
const kept = new Map<string, Kept>();
/** When the log was told of a credential, monotonic ms. */
const toldAtMs = new Map<string, number>();

function keyOf({ credentials, parameters }: INode): string {
	return JSON.stringify([credentials, parameters.authentication]);
}

/** Writes a line into the log, unless there was one about this credential a moment ago. */
function tellOwner(context: IWebhookFunctions, key: string, line: string, clock: Clock): void {
	const nowMs = clock.monotonicMs();
	const told = toldAtMs.get(key);
	if (told !== undefined && nowMs - told < TOLD_AGAIN_MS) return;
	toldAtMs.set(key, nowMs);
	context.logger.warn(line);
}

/** Reads the credential. Why it cannot be used stands in the log alone: a stranger need not know. */
async function readOrTell(
	context: IWebhookFunctions,
	key: string,
	who: string,
	clock: Clock,
): Promise<Account | undefined> {
	try {
		const account = await readAccount(context);
		if (account.appKey && account.appSecret) return account;
		const line = `${who}: the credential has no App Key or no App Secret.`;
		tellOwner(context, key, line, clock);
	} catch (reason) {
		const why = reason instanceof Error ? reason.message : 'unknown reason';
		tellOwner(context, key, `${who}: the credential cannot be read: ${why}`, clock);
	}
	return undefined;
}

/** What is known of a credential and not too old. */
function liveOf(key: string, nowMs: number): Kept | undefined {
	const known = kept.get(key);
	return known && known.untilMs > nowMs ? known : undefined;
}

function keep(key: string, account: Kept['account'], nowMs: number, rereadAtMs: number): Kept {
	for (const [other, { untilMs }] of kept) if (untilMs <= nowMs) kept.delete(other);
	const now = { account, untilMs: nowMs + KEPT_MS, rereadAtMs };
	kept.set(key, now);
	return now;
}

/**
 * The account of a webhook's credential, if a request fits it.
 *
 * Reading a credential makes n8n start a sandbox for its expressions, which takes longer than all the rest
 * of a request. So the account that was read a moment ago is looked at first, and for requests that do not
 * fit it is read again no more than once a second: strangers must not cost more than those who hold the
 * App Secret.
 *
 * @param node of the context, which copies it each time it is asked.
 * @param who stands before lines of the log.
 * @param fits whether a request was made with this account.
 * @returns what is the matter when there is no such account.
 */
export async function accountThatFits(
	context: IWebhookFunctions,
	node: INode,
	who: string,
	fits: (account: Account) => boolean,
	clock: Clock,
): Promise<Account | 'other' | 'unusable'> {
	const key = keyOf(node);
	const nowMs = clock.monotonicMs();
	const before = liveOf(key, nowMs);
	if (before) {
		const account = await before.account;
		if (account && fits(account)) return account;
	}
	// A request beside this one may have had it read meanwhile.
	let newest = liveOf(key, nowMs);
	if (!newest || nowMs - newest.rereadAtMs >= REREAD_MS) {
		const reading = readOrTell(context, key, who, clock);
		newest = keep(key, reading, nowMs, before ? nowMs : -Infinity);
	}
	const account = await newest.account;
	if (!account) return 'unusable';
	return fits(account) ? account : 'other';
}
