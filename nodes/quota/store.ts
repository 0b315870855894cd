import type { z } from 'zod';

import type { Purpose } from './policy';

/** A call that asks to be let out. */
export interface Reservation {
	/** Unique per attempt. The same id asked twice is counted once. */
	id: string;
	/** Seller id, or a stand-in for an account whose id is not known. */
	account: string;
	purpose: Purpose;
	/** Name of the workflow that spends, for the answer to "who used it up". */
	spender: string;
	/** Name of the token or code that the call carries, a hash; absent where there is none. */
	token?: string;
}

/** Who spent how much, largest first. */
export interface Spending {
	spender: string;
	purpose: Purpose;
	calls: number;
}

/** Why a call was not let out. */
export type RefusalReason =
	/** All calls of the platform day are spent. */
	| 'day'
	/** The share of this purpose is spent; others may still have calls. */
	| 'share'
	/** The next free slot of the second window is too far away. */
	| 'second'
	/** All calls of the platform's minute are taken. */
	| 'minute'
	/** The platform's day is about to change, and a call could be counted on either. */
	| 'midnight'
	/** The platform refuses this account for now. */
	| 'blocked'
	/** A pause has just ended, and another call is finding out whether it really has. */
	| 'probing'
	/** Another process counts the calls of this app as well. */
	| 'notAlone'
	/** n8n has not stored the last calls that were counted. */
	| 'unsaved'
	/** This process woke too late for the slot of the call, so another one is asked for. */
	| 'late';

/** Refusals that a token or code never recovers from: only another one helps. */
export const TOKEN_CAUSES = [
	'token',
	'refreshToken',
	'authorizationCode',
	'authorization',
	'appType',
] as const;
export type TokenCause = (typeof TOKEN_CAUSES)[number];

/** A token or code that the platform has refused, by name, and what it said. */
export interface RefusedToken {
	name: string;
	cause: TokenCause;
}
/** Whom a pause of the platform is about: one account, all accounts of an app, or all apps of this server. */
export const PAUSED_PARTIES = ['account', 'app', 'server'] as const;
export type PausedParty = (typeof PAUSED_PARTIES)[number];

/** A limit answer that is kept: whom it is about, and until when nothing of theirs leaves. */
export interface Pause {
	party: PausedParty;
	forMs: number;
	/** ms UTC by the clock of this server; for people. */
	untilMs: number;
}

/** The answer to a reservation. */
export type Grant =
	| {
			granted: true;
			/** How long to wait before sending so that the second window holds, in milliseconds. */
			waitMs: number;
			/** What is left today for this purpose, this call taken off. */
			shareLeft: number;
			/** The first call after a pause: tell at once what became of it. */
			isProbe: boolean;
			/** The call has to leave within this time, in milliseconds: later is another day. */
			validForMs: number;
			/** When this was decided, ms by the counter's clock: tells how long the answer was on its way. */
			decidedAtMs?: number;
	  }
	| {
			granted: false;
			reason: RefusalReason;
			/** When to ask again, ms UTC by the counter's clock; for people. */
			opensAtMs: number;
			/** The same as a duration in ms; for waiting, whatever the clock of the caller says. */
			opensInMs: number;
			spending: Spending[];
			/** Whom the pause is about; only where the platform refuses. */
			paused?: PausedParty;
	  }
	/** The platform has refused the call's token before, so it would refuse this call. */
	| { granted: false; reason: 'refusedToken'; cause: TokenCause };

/** A limit answer of the platform, to be kept for every later call. */
export interface Block {
	account: string;
	/** How long the platform refuses, in milliseconds from now. Undefined: it did not say. */
	banMs?: number;
	/** Whether the calls of the platform day are used up. */
	isDayLimit: boolean;
}

/** What became of a call that left. */
export interface Settlement {
	id: string;
	/** Whether the platform answered, whatever it said. */
	isAnswered: boolean;
	/** What the platform's clock said, ms UTC; undefined when it did not say. */
	platformAtMs?: number;
	/** The call's token, if the platform refused it for good. */
	refusedToken?: RefusedToken;
	/** Whose call it turned out to be, when that was not known before. */
	account?: string;
}

/** Whether the platform lets calls of an account pass. */
export type BreakerState =
	| 'passing'
	| 'paused'
	/** The pause is over, and the next call finds out. */
	| 'halfOpen';

