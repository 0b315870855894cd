import { HOUR_MS } from '../time/units';
import { isDayUsedUp, type Failure } from '../wire/failure';
import type { Pause } from './limitAnswer';
import type { Policy, Purpose } from './policy';
import type { PausedParty, Reservation } from './store';
import type { Refused } from './turn';

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
	recovery: 'token renewal',
	trigger: 'triggers',
	action: 'actions',
	browse: 'drop-down lists',
};

/** Whom a pause is about, as the end of "has paused calls". */
const PAUSED_WORDS: Readonly<Record<PausedParty, string>> = {
	account: 'of this account',
	app: 'of this app',
	server: 'from this server',
};
/** Who waits because of it. */
const WAITING_WORDS: Readonly<Record<PausedParty, string>> = {
	account: 'this account waits, other accounts go on',
	app: 'all accounts of this app wait',
	server: 'all apps and accounts of this server wait',
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
	switch (refusal.reason) {
		case 'day':
			return {
				message: `All ${day} calls of today are used up`,
				description: `${spentBy(refusal)}Calls are possible again from ${opens}.`,
			};
		case 'share':
			return {
				message: `The ${policy.shares[call.purpose]} calls a day set aside for ${PURPOSE_WORDS[call.purpose]} are used up`,
				description: `${spentBy(refusal)}Calls for this purpose are possible again from ${opens}${policy.releaseHours > 0 ? `, or in the last ${policy.releaseHours} hours of the Beijing day if other purposes leave some over` : ''}. The rest of the ${day} calls is kept for other purposes.`,
			};
		case 'blocked':
		case 'probing': {
			const { paused } = refusal;
			const whose = paused ? ` ${PAUSED_WORDS[paused]}` : '';
			const waiting = paused ? `: ${WAITING_WORDS[paused]}` : '';
			return {
				message: `The platform has paused calls${whose}`,
				description: `No call is sent until ${opens}, because calling on would prolong the pause${waiting}.`,
			};
		}
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

function whyPaused({ isFromBetween }: Failure, platform: string, isUsedUp: boolean): string {
	if (isUsedUp) return 'More calls a day can be requested in the app console.';
	return isFromBetween
		? `Something between this server and ${platform}, such as a proxy, says that calls come too often.`
		: 'If that comes often, another program uses the same app or address.';
}

/**
 * A limit answer as it is told: who waits until when.
 *
 * @param pause what the counter makes of it; undefined for every other failure, which stays as it is.
 * @param platform display name.
 */
export function withPause(failure: Failure, pause: Pause | undefined, platform: string): Failure {
	if (!pause) return failure;
	const { party, forMs, untilMs } = pause;
	const until = inBeijing(untilMs);
	const isUsedUp = isDayUsedUp(failure);
	const message = isUsedUp
		? `The ${platform} app has used up its calls of today`
		: `${platform} has paused calls ${PAUSED_WORDS[party]} until ${until}`;
	const description = `No call is sent until ${until}: ${WAITING_WORDS[party]}. ${whyPaused(failure, platform, isUsedUp)}`;
	return { words: { message, description }, ...failure, banMs: forMs, pausedUntilMs: untilMs };
}
