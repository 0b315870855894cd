import { createServer, type Server } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';

/** One request as it came in. */
export interface Arrival {
	readonly method: string;
	/** Path and query. */
	readonly target: string;
	readonly headers: string;
	readonly body: string;
}

/** A host that sends everybody on to another one, which is none of their business. */
export interface Diversion {
	/** The host that a credential names. */
	readonly url: string;
	/** What reached it. */
	readonly arrivals: readonly Arrival[];
	/** What reached the other one; nothing should. */
	readonly followed: readonly Arrival[];
	/** `host:port` of every connection of this process since it was opened. */
	readonly connections: ReadonlySet<string>;
	close(): Promise<void>;
}

async function listen(
	arrivals: Arrival[],
	answer: (count: number) => [status: number, headers: Record<string, string>],
): Promise<{ server: Server; url: string }> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			arrivals.push({
				method: request.method ?? '',
				target: request.url ?? '',
				headers: JSON.stringify(request.headers),
				body: Buffer.concat(chunks).toString('utf8'),
			});
			const [status, headers] = answer(arrivals.length);
			response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const endServer = async (server: Server): Promise<void> => {
	server.closeAllConnections();
	await new Promise<void>((resolve) => server.close(() => resolve()));
};

/** Where a socket is about to connect; `connect` takes options, or a port and a host, or a path. */
function placeOf([first, second]: unknown[]): string {
	// node:http hands over a list that holds the options.
	const given: unknown = Array.isArray(first) ? first[0] : first;
	if (typeof given !== 'object' || given === null) return `${String(second)}:${String(given)}`;
	const { host, port, path } = given as { host?: string; port?: unknown; path?: string };
	return path !== undefined && port === undefined ? path : `${host}:${String(port)}`;
}

/**
 * Opens the two hosts and watches every connection that this process makes.
 *
 * @param statuses the redirects that are given in turn, e.g. 307, which carries the body along.
 */
export async function openDiversion(statuses: readonly number[]): Promise<Diversion> {
	const arrivals: Arrival[] = [];
	const followed: Arrival[] = [];
	const other = await listen(followed, () => [200, {}]);
	const named = await listen(arrivals, (count) => [
		statuses[count % statuses.length] ?? 307,
		{ location: `${other.url}/taken` },
	]);
	const connections = new Set<string>();
	const connect = Socket.prototype.connect;
	Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
		connections.add(placeOf(args));
		return (connect as (...given: unknown[]) => Socket).apply(this, args);
	} as typeof connect;
	return {
		url: named.url,
		arrivals,
		followed,
		connections,
		async close() {
			Socket.prototype.connect = connect;
			await endServer(named.server);
			await endServer(other.server);
		},
	};
}
