import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** Longer than any pause of a bench, so that the server never closes a connection by itself. */
const KEEP_ALIVE_MS = 60_000;

if (!parentPort) throw new Error('This file is the gateway thread; start it with startGateway.');
const port = parentPort;
const { answer } = workerData as { answer: string };

let arrivedAtMs: number[] = [];

const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
	arrivedAtMs.push(Number(process.hrtime.bigint()) / 1e6);
	request.resume().once('end', () => {
		response.setHeader('Content-Type', 'application/json;charset=UTF-8');
		response.end(answer);
	});
});
server.keepAliveTimeout = KEEP_ALIVE_MS;
server.listen(0, '127.0.0.1', () => port.postMessage((server.address() as AddressInfo).port));

port.on('message', () => {
	port.postMessage(arrivedAtMs);
	arrivedAtMs = [];
});
