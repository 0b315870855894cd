import { z } from 'zod';

import type { Clock } from '../../time/clock';
import { parseJson } from '../../wire/json';
import { remedyOf } from '../../wire/remedy';
import { post, type Answer, type HttpHelper, type PostRequest } from '../../wire/send';
import { QuotaUnavailable } from '../store';

/** How Redis is spoken to over HTTP. */
export const REDIS_DIALECTS = ['upstash', 'webdis'] as const;
export type RedisDialect = (typeof REDIS_DIALECTS)[number];

/** A Redis behind HTTP. */
export interface RedisAddress {
	dialect: RedisDialect;
	/** Without trailing slash. */
	url: string;
	/** Upstash: the token. Webdis: name and password with a colon between them. Empty: nothing is sent. */
	token: string;
}

const REDIS_REMEDY =
	'Look at "Redis Address" and "Redis Token" in the credential: every n8n process has to reach it. No call leaves that cannot be counted.';

/** The request that has Redis carry out a command. */
function requestOf({ dialect, url, token }: RedisAddress, command: readonly string[]): PostRequest {
	if (dialect === 'upstash') {
		return {
			url,
			contentType: 'application/json',
			body: JSON.stringify(command),
			headers: token === '' ? {} : { authorization: `Bearer ${token}` },
		};
	}
	const basic = Buffer.from(token, 'utf8').toString('base64');
	return {
		url: `${url}/`,
		contentType: 'application/x-www-form-urlencoded',
		// Webdis takes what stands behind a last dot for the format of the answer.
		body: command.map((part) => encodeURIComponent(part).replaceAll('.', '%2E')).join('/'),
		headers: {
			// n8n would close the connection, and Webdis 0.1.9 then waits for ever for a body of more than 4 KB.
			connection: 'keep-alive',
			...(token !== '' && { authorization: `Basic ${basic}` }),
		},
	};
}

/** What a command brought: a value, or a refusal of Redis, e.g. `OOM command not allowed`. */
type Reply = { value: unknown } | { refusal: string };

/** How it went, in a word of Redis. */
const webdisStatus = z.tuple([z.boolean(), z.string()]);

/** Reads an answer; undefined for one that is not of Redis. */
function replyIn(dialect: RedisDialect, command: string, text: string): Reply | undefined {
	let body: unknown;
	try {
		body = parseJson(text);
	} catch {
		return undefined;
	}
	const told = z.record(z.string(), z.unknown()).safeParse(body).data ?? {};
	if (dialect === 'upstash' && typeof told.error === 'string') return { refusal: told.error };
	const name = dialect === 'upstash' ? 'result' : command;
	if (!(name in told)) return undefined;
	const value = told[name];
	if (dialect === 'upstash') return { value };
	const status = webdisStatus.safeParse(value);
	if (!status.success) return { value };
	const [isGood, words] = status.data;
	return isGood ? { value: words } : { refusal: words };
}

function unavailable(answer: Answer): QuotaUnavailable {
	if (answer.kind === 'forbidden') {
		const { message, description } = remedyOf('forbidden', 'the Redis of the credential');
		return new QuotaUnavailable(message, description);
	}
	if (answer.kind !== 'answer') {
		const what = 'The Redis that counts the calls cannot be reached';
		return new QuotaUnavailable(what, REDIS_REMEDY, answer.kind !== 'neverSent');
	}
	if (answer.status === 401 || answer.status === 403) {
		const what = 'The Redis that counts the calls does not accept the token of the credential';
		return new QuotaUnavailable(what, REDIS_REMEDY);
	}
	const what = `Something else answers in place of Redis (HTTP ${answer.status})`;
	return new QuotaUnavailable(what, REDIS_REMEDY, true);
}

/** Only the code, e.g. `OOM`: the words behind it are Redis' own and may hold a part of the command. */
function refused(words: string): QuotaUnavailable {
	const code = /^[A-Z]{2,20}\b/.exec(words)?.[0] ?? 'ERR';
	return new QuotaUnavailable(
		`The Redis that counts the calls has refused to count (${code})`,
		'It may be full, read-only or over the limit of its plan, or forbid EVAL to this user. No call leaves that cannot be counted.',
	);
}

/**
 * Has Redis carry out one command.
 *
 * @param command e.g. `['GET', 'key']`, the name in capitals.
 * @returns texts, numbers, null and lists of them.
 * @throws QuotaUnavailable when there is no answer, or Redis refuses.
 */
export async function askRedis(
	http: HttpHelper,
	address: RedisAddress,
	command: readonly [string, ...string[]],
): Promise<unknown> {
	const answer = await post(http, requestOf(address, command));
	// A refusal of Upstash comes with HTTP 400.
	if (answer.kind !== 'answer' || ![200, 400].includes(answer.status)) throw unavailable(answer);
	const reply = replyIn(address.dialect, command[0], answer.text);
	if (!reply) throw unavailable(answer);
	if ('refusal' in reply) throw refused(reply.refusal);
	return reply.value ?? null;
}

