import type { Fault, Sandbox } from '../sandbox/sandbox.mts';
import type { Random } from '../sandbox/shop/random.mts';
import type { Acting } from './acting.mts';
import { createClocks } from './clocks.mts';
import type { Outage } from './delays.mts';
import type { Installation, WeakPoint } from './installation.mts';
import type { Life } from './life.mts';
import type { Disturbance, Network } from './network.mts';
import { ACCOUNTS, DAY_MS, HOUR_MS, MINUTE_MS } from './scene.mts';
import type { Scheduler } from './scheduler.mts';

/** Everything that goes wrong, by chance. */
export interface Troubles {
	/** Plans the troubles of a platform day. */
	plan(dayStartMs: number): void;
	/** Brings n8n back after its process ended. To be called for every end. */
	recover(life: Life): void;
	/** Faults and disturbances so far, without restarts. */
	readonly count: number;
	readonly restarts: number;
	readonly clockSteps: number;
	/** When no process ran, or its plans came from a clock wrong by more than a minute. */
	readonly outages: readonly Outage[];
}

interface TroublesOptions {
	sandbox: Sandbox;
	network: Network;
	installation: Installation;
	acting: Acting;
	scheduler: Scheduler;
	random: Random;
	/** Has a new process take up its work. */
	takeUp: (life: Life) => void;
	/** Whether the process may end: a counter in memory does not outlive it. */
	mayRestart: boolean;
}

const PASSING: ReadonlyArray<Fault['kind']> = [
	'http504',
	'http504',
	'http502',
	'reset',
	'reset',
	'serviceUnavailable',
	'cutJson',
	'html',
	'emptyBody',
	'expiredToken',
];
const ON_THE_WAY: readonly Disturbance[] = ['refused', 'lost', 'late'];
const WEAK_POINTS: readonly WeakPoint[] = ['reserved', 'inFlight', 'emitted', 'recorded'];

/** Plans faults, ends of the process, wrong clocks and a busy process, beside the users' bursts. */
export function createTroubles(options: TroublesOptions): Troubles {
	const { sandbox, network, installation, acting, scheduler, random, takeUp, mayRestart } = options;
	const counts = { faults: 0 };
	const outages: Outage[] = [];
	const clocks = createClocks(installation.wall, scheduler, random);

	const fault = (what: Fault) => () => {
		counts.faults += 1;
		return sandbox.faults.next(what);
	};
	const disturb = () => {
		counts.faults += 1;
		network.disturb(random.pick(ON_THE_WAY));
	};

	function reload(): void {
		// Modules that are loaded believe the wall clock, as a process that starts does.
		clocks.correct();
		installation.life?.reload();
	}

	function ending(): void {
		if (!mayRestart) return;
		if (random.chance(0.4)) installation.kill();
		else installation.killAt(random.pick(WEAK_POINTS));
	}

	/** Many workflows at once, and then a process that is busy while their calls wait for their turn. */
	function rush(): void {
		for (const account of [...ACCOUNTS, ...ACCOUNTS, ...ACCOUNTS]) acting.burst(account, 12);
		const stallMs = random.int(1_500, 6_000);
		scheduler.at(scheduler.nowMs() + random.int(500, 2_500), () =>
			installation.life?.stall(stallMs),
		);
	}

	function planBursts(at: (dueMs: number, run: () => void) => void, dayEndMs: number): void {
		const acrossMidnight = random.chance(0.35);
		for (const account of ACCOUNTS) {
			const burst = () => {
				if (random.chance(0.3)) installation.life?.stall(random.int(500, 6_000));
				acting.burst(account, 50, random.chance(0.1) ? random.int(500, 9_000) : undefined);
			};
			if (acrossMidnight) {
				const leadMs = random.int(1_000, 12_000);
				at(dayEndMs - leadMs, burst);
				at(dayEndMs - random.int(500, leadMs), burst);
				continue;
			}
			const bursts = random.int(1, 3);
			for (let i = 0; i < bursts; i++) at(dayEndMs - random.int(MINUTE_MS, DAY_MS), burst);
		}
	}

	return {
		plan(dayStartMs) {
			const at = (dueMs: number, run: () => void) => scheduler.at(dueMs, run);
			const some = (fewest: number, most: number, run: () => void) => {
				for (let i = random.int(fewest, most); i > 0; i--) {
					at(dayStartMs + random.int(0, DAY_MS - 1), run);
				}
			};
			planBursts(at, dayStartMs + DAY_MS);
			some(0, 1, rush);
			some(3, 8, () => acting.browse(random.pick(ACCOUNTS), random.int(1, 4)));
			some(0, 1, () => acting.browse(random.pick(ACCOUNTS), 20));
			for (let i = random.int(6, 12); i > 0; i--) some(1, 1, fault({ kind: random.pick(PASSING) }));
			some(1, 2, fault({ kind: 'apiCallLimit', seconds: 1 }));
			some(0, 1, fault({ kind: 'apiCallLimit', seconds: random.pick([5, 30, 120, 900]) }));
			some(0, 1, fault({ kind: 'http504', method: '/auth/token/refresh' }));
			some(0, 1, fault({ kind: 'reset', method: '/auth/token/refresh' }));
			some(2, 4, disturb);
			some(2, 5, () => installation.life?.stall(random.int(500, 8_000)));
			some(0, 2, clocks.step);
			if (mayRestart) some(0, 1, reload);
			some(1, 3, ending);
			// Late in the day, or nothing could be said about delays for the most of it.
			if (random.chance(0.2)) {
				const dayEndMs = dayStartMs + DAY_MS;
				const close = fault({ kind: 'appCallLimit' });
				// Where nobody calls any more the next day is not closed for it.
				at(dayEndMs - random.int(MINUTE_MS, 2 * HOUR_MS), () => at(dayEndMs, close()));
			}
		},
		recover(life) {
			const fromMs = scheduler.nowMs();
			scheduler.at(fromMs + random.int(3_000, 60_000), () => {
				// A computer sets its clock before n8n starts.
				clocks.correct();
				takeUp(installation.boot());
				outages.push({ fromMs: life.endedAtMs ?? fromMs, toMs: scheduler.nowMs() });
			});
		},
		get count() {
			return counts.faults;
		},
		get restarts() {
			return installation.lives.length - 1;
		},
		get clockSteps() {
			return clocks.steps.forward + clocks.steps.back;
		},
		get outages() {
			return [...outages, ...clocks.outages];
		},
	};
}
