import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openEditor, type Editor } from '../e2e/n8n/editor.mts';
import { makeHome, type Home } from '../e2e/n8n/home.mts';
import { freePorts } from '../e2e/n8n/ports.mts';
import { createServer, type Server } from '../e2e/n8n/server.mts';
import { inProject } from '../e2e/project.mts';
import { say } from '../e2e/report.mts';
import type { Undo } from '../e2e/stage.mts';
import { startProxy, type Proxy } from './proxy.mts';
import { makeServers, type Servers } from './servers.mts';

/** n8n's queue mode as deploy/queue/compose.yaml has it. */
export interface Cluster {
	readonly servers: Servers;
	readonly home: Home;
	readonly main: Server;
	readonly workers: readonly Server[];
	/** Processes that answer webhooks beside main. */
	readonly webhooks: readonly Server[];
	readonly proxy: Proxy;
	readonly editor: Editor;
}

const ROLES = ['worker', 'worker', 'webhook', 'webhook'] as const;

/** A home beside that of main, with the same packages. */
function homeBeside(
	{ folder, program, env, secrets }: Home,
	name: string,
	port: number,
	brokerPort: number,
) {
	const own = join(folder, name);
	mkdirSync(join(own, '.n8n'), { recursive: true });
	symlinkSync(join(folder, '.n8n', 'nodes'), join(own, '.n8n', 'nodes'));
	const url = `http://127.0.0.1:${port}`;
	const ports = {
		N8N_PORT: String(port),
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
	};
	const places = { HOME: own, N8N_USER_FOLDER: own };
	const home: Home = {
		folder: own,
		program,
		url,
		env: { ...env, ...ports, ...places },
		secrets,
		remove: () => undefined,
	};
	return home;
}

/**
 * Starts Redis, PostgreSQL and Webdis, and n8n as a main, two workers and two webhook processors behind a proxy.
 *
 * @param undo gets what has to be undone, also when a later part does not come up.
 * @param started is told of each process of n8n before it is up.
 */
export async function openCluster(
	undo: Undo[],
	started: (server: Server) => void,
): Promise<Cluster> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-'));
	undo.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	await chmod(folder, 0o755);
	say('Starting PostgreSQL, Redis and Webdis ...');
	const servers = await makeServers(folder);
	for (const one of [servers.postgres, servers.redis, servers.webdis]) {
		undo.push(one.stop);
		await one.start();
	}
	const [port = 0, brokerPort = 0, ...ports] = await freePorts(2 + 2 * ROLES.length);
	const plain = await makeHome(
		inProject('.cache', 'n8n', 'node_modules'),
		[inProject()],
		port,
		brokerPort,
	);
	undo.push(() => plain.remove());
	const queue = {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(servers.redis.port),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(servers.postgres.port),
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_POOL_SIZE: '10',
		// A proxy stands before main; it is asked through it where that matters.
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'false',
	};
	const home: Home = { ...plain, env: { ...plain.env, ...queue } };
	const make = (...args: Parameters<typeof createServer>): Server => {
		const server = createServer(...args);
		started(server);
		undo.push(async () => await server.stop());
		return server;
	};
	say('Starting main ...');
	const main = make(home);
	await main.start();
	say('Starting two workers and two webhook processors ...');
	const homes = ROLES.map((role, nth) =>
		homeBeside(home, `${role}-${nth}`, ports[2 * nth] ?? 0, ports[2 * nth + 1] ?? 0),
	);
	const others = ROLES.map((role, nth) => make(homes[nth] ?? home, role));
	await Promise.all(others.map(async (one) => await one.start()));
	const proxy = await startProxy(
		port,
		[2, 3].map((nth) => ports[2 * nth] ?? 0),
	);
	undo.push(proxy.close);
	const editor = await openEditor(home.url);
	return {
		servers,
		home,
		main,
		workers: others.slice(0, 2),
		webhooks: others.slice(2),
		proxy,
		editor,
	};
}
