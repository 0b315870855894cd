import { FAULT_KINDS } from './faults.mts';
import type { Fault } from './faults.mts';
import type { LimitKeeper } from './gateway/limits.mts';
import { idFrom, isJsonObject, parseJson } from './json.mts';
import type { JsonObject, JsonValue } from './json.mts';
import { orderData } from './push/messages.mts';
import { PUSH_FAULTS } from './push/push.mts';
import type { PushDraft, PushFault } from './push/push.mts';
import type { IssueOptions, Sandbox } from './sandbox.mts';
import type { ReviewDraft, ReviewEdit } from './shop/reviewBook.mts';
import type { OrderOverrides, Shop } from './shop/shop.mts';
import { orderView, reviewView, snapshot } from './snapshot.mts';
import { jsonAnswer } from './web/exchange.mts';
import type { WebAnswer, WebRequest } from './web/exchange.mts';

type OrderStep = (shop: Shop, id: bigint, body: JsonObject) => ReturnType<Shop['placeOrder']>;

const ORDER_STEPS: Record<string, OrderStep> = {
	pay: (shop, id, body) => shop.payOrder(id, body),
	ship: (shop, id, body) => shop.shipOrder(id, body),
	finish: (shop, id, body) => shop.finishOrder(id, body),
	cancel: (shop, id, body) => shop.cancelOrder(id, body),
	status: (shop, id, body) => shop.setStatus(id, String(body.status)),
};

/**
 * The sandbox's own interface under /control, for the page and for other processes: JSON in, JSON
 * out; 400 with a reason when something does not fit.
 */
export function answerControl(
	request: WebRequest,
	sandbox: Sandbox,
	limits: LimitKeeper,
): WebAnswer {
	const path = request.path.slice('/control'.length);
	if (request.method === 'GET') {
		if (path === '/state') return jsonAnswer(snapshot(sandbox, limits));
		if (path === '/log') return jsonAnswer(logView(sandbox));
		return jsonAnswer({ error: 'not found' }, 404);
	}
	// Only a same-origin page or a program can send this type without asking first.
	if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
		return jsonAnswer({ error: 'send application/json' }, 415);
	}
	try {
		const body = parseJson(request.body.toString('utf8') || '{}');
		if (!isJsonObject(body)) return jsonAnswer({ error: 'send a JSON object' }, 400);
		return changed(path, body, sandbox);
	} catch (error) {
		return jsonAnswer({ error: error instanceof Error ? error.message : String(error) }, 400);
	}
}

function changed(path: string, body: JsonObject, sandbox: Sandbox): WebAnswer {
	const { shop, faults, push } = sandbox;
	const [, orderId, step] = /^\/orders\/(\d+)\/(\w+)$/.exec(path) ?? [];
	const run = step === undefined ? undefined : ORDER_STEPS[step];
	if (orderId !== undefined && run) {
		const order = run(shop, BigInt(orderId), body);
		// The platform waits for nobody: the answers are in the push log.
		void push.sendOrder(order);
		return jsonAnswer(orderView(order));
	}
	const [, childId] = /^\/reviews\/(\d+)\/edit$/.exec(path) ?? [];
	if (childId !== undefined) {
		return jsonAnswer(reviewView(shop.editReview(BigInt(childId), body as ReviewEdit)));
	}
	switch (path) {
		case '/orders':
			return jsonAnswer(orderView(placed(sandbox, body)), 201);
		case '/reviews':
			return jsonAnswer(reviewView(written(shop, body)), 201);
		case '/faults':
			faults.next(faultFrom(body));
			return jsonAnswer({ pending: faults.pending.length });
		case '/faults/clear':
			faults.clear();
			return jsonAnswer({ pending: 0 });
		case '/push':
			if (push.address === undefined) throw new Error('Register a callback address first');
			void push.send({ ...newestOrder(sandbox), ...(body as PushDraft) });
			return jsonAnswer({ sent: true }, 202);
		case '/push/register':
			push.register(callbackIn(body));
			return jsonAnswer({ address: push.address ?? null });
		case '/push/verify':
			if (push.address === undefined) throw new Error('Register a callback address first');
			void push.verify();
			return jsonAnswer({ sent: true }, 202);
		case '/push/faults':
			push.next(pushFaultFrom(body));
			return jsonAnswer({ queued: true });
		case '/push/repeat':
			void push.repeat();
			return jsonAnswer({ sent: true }, 202);
		case '/speed':
			if (!sandbox.settings.board) throw new Error('The clock of this sandbox is the real one');
			sandbox.settings.board.setSpeed(Number(body.speed));
			return jsonAnswer({ speed: Number(body.speed) });
		case '/limits/forget':
			sandbox.forgetLimits();
			return jsonAnswer({ forgotten: true });
		case '/tokens':
			return jsonAnswer({ ...sandbox.issueTokens(body as IssueOptions) }, 201);
		case '/codes':
			return jsonAnswer({ code: sandbox.issueCode(body as IssueOptions) }, 201);
		case '/feishu/clear':
			sandbox.feishu.clear();
			return jsonAnswer({ cleared: true });
		case '/helpdesk/clear':
			sandbox.helpdesk.clear();
			return jsonAnswer({ cleared: true });
		default:
			return jsonAnswer({ error: 'not found' }, 404);
	}
}

