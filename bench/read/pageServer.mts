import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import {
	ID_START,
	PAGE_SIZE,
	PREPARED_PAGES,
	type PageKind,
	type PreparedPages,
} from './pages.mts';

/** Longer than any pause of a bench, so that the server never closes a connection by itself. */
const KEEP_ALIVE_MS = 60_000;
/** The number of the page as a form or an address holds it, inside encoded JSON. */
const ASKED_PAGE = /current_page%22%3A(\d+)/;
/** Kind of pages and how many of them the shop has, e.g. `/sample/2000/sync`. */
const ADDRESS = /^\/(sample|full)\/(\d+)\/sync/;

if (!parentPort) throw new Error('This file is the gateway thread; start it with startPages.');
const port = parentPort;
const texts = workerData as PreparedPages;
const bytes = {
	sample: texts.sample.map((text) => Buffer.from(text)),
	full: texts.full.map((text) => Buffer.from(text)),
};

const rowsOf = (kind: PageKind, page: number): Buffer => {
	const place = (page - 1) % PREPARED_PAGES;
	const block = Math.floor((page - 1) / PREPARED_PAGES);
	if (block === 0) return bytes[kind][place] ?? Buffer.from('[]');
	const start = '"order_id":';
	const text = texts[kind][place] ?? '[]';
	return Buffer.from(text.replaceAll(`${start}${ID_START}`, `${start}${ID_START + block}`));
};

const answerOf = (kind: PageKind, page: number, pages: number): Buffer => {
	const head = {
		success: true,
		error_code: null,
		error_message: null,
		current_page: page,
		page_size: PAGE_SIZE,
		total_page: pages,
		total_count: pages * PAGE_SIZE,
	};
	const opened = `{"result":${JSON.stringify(head).slice(0, -1)},"target_list":`;
	const closed = '},"code":"0","request_id":"2140fa3117000000000000000e1a2b"}';
	const rows = page <= pages ? rowsOf(kind, page) : Buffer.from('[]');
	return Buffer.concat([Buffer.from(opened), rows, Buffer.from(closed)]);
};

/** The text in which the page stands: the address, or else the body. */
const askedIn = async (request: IncomingMessage): Promise<string> => {
	let body = '';
	for await (const part of request.setEncoding('utf8')) body += String(part);
	return (request.url ?? '') + body;
};

const server = createServer({ keepAlive: true, noDelay: true }, async (request, response) => {
	const asked = await askedIn(request);
	const [, kind, pages] = ADDRESS.exec(asked) ?? [];
	const [, page] = ASKED_PAGE.exec(asked) ?? [];
	if (kind === undefined || page === undefined) {
		response.writeHead(404).end('{}');
		return;
	}
	const answer = answerOf(kind as PageKind, Number(page), Number(pages));
	response.writeHead(200, {
		'Content-Type': 'application/json;charset=UTF-8',
		'Content-Length': answer.length,
	});
	response.end(answer);
});
server.keepAliveTimeout = KEEP_ALIVE_MS;
server.listen(0, '127.0.0.1', () => port.postMessage((server.address() as AddressInfo).port));
