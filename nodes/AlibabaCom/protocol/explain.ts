import type { Policy } from '../../quota/policy';
import { MINUTE_MS } from '../../time/units';
import { msToWallClock } from '../../time/wallClock';
import type { Failure } from '../../wire/failure';

/** The platform tells whole seconds, and an answer takes its way. */
const NOISE_MS = 10_000;
/** From here on a clock is worth setting right. */
const NOTICEABLE_MS = MINUTE_MS;

function durationText(ms: number): string {
	const seconds = Math.round(ms / 1_000);
	if (seconds < 120) return `${seconds} seconds`;
	const minutes = Math.round(seconds / 60);
	return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

/** What comparing the clocks says about a refused signature. */
function clockText(serverAtMs: number | undefined, nowMs: number): string {
	if (serverAtMs === undefined) {
		return 'The answer had no date, so the clocks could not be compared: check the clock of this server as well.';
	}
	const aheadMs = nowMs - serverAtMs;
	const apart = durationText(Math.abs(aheadMs));
	if (Math.abs(aheadMs) >= NOTICEABLE_MS) {
		const side = aheadMs > 0 ? 'ahead of' : 'behind';
		return `The clock of this n8n server is ${apart} ${side} that of Alibaba.com, and requests are signed with the time: set it right first.`;
	}
	return Math.abs(aheadMs) <= NOISE_MS
		? 'The clock of this server agrees with that of Alibaba.com, so it is not the cause.'
		: `The clocks are ${apart} apart, which is not the cause.`;
}

/**
 * Words for a refused signature or time, with both clocks compared.
 *
 * @param profileName the signature profile as the credential shows it.
 * @param serverAtMs what the platform's clock said, ms UTC.
 */
export function explainSignature(
	failure: Failure,
	profileName: string,
	serverAtMs: number | undefined,
	nowMs: number,
): Failure {
	const clocks = clockText(serverAtMs, nowMs);
	return {
		...failure,
		words: {
			message: 'Alibaba.com did not accept the signature',
			description: `${clocks} Else the App Secret does not belong to the App Key, or the app is not of the profile "${profileName}" that the credential names: copy both again from the app console, and look for blanks at either end.`,
		},
	};
}

/**
 * A limit answer is one for the whole app key, whatever it is called, and holds for as long as it says
 * or else for the penalty of the plan.
 */
export function explainPause(failure: Failure, policy: Policy, nowMs: number): Failure {
	const untilMs = nowMs + (failure.banMs ?? policy.penaltyMs);
	const until = msToWallClock(untilMs, 'Asia/Shanghai').slice(0, 16);
	const source =
		failure.banMs === undefined ? 'It named no end; the plan says how long that is. ' : '';
	return {
		...failure,
		cause: 'rateLimit',
		words: {
			message: `Alibaba.com has blocked this App Key until ${until} Beijing time (UTC+8)`,
			description: `Too many calls were made with it, here or elsewhere. ${source}No call with this App Key leaves this n8n before that time; calling on would not help. If another program uses the same App Key, give the credential a plan with own, lower numbers.`,
		},
	};
}
