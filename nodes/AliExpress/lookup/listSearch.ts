import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { accountKey } from '../../client/access';
import { MINUTE_MS } from '../../time/units';
import type { JsonObject } from '../../wire/envelope';
import { printJson, type PrintableJson } from '../../wire/json';
import type { RequestParam } from '../../wire/sign';
import { openClient } from '../account/openClient';
import { readAnswer } from '../actions/answer';
import { withFamily } from '../actions/product/family';
import { tellingSuccessors } from '../actions/successors';

const KEEP_MS = 5 * MINUTE_MS;
/** Each entry is one page of a list; more than a user opens in five minutes. */
const MOST_ENTRIES = 200;

interface Entry {
	untilMs: number;
	answer: Promise<unknown>;
}

// In the memory of the process: n8n opens a new context at every keystroke, and each of them would
// cost a call. The oldest entry stands first.
const entries = new Map<string, Entry>();

function makeRoom(nowMs: number): void {
	for (const [key, { untilMs }] of entries) {
		if (untilMs > nowMs && entries.size < MOST_ENTRIES) continue;
		entries.delete(key);
	}
}

/**
 * The answer kept under a key, or the one that `read` brings. Who asks while it is read shares it; a
 * refusal is not kept.
 *
 * @param nowMs ms UTC.
 */
export async function remembered<T>(
	key: string,
	nowMs: number,
	read: () => Promise<T>,
): Promise<T> {
	const known = entries.get(key);
	if (known && known.untilMs > nowMs) return (await known.answer) as T;
	entries.delete(key);
	makeRoom(nowMs);
	const entry: Entry = { untilMs: nowMs + KEEP_MS, answer: read() };
	entries.set(key, entry);
	try {
		return (await entry.answer) as T;
	} catch (reason) {
		if (entries.get(key) === entry) entries.delete(key);
		return await Promise.reject(reason);
	}
}

/** Asks the platform, or takes the answer of the last minutes. */
export type Ask = <T>(
	method: string,
	params: Readonly<Record<string, RequestParam>>,
	parse: (answer: JsonObject) => T,
) => Promise<T>;

/** Finds the entries of a drop-down. `filter` is what was typed, without blanks around it. */
export type Search = (
	ask: Ask,
	filter: string,
	paginationToken: string | undefined,
) => Promise<INodeListSearchResult>;

/** A drop-down entry matches when each word that was typed stands in its name or value. */
export function matches(filter: string, ...texts: ReadonlyArray<string | undefined>): boolean {
	const shown = texts.join(' ').toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => shown.includes(word));
}

/** Makes the `listSearch` method of a search; its calls are taken from the share `browse`. */
export function listSearch(search: Search) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const client = withFamily(tellingSuccessors(this, openClient(this, 'browse')));
		const { access } = await client.open();
		const account = accountKey(access);
		const ask: Ask = async (method, params, parse) => {
			const key = `${account} ${method} ${printJson(params as PrintableJson)}`;
			return await remembered(key, Date.now(), async () => {
				const answer = await client.call(method, params);
				return readAnswer(this, () => parse(answer));
			});
		};
		return await search(ask, (filter ?? '').trim(), paginationToken);
	};
}
