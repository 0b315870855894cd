import type { Sandbox } from '../../sandbox/sandbox.mts';
import type { Fault, FaultKind } from '../../sandbox/faults.mts';
import type { Random } from '../../sandbox/shop/random.mts';
import type { Clocks } from '../clocks.mts';
import { WEAK_POINTS } from '../installation.mts';
import type { Installation } from '../installation.mts';
import type { Life } from '../life.mts';
import type { HttpOptions } from '../loopback.mts';
import type { Network } from '../network.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';
import type { Plan } from './plan.mts';

/** What goes wrong, by chance. */
export interface Mishaps {
	/** Plans the ends of the process, the bans and the wrong clocks in a stretch of time. */
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
	network: FaultyNetwork;
	clocks: Clocks;
	scheduler: Scheduler;
	random: Random;
	plan: Plan;
	/** Ids of the workflows, each of which is struck equally often. */
	workflows: readonly string[];
	takeUp: (life: Life) => void;
}

/** Where a workflow is struck for itself is not among those at which any of them may be met. */
export const CUTS = WEAK_POINTS.filter((point) => point !== 'emitted');
/** A read of several pages waits for the same thing several times. */
const MOST_TIMES = 4;
/** A batch is handed out again when n8n is back within five minutes, and then needs its time. */
const STRUCK_APART_MS = HOUR_MS;
const BAN_SECONDS = [60, 900, 900] as const;

/** Ends and starts of n8n, bans, and the clock of its computer. */
export function createMishaps(options: MishapOptions): Mishaps {
	const { installation, network, clocks, scheduler, random, plan, workflows, takeUp } = options;
	/** Workflows whose next execution does not come to be. */
	const struck: string[] = [];
	let kills = 0;
	let next = 0;
	let lastStruckMs = Number.NEGATIVE_INFINITY;

	function end(): void {
		const how = random.next();
		if (how < 0.2) installation.kill();
		else if (how < 0.6) installation.killAt(random.pick(CUTS), random.int(1, MOST_TIMES));
		else {
			// In quiet hours no second one waits for the same batch: what is lost twice may stay so.
			const workflow = workflows[next++ % workflows.length] ?? '';
			if (!struck.includes(workflow)) struck.push(workflow);
		}
	}

	const mishaps: Mishaps = {
		isOff: false,
		get killsBeforeExecution() {
			return kills;
		},
		plan(fromMs, days) {
			const some = (perDay: number, step: () => void) => {
				for (let left = Math.round(perDay * days); left > 0; left--) {
					scheduler.at(fromMs + random.int(0, days * DAY_MS - 1), step);
				}
			};
			some(plan.restartsPerDay, end);
			some(plan.clockStepsPerDay, clocks.step);
			some(plan.bansPerDay.address, () =>
				network.strike({ kind: 'apiCallLimit', seconds: random.pick(BAN_SECONDS) }),
			);
			some(plan.bansPerDay.account, () => network.strike({ kind: 'appCallLimit' }));
		},
		recover() {
			if (mishaps.isOff) return;
			scheduler.at(scheduler.nowMs() + random.int(3_000, MINUTE_MS), () => {
				if (installation.life) return;
				// A computer sets its clock before n8n starts.
				clocks.correct();
				takeUp(installation.boot());
			});
		},
		emitted(life, workflow) {
			const place = struck.indexOf(workflow);
			if (place < 0 || installation.life !== life) return;
			if (scheduler.nowMs() < lastStruckMs + STRUCK_APART_MS) return;
			lastStruckMs = scheduler.nowMs();
			struck.splice(place, 1);
			kills += 1;
			installation.kill();
		},
	};
	return mishaps;
}

/** A way to the platform on which reads meet faults. */
export interface FaultyNetwork extends Network {
	/** The next read of the order list meets this. */
	strike(fault: Fault): void;
	readonly failedPolls: number;
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
const FIRST_PAGE = /%22current_page%22%3A1(?!\d)/;
/** Repetitions of a call come within seconds; only what comes later is a new poll. */
const APART_MS = 30_000;

/** A way on which a part of the polls meets a fault that repeating does not cure. */
export function failing(
	network: Network,
	sandbox: Sandbox,
	random: Random,
	{ failedPolls: part, downs }: Pick<Plan, 'failedPolls' | 'downs'>,
): FaultyNetwork {
	const wanted: Fault[] = [];
	let failedPolls = 0;
	let lastMs = Number.NEGATIVE_INFINITY;

	function faultOfPoll(nowMs: number): Fault | undefined {
		if (downs.some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs)) {
			return { kind: random.pick(['http504', 'http502', 'reset'] as const), times: 4 };
		}
		const asked = wanted.shift();
		if (asked) return asked;
		if (!random.chance(part)) return undefined;
		const [kind, times] = random.pick(FAULTS);
		return { kind, times };
	}

	return {
		disturb: network.disturb,
		disturbedAtMs: network.disturbedAtMs,
		get failedPolls() {
			return failedPolls;
		},
		strike: (fault) => wanted.push(fault),
		async send(life: Life, options: HttpOptions) {
			if (FIRST_PAGE.test(options.body ?? '')) {
				const nowMs = sandbox.settings.now();
				const isNewPoll = nowMs - lastMs > APART_MS;
				lastMs = nowMs;
				if (isNewPoll) {
					sandbox.faults.clear();
					const fault = faultOfPoll(nowMs);
					if (fault) {
						failedPolls += 1;
						sandbox.faults.next(fault);
					}
				}
			}
			return await network.send(life, options);
		},
	};
}