/** Places an order; `paid: true` pays it at once. */
function placed({ shop, push }: Sandbox, { paid, ...overrides }: JsonObject) {
	const order = shop.placeOrder({ ...(overrides as OrderOverrides), ...idIn(overrides, 'id') });
	void push.sendOrder(order);
	if (!paid) return order;
	const paidOrder = shop.payOrder(order.id);
	void push.sendOrder(paidOrder);
	return paidOrder;
}

/** Writes a review; with no order line left it makes an order that has just been finished. */
function written(shop: Shop, body: JsonObject) {
	const draft = {
		...body,
		...idIn(body, 'orderId'),
		...idIn(body, 'childId'),
	} as unknown as ReviewDraft;
	if (draft.orderId !== undefined) return shop.writeReview(draft);
	const order = shop.placeOrder();
	shop.payOrder(order.id);
	shop.shipOrder(order.id);
	shop.finishOrder(order.id);
	return shop.writeReview({ ...draft, orderId: order.id });
}

function idIn(body: JsonObject, name: string): Record<string, bigint> {
	const id = idFrom(body[name]);
	return id === undefined ? {} : { [name]: id };
}

function faultFrom(body: JsonObject): Fault {
	const kind = FAULT_KINDS.find((known) => known === body.kind);
	if (!kind) throw new Error(`kind must be one of ${FAULT_KINDS.join(', ')}`);
	return { ...(body as Partial<Fault>), kind };
}

/** What a message says when nothing else is asked for: the newest order as it is now. */
function newestOrder({ shop, settings }: Sandbox): PushDraft {
	const order = shop.orders.toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0];
	return order ? { data: orderData(order, settings.push.form ?? 'dropship') } : {};
}

function callbackIn({ address }: JsonObject): string | undefined {
	if (address === undefined || address === '') return undefined;
	if (typeof address !== 'string' || !/^https?:\/\/\S+$/.test(address)) {
		throw new Error('address must be an http or https address');
	}
	return address;
}

function pushFaultFrom(body: JsonObject): PushFault {
	const kind = PUSH_FAULTS.find((known) => known === body.kind);
	if (!kind) throw new Error(`kind must be one of ${PUSH_FAULTS.join(', ')}`);
	return { ...(body as Partial<PushFault>), kind };
}

function logView({ log }: Sandbox): JsonValue {
	return {
		calls: log.calls.map((call) => ({ ...call })),
		bans: log.bans.map((ban) => ({ ...ban })),
		maxInAnySecond: log.maxInAnySecond(),
	};
}
