import { HOUR_MS, MINUTE_MS } from '../time/units';
import { isDayUsedUp, type Failure } from '../wire/failure';
import { reserveOf, shareOf, type Policy, type Purpose } from './policy';
import type { Pause, PausedParty, Reservation } from './store';
import type { Refused } from './turn';

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
	connect: 'connecting an account',
	recovery: 'token renewal',
	trigger: 'triggers',
	action: 'actions',
	browse: 'drop-down lists',
};

/** A pause that is shorter is told to the second. */
const NEAR_MS = 5 * MINUTE_MS;

/** How many spenders a message names. */
const NAMED_SPENDERS = 3;

/** A moment that is near is told to the second, unless it is a full minute. */
function inBeijing(ms: number, isNear = false): string {
	const text = new Date(ms + 8 * HOUR_MS).toISOString();
	const seconds = text.slice(16, 19);
	const clock = text.slice(11, 16) + (isNear && seconds !== ':00' ? seconds : '');
	return `${text.slice(0, 10)} ${clock} Beijing time (UTC+8)`;
}

function spentBy(refusal: Refused): string {
	const named = refusal.spending
		.slice(0, NAMED_SPENDERS)
		.map(({ spender, purpose, calls }) => `"${spender}" ${calls} (${PURPOSE_WORDS[purpose]})`);
	return named.length > 0 ? `Spent today by ${named.join(', ')}. ` : '';
}

/** Whom a pause is about, and who waits because of it. */
function pauseWords(platform: string, party: PausedParty = 'account', until: string) {
	const words: Record<PausedParty, { message: string; waiting: string }> = {
		account: {
			message: `${platform} has paused calls of this account until ${until}`,
			waiting: 'this account waits, others go on',
		},
		app: {
			message: `${platform} has paused calls of this app until ${until}`,
			waiting: 'all accounts of the app wait',
		},
		server: {
			message: `${platform} has paused calls from this server until ${until}`,
			waiting: 'all apps and accounts of this server wait',
		},
	};
	return words[party];
}

/** Whether a purpose has spent its share, and not a part of it is lent or kept. */
function isUsedUp({ spending }: Refused, { purpose }: Reservation, policy: Policy): boolean {
	const own = spending.filter((spent) => spent.purpose === purpose);
	return own.reduce((sum, { calls }) => sum + calls, 0) >= shareOf(policy, purpose);
}

/** When a share that has no calls left can have some again. */
function reopening(opens: string, { releaseHours }: Policy): string {
	if (releaseHours === 0) return `Calls for this purpose are possible again from ${opens}.`;
	return `Calls for this purpose are possible again when the Beijing day ends, or from ${opens} as far as other purposes will not need theirs, which are lent in its last ${releaseHours} hours.`;
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
	const opens = inBeijing(refusal.opensAtMs, refusal.opensInMs < NEAR_MS);
	const { day = 0, second = 0, minute = 0 } = policy.windows;
	const kept = call.purpose === 'connect' ? 0 : reserveOf(day);
	const forConnect = kept > 0 ? ` The last ${kept} are kept for connecting an account.` : '';
	switch (refusal.reason) {
		case 'day':
			return {
				message: `All ${day} calls of today are used up`,
				description: `${spentBy(refusal)}Calls are possible again from ${opens}.${forConnect}`,
			};
		case 'share': {
			const share = shareOf(policy, call.purpose);
			const words = PURPOSE_WORDS[call.purpose];
			return {
				message: isUsedUp(refusal, call, policy)
					? `The ${share} calls a day set aside for ${words} are used up`
					: `No more of the ${share} calls a day set aside for ${words} can be spent now`,
				description: `${spentBy(refusal)}${reopening(opens, policy)} The rest of the ${day} calls is kept for other purposes.`,
			};
		}
		case 'blocked':
		case 'probing': {
			const { message, waiting } = pauseWords('The platform', refusal.paused, opens);
			return {
				message,
				description: `No call is sent until ${opens}, because calling on would prolong the pause: ${waiting}.`,
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
		case 'notAlone':
			return {
				message: 'Two processes of n8n count the calls of this app',
				description:
					'Each of them would use up the limit. Send the path of the AliExpress Connect Trigger, with everything below it, to one main or webhook process. Five seconds after only one of them counts, calls go on by themselves.',
			};
		case 'unsaved':
			return {
				message: 'n8n does not keep the calls that the bridge counts',
				description:
					'A count that is not stored would be gone after a restart, so no further call leaves. Either n8n cannot write to its database (its log says why: disk full, read-only, no connection), or another process writes over it: then send the path of the AliExpress Connect Trigger to one process. Calls go on by themselves once the count is stored.',
			};
		case 'late':
			return {
				message: 'This n8n process was too busy to send the call in its turn',
				description:
					'A call that leaves late would come too close to those of other processes, so it was not sent, and counts as none. Give the process fewer executions at once (the workers: a lower concurrency), or run again later.',
			};
		case 'second':
			return {
				message: `More than ${second} calls a second are waiting`,
				description:
					'Too many calls wait for their turn. Process fewer items at once, let the node wait longer, or run again later.',
			};
	}
}

/** What became of the calls of whoever a limit answer is about. */
function whyPaused({ isFromBetween }: Failure, platform: string): string {
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
	const until = inBeijing(untilMs, forMs < NEAR_MS);
	const { message, waiting } = pauseWords(platform, party, until);
	const words = isDayUsedUp(failure)
		? {
				message: `The ${platform} app has used up its calls of today`,
				description: `No call is sent until ${until}: ${waiting}. More calls a day can be requested in the app console.`,
			}
		: {
				message,
				description: `No call is sent before: ${waiting}. ${whyPaused(failure, platform)}`,
			};
	return { words, ...failure, banMs: forMs, pausedUntilMs: untilMs };
}
