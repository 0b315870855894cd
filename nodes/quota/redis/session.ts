import { randomBytes } from 'node:crypto';

import type { Clock } from '../../time/clock';
import type { Moment } from '../../time/moment';
import type { HttpHelper } from '../../wire/send';
import { roll } from '../ledger/day';
import { mergeState } from '../ledger/ledgerState';
import { QuotaUnavailable } from '../store';
import { ABSENT, contentOf, openExchange, type Exchange, type RedisAddress } from './exchange';
import {
	momentIn,
	openShared,
	openWindow,
	printBody,
	printShared,
	printWindow,
	readShared,
	readWindow,
	type Shared,
	type Window,
} from './snapshot';

/**
 * Something to be asked of the counter, or done to it. It may be asked several times, of what others have
 * stored meanwhile; what the last time brought counts. What it throws is the answer as well.
 */
export type Question<T> = (shared: Shared, at: Moment) => T;

/** The counter of one app in one Redis, as this process asks it. */
export interface Session {
	/** Questions whose answer nobody waits for: they are asked before the next one. */
	later: Array<Question<void>>;
	/** @throws QuotaUnavailable when there is no answer, and what the question throws. */
	ask<T>(http: HttpHelper, question: Question<T>): Promise<T>;
}

/** A question whose answer somebody waits for. */
interface Waiting {
	http: HttpHelper;
	/** Asks; to be called again when the answer could not be stored. */
	ask(shared: Shared, at: Moment): void;
	/** Hands the last answer over. */
	answer(): void;
	refuse(reason: unknown): void;
}

/** Names of what is stored. In braces what a cluster places them by: they change together. */
const PREFIX = '{n8n-aliexpress}:';
const WINDOW_KEY = `${PREFIX}window`;

/** Under which the count of an app is stored; whatever else is kept for it has names that begin so. */
export function keyOf(app: string): string {
	return PREFIX + app;
}

/**
 * For how long, in ms, an answer is made anew because somebody else has stored in between; on a slow way so
 * often at least. Of those that meet, one gets through each time, and what a process asks at once is one
 * question. Whoever has just stored can be the quicker one many times in a row, so a number of tries alone would
 * refuse calls of a few processes that ask without a pause.
 */
const MOST_MS = 5_000;
const LEAST_TRIES = 40;

/** What is stored, as it was read. */
interface Read {
	from: readonly string[];
	window: Window;
	/** Undefined when there is nothing; the questions decide what that means. */
	shared: Shared | undefined;
	windowText: string;
	body: string;
}

/** The newest that this process has stored, for the case that Redis forgets it. */
interface Newest {
	serial: number;
	text: string;
}

function read(from: readonly string[], redisAtMs: number): Read {
	const [sharedValue, windowValue] = from;
	const windowText = contentOf(windowValue) ?? '';
	const window = windowText === '' ? openWindow(redisAtMs) : readWindow(windowText);
	const text = contentOf(sharedValue);
	const shared = text === undefined ? undefined : readShared(text, window);
	return { from, window, windowText, shared, body: shared ? printBody(shared) : '' };
}

/**
 * Puts back what Redis has forgotten and this process still knows: it may have stored its last second when
 * the power failed. Changes `shared`.
 */
function putBack(shared: Shared, { serial, text }: Newest, window: Window, at: Moment): void {
	if (serial <= shared.serial || shared.missingSince !== undefined) return;
	const { ledger } = readShared(text, window);
	mergeState(shared.ledger, ledger.state, roll(shared.ledger, at));
	shared.serial = serial;
}

/** Opens the counter of an app; nothing is asked yet. */
export function openSession(address: RedisAddress, app: string, clock: Clock): Session {
	const exchange: Exchange = openExchange(address, [keyOf(app), WINDOW_KEY], clock);
	let waiting: Waiting[] = [];
	let isAtWork = false;
	let known: Read | undefined;
	let newest: Newest | undefined;

	/** Asks what waits, once; undefined when it is not known what is there. */
	async function tryOnce(batch: readonly Waiting[], later: ReadonlyArray<Question<void>>) {
		const http = batch[0]?.http;
		const { held } = exchange;
		const nowMs = exchange.redisNowMs();
		const mark = randomBytes(8).toString('hex');
		if (!http) return true;
		if (!held || nowMs === undefined) {
			await exchange.store(http, undefined, mark);
			return false;
		}
		const { window, windowText, ...was } = known?.from === held ? known : read(held, nowMs);
		known = undefined;
		const at = momentIn(window, nowMs);
		const shared = was.shared ?? openShared(window, at);
		if (newest) putBack(shared, newest, window, at);
		for (const question of later) question(shared, at);
		for (const one of batch) one.ask(shared, at);

		const body = printBody(shared);
		const isChanged = body !== was.body;
		if (isChanged) shared.serial += 1;
		const text = printShared(shared, body);
		// A clock of Redis that was set back goes on from where it was.
		const clockNow = { redisAtMs: at.wallMs, monotonicMs: at.monotonicMs };
		const isBack = nowMs < window.redisAtMs;
		const isSent = isBack || printWindow(window) !== windowText;
		const next = isSent ? { ...window, ...clockNow } : window;
		const nextText = isSent ? printWindow(next) : windowText;
		const values = [isChanged ? text : ABSENT, isSent ? nextText : ABSENT];
		if (!(await exchange.store(http, values, mark))) return false;
		if (isChanged) newest = { serial: shared.serial, text };
		known = { from: exchange.held ?? [], window: next, windowText: nextText, shared, body };
		return true;
	}

	async function settle(batch: readonly Waiting[]): Promise<void> {
		const later = session.later.splice(0);
		try {
			const untilMs = clock.monotonicMs() + MOST_MS;
			for (let tries = 0; tries < LEAST_TRIES || clock.monotonicMs() < untilMs; tries += 1) {
				if (await tryOnce(batch, later)) return;
			}
			throw new QuotaUnavailable(
				'The Redis that counts the calls is too busy',
				'Too many processes ask it at the same moment. Run it again; if that comes often, count in the bridge.',
			);
		} catch (reason) {
			// Told twice they change nothing more; lost they would leave calls on their way.
			session.later.unshift(...later);
			return await Promise.reject(reason);
		}
	}

	async function work(): Promise<void> {
		isAtWork = true;
		while (waiting.length > 0) {
			const batch = waiting;
			waiting = [];
			await settle(batch).then(
				() => batch.forEach((one) => one.answer()),
				(reason: unknown) => batch.forEach((one) => one.refuse(reason)),
			);
		}
		isAtWork = false;
	}

	const session: Session = {
		later: [],
		ask: async <T>(http: HttpHelper, question: Question<T>) =>
			await new Promise<T>((resolve, reject) => {
				let answer: () => void = () => undefined;
				waiting.push({
					http,
					ask: (shared, at) => {
						try {
							const value = question(shared, at);
							answer = () => resolve(value);
						} catch (reason) {
							answer = () => reject(reason);
						}
					},
					answer: () => answer(),
					refuse: reject,
				});
				if (!isAtWork) void work();
			}),
	};
	return session;
}
