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
	/** The platform refuses this account for now. */
	| 'blocked';

/** The answer to a reservation. */
export type Grant =
	| {
			granted: true;
			/** How long to wait before sending so that the second window holds, in milliseconds. */
			waitMs: number;
			/** What is left today for this purpose, this call taken off. */
			shareLeft: number;
	  }
	| { granted: false; reason: RefusalReason; opensAtMs: number; spending: Spending[] };

/** A limit answer of the platform, to be kept for every later call. */
export interface Block {
	account: string;
	/** How long the platform refuses, in milliseconds from now. Undefined: it did not say. */
	banMs?: number;
	/** Whether the calls of the platform day are used up. */
	isDayLimit: boolean;
}

/** The state of an account's counter. */
export interface QuotaStatus {
	dayInShanghai: string;
	callsPerDay: number;
	used: number;
	left: number;
	/** Next midnight in Asia/Shanghai, ms UTC. */
	resetsAtMs: number;
	byPurpose: Record<Purpose, { share: number; used: number; left: number }>;
	spending: Spending[];
	/** Until when the platform refuses, ms UTC; undefined when it does not. */
	blockedUntilMs?: number;
}

/** Where calls are counted. Every method throws `QuotaUnavailable` when the counter cannot answer. */
export interface QuotaStore {
	/** Where the count lives, for hints: exact across workflows, or this process alone. */
	readonly scope: 'bridge' | 'process';
	reserve(reservation: Reservation): Promise<Grant>;
	/** Hands a reservation back. Only for calls that never left this server. */
	giveBack(id: string): Promise<void>;
	block(block: Block): Promise<void>;
	status(account: string): Promise<QuotaStatus>;
}

/** The counter could not answer, so no call may leave. */
export class QuotaUnavailable extends Error {
	readonly remedy: string;

	constructor(message: string, remedy: string) {
		super(message);
		this.name = 'QuotaUnavailable';
		this.remedy = remedy;
	}
}
