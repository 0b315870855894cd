import { join } from 'node:path';

import { createModuleMemory } from '../engine/harness/moduleMemory.mts';
import type { Random } from '../sandbox/shop/random.mts';
import type { Scheduler } from './scheduler.mts';

/** The clock of the computer that n8n runs on. */
export interface WallClock {
	/** How far it is ahead of the true time, ms. */
	offsetMs: number;
}

/** The clock as the package's modules see it. */
export interface ProcessClock {
	nowMs(): number;
	monotonicMs(): number;
	sleepMs(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/** One n8n process, from its start to its end. */
export interface Life {
	readonly serial: number;
	readonly bornAtMs: number;
	/** When it ended, true time; undefined while it runs. */
	endedAtMs?: number;
	/** When its modules were loaded anew, true time. */
	readonly reloadedAtMs: readonly number[];
	/** An exported name of one of the package's built modules, by its path below `dist`. */
	take<T>(module: string, name: string): T;
	/** Continues in this process after a while; never when the process has ended. */
	resume(durationMs: number, go: () => void): void;
	sleepMs(durationMs: number): Promise<void>;
	/** The process is busy: nothing in it goes on for a while. */
	stall(durationMs: number): void;
	/** Forgets the package's modules and loads them anew, while the process goes on. */
	reload(): void;
	end(): void;
}

/** How late a timer rings, ms. */
const LATEST_TIMER_MS = 12;

/**
 * Starts a process. Its modules are its own, so that what they remember ends with it.
 *
 * @param packageRoot folder that holds the built `dist`.
 * @param waiting is told when the package begins to wait.
 */
export function startLife(
	serial: number,
	packageRoot: string,
	scheduler: Scheduler,
	wall: Readonly<WallClock>,
	random: Random,
	waiting: (life: Life) => void,
): Life {
	let stalledUntilMs = 0;
	let modules: (file: string) => unknown;
	const bornAtMs = scheduler.nowMs();
	const reloadedAtMs: number[] = [];
	const monotonicBaseMs = random.int(0, 1_000_000);

	const wake = (go: () => void) => {
		if (life.endedAtMs !== undefined) return;
		if (scheduler.nowMs() < stalledUntilMs) scheduler.at(stalledUntilMs, () => wake(go));
		else go();
	};
	const clock: ProcessClock = {
		nowMs: () => scheduler.nowMs() + wall.offsetMs,
		monotonicMs: () => monotonicBaseMs + scheduler.nowMs() - bornAtMs,
		sleepMs: async (durationMs, signal) => {
			if (signal?.aborted || durationMs <= 0) return;
			waiting(life);
			await new Promise<void>((resolve) => {
				signal?.addEventListener('abort', () => resolve(), { once: true });
				life.resume(Math.ceil(durationMs) + random.int(0, LATEST_TIMER_MS), resolve);
			});
		},
	};
	const life: Life = {
		serial,
		bornAtMs,
		reloadedAtMs,
		take<T>(module: string, name: string): T {
			const exports = modules(join(packageRoot, 'dist', module)) as Record<string, unknown>;
			if (exports[name] === undefined) throw new Error(`${module} exports no ${name}`);
			return exports[name] as T;
		},
		resume: (durationMs, go) => scheduler.at(scheduler.nowMs() + durationMs, () => wake(go)),
		sleepMs: async (durationMs) => await new Promise((resolve) => life.resume(durationMs, resolve)),
		stall(durationMs) {
			stalledUntilMs = Math.max(stalledUntilMs, scheduler.nowMs() + durationMs);
		},
		reload() {
			load();
			reloadedAtMs.push(scheduler.nowMs());
		},
		end() {
			life.endedAtMs ??= scheduler.nowMs();
			// Dozens of processes would otherwise hold a copy of all modules each.
			modules = () => {
				throw new Error('The process has ended');
			};
		},
	};
	function load(): void {
		modules = createModuleMemory(packageRoot);
		const systemClock = life.take<object>('nodes/time/clock.js', 'systemClock');
		Object.assign(systemClock, clock, { loadedAtMs: clock.monotonicMs() });
	}
	load();
	return life;
}
