import { createServer, type AddressInfo, type Server } from 'node:net';

/** Takes a port of 127.0.0.1; 0 stands for any. Rejects when it is taken. */
const listen = async (server: Server, port: number): Promise<number> =>
	await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
	});

const close = async (server: Server): Promise<unknown> =>
	await new Promise((resolve) => server.close(resolve));

/** Ports of 127.0.0.1 that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer());
	// All are held until the last one is found, so that none is given twice.
	const ports = await Promise.all(servers.map(async (server) => await listen(server, 0)));
	await Promise.all(servers.map(close));
	return ports;
}

/** Whether nobody listened on a port of 127.0.0.1 a moment ago. */
export async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	const isTaken = await listen(server, port).then(
		() => false,
		() => true,
	);
	if (!isTaken) await close(server);
	return !isTaken;
}
