import type { Outcome } from '../wire/answer';
import type { Answer, ServiceRequest } from '../wire/send';
import type { RequestParam } from '../wire/sign';
import type { Access } from './access';

/** How one platform is spoken to; the client does the rest alike for all of them. */
export interface Protocol<A extends Access> {
	/**
	 * The signed request of one attempt.
	 *
	 * @param method as the platform names it: a dotted name or a path.
	 * @param nowMs wall clock, ms UTC. Platforms check the age of a request, so every attempt is signed
	 * anew.
	 */
	requestOf(
		access: A,
		method: string,
		params: Readonly<Record<string, RequestParam>>,
		nowMs: number,
	): ServiceRequest;
	/**
	 * Reads what came back.
	 *
	 * @param nowMs wall clock when it came, ms UTC.
	 */
	readAnswer(answer: Answer, access: A, nowMs: number): Outcome;
	/** Names what the platform counts calls for: calls with the same name share its limits. */
	limitScopeOf(access: A): string;
	/** Whether a call that met a short pause is made once more after it. */
	repeatsAfterPause: boolean;
}