/**
 * Stores new values if those that are there are the expected ones, in one step. A value begins with a mark
 * of 16 signs that each writer makes anew. Says what the clock of Redis shows; and what is there, when it
 * is not what was expected.
 *
 * KEYS: the values. ARGV: the mark expected of each, then each new value; `-` stores none.
 */
const SCRIPT = `
local time = redis.call('TIME')
local held = {}
local fits = true
for i, key in ipairs(KEYS) do
  held[i] = redis.call('GET', key) or '-'
  fits = fits and string.sub(held[i], 1, 16) == ARGV[i]
end
if not fits then return { 'other', time[1], time[2], unpack(held) } end
for i, key in ipairs(KEYS) do
  local value = ARGV[#KEYS + i]
  if value ~= '-' then redis.call('SET', key, value) end
end
return { 'same', time[1], time[2] }`;

/** Stands for a value that is not there, and for none to be stored. */
export const ABSENT = '-';
/** The mark of a value that nobody has read yet: no value begins so. */
const UNREAD = '?';
const MARK_LENGTH = 16;

const replySchema = z.union([
	z.tuple([z.literal('same'), z.coerce.number(), z.coerce.number()]),
	z.tuple([z.literal('other'), z.coerce.number(), z.coerce.number()]).rest(z.string()),
]);

/** How far the clock of Redis is ahead of the monotonic one of this process, and how sure that is. */
interface Offset {
	ms: number;
	/** Half of the way there and back, ms. */
	withinMs: number;
	seenAtMs: number;
}

/** How much less sure of it one gets, in ms for each: clocks drift apart. */
const DRIFT = 0.0005;

/** Values in Redis that change together, as this process knows them. */
export interface Exchange {
	/** What is there as far as this process knows, each behind its mark; undefined before the first look. */
	held: string[] | undefined;
	/** What the clock of Redis shows now, ms UTC; undefined before the first look. */
	redisNowMs(): number | undefined;
	/**
	 * Stores new values if nothing else has been stored meanwhile. `held` is what is there afterwards.
	 *
	 * @param values without marks, one for each key; `ABSENT` leaves one as it is. They have to be made of
	 * `held`; none is given to look what is there.
	 * @returns whether it was so.
	 * @throws QuotaUnavailable when there is no answer; what is there is not known any more then.
	 */
	store(http: HttpHelper, values: readonly string[] | undefined, mark: string): Promise<boolean>;
}

/** The content of a value; undefined when it is not there. */
export function contentOf(value: string | undefined): string | undefined {
	return value === undefined || value === ABSENT ? undefined : value.slice(MARK_LENGTH);
}

/** Opens the exchange of some values. */
export function openExchange(
	address: RedisAddress,
	keys: readonly string[],
	clock: Clock,
): Exchange {
	let offset: Offset | undefined;
	const unsureMs = ({ withinMs, seenAtMs }: Offset, nowMs: number) =>
		withinMs + (nowMs - seenAtMs) * DRIFT;

	function heedTime(redisAtMs: number, askedAtMs: number): void {
		const nowMs = clock.monotonicMs();
		const withinMs = (nowMs - askedAtMs) / 2;
		const seen = { ms: redisAtMs - (askedAtMs + withinMs), withinMs, seenAtMs: nowMs };
		// A clock that was set is believed at once.
		const isFar = offset && Math.abs(offset.ms - seen.ms) > unsureMs(offset, nowMs) + withinMs;
		if (!offset || isFar || withinMs <= unsureMs(offset, nowMs)) offset = seen;
	}

	const exchange: Exchange = {
		held: undefined,
		redisNowMs: () => offset && Math.floor(clock.monotonicMs() + offset.ms),
		async store(http, values, mark) {
			const { held } = exchange;
			// Until the answer is there nobody knows what is.
			exchange.held = undefined;
			const marks = keys.map((_, nth) => held?.[nth]?.slice(0, MARK_LENGTH) ?? UNREAD);
			const stored = keys.map((_, nth) => {
				const value = values?.[nth] ?? ABSENT;
				return value === ABSENT ? ABSENT : mark + value;
			});
			const askedAtMs = clock.monotonicMs();
			const command = ['EVAL', SCRIPT, String(keys.length), ...keys, ...marks, ...stored] as const;
			const reply = replySchema.safeParse(await askRedis(http, address, command));
			if (!reply.success) {
				throw new QuotaUnavailable(
					'The Redis that counts the calls answers in a way that is not known',
					'Choose the right "Redis Interface" in the credential: Upstash REST or Webdis. No call leaves that cannot be counted.',
					true,
				);
			}
			const [kind, seconds, microseconds, ...others] = reply.data;
			heedTime(seconds * 1_000 + microseconds / 1_000, askedAtMs);
			if (kind === 'other') {
				exchange.held = others;
				return false;
			}
			exchange.held = stored.map((value, nth) =>
				value === ABSENT ? (held?.[nth] ?? ABSENT) : value,
			);
			return true;
		},
	};
	return exchange;
}
