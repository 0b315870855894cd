import { HOUR_MS } from '../time/units';
import { reserveOf, shareOf, type Policy, type Purpose } from './policy';
import type { Reservation } from './store';
import type { Refused } from './turn';

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
	connect: 'connecting an account',
	recovery: 'token renewal',
	trigger: 'triggers',
	action: 'actions',
	browse: 'drop-down lists',
};

/** How many spenders a message names. */
const NAMED_SPENDERS = 3;

function inBeijing(ms: number): string {
	const text = new Date(ms + 8 * HOUR_MS).toISOString();
	return `${text.slice(0, 10)} ${text.slice(11, 16)} Beijing time (UTC+8)`;
}

function spentBy(refusal: Refused): string {
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
	refusal: Refused,
	call: Reservation,
	policy: Policy,
): { message: string; description: string } {
	const opens = inBeijing(refusal.opensAtMs);
	const { day = 0, second = 0, minute = 0 } = policy.windows;
	const kept = call.purpose === 'connect' ? 0 : reserveOf(day);
	const forConnect = kept > 0 ? ` The last ${kept} are kept for connecting an account.` : '';
	switch (refusal.reason) {
		case 'day':
			return {
				message: `All ${day} calls of today are used up`,
				description: `${spentBy(refusal)}Calls are possible again from ${opens}.${forConnect}`,
			};
		case 'share':
			return {
				message: `The ${shareOf(policy, call.purpose)} calls a day set aside for ${PURPOSE_WORDS[call.purpose]} are used up`,
				description: `${spentBy(refusal)}Calls for this purpose are possible again from ${opens}${policy.releaseHours > 0 ? `, or in the last ${policy.releaseHours} hours of the Beijing day if other purposes leave some over` : ''}. The rest of the ${day} calls is kept for other purposes.`,
			};
		case 'blocked':
		case 'probing':
			return {
				message: 'The platform has paused calls of this account',
				description: `No call is sent until ${opens}, because calling on would prolong the pause.`,
			};
		case 'minute':
			return {
				message: `None of the ${minute} calls a minute is free yet`,
				description: `The next call is possible from ${opens}: a call is free again a minute after its answer, and a start of n8n counts as ${minute} calls. Process fewer items at once, or let the node wait longer.`,
			};
		case 'midnight':
			return {
				message: 'The day of the platform is just changing',
				description: `Around midnight in Beijing a call could be counted on either day. Calls are possible again from ${opens}.`,
			};
		case 'second':
			return {
				message: `More than ${second} calls a second are waiting`,
				description:
					'Too many calls wait for their turn. Process fewer items at once, let the node wait longer, or run again later.',
			};
	}
}
