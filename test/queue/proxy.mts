import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

import { inProject } from '../e2e/project.mts';

/** A reverse proxy in front of n8n's processes. */
export interface Proxy {
	/** Where the rule of the compose file holds. */
	readonly url: string;
	/** The same without the rule: every webhook goes to the pool. */
	readonly misroutedUrl: string;
	close(): void;
}

/** The rules of the proxy in deploy/queue/compose.yaml, in their order. */
function rulesOfCompose(): Array<{ path: RegExp; target: string }> {
	const text = readFileSync(inProject('deploy', 'queue', 'compose.yaml'), 'utf8');
	const rules = text.matchAll(/location (?:~ (\S+)|\/) \{ proxy_pass http:\/\/([\w-]+)/g);
	// Docker Compose reads `$$` as `$`.
	return [...rules].map(([, path = '', target = '']) => ({
		path: new RegExp(path.replaceAll('$$', '$')),
		target,
	}));
}

/**
 * Starts a proxy that goes by the rules of the compose file.
 *
 * @param main port of the main process.
 * @param pool ports of the webhook processors, each asked in its turn.
 */
export async function startProxy(main: number, pool: readonly number[]): Promise<Proxy> {
	const rules = rulesOfCompose();
	if (rules.length !== 3) throw new Error('The compose file has other rules than this test knows.');
	let turn = 0;
	const portFor = (path: string, from: number): number => {
		const target = rules.slice(from).find((rule) => rule.path.test(path))?.target;
		return target === 'pool' ? (pool[turn++ % pool.length] ?? main) : main;
	};
	async function listen(from: number) {
		const server = createServer((asked, answer) => {
			const { method = 'GET', url: path = '/', headers } = asked;
			const port = portFor(path, from);
			const onward = request({ host: '127.0.0.1', port, method, path, headers }, (came) => {
				answer.writeHead(came.statusCode ?? 502, came.headers);
				came.pipe(answer);
			});
			// The process is away, as when it was killed: what a proxy says then.
			onward.on('error', () => {
				if (!answer.headersSent) answer.writeHead(502);
				answer.end();
			});
			asked.pipe(onward);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
	}
	const [ruled, misrouted] = [await listen(0), await listen(1)];
	return {
		url: ruled.url,
		misroutedUrl: misrouted.url,
		close: () => {
			for (const { server } of [ruled, misrouted]) {
				server.closeAllConnections();
				server.close();
			}
		},
	};
}
