import { createHash } from 'node:crypto';

import type { Clock } from '../../time/clock';
import type { Moment } from '../../time/moment';
import { dayInShanghai } from '../../time/zones';
import type { HttpHelper } from '../../wire/send';
import { addCall } from '../ledger/count';
import { roll } from '../ledger/day';
import { blockAccount, giveBackCall, reserveCall, settleCall } from '../ledger/ledger';
import { statusOf } from '../ledger/status';
import { ANY_ACCOUNT, type Policy } from '../policy';
import { QuotaUnavailable, type QuotaStore, type Settlement, type SharedMemory } from '../store';
import { holdMinuteAfter, holdUntil } from '../window';
import { MAX_SETTLEMENTS } from '../wire';
import { askRedis, type RedisAddress } from './exchange';
import { keyOf, openSession, type Question, type Session } from './session';
import type { Shared } from './snapshot';

/** What a day's calls from before the count began are called. */
const BEFORE_COUNTING = '(before counting began)';

/** One for all that count for an app in one Redis. */
const sessions = new Map<string, Session>();

function sessionOf(address: RedisAddress, app: string, clock: Clock): Session {
	const { dialect, url, token } = address;
	const parts = [dialect, url, token, app];
	const key = createHash('sha256').update(parts.join('\n')).digest('hex');
	const known = sessions.get(key) ?? openSession(address, app, clock);
	sessions.set(key, known);
	return known;
}

/**
 * Lets a question through only while the count is known: a Redis that was found empty has forgotten how
 * many calls of the day are spent.
 */
function counting<T>(question: Question<T>): Question<T> {
	return (shared, at) => {
		const today = dayInShanghai(roll(shared.ledger, at));
		if (shared.missingSince !== undefined && today > shared.missingSince)
			delete shared.missingSince;
		if (shared.missingSince === undefined) return question(shared, at);
		throw new QuotaUnavailable(
			'The Redis of the credential holds no count of today',
			'It is new, or has lost what it held. If no call was made today, or you know how many, run the AliExpress node once with Account > Start Counting. Otherwise wait until the day has ended in Beijing: then counting begins by itself.',
		);
	};
}

function startCounting(shared: Shared, at: Moment, callsMade: number): boolean {
	if (shared.missingSince === undefined) return false;
	delete shared.missingSince;
	const { ledger } = shared;
	const nowMs = roll(ledger, at);
	// Nobody knows for which account they were made, so they are counted against each.
	const call = { account: ANY_ACCOUNT, purpose: 'trigger' as const, spender: BEFORE_COUNTING };
	for (let made = 0; made < callsMade; made += 1) {
		addCall(ledger.state.count, ledger.instance, call, 0, nowMs);
	}
	// Whoever counted before may just have sent.
	holdUntil(ledger.log, at.monotonicMs);
	holdMinuteAfter(ledger.minute, at.monotonicMs);
	return true;
}

/** Words under names that belong to an app, in the Redis that counts for it. */
function memoryOf(
	http: HttpHelper,
	address: RedisAddress,
	app: string,
	begin: SharedMemory['startCounting'],
): SharedMemory {
	const keyFor = (name: string) => `${keyOf(app)}:${name}`;
	const ask = async (...command: [string, ...string[]]) => await askRedis(http, address, command);
	const read = async (name: string): Promise<string | undefined> => {
		const held = await ask('GET', keyFor(name));
		return typeof held === 'string' ? held : undefined;
	};
	return {
		startCounting: begin,
		take: async (name, word, forMs) => {
			const key = keyFor(name);
			const taken = await ask('SET', key, word, 'NX', 'PX', String(forMs));
			if (taken !== null) return undefined;
			// Empty when it has just ended: whoever asks again gets it.
			return (await read(name)) ?? '';
		},
		read,
		put: async (name, word, forMs) => {
			await ask('SET', keyFor(name), word, 'PX', String(forMs));
		},
		drop: async (name) => {
			await ask('DEL', keyFor(name));
		},
	};
}

/**
 * Counts in a Redis that is spoken to over HTTP, for all processes that do so. The decision is the ledger's;
 * it is stored only if nobody else has stored anything since it was read, else it is made anew. What is
 * asked at the same time in this process is one request.
 *
 * Fails closed: whatever goes wrong is a `QuotaUnavailable`, and no call may leave.
 *
 * @param app names the app by a hash; see `ledgerKeyOf`.
 */
export function redisStore(
	http: HttpHelper,
	address: RedisAddress,
	app: string,
	policy: Policy,
	clock: Clock,
): QuotaStore {
	const session = sessionOf(address, app, clock);
	const ask = async <T>(question: Question<T>): Promise<T> => await session.ask(http, question);

	/** Keeps a settlement until the next question. */
	function settleLater(settlement: Settlement): void {
		const sinceMs = clock.monotonicMs();
		const { platformAtMs } = settlement;
		session.later.push(({ ledger }, at) => {
			const passedMs = clock.monotonicMs() - sinceMs;
			const told = platformAtMs === undefined ? {} : { platformAtMs: platformAtMs + passedMs };
			settleCall(ledger, { ...settlement, ...told }, at);
		});
		// What is lost only makes a call look on its way for some minutes.
		session.later.splice(0, session.later.length - MAX_SETTLEMENTS);
	}

	return {
		scope: 'redis',
		memory: memoryOf(
			http,
			address,
			app,
			async (callsMade) => await ask((shared, at) => startCounting(shared, at, callsMade)),
		),
		reserve: async (call) =>
			await ask(counting(({ ledger }, at) => reserveCall(ledger, policy, call, at))),
		settle: async (settlement, isUrgent) => {
			settleLater(settlement);
			if (!isUrgent) return;
			try {
				await ask(() => undefined);
			} catch (reason) {
				// The call itself is done, and its result must not be lost for want of the news, which waits on.
				if (!(reason instanceof QuotaUnavailable)) return await Promise.reject(reason);
			}
		},
		giveBack: async (id) => await ask(({ ledger }, at) => giveBackCall(ledger, id, at)),
		block: async (block) => await ask(({ ledger }, at) => blockAccount(ledger, policy, block, at)),
		status: async (account) =>
			await ask(counting(({ ledger }, at) => statusOf(ledger, policy, account, at))),
	};
}
