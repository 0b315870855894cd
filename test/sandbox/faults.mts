import type { Failure } from './gateway/failures.mts';
import type { Banned } from './gateway/limits.mts';
import type { RefusalForm } from './gateway/refusalForms.mts';
import { isJsonObject, parseJson, printJson } from './json.mts';
import type { JsonValue } from './json.mts';
import type { WebAnswer } from './web/exchange.mts';

export const FAULT_KINDS = [
	'http500',
	'http502',
	'http503',
	'http504',
	'reset',
	'slow',
	'hang',
	'cutJson',
	'html',
	'emptyBody',
	'wrongType',
	'expiredToken',
	'apiCallLimit',
	'appCallLimit',
	'serviceUnavailable',
	'refusal',
	'http429',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
export type FaultTarget = 'gateway' | 'alibaba' | 'feishu' | 'helpdesk';

export interface Fault {
	kind: FaultKind;
	/** Who misbehaves; default the AliExpress gateway. */
	target?: FaultTarget;
	/** Only calls of this method or path (`aliexpress.…`, `/auth/token/refresh`); default any. */
	method?: string;
	/** How many calls; default 1. */
	times?: number;
	/** For `slow`; default 2000. */
	delayMs?: number;
	/** For `apiCallLimit` and `refusal`: the ban the text names; default 1. */
	seconds?: number;
	/** For `refusal`: what is answered; `{seconds}` in its texts becomes the time left. */
	refusal?: Failure;
	/** For `refusal`: how the answer looks; default as its interface answers. */
	form?: RefusalForm;
	/** For `refusal`: who is refused alike until the seconds are over; default nobody but this call. */
	bans?: Banned;
	/** For `http429`: the header of that name. */
	retryAfter?: string;
	/** For `http429`: the body; default a page. */
	body?: string;
	/** For `wrongType`: the field to spoil, at any depth; default the first field. */
	field?: string;
	/** For `wrongType`: what to put there; default an object for scalars, a text for the rest. */
	value?: JsonValue;
}

export interface Faults {
	/**
	 * Queues a fault; the next matching calls meet it, in order of queueing.
	 *
	 * @returns takes it back, as far as no call has met it.
	 */
	next(fault: Fault): () => void;
	/** Forgets all queued faults. */
	clear(): void;
	readonly pending: readonly Fault[];
}

export interface FaultQueue extends Faults {
	/** Takes the fault for this call, if any, and counts it down. */
	take(target: FaultTarget, method: string): Fault | undefined;
}

/** A token call carries no access token, so none can be told to have expired there. */
const TOKEN_CALL = /\/auth\/token\//;

/** An empty queue of faults. `changed` is told of every change. */
export function createFaults(changed: () => void): FaultQueue {
	const pending: Fault[] = [];
	return {
		pending,
		next(fault) {
			const queued = { ...fault, times: fault.times ?? 1 };
			pending.push(queued);
			changed();
			return () => {
				const place = pending.indexOf(queued);
				if (place !== -1) pending.splice(place, 1);
				changed();
			};
		},
		clear() {
			pending.length = 0;
			changed();
		},
		take(target, method) {
			const index = pending.findIndex(
				(fault) =>
					(fault.target ?? 'gateway') === target &&
					(fault.method === undefined || fault.method === method) &&
					!(fault.kind === 'expiredToken' && TOKEN_CALL.test(method)),
			);
			const fault = pending[index];
			if (!fault) return undefined;
			fault.times = (fault.times ?? 1) - 1;
			if (fault.times <= 0) pending.splice(index, 1);
			changed();
			return fault;
		},
	};
}

/** Applies the faults that concern HTTP and the body only; other kinds leave the answer as it is. */
export function spoil(answer: WebAnswer, fault: Fault): WebAnswer {
	switch (fault.kind) {
		case 'http500':
		case 'http502':
		case 'http503':
		case 'http504':
			return errorPage(Number(fault.kind.slice(4)));
		case 'http429':
			return tooMany(fault);
		case 'html':
			return { ...errorPage(200), status: 200 };
		case 'emptyBody':
			return { ...answer, body: '' };
		case 'cutJson':
			return { ...answer, body: String(answer.body).slice(0, String(answer.body).length / 2) };
		case 'wrongType':
			return { ...answer, body: withWrongType(String(answer.body), fault) };
		case 'reset':
		case 'hang':
			return { ...answer, delivery: { kind: fault.kind } };
		case 'slow':
			return { ...answer, delivery: { kind: 'slow', delayMs: fault.delayMs ?? 2000 } };
		default:
			return answer;
	}
}

function tooMany({ retryAfter, body }: Fault): WebAnswer {
	const page = errorPage(429);
	const headers = {
		...page.headers,
		...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
	};
	return { ...page, headers, body: body ?? page.body };
}

function errorPage(status: number): WebAnswer {
	const body = `<html><head><title>${status}</title></head><body><center><h1>${status} Gateway</h1></center><hr>Tengine</body></html>`;
	return { status, headers: { 'content-type': 'text/html' }, body };
}

function withWrongType(text: string, fault: Fault): string {
	let spoiled = false;
	const walk = (value: JsonValue): JsonValue => {
		if (Array.isArray(value)) return value.map(walk);
		if (!isJsonObject(value)) return value;
		const entries = Object.entries(value).map(([key, part]): [string, JsonValue] => {
			if (spoiled || (fault.field !== undefined && key !== fault.field)) return [key, walk(part)];
			spoiled = true;
			return [key, fault.value ?? (typeof part === 'object' ? 'unexpected' : { unexpected: true })];
		});
		return Object.fromEntries(entries);
	};
	return printJson(walk(parseJson(text)));
}
