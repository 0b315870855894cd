// Redis as far as the package asks it, and processes that count in it, on a driven clock.
import type { IHttpRequestOptions } from 'n8n-workflow';

import { ledgerKeyOf } from '../../../nodes/quota/processStore.ts';
import type { RedisDialect } from '../../../nodes/quota/redis/exchange.ts';
import { redisStore } from '../../../nodes/quota/redis/redisStore.ts';
import type { QuotaStatus, QuotaStore } from '../../../nodes/quota/store.ts';
import type { HttpHelper } from '../../../nodes/wire/send.ts';
import type { Counter, OpenCounter } from './model.mts';

/** A Redis that knows the few commands the package uses. */
export interface FakeRedis {
	http: HttpHelper;
	/** What it holds, by key. */
	values: Map<string, string>;
	/** How many commands it was asked. */
	asked(): number;
	/** What the next command meets: no connection, no answer, or words of refusal. */
	next(fault: 'refused' | 'lost' | { error: string } | { status: number; text: string }): void;
}

const APP = ledgerKeyOf('512345', 'secret').slice(0, 16);

function commandIn({ body, headers }: IHttpRequestOptions): {
	words: string[];
	dialect: RedisDialect;
} {
	const text = String(body);
	const isJson = String(headers?.['Content-Type']).startsWith('application/json');
	if (isJson) return { words: JSON.parse(text) as string[], dialect: 'upstash' };
	return { words: text.split('/').map(decodeURIComponent), dialect: 'webdis' };
}

/**
 * @param nowMs what its clock shows, ms UTC.
 */
export function fakeRedis(nowMs: () => number): FakeRedis {
	const values = new Map<string, string>();
	const endsAtMs = new Map<string, number>();
	const faults: Array<Parameters<FakeRedis['next']>[0]> = [];
	let asked = 0;

	const get = (key: string): string | undefined => {
		if ((endsAtMs.get(key) ?? Infinity) <= nowMs()) values.delete(key);
		return values.get(key);
	};
	function evaluate(script: string, count: number, rest: readonly string[]): unknown {
		// What the script says is done by a real Redis in the test with real servers; here by hand.
		for (const word of ['TIME', 'GET', 'SET']) expect(script).toContain(`redis.call('${word}'`);
		const keys = rest.slice(0, count);
		const marks = rest.slice(count, 2 * count);
		const next = rest.slice(2 * count);
		const ms = nowMs();
		const time = [String(Math.floor(ms / 1_000)), String(Math.floor((ms % 1_000) * 1_000))];
		const held = keys.map((key) => get(key) ?? '-');
		if (held.some((value, nth) => value.slice(0, 16) !== marks[nth])) {
			return ['other', ...time, ...held];
		}
		keys.forEach((key, nth) => {
			const value = next[nth] ?? '-';
			if (value !== '-') values.set(key, value);
		});
		return ['same', ...time];
	}
	function carryOut([name = '', ...rest]: string[]): unknown {
		const [key = '', value = '', ...options] = rest;
		switch (name) {
			case 'EVAL':
				return evaluate(key, Number(value), options);
			case 'GET':
				return get(key) ?? null;
			case 'DEL':
				return Number(values.delete(key));
			case 'SET': {
				if (options.includes('NX') && get(key) !== undefined) return null;
				values.set(key, value);
				const forMs = Number(options[options.indexOf('PX') + 1]);
				endsAtMs.set(key, nowMs() + forMs);
				return 'OK';
			}
			default:
				throw new Error(`The package is not known to ask for ${name}.`);
		}
	}
	return {
		values,
		asked: () => asked,
		next: (fault) => void faults.push(fault),
		http: {
			async httpRequest(options: IHttpRequestOptions) {
				asked += 1;
				const { words, dialect } = commandIn(options);
				const fault = faults.shift();
				if (fault === 'refused') throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
				if (typeof fault === 'object' && 'status' in fault) {
					return { statusCode: fault.status, body: fault.text };
				}
				if (typeof fault === 'object') {
					return dialect === 'upstash'
						? { statusCode: 400, body: JSON.stringify({ error: fault.error }) }
						: { statusCode: 200, body: JSON.stringify({ [words[0] ?? '']: [false, fault.error] }) };
				}
				const reply = carryOut(words);
				if (fault === 'lost') throw Object.assign(new Error('no'), { code: 'ETIMEDOUT' });
				const told = dialect === 'webdis' && reply === 'OK' ? [true, 'OK'] : reply;
				const body = dialect === 'upstash' ? { result: reply } : { [words[0] ?? '']: told };
				return { statusCode: 200, body: JSON.stringify(body) };
			},
		},
	};
}

let worlds = 0;

/** How many n8n processes count in it. */
const PROCESSES = 3;

/** Processes that count in one Redis, each asked in its turn; it was told to begin. */
export const redisCounter: OpenCounter = (policy, { clock, nowMs }): Counter => {
	const redis = fakeRedis(nowMs);
	const stored: string[] = [];
	const http: HttpHelper = {
		async httpRequest(options) {
			const answer = await redis.http.httpRequest(options);
			stored.push(redis.values.get(`{n8n-aliexpress}:${APP}`) ?? '');
			return answer;
		},
	};
	let stores: QuotaStore[] = [];
	let turn = 0;
	let isBegun = false;
	const load = (): void => {
		worlds += 1;
		// Another token is another memory, as of a process that was started anew.
		stores = Array.from({ length: PROCESSES }, (_, nth) => {
			const dialect = nth === 0 ? 'webdis' : 'upstash';
			const address = { dialect, url: 'http://redis', token: `${worlds}-${nth}` } as const;
			return redisStore(http, address, APP, policy, clock);
		});
	};
	load();
	const next = async (): Promise<QuotaStore> => {
		turn += 1;
		const store = stores[turn % PROCESSES];
		if (!store) throw new Error('There is no process.');
		if (!isBegun) await store.memory?.startCounting(0);
		isBegun = true;
		return store;
	};
	return {
		stored,
		load,
		stale: () => undefined,
		asked: async (ask) => await ask(await next()),
		status: async (account): Promise<QuotaStatus> => await (await next()).status(account),
	};
};
