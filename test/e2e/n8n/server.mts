import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Home } from './home.mts';
import { createLog } from './log.mts';

/** Ten seconds on an idle machine. */
const START_LIMIT_MS = 240_000;
const STOP_LIMIT_MS = 20_000;

/** A real n8n that can be ended and started again on the same home. */
export interface Server {
	/** Resolves when it answers; rejects when it ends before, or does not answer in four minutes. */
	start(): Promise<void>;
	/** SIGKILL to n8n and to what it started, as a power cut would. Resolves when it is gone. */
	kill(): Promise<void>;
	/** Asks it to end, and ends it if it does not. */
	stop(): Promise<void>;
	/** Ends it at once, for the end of this process. */
	destroy(): void;
	/** Its last lines, without what is secret. */
	logText(secrets: readonly string[]): string;
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/healthz/readiness`)).ok;
	} catch (reason) {
		// Nothing listens yet: asked again.
		if (reason instanceof TypeError) return false;
		throw reason;
	}
}

/**
 * An n8n on a home. Nothing runs before `start`.
 *
 * @param role the command of n8n: all of it, or a process of queue mode.
 */
export function createServer(home: Home, role: 'start' | 'worker' | 'webhook' = 'start'): Server {
	const log = createLog();
	let child: ChildProcess | undefined;
	const isRunning = () => child?.exitCode === null && child.signalCode === null;
	// n8n starts a task runner; both are one group, so that neither outlives the other.
	const signalGroup = (signal: NodeJS.Signals) => {
		if (child?.pid === undefined) return;
		try {
			process.kill(-child.pid, signal);
		} catch (reason) {
			if ((reason as NodeJS.ErrnoException).code !== 'ESRCH') throw reason;
		}
	};
	async function end(signal: NodeJS.Signals): Promise<void> {
		if (!child || !isRunning()) return;
		const ended = once(child, 'exit');
		if (signal === 'SIGKILL') signalGroup(signal);
		else child.kill(signal);
		await Promise.race([ended, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
		signalGroup('SIGKILL');
		await ended;
	}
	return {
		async start() {
			// After a crash n8n would wait ten seconds, to slow down one that crashes over and over.
			rmSync(join(home.folder, '.n8n', 'crash.journal'), { force: true });
			child = spawn(process.execPath, [home.program, role], {
				cwd: home.folder,
				env: home.env,
				detached: true,
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			if (child.stdout) log.listen(child.stdout);
			if (child.stderr) log.listen(child.stderr);
			const deadlineMs = Date.now() + START_LIMIT_MS;
			while (!(await answers(home.url))) {
				if (!isRunning()) throw new Error('n8n ended while it was starting.');
				if (Date.now() > deadlineMs) throw new Error('n8n did not get ready in four minutes.');
				await sleep(100);
			}
		},
		kill: async () => await end('SIGKILL'),
		stop: async () => await end('SIGTERM'),
		destroy: () => {
			if (isRunning()) signalGroup('SIGKILL');
		},
		logText: (secrets) => log.text([...home.secrets, ...secrets]),
	};
}
