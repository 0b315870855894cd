/** Why something the user gave cannot be used: what is wrong, and what to do about it. */
export interface Refusal {
	message: string;
	description?: string;
}

/** A value that passed its checks, or the words that say why it did not. */
export type Checked<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** Wraps a value that passed. */
export function accepted<T>(value: T): { ok: true; value: T } {
	return { ok: true, value };
}

/** Wraps the reason why a value did not pass. Never put the value itself in: it may be secret. */
export function refused(message: string, description?: string): { ok: false; refusal: Refusal } {
	return { ok: false, refusal: { message, description } };
}
