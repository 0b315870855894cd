import { parentPort } from 'node:worker_threads';
import { Pool } from 'undici';
import { authorizationOf } from '../../test/sandbox/push/authorization.mts';
import { bodyOf } from '../../test/sandbox/push/messages.mts';
import type { Order, Round } from './sender.mts';

if (!parentPort)
	throw new Error('This file is the thread of the sender; start it with startSender.');
const port = parentPort;

/** No message of a run is a copy of another one. */
let orderId = 8_100_000_000_000_000;

const SELLER = { form: 'dropship', sellerId: '2000000001' } as const;

/** Signs before the time is taken: that is the platform's work. */
const requestsOf = ({ count, appKey, appSecret, path }: Order) =>
	Array.from({ length: count }, () => {
		orderId += 1;
		const data = { orderId, orderStatus: 'PaymentAuthorized', buyerId: 1_000_000_001 };
		const body = bodyOf({ data }, { ...SELLER, nowMs: Date.now() });
		const authorization = authorizationOf({ appKey, appSecret }, body);
		const headers = { 'content-type': 'application/json;charset=UTF-8', authorization };
		return { path, method: 'POST', headers, body } as const;
	});

const send = async (order: Order): Promise<Round> => {
	const requests = requestsOf(order);
	const pool = new Pool(order.url, { connections: order.connections, pipelining: 1 });
	const tookMs: number[] = [];
	let refused = 0;
	const worker = async (): Promise<void> => {
		for (let request = requests.pop(); request; request = requests.pop()) {
			const sentAtMs = performance.now();
			const { statusCode, body } = await pool.request(request);
			await body.dump();
			tookMs.push(performance.now() - sentAtMs);
			if (statusCode !== 200) refused += 1;
		}
	};
	const startedAtMs = performance.now();
	await Promise.all(Array.from({ length: order.connections }, worker));
	const allMs = performance.now() - startedAtMs;
	await pool.close();
	return { tookMs, allMs, refused };
};

port.on('message', (order: Order) => {
	void send(order).then((round) => port.postMessage(round));
});
