import type { Sandbox } from '../../sandbox/sandbox.mts';
import type { FaultKind } from '../../sandbox/faults.mts';
import type { Random } from '../../sandbox/shop/random.mts';
import type { Installation, WeakPoint } from '../installation.mts';
import type { Life } from '../life.mts';
import type { HttpOptions } from '../loopback.mts';
import type { Network } from '../network.mts';
import { DAY_MS } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';

/** What goes wrong, by chance. */
export interface Mishaps {
	/** Plans the ends of the process in a stretch of time. */
	plan(fromMs: number, days: number): void;
	/** Brings n8n back after an end. To be called for every end. */
	recover(life: Life): void;
	/** Says that the state of a workflow is on the disk while its execution is not created yet. */
	emitted(life: Life, workflow: string): void;
	/** Switches n8n off for good, or lets it be started again. */
	isOff: boolean;
	readonly killsBeforeExecution: number;
}

interface MishapOptions {
	installation: Installation;
	scheduler: Scheduler;
	random: Random;
	restartsPerDay: number;
	/** Ids of the workflows, each of which is struck equally often. */
	workflows: readonly string[];
	takeUp: (life: Life) => void;
}

const WEAK_POINTS: readonly WeakPoint[] = ['reserved', 'inFlight'];

/** Ends and starts of n8n. */
export function createMishaps(options: MishapOptions): Mishaps {
	const { installation, scheduler, random, restartsPerDay, workflows, takeUp } = options;
	/** Workflows whose next execution does not come to be. */
	const struck: string[] = [];
	let kills = 0;
	let next = 0;

	function end(): void {
		const how = random.next();
		if (how < 0.3) installation.kill();
		else if (how < 0.5) installation.killAt(random.pick(WEAK_POINTS));
		else struck.push(workflows[next++ % workflows.length] ?? '');
	}

	const mishaps: Mishaps = {
		isOff: false,
		get killsBeforeExecution() {
			return kills;
		},
		plan(fromMs, days) {
			for (let left = Math.round(restartsPerDay * days); left > 0; left--) {
				scheduler.at(fromMs + random.int(0, days * DAY_MS - 1), end);
			}
		},
		recover() {
			if (mishaps.isOff) return;
			scheduler.at(scheduler.nowMs() + random.int(3_000, 60_000), () => {
				if (!installation.life) takeUp(installation.boot());
			});
		},
		emitted(life, workflow) {
			const place = struck.indexOf(workflow);
			if (place < 0 || installation.life !== life) return;
			struck.splice(place, 1);
			kills += 1;
			installation.kill();
		},
	};
	return mishaps;
}

/** Faults, and how many calls in a row meet one so that repeating does not help. */
const FAULTS: ReadonlyArray<readonly [FaultKind, number]> = [
	['http504', 4],
	['http502', 4],
	['reset', 4],
	['serviceUnavailable', 4],
	['cutJson', 4],
	['html', 4],
	['emptyBody', 4],
	['wrongType', 1],
];
/** As the first page of an order list is asked for. */
const FIRST_PAGE = encodeURIComponent('"current_page":1,');

/** A way to the platform on which a part of the polls meets a fault that repeating does not cure. */
export function failing(
	network: Network,
	sandbox: Sandbox,
	random: Random,
	part: number,
): Network & { readonly failedPolls: number } {
	let failedPolls = 0;
	/** Repetitions of a call come within seconds; only what comes later is a new poll. */
	let lastMs = Number.NEGATIVE_INFINITY;
	const APART_MS = 30_000;
	return {
		disturb: network.disturb,
		disturbedAtMs: network.disturbedAtMs,
		get failedPolls() {
			return failedPolls;
		},
		async send(life: Life, options: HttpOptions) {
			if (options.body?.includes(FIRST_PAGE)) {
				const nowMs = sandbox.settings.now();
				const isNewPoll = nowMs - lastMs > APART_MS;
				lastMs = nowMs;
				if (isNewPoll) {
					sandbox.faults.clear();
					if (random.chance(part)) {
						const [kind, times] = random.pick(FAULTS);
						failedPolls += 1;
						sandbox.faults.next({ kind, times });
					}
				}
			}
			return await network.send(life, options);
		},
	};
}