/** The state of an account's counter. Without a limit per day the numbers of the day are absent. */
export interface QuotaStatus {
	dayInShanghai: string;
	callsPerDay?: number;
	/** Calls counted today, `reserved` included. */
	used: number;
	/** Calls on their way, not answered yet. */
	reserved: number;
	left?: number;
	/** How many it will be by midnight at the pace of the day so far. */
	forecast: number;
	/** Next midnight in Asia/Shanghai, ms UTC. */
	resetsAtMs: number;
	/** `left` is what can be spent now: in the last hours also what other shares do not need. */
	byPurpose: Record<Purpose, { share: number; used: number; left: number }>;
	spending: Spending[];
	breaker: BreakerState;
	/** Until when the platform refuses, ms UTC; undefined when it does not. */
	blockedUntilMs?: number;
	/** Calls a second that limit answers of today left over; undefined when there were none. */
	learnedCallsPerSecond?: number;
	/** Processes that have counted in the last hour; one that was restarted counts as two. Absent from older bridges. */
	countingLately?: number;
	/** How far the clock of the counter's server was ahead of the platform's, ms; undefined while that has not told it. */
	wallAheadMs?: number;
}

/** The bridge, for questions that are not about the count. */
export interface Bridge {
	/** Where it is reached, without trailing slash. */
	address: string;
	/**
	 * Asks with the signature of the App Secret.
	 *
	 * @throws QuotaUnavailable when it does not answer in this form.
	 */
	ask<T>(schema: z.ZodType<T>, request: Readonly<Record<string, unknown>>): Promise<T>;
}

/**
 * What all processes that count in one place know together, beside the count. Every method throws
 * `QuotaUnavailable` when it cannot be asked.
 */
export interface SharedMemory {
	/**
	 * Begins to count where no count was found.
	 *
	 * @param callsMade how many calls of today are known to have left before, of whichever account.
	 * @returns false when it counts already: nothing is changed then.
	 */
	startCounting(callsMade: number): Promise<boolean>;
	/**
	 * Puts a word under a name, unless there is one: of all who try, one succeeds.
	 *
	 * @param name neither a secret nor anybody's data.
	 * @returns the word that was there before, or undefined when the given one is there now.
	 */
	take(name: string, word: string, forMs: number): Promise<string | undefined>;
	/** The word under a name; undefined when there is none. */
	read(name: string): Promise<string | undefined>;
	/** Puts a word under a name, whatever is there. */
	put(name: string, word: string, forMs: number): Promise<void>;
	/** Takes away what is under a name. */
	drop(name: string): Promise<void>;
}

/** Where calls are counted. Every method throws `QuotaUnavailable` when the counter cannot answer. */
export interface QuotaStore {
	/** Where the count lives, for hints: exact across workflows or processes, or this process alone. */
	readonly scope: 'bridge' | 'process' | 'redis';
	/** Absent where no bridge counts. */
	readonly bridge?: Bridge;
	/** Absent where no memory is shared. */
	readonly memory?: SharedMemory;
	reserve(reservation: Reservation): Promise<Grant>;
	/**
	 * Notes what became of a call. May be kept until the next reservation; never throws for want of
	 * the counter, since the call is done.
	 *
	 * @param isUrgent others wait for the news: a probe, a slot of the minute window, a refused token.
	 */
	settle(settlement: Settlement, isUrgent: boolean): Promise<void>;
	/** Hands a reservation back. Only for calls that never left this server. */
	giveBack(id: string): Promise<void>;
	/** Keeps a limit answer; returns for how long the account is paused, in milliseconds. */
	block(block: Block): Promise<number>;
	status(account: string): Promise<QuotaStatus>;
}

/** The counter could not answer, so no call may leave. */
export class QuotaUnavailable extends Error {
	readonly remedy: string;
	/** Whether the question may have arrived, so that a call may be counted all the same. */
	readonly mayHaveCounted: boolean;

	constructor(message: string, remedy: string, mayHaveCounted = false) {
		super(message);
		this.name = 'QuotaUnavailable';
		this.remedy = remedy;
		this.mayHaveCounted = mayHaveCounted;
	}
}

/** For what need not be told: the counter is away, so there is nobody to tell; it stays counted at most. */
export function ignoreUnavailable(reason: unknown): void {
	if (!(reason instanceof QuotaUnavailable)) throw reason;
}
