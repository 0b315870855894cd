import { createHash } from 'node:crypto';

import type { Clock } from '../../time/clock';

/** At most `limit` messages in any span of `spanMs` milliseconds. */
export interface PaceWindow {
	limit: number;
	spanMs: number;
}

/**
 * Feishu allows 5 per second and 100 per minute and bot. A little less is used, since other copies of
 * n8n may send to the same bot.
 */
const BOT_WINDOWS: readonly PaceWindow[] = [
	{ limit: 4, spanMs: 1_100 },
	{ limit: 95, spanMs: 61_000 },
];

/** A place under the limits of a bot, held until the answer to its message has come. */
export interface Turn {
	/**
	 * Gives the place up; it is free again a span of each window later. Only the first time counts.
	 *
	 * @param holdMs for how long nothing at all may be sent to this bot, since Feishu said "too many".
	 */
	end(holdMs?: number): void;
}

/** What was sent to one bot, monotonic ms. */
interface Lane {
	/** Messages whose answer is still to come; when it comes, the promise is fulfilled. */
	open: Set<Promise<void>>;
	/** When the answers came, oldest first, kept for only as long as a window looks back. */
	endedMs: number[];
	heldUntilMs: number;
}

/** The bots that were sent to, by `paceKey`. */
export type SendLog = Map<string, Lane>;

// Shared by all executions of this process: the limit counts the bot, not the workflow. Bots that
// were silent for 61 seconds are dropped at every turn.
const processLog: SendLog = new Map();

/** The key of a webhook in the log. A hash, so that memory holds no address. */
export function paceKey(webhookUrl: string): string {
	return createHash('sha256').update(webhookUrl).digest('hex');
}

/**
 * How long one more message has to wait, in ms: 0 when it may leave now, undefined when that depends on
 * an answer which is still to come.
 */
function waitMs(lane: Lane, nowMs: number, windows: readonly PaceWindow[]): number | undefined {
	let wait = Math.max(0, lane.heldUntilMs - nowMs);
	for (const { limit, spanMs } of windows) {
		if (lane.open.size >= limit) return undefined;
		const decisive = lane.endedMs[lane.endedMs.length - (limit - lane.open.size)];
		if (decisive !== undefined) wait = Math.max(wait, decisive + spanMs - nowMs);
	}
	return wait;
}

/**
 * Waits until a message to this webhook may leave, and holds its place until the answer has come. A
 * message reaches Feishu at some time between the two, however busy this process is; so never more than
 * a window's limit reach it in that window's span. Check and entry happen without a pause between them,
 * so parallel executions cannot take the same place.
 *
 * @returns undefined when the execution was cancelled before its turn came.
 */
export async function takeTurn(
	key: string,
	clock: Clock,
	signal?: AbortSignal,
	log: SendLog = processLog,
	windows: readonly PaceWindow[] = BOT_WINDOWS,
): Promise<Turn | undefined> {
	while (!signal?.aborted) {
		const nowMs = clock.monotonicMs();
		forgetOld(log, nowMs, windows);
		const lane = log.get(key) ?? { open: new Set(), endedMs: [], heldUntilMs: 0 };
		log.set(key, lane);
		const wait = waitMs(lane, nowMs, windows);
		if (wait === 0) return openTurn(lane, clock);
		await (wait === undefined
			? nextAnswer(lane, signal)
			: clock.sleepMs(Math.max(1, wait), signal));
	}
	return undefined;
}

function openTurn(lane: Lane, clock: Clock): Turn {
	let answered: () => void = () => undefined;
	const answer = new Promise<void>((resolve) => {
		answered = resolve;
	});
	lane.open.add(answer);
	return {
		end(holdMs = 0) {
			if (!lane.open.delete(answer)) return;
			const nowMs = clock.monotonicMs();
			lane.endedMs.push(nowMs);
			if (holdMs > 0) lane.heldUntilMs = Math.max(lane.heldUntilMs, nowMs + holdMs);
			answered();
		},
	};
}

async function nextAnswer({ open }: Lane, signal?: AbortSignal): Promise<void> {
	let wake: () => void = () => undefined;
	const cancelled = new Promise<void>((resolve) => {
		wake = resolve;
		signal?.addEventListener('abort', wake, { once: true });
	});
	await Promise.race([...open, cancelled]);
	signal?.removeEventListener('abort', wake);
}

function forgetOld(log: SendLog, nowMs: number, windows: readonly PaceWindow[]): void {
	const longestMs = Math.max(...windows.map(({ spanMs }) => spanMs));
	for (const [key, lane] of log) {
		lane.endedMs = lane.endedMs.filter((time) => time > nowMs - longestMs);
		const isSilent = lane.open.size + lane.endedMs.length === 0;
		if (isSilent && lane.heldUntilMs <= nowMs) log.delete(key);
	}
}
