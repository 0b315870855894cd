import type { Policy, Purpose } from './policy';
import type { Grant, Reservation } from './store';

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
	recovery: 'token renewal',
	trigger: 'triggers',
	action: 'actions',
	browse: 'drop-down lists',
};

/** How many spenders a message names. */
const NAMED_SPENDERS = 3;

function inBeijing(ms: number): string {
	const text = new Date(ms + 8 * 3_600_000).toISOString();
	return `${text.slice(0, 10)} ${text.slice(11, 16)} Beijing time (UTC+8)`;
}

function spentBy(refusal: Extract<Grant, { granted: false }>): string {
	const named = refusal.spending
		.slice(0, NAMED_SPENDERS)
		.map(({ spender, purpose, calls }) => `"${spender}" ${calls} (${PURPOSE_WORDS[purpose]})`);
	return named.length > 0 ? `Spent today by ${named.join(', ')}. ` : '';
}

/**
 * Says why a call was not let out, who spent the calls and when it opens again.
 *
 * @returns a title and a next step for the user.
 */
export function describeRefusal(
	refusal: Extract<Grant, { granted: false }>,
	call: Reservation,
	policy: Policy,
): { message: string; description: string } {
	const opens = inBeijing(refusal.opensAtMs);
	if (refusal.reason === 'day') {
		return {
			message: `All ${policy.callsPerDay} calls of today are used up`,
			description: `${spentBy(refusal)}Calls are possible again from ${opens}.`,
		};
	}
	if (refusal.reason === 'share') {
		const share = policy.shares[call.purpose];
		return {
			message: `The ${share} calls a day set aside for ${PURPOSE_WORDS[call.purpose]} are used up`,
			description: `${spentBy(refusal)}Calls for this purpose are possible again from ${opens}. The rest of the ${policy.callsPerDay} calls is kept for other purposes.`,
		};
	}
	if (refusal.reason === 'blocked') {
		return {
			message: 'The platform has paused calls of this account',
			description: `No call is sent until ${opens}, because calling on would prolong the pause.`,
		};
	}
	return {
		message: `More than ${policy.callsPerSecond} calls a second are waiting`,
		description:
			'Too many calls wait for their turn. Process fewer items at once, or run again later.',
	};
}
