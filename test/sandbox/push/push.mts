import type { JsonObject } from '../json.mts';
import type { SandboxApp } from '../options.mts';
import type { Order } from '../shop/orders.mts';
import { authorizationOf } from './authorization.mts';
import { bodyOf, orderData } from './messages.mts';
import type { PushDraft, PushForm } from './messages.mts';

export type { PushDraft, PushForm } from './messages.mts';

/** What goes to the callback address. */
export interface PushRequest {
	headers: Record<string, string>;
	body: Buffer;
}

export const PUSH_FAULTS = ['lost', 'doubled', 'forged', 'late'] as const;
export type PushFaultKind = (typeof PUSH_FAULTS)[number];

/** Something that goes wrong with the next messages. */
export interface PushFault {
	kind: PushFaultKind;
	/** How many messages; default 1. */
	times?: number;
	/** For `late`: how long a message is held back; default an hour. It keeps its own time. */
	delayMs?: number;
}

/** One message and what became of it: a line of the push log. */
export interface PushDelivery {
	atMs: number;
	body: string;
	fault?: PushFaultKind;
	/** HTTP status of the answer; undefined without one in time. */
	status?: number;
	tookMs?: number;
}

export interface PushOptions {
	form?: PushForm;
	/** How long the platform waits for its 200, ms. */
	answerWithinMs?: number;
	/**
	 * Hands a request to the callback address and tells the status of the answer; default by HTTP.
	 *
	 * @throws when there is no answer.
	 */
	transport?: (address: string, request: PushRequest) => Promise<number>;
}

/** The push messages of the app, as its console offers them. */
export interface Push {
	/** The callback address; undefined: no message is sent. */
	readonly address: string | undefined;
	/** Every message sent, oldest first. */
	readonly deliveries: readonly PushDelivery[];
	/** Sets or takes away the callback address. */
	register(address: string | undefined): void;
	/** What goes wrong next, in order of queueing. */
	next(fault: PushFault): void;
	/** A message as it would be sent now, signed. */
	request(draft?: PushDraft): PushRequest;
	/** Sends a message; resolves when the answers are there. Nothing is sent without an address. */
	send(draft?: PushDraft): Promise<PushDelivery[]>;
	/** Sends what an order says in its present status. */
	sendOrder(order: Order): Promise<PushDelivery[]>;
	/** The console's verify button: a test message. */
	verify(): Promise<PushDelivery[]>;
	/** Sends what was held back and is due. */
	sendDue(): Promise<PushDelivery[]>;
	/** Sends again, byte for byte, what was not answered with 200. */
	repeat(): Promise<PushDelivery[]>;
}

interface Surroundings {
	app: SandboxApp;
	sellerId: string;
	options: PushOptions;
	now: () => number;
	changed: () => void;
}

const HOUR_MS = 3_600_000;

async function overHttp(address: string, request: PushRequest, withinMs: number): Promise<number> {
	const signal = AbortSignal.timeout(withinMs);
	const { headers } = request;
	const body = new Uint8Array(request.body);
	const answer = await fetch(address, { method: 'POST', headers, body, signal });
	await answer.arrayBuffer();
	return answer.status;
}

/** Sends the push messages of an app. */
export function createPush({ app, sellerId, options, now, changed }: Surroundings): Push {
	const { form = 'dropship', answerWithinMs = 500 } = options;
	const transport =
		options.transport ?? ((address, request) => overHttp(address, request, answerWithinMs));
	const deliveries: PushDelivery[] = [];
	const faults: Array<Required<Pick<PushFault, 'kind' | 'times'>> & { delayMs: number }> = [];
	let held: Array<{ dueMs: number; request: PushRequest }> = [];
	let unanswered: PushRequest[] = [];
	let address: string | undefined;

	const requestOf = (body: Buffer, signer = app): PushRequest => ({
		headers: {
			'content-type': 'application/json;charset=UTF-8',
			authorization: authorizationOf(signer, body),
		},
		body,
	});
	const takeFault = () => {
		const fault = faults[0];
		if (fault && --fault.times <= 0) faults.shift();
		return fault;
	};
	const deliver = async (request: PushRequest, fault?: PushFaultKind): Promise<PushDelivery> => {
		const delivery: PushDelivery = { atMs: now(), body: request.body.toString('utf8') };
		if (fault) delivery.fault = fault;
		deliveries.push(delivery);
		if (fault === 'lost' || address === undefined) return delivery;
		const startedMs = performance.now();
		try {
			delivery.status = await transport(address, request);
		} catch {
			// No answer, or none in time: the log shows a delivery without a status.
		}
		delivery.tookMs = Math.round(performance.now() - startedMs);
		if (delivery.status !== 200 && fault !== 'forged') unanswered.push(request);
		changed();
		return delivery;
	};
	const hold = (request: PushRequest, delayMs: number): void => {
		held.push({ dueMs: now() + delayMs, request });
		setTimeout(() => void push.sendDue(), delayMs).unref();
	};

	const push: Push = {
		get address() {
			return address;
		},
		deliveries,
		register(callback) {
			address = callback === '' ? undefined : callback;
			changed();
		},
		next({ kind, times = 1, delayMs = HOUR_MS }) {
			faults.push({ kind, times, delayMs });
			changed();
		},
		request: (draft = {}) => requestOf(bodyOf(draft, { form, sellerId, nowMs: now() })),
		async send(draft = {}) {
			if (address === undefined) return [];
			const request = push.request(draft);
			const fault = takeFault();
			switch (fault?.kind) {
				case 'late':
					hold(request, fault.delayMs);
					return [];
				case 'doubled':
					return await Promise.all([deliver(request, 'doubled'), deliver(request, 'doubled')]);
				case 'forged': {
					// Of somebody who knows the address and the App Key, but not the secret.
					const forger = { ...app, appSecret: `${app.appSecret}-guessed` };
					return [await deliver(requestOf(request.body, forger), 'forged')];
				}
				default:
					return [await deliver(request, fault?.kind)];
			}
		},
		sendOrder: async (order) => await push.send({ data: orderData(order, form) }),
		async verify() {
			if (address === undefined) return [];
			const data: JsonObject = { trade_order_id: '1', order_status: 'test' };
			return [await deliver(push.request({ type: 0, data }))];
		},
		async sendDue() {
			const due = held.filter(({ dueMs }) => dueMs <= now());
			held = held.filter((entry) => !due.includes(entry));
			return await Promise.all(due.map(({ request }) => deliver(request, 'late')));
		},
		async repeat() {
			const again = unanswered;
			unanswered = [];
			return await Promise.all(again.map(async (request) => await deliver(request)));
		},
	};
	return push;
}
