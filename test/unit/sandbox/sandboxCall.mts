import { callerOf } from '../../sandbox/caller.mts';
import type { JsonObject, JsonValue } from '../../sandbox/json.mts';
import { isJsonObject, printJson } from '../../sandbox/json.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.mts';

/** Noon in Beijing, so that a test does not cross a platform day by accident. */
export const START_MS = Date.UTC(2026, 9, 20, 4);
export const DAY_MS = 86_400_000;

export interface ReadShop {
	sandbox: Sandbox;
	/** The clock of the sandbox, ms. */
	atMs: number;
	/** Calls a method in the plain form; objects and lists are sent as JSON text. */
	read(method: string, params?: Record<string, JsonValue>): Promise<JsonObject>;
	/** The same in the wrapped form, without its outermost key. */
	readWrapped(method: string, params?: Record<string, JsonValue>): Promise<JsonObject>;
}

/** A sandbox on a driven clock, without limits, whose empty lists are `[]` unless asked otherwise. */
export async function openShop(options: SandboxOptions = {}): Promise<ReadShop> {
	const shop = { atMs: START_MS } as ReadShop;
	shop.sandbox = await startSandbox({
		now: () => shop.atMs,
		limits: { perSecond: 1e6, perDay: 1e6 },
		...options,
		answers: { emptyLists: 'array', ...options.answers },
	});
	const caller = callerOf(shop.sandbox);
	shop.read = (method, params = {}) =>
		caller.sync(method, { simplify: 'true', ...textsOf(params) });
	shop.readWrapped = async (method, params = {}) => {
		const answer = await caller.sync(method, textsOf(params));
		const inner = answer[`${method.replaceAll('.', '_')}_response`];
		return isJsonObject(inner) ? inner : answer;
	};
	return shop;
}

/** Rows of a plain list. */
export function rowsIn(value: JsonValue): JsonObject[] {
	if (!Array.isArray(value)) throw new Error(`Not a list: ${printJson(value)}`);
	return value as JsonObject[];
}

/** A part of an answer that is an object. */
export function objectIn(value: JsonValue): JsonObject {
	if (!isJsonObject(value)) throw new Error(`Not an object: ${printJson(value)}`);
	return value;
}

function textsOf(params: Record<string, JsonValue>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(params).map(([name, value]) => [
			name,
			typeof value === 'object' ? printJson(value) : String(value),
		]),
	);
}
