import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { command } from '../e2e/n8n/command.mts';
import { freePorts } from '../e2e/n8n/ports.mts';

/** A program that is started on a port of 127.0.0.1 and ended again. */
export interface Daemon {
	readonly port: number;
	start(): Promise<void>;
	/** SIGKILL. Resolves when it is gone. */
	kill(): Promise<void>;
	/** Asks it to end. Resolves when it has. */
	stop(): Promise<void>;
}

/** What n8n's queue mode needs, and what speaks HTTP for Redis. */
export interface Servers {
	readonly redis: Daemon;
	readonly webdis: Daemon;
	readonly postgres: Daemon;
}

const START_LIMIT_MS = 60_000;

async function listens(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	const isOpen = await Promise.race([
		once(socket, 'connect').then(() => true),
		once(socket, 'error').then(() => false),
	]).catch(() => false);
	socket.destroy();
	return isOpen;
}

function daemon(port: number, program: string, args: string[], user?: User): Daemon {
	let child: ChildProcess | undefined;
	const end = async (signal: NodeJS.Signals): Promise<void> => {
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill(signal);
		await ended;
	};
	return {
		port,
		async start() {
			child = spawn(program, args, { stdio: 'ignore', ...user });
			const deadlineMs = Date.now() + START_LIMIT_MS;
			while (!(await listens(port))) {
				if (child.exitCode !== null) throw new Error(`${program} ended while it was starting.`);
				if (Date.now() > deadlineMs) throw new Error(`${program} did not get ready in a minute.`);
				await sleep(50);
			}
		},
		kill: async () => await end('SIGKILL'),
		stop: async () => await end('SIGTERM'),
	};
}

type User = { uid: number; gid: number };

/** PostgreSQL does not run as root; Debian's package has a user for it. */
async function userOfPostgres(): Promise<User | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = async (flag: string) =>
		Number(await command('id', [flag, 'postgres'], { cwd: '/' }));
	return { uid: await idOf('-u'), gid: await idOf('-g') };
}

/** The folder of PostgreSQL's programs: Debian has one for each version. */
const postgresFolder = (): string | undefined =>
	globSync('/usr/lib/postgresql/*/bin')
		.filter((folder) => existsSync(join(folder, 'initdb')))
		.sort()
		.at(-1);

async function makePostgres(folder: string, port: number): Promise<Daemon> {
	const programs = postgresFolder();
	if (programs === undefined) throw new Error('PostgreSQL is not installed.');
	const user = await userOfPostgres();
	const data = join(folder, 'postgres');
	mkdirSync(data, { mode: 0o700 });
	if (user) {
		chownSync(folder, user.uid, user.gid);
		chownSync(data, user.uid, user.gid);
	}
	const init = ['-D', data, '-U', 'n8n', '-A', 'trust', '--no-sync', '-E', 'UTF8'];
	await command(join(programs, 'initdb'), init, { ...user, cwd: folder });
	const args = ['-D', data, '-p', String(port), '-k', '', '-h', '127.0.0.1'];
	return daemon(port, join(programs, 'postgres'), args, user);
}

/**
 * Makes the three servers in a folder; none runs yet.
 *
 * @param folder empty, and readable for every user of the machine.
 */
export async function makeServers(folder: string): Promise<Servers> {
	const [redisPort = 0, webdisPort = 0, postgresPort = 0] = await freePorts(3);
	const webdisFile = join(folder, 'webdis.json');
	const settings = {
		redis_host: '127.0.0.1',
		redis_port: redisPort,
		http_host: '127.0.0.1',
		http_port: webdisPort,
		threads: 2,
		pool_size: 10,
		daemonize: false,
		websockets: false,
		verbosity: 0,
		logfile: join(folder, 'webdis.log'),
	};
	writeFileSync(webdisFile, JSON.stringify(settings));
	const redisFolder = join(folder, 'redis');
	mkdirSync(redisFolder);
	// As in deploy/queue/compose.yaml.
	const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''];
	const place = ['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', redisFolder];
	return {
		redis: daemon(redisPort, 'redis-server', [...place, ...durable]),
		webdis: daemon(webdisPort, 'webdis', [webdisFile]),
		postgres: await makePostgres(folder, postgresPort),
	};
}
